/** The middle of the optimal face of a program large enough that HiGHS looks for one. */
import { beforeAll, expect, test } from 'vitest';
import type { Engine, LinearOptimum, SparseColumns } from '../../../solver/engines/engine.ts';
import { highsEngine } from '../../../solver/engines/highs.ts';
import { javascriptEngine } from '../../../solver/engines/javascript.ts';

const ROWS = 1_500;
const NOTHING = new Int32Array(0);

let engine: Engine;
beforeAll(async () => {
  engine = await highsEngine();
});

/** Column k holds a row and its neighbour at a distance: as many pairs as rows, and as many threes. */
function made(offset: number, size: number): SparseColumns {
  const starts = Int32Array.from({ length: ROWS + 1 }, (_, k) => k * size);
  const rows = Int32Array.from({ length: ROWS * size }, (_, at) => {
    const column = Math.floor(at / size);
    return (column + (at % size) * (offset + (column % 3))) % ROWS;
  });
  return { starts, rows, coefficients: new Float64Array(ROWS * size).fill(1) };
}

function started(from: Engine) {
  const program = from.linearProgram();
  for (let row = 0; row < ROWS; row++) program.addRow(-Infinity, 1, NOTHING, new Float64Array(0));
  program.addColumns(made(7, 2), new Float64Array(ROWS).fill(2));
  return program;
}

function shortfall({ starts, rows }: SparseColumns, worth: number, { duals }: LinearOptimum): number {
  let most = 0;
  for (let column = 0; column < ROWS; column++) {
    let cover = 0;
    for (let at = starts[column]; at < starts[column + 1]; at++) cover += duals[rows[at]];
    most = Math.max(most, worth - cover);
  }
  return most;
}

test('has the objective of a vertex, and prices that cover all columns', () => {
  const program = started(engine);
  const centre = program.maximise('centre');
  const vertex = program.maximise();
  program.dispose();
  expect([centre.reached, vertex.reached]).toEqual(['centre', 'vertex']);
  expect(centre.objective).toBeCloseTo(vertex.objective, 3);
  expect(shortfall(made(7, 2), 2, centre)).toBeLessThan(1e-5);
});

test('columns and cuts that come after it are solved as from the start', () => {
  const ways = [true, false].map((byCentre) => {
    const program = started(engine);
    if (byCentre) program.maximise('centre');
    program.addColumns(made(11, 3), new Float64Array(ROWS).fill(2.75));
    const grown = program.maximise(byCentre ? 'centre' : 'vertex').objective;
    program.addRow(-Infinity, 5, Int32Array.of(0, 1, 2, ROWS, ROWS + 1), Float64Array.of(1, 1, 1, 2, 2));
    program.addRow(3, 3, Int32Array.of(10, 20, 30, 40, 50, 60), new Float64Array(6).fill(1));
    const cut = program.maximise().objective;
    program.dispose();
    return [grown, cut];
  });
  expect(ways[0][0]).toBeCloseTo(ways[1][0], 3);
  expect(ways[0][1]).toBeCloseTo(ways[1][1], 5);
});

test('an engine without such a method answers with a vertex', () => {
  const program = started(javascriptEngine());
  expect(program.maximise('centre').reached).toBe('vertex');
});
