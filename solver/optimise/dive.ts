/**
 * Diving: a whole point from a fractional one on a face that is too large for an integer program. The columns with the
 * largest values are taken for good, a few at a time, and the relaxation is solved again, with all live columns that are
 * still free, on what is left; large faces hold so many optimal sets that this seldom costs anything.
 *
 * The face's last level is the one dived for; a dive that falls below the bound is given up.
 */
import { weightAt } from '../criteria/catalogue.ts';
import { countMarked, rowsOfColumn } from '../program/packing.ts';
import type { FractionalColumn } from '../program/odd-sets.ts';
import { columnsOf, isWhole, Relaxation, type Face } from './relaxation.ts';
import type { Search } from './search.ts';

/** At most this share of the support is taken at a time, beyond what is whole already. */
const TAKEN_SHARE = 1 / 12;

/** Dives on a face for the value its last level is bounded by; true where the incumbent improved. */
export function dive(search: Search, face: Face, level: number, support: readonly FractionalColumn[]): boolean {
  const { packing } = search;
  const target = face.values[level];
  const used = new Uint8Array(packing.rowCount + 1);
  const taken: number[] = [];
  let value = 0;
  let rest: Face = { ...face, values: face.values.slice(0, level), frozen: face.frozen.map(() => false) };
  let point = support;
  while (point.length > 0) {
    for (const column of takeLargest(search, point, used)) {
      taken.push(column);
      value += weightAt(packing.levels[level], column);
    }
    rest = restOf(search, rest, used);
    const optimum = relax(search, rest, level, point);
    if (!optimum.feasible || value + optimum.objective < target - 1e-6) return false;
    point = optimum.support;
    if (point.every(isWhole)) return search.incumbent.offer([...taken, ...point.map(({ column }) => column)]);
  }
  return search.incumbent.offer(taken);
}

function takeLargest(search: Search, point: readonly FractionalColumn[], used: Uint8Array): number[] {
  const whole = point.filter(isWhole).length;
  const most = whole + Math.max(1, Math.floor((point.length - whole) * TAKEN_SHARE));
  const taken: number[] = [];
  for (const { column } of point.toSorted((a, b) => b.value - a.value || a.column - b.column)) {
    if (taken.length === most) break;
    if (countMarked(search.packing, column, used) > 0) continue;
    for (const row of rowsOfColumn(search.packing, column)) used[row] = 1;
    taken.push(column);
  }
  return taken;
}

/** The face without the rows used; odd sets and frozen levels are left out, being no more than help. */
function restOf({ packing }: Search, face: Face, used: Uint8Array): Face {
  return {
    ...face,
    alive: face.alive.filter((column) => countMarked(packing, column, used) === 0),
    tightRows: face.tightRows.map((tight, row) => (used[row] === 1 ? 0 : tight)),
    oddSets: [],
    tightSets: [],
  };
}

function relax(search: Search, face: Face, level: number, point: readonly FractionalColumn[]) {
  const relaxation = new Relaxation(search.engine, search.packing, face, columnsOf(point, face));
  try {
    return relaxation.maximise(level);
  } finally {
    search.statistics.linearPrograms += relaxation.runs;
    relaxation.dispose();
  }
}
