/**
 * What every engine owes its callers. Each engine's test file calls `describeConformance` with its factory. A random
 * case that fails prints its seed and path, with which fast-check replays it.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Engine, EngineFailure, type IntegerProgram } from '../../../solver/engines/engine.ts';
import { type Draw, drawsFrom } from '../../oracle/random-pools.ts';
import { bestBySubsets, type Column, isWithinRows, packingColumns, Rig, sparse } from './programs.ts';

type Check = (draw: Draw, engine: Engine) => void;

/** Behaviour, the check of it, and on how many random programs it is made. */
const LINEAR: readonly (readonly [string, Check, number])[] = [
  ['solves packing programs as columns arrive', growingColumns, 60],
  ['steps down from face to face', descendingFaces, 60],
  ['takes cuts, rows of zero and rows that become equalities', changingRows, 60],
  ['starts from equalities with artificial columns', artificialColumns, 60],
  ['solves general rows: at least, between, equal, free', generalRows, 80],
  ['holds sums with coefficients of a thousand million', frozenSums, 40],
  ['ends where bases cycle', bealesExample, 1],
  ['ends where everything ties', assignments, 1],
  ['solves programs without columns, without rows, with an empty column', emptyPrograms, 1],
  ['fails where nothing is within the rows, and goes on once something is', recoversFromFailure, 20],
  ['gives the same bytes for the same calls', repeats, 10],
];
const INTEGER: readonly (readonly [string, Check, number])[] = [
  ['finds best integer points of tiny programs', tinyIntegerPrograms, 60],
  ['says null, or a false point, of an integer program without points', noIntegerPoint, 1],
];

/** `frozenSumMax`: coefficients up to which the engine manages a frozen sum that is there from the start. */
export function describeConformance(
  name: string,
  factory: () => Engine | Promise<Engine>,
  frozenSumMax = 100_000_000,
): void {
  const frozen: Check = (draw, engine) => frozenFromTheStart(draw, engine, frozenSumMax);
  const cases = [...LINEAR, ['starts from a frozen sum with artificial columns', frozen, 40] as const, ...INTEGER];
  describe(`engine ${name}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await factory();
    });
    for (const [behaviour, check, runs] of cases) {
      it(`${behaviour}`, () => {
        expect(runsMade(engine, check, runs)).toBe(runs);
      });
    }
  });
}

function runsMade(engine: Engine, check: Check, runs: number): number {
  let made = 0;
  const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(seeds, (seed) => {
      check(drawsFrom(seed), engine);
      made++;
    }),
    { numRuns: runs },
  );
  return made;
}

function packingRig(engine: Engine, draw: Draw): Rig {
  const rig = new Rig(engine);
  const rows = 1 + draw(40);
  for (let row = 0; row < rows; row++) rig.addRow(-Infinity, 1);
  return rig;
}

function integers(draw: Draw, count: number, size: number): number[] {
  return Array.from({ length: count }, () => draw(2 * size) - Math.floor(size / 2));
}

function grow(rig: Rig, draw: Draw, size: number): void {
  const columns = packingColumns(draw, rig.lower.length, 1 + draw(60));
  rig.addColumns(columns, integers(draw, columns.length, size));
}

function growingColumns(draw: Draw, engine: Engine): void {
  const rig = packingRig(engine, draw);
  const size = [1, 4, 1_000_000_000][draw(3)];
  let before = -Infinity;
  for (let round = 0; round < 4; round++) {
    grow(rig, draw, size);
    const { objective } = rig.maximise();
    assert.ok(objective >= before - 1e-7 * size);
    before = objective;
  }
  rig.program.dispose();
}

/** Steps onto the optimal face: columns that price out are dropped, rows with a price become equalities. */
function stepDown(rig: Rig, duals: Float64Array, size: number): void {
  const worth = 1e-6 * size;
  const dead = rig.columns.flatMap((_, column) => (Math.abs(rig.reducedCost(column, duals)) > worth ? [column] : []));
  rig.fixAtZero(dead);
  duals.forEach((dual, row) => {
    if (dual > worth) rig.setRowBounds(row, rig.upper[row], rig.upper[row]);
  });
}

function descendingFaces(draw: Draw, engine: Engine): void {
  const rig = packingRig(engine, draw);
  grow(rig, draw, 2);
  let size = 2;
  for (let level = 0; level < 4; level++) {
    const first = rig.maximise();
    grow(rig, draw, size);
    const { duals, objective } = rig.maximise();
    assert.ok(objective >= first.objective - 1e-7 * size);
    stepDown(rig, duals, size);
    const again = rig.maximise();
    assert.ok(Math.abs(again.objective / size - objective / size) < 1e-6);
    size = [2, 3, 10, 1_000_000_000][level];
    rig.setObjective(integers(draw, rig.columns.length, size));
  }
  rig.maximise();
  rig.program.dispose();
}

/** A cut that the present point violates: its support may have at most half its weight, rounded down. */
function addCut(rig: Rig, draw: Draw, values: Float64Array): void {
  const support = rig.columns.flatMap((_, column) => (values[column] > 1e-6 ? [column] : []));
  if (support.length === 0) return;
  const entries = support.map((column) => ({ column, coefficient: 1 + draw(2) }));
  const sum = entries.reduce((total, { column, coefficient }) => total + coefficient * values[column], 0);
  rig.addRow(-Infinity, Math.floor(sum / 2), entries);
}

function changingRows(draw: Draw, engine: Engine): void {
  const rig = packingRig(engine, draw);
  const size = [2, 1_000_000_000][draw(2)];
  grow(rig, draw, size);
  let isHeld = false;
  for (let round = 0; round < 5; round++) {
    const { values } = rig.maximise();
    // What is held by an equality could be made impossible by a later cut.
    const action: number = isHeld ? 2 : draw(3);
    isHeld = action === 2;
    if (action === 0) addCut(rig, draw, values);
    if (action === 1) rig.setRowBounds(draw(rig.lower.length), -Infinity, 0);
    if (action === 2) holdActivity(rig, draw, values);
    if (draw(2) === 0) grow(rig, draw, size);
  }
  rig.maximise();
  rig.program.dispose();
}

/** Makes a row an equality at what it sums to now, whether or not it is used up. */
function holdActivity(rig: Rig, draw: Draw, values: Float64Array): void {
  const row = draw(rig.lower.length);
  const sum = rig.columns.reduce(
    (total, column, index) =>
      total + column.reduce((part, entry) => part + (entry.row === row ? entry.coefficient * values[index] : 0), 0),
    0,
  );
  rig.setRowBounds(row, sum, sum);
}

function artificialColumns(draw: Draw, engine: Engine): void {
  const rig = new Rig(engine);
  const rows = 1 + draw(30);
  const equalities: number[] = [];
  for (let row = 0; row < rows; row++) {
    const isTight = draw(2) === 0;
    if (isTight) equalities.push(row);
    rig.addRow(isTight ? 1 : -Infinity, 1);
  }
  rig.addColumns(
    equalities.map((row) => [{ row, coefficient: 1 }]),
    equalities.map(() => -1000),
  );
  rig.maximise();
  grow(rig, draw, 3);
  const { objective } = rig.maximise();
  grow(rig, draw, 3);
  assert.ok(rig.maximise().objective >= objective - 1e-6);
  rig.program.dispose();
}

/**
 * Rows of every kind about a point that is within them, so that there is an optimum; a packing row bounds each
 * column.
 */
function generalRows(draw: Draw, engine: Engine): void {
  const rig = new Rig(engine);
  const count = 2 + draw(25);
  const point = Array.from({ length: count }, () => draw(3) / 2);
  rig.addRow(-Infinity, count);
  rig.addColumns(
    point.map(() => [{ row: 0, coefficient: 1 }]),
    integers(draw, count, 9),
  );
  rig.maximise();
  for (let round = 0; round < 3; round++) {
    for (let k = draw(8); k > 0; k--) addRowAbout(rig, draw, point);
    if (draw(2) === 0) rig.setObjective(integers(draw, count, 9));
    rig.maximise();
  }
  rig.program.dispose();
}

function addRowAbout(rig: Rig, draw: Draw, point: readonly number[]): void {
  const entries = point.flatMap((_, column) => (draw(3) === 0 ? [{ column, coefficient: draw(9) - 4 }] : []));
  const used = entries.filter(({ coefficient }) => coefficient !== 0);
  const sum = used.reduce((total, { column, coefficient }) => total + coefficient * point[column], 0);
  const kind = draw(5);
  const lower = kind === 0 || kind === 4 ? -Infinity : kind === 1 ? sum : sum - draw(4);
  const upper = kind === 1 ? sum : kind === 2 || kind === 4 ? Infinity : sum + draw(4);
  rig.addRow(lower, upper, used);
}

function frozenSums(draw: Draw, engine: Engine): void {
  const rig = packingRig(engine, draw);
  const size = 1_000_000_000;
  grow(rig, draw, 3);
  for (let level = 0; level < 2; level++) {
    rig.setObjective(rig.columns.map(() => draw(size)));
    const { values } = rig.maximise();
    const frozen = rig.objective.map((coefficient, column) => ({ column, coefficient }));
    const sum = frozen.reduce((total, { column, coefficient }) => total + coefficient * values[column], 0);
    const row = rig.addRow(-Infinity, Infinity, frozen);
    rig.setRowBounds(row, Math.floor(sum * 0.9), Math.floor(sum * 0.9));
    rig.setObjective(integers(draw, rig.columns.length, 3));
    rig.maximise();
    const columns: Column[] = packingColumns(draw, rig.lower.length - level - 1, 5);
    const dense = columns.map((column) => [
      ...column.filter((entry) => entry.row !== row),
      { row, coefficient: draw(size) + 1 },
    ]);
    rig.addColumns(
      dense.map((column) => column.filter(({ row: own }, k) => column.findIndex((entry) => entry.row === own) === k)),
      integers(draw, dense.length, 3),
    );
    rig.maximise();
  }
  rig.program.dispose();
}

/**
 * As a branch starts: equalities and a frozen sum from the outset, with an artificial column for each and both ways
 * on the sum.
 */
function frozenFromTheStart(draw: Draw, engine: Engine, sizeMax: number): void {
  const rig = new Rig(engine);
  const rows = 2 + draw(20);
  for (let row = 0; row < rows; row++) rig.addRow(draw(3) === 0 ? 1 : -Infinity, 1);
  const size = [5, sizeMax][draw(2)];
  const sum = rig.addRow(2 * size, 2 * size);
  const artificial: Column[] = rig.lower.flatMap((lower, row) => (lower === 1 ? [[{ row, coefficient: 1 }]] : []));
  artificial.push([{ row: sum, coefficient: 1 }], [{ row: sum, coefficient: -1 }]);
  rig.addColumns(
    artificial,
    artificial.map(() => -48),
  );
  rig.maximise();
  for (let round = 0; round < 3; round++) {
    const columns = packingColumns(draw, rows, 5 + draw(20));
    rig.addColumns(
      columns.map((column) => [...column, { row: sum, coefficient: 1 + draw(size) }]),
      integers(draw, columns.length, 3),
    );
    rig.maximise();
  }
  rig.program.dispose();
}

/** Beale's example, on which the plain rule cycles. */
function bealesExample(_: Draw, engine: Engine): void {
  const beale = new Rig(engine);
  beale.addRow(-Infinity, 0);
  beale.addRow(-Infinity, 0);
  beale.addRow(-Infinity, 1);
  const entries = [
    [0.25, 0.5, 0],
    [-60, -90, 0],
    [-0.04, -0.02, 1],
    [9, 3, 0],
  ];
  beale.addColumns(
    entries.map((values) =>
      values.map((coefficient, row) => ({ row, coefficient })).filter((e) => e.coefficient !== 0),
    ),
    [0.75, -150, 0.02, -6],
  );
  assert.ok(Math.abs(beale.maximise().objective - 0.05) < 1e-9);
  beale.program.dispose();
}

/** The assignment polytope: all prices equal, then one best assignment among equalities of which one is redundant. */
function assignments(_: Draw, engine: Engine): void {
  const size = 12;
  const rig = new Rig(engine);
  for (let row = 0; row < 2 * size; row++) rig.addRow(-Infinity, 1);
  const cells = Array.from({ length: size * size }, (_value, k) => k);
  rig.addColumns(
    cells.map((k) => [
      { row: Math.floor(k / size), coefficient: 1 },
      { row: size + (k % size), coefficient: 1 },
    ]),
    cells.map(() => 1),
  );
  assert.ok(Math.abs(rig.maximise().objective - size) < 1e-9);
  for (let row = 0; row < 2 * size; row++) rig.setRowBounds(row, 1, 1);
  rig.setObjective(cells.map((k) => (Math.floor(k / size) === k % size ? 0 : -1)));
  assert.ok(Math.abs(rig.maximise().objective) < 1e-9);
  rig.program.dispose();
}

function emptyPrograms(_: Draw, engine: Engine): void {
  const noColumns = new Rig(engine);
  assert.equal(noColumns.maximise().objective, 0);
  noColumns.addRow(-Infinity, 1);
  assert.equal(noColumns.maximise().objective, 0);
  noColumns.addColumns([[]], [-1]);
  assert.ok(Math.abs(noColumns.maximise().objective - 0) < 1e-12);
  noColumns.addRow(-Infinity, 1);
  noColumns.addColumns([[{ row: 1, coefficient: 2 }]], [5]);
  assert.ok(Math.abs(noColumns.maximise().objective - 2.5) < 1e-9);
  noColumns.program.dispose();
}

function recoversFromFailure(draw: Draw, engine: Engine): void {
  const rig = packingRig(engine, draw);
  grow(rig, draw, 5);
  const { objective } = rig.maximise();
  rig.setRowBounds(0, 2, 2);
  rig.addRow(
    -Infinity,
    1,
    [...rig.columns.keys()].map((column) => ({ column, coefficient: 1 })),
  );
  assert.throws(() => rig.maximise(), EngineFailure);
  rig.setRowBounds(0, -Infinity, 1);
  assert.ok(rig.maximise().objective <= objective + 1e-6);
  grow(rig, draw, 5);
  rig.maximise();
  rig.program.dispose();
}

function repeats(draw: Draw, engine: Engine): void {
  const seed = draw(2 ** 30);
  const run = (): string => {
    const again = drawsFrom(seed);
    const rig = packingRig(engine, again);
    const answers: unknown[] = [];
    for (let round = 0; round < 3; round++) {
      grow(rig, again, 5);
      const { values, duals } = rig.maximise();
      answers.push(Array.from(values), Array.from(duals));
    }
    rig.program.dispose();
    return JSON.stringify(answers);
  };
  assert.equal(run(), run());
}

function tinyIntegerPrograms(draw: Draw, engine: Engine): void {
  const rows = 2 + draw(6);
  const count = 1 + draw(9);
  const columns = packingColumns(draw, rows, count);
  const rowLower = Float64Array.from({ length: rows + 1 }, () => (draw(6) === 0 ? 1 : -Infinity));
  const rowUpper = new Float64Array(rows + 1).fill(1);
  rowLower[rows] = -Infinity;
  rowUpper[rows] = 1 + draw(3);
  const odd = columns.map((column) => [...column, { row: rows, coefficient: Math.max(1, column.length - 1) }]);
  const size = [2, 1_000_000_000][draw(2)];
  const objective = Float64Array.from({ length: count }, () => 1 + draw(size));
  const program: IntegerProgram = { rowLower, rowUpper, columns: sparse(odd), objective };
  const best = bestBySubsets(program);
  const chosen = engine.integerProgram(program);
  if (best === null) {
    assert.equal(chosen === null || !isWithinRows(program, chosen), true);
    return;
  }
  assert.ok(chosen !== null);
  assert.equal(isWithinRows(program, chosen), true);
  assert.equal(
    chosen.reduce((sum, column) => sum + objective[column], 0),
    best,
  );
}

function noIntegerPoint(_: Draw, engine: Engine): void {
  const columns = sparse([0, 1, 2].map((k) => [k, (k + 1) % 3].map((row) => ({ row, coefficient: 1 }))));
  const ones = new Float64Array(3).fill(1);
  const program: IntegerProgram = { rowLower: ones, rowUpper: ones, columns, objective: ones };
  const chosen = engine.integerProgram(program);
  assert.equal(chosen === null || !isWithinRows(program, chosen), true);
}
