/**
 * Whole points where the relaxation's own is fractional: a small integer program over what is left of a face. Its answer
 * is only a candidate; the incumbent counts it in integers.
 */
import { weightAt } from '../criteria/catalogue.ts';
import type { IntegerProgram } from '../engines/engine.ts';
import { rowsOfColumn, type Packing } from '../program/packing.ts';
import { liveOf, type Face } from './face.ts';
import type { Search } from './search.ts';

/** Columns of an integer program; of a larger face, a sample is taken. */
const INTEGER_COLUMNS_MAX = 3_000;

/**
 * Looks for the best set of a face at a level; true where the incumbent improved. Of a large face only a part is tried: the columns
 * that the relaxation worked with, and others spread over the whole.
 */
export function repair(search: Search, face: Face, level: number, working: Int32Array): boolean {
  const sampled = { ...face, alive: sampleOf(face, working) };
  search.statistics.integerPrograms++;
  const chosen = search.engine.integerProgram(integerProgramOf(search.packing, sampled, level));
  return chosen !== null && search.incumbent.offer(Array.from(chosen, (index) => sampled.alive[index]));
}

function sampleOf(face: Face, working: Int32Array): Int32Array {
  if (face.alive.length <= INTEGER_COLUMNS_MAX) return face.alive;
  const sample = new Set(liveOf(working, face).subarray(0, INTEGER_COLUMNS_MAX / 2));
  const step = face.alive.length / (INTEGER_COLUMNS_MAX - sample.size);
  for (let k = 0; k < face.alive.length; k += step) sample.add(face.alive[Math.floor(k)]);
  return Int32Array.from(sample).sort();
}

function integerProgramOf(packing: Packing, face: Face, level: number): IntegerProgram {
  const frozen = Array.from(face.frozen.keys()).filter((earlier) => face.frozen[earlier]);
  const besides = frozen.map((earlier) => ({
    weights: packing.levels[earlier],
    lower: face.values[earlier],
    upper: face.values[earlier],
  }));
  if (packing.cap !== null && face.cap !== undefined) {
    const { max, isTight } = face.cap;
    besides.push({ weights: packing.cap.counts, lower: isTight ? max : -Infinity, upper: max });
  }
  const rowCount = packing.rowCount + besides.length;
  const rowLower = new Float64Array(rowCount).fill(-Infinity);
  const rowUpper = new Float64Array(rowCount).fill(1);
  face.tightRows.forEach((tight, row) => {
    if (tight === 1) rowLower[row] = 1;
  });
  besides.forEach(({ lower, upper }, k) => {
    rowLower[packing.rowCount + k] = lower;
    rowUpper[packing.rowCount + k] = upper;
  });
  const starts = new Int32Array(face.alive.length + 1);
  const rows: number[] = [];
  const coefficients: number[] = [];
  face.alive.forEach((column, index) => {
    for (const row of rowsOfColumn(packing, column)) {
      rows.push(row);
      coefficients.push(1);
    }
    besides.forEach(({ weights }, k) => {
      rows.push(packing.rowCount + k);
      coefficients.push(weightAt(weights, column));
    });
    starts[index + 1] = rows.length;
  });
  const objective = Float64Array.from(face.alive, (column) => weightAt(packing.levels[level], column));
  const columns = { starts, rows: Int32Array.from(rows), coefficients: Float64Array.from(coefficients) };
  return { rowLower, rowUpper, columns, objective };
}
