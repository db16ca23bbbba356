import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../solver/engines/engine.ts';
import { highsEngine } from '../../../solver/engines/highs.ts';
import { javascriptEngine } from '../../../solver/engines/javascript.ts';
import { drawsFrom } from '../../oracle/random-pools.ts';
import { describeConformance } from './conformance.ts';
import { packingColumns, Rig, sparse } from './programs.ts';

describeConformance('javascript', javascriptEngine);

describe('the JavaScript engine beside HiGHS', () => {
  let highs: Engine;
  beforeAll(async () => {
    highs = await highsEngine();
  });

  it('finds the same optimum as columns arrive and objectives change', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const ours = objectives(javascriptEngine(), seed);
        const theirs = objectives(highs, seed);
        expect(ours.length).toBe(6);
        ours.forEach((objective, k) => expect(objective / theirs[k]).toBeCloseTo(1, 8));
      }),
      { numRuns: 15 },
    );
  });
});

/** Optima of one sequence of programs over 60 to 160 rows. */
function objectives(engine: Engine, seed: number): number[] {
  const draw = drawsFrom(seed);
  const rig = new Rig(engine);
  const rows = 60 + draw(100);
  for (let row = 0; row < rows; row++) rig.addRow(-Infinity, 1);
  const found: number[] = [];
  for (let round = 0; round < 3; round++) {
    const columns = packingColumns(draw, rows, 200);
    rig.addColumns(
      columns,
      columns.map(() => 1 + draw(3)),
    );
    found.push(rig.maximise().objective);
    rig.setObjective(rig.columns.map(() => 1 + draw(1_000_000_000)));
    found.push(rig.maximise().objective);
  }
  rig.program.dispose();
  return found;
}

describe('limits of integer programs', () => {
  it('are honoured: too large a program is not begun', () => {
    const columns = packingColumns(drawsFrom(1), 1000, 1000);
    const program = {
      rowLower: new Float64Array(1000).fill(-Infinity),
      rowUpper: new Float64Array(1000).fill(1),
      columns: sparse(columns),
      objective: new Float64Array(1000).fill(1),
    };
    expect(javascriptEngine().integerProgram(program)).toBeNull();
  });

  it('are honoured: a search that takes too many nodes is given up', () => {
    const count = 40;
    const columns = Array.from({ length: count }, (_, k) => [
      { row: 0, coefficient: 2 },
      { row: 1 + k, coefficient: 1 },
    ]);
    const program = {
      rowLower: Float64Array.from({ length: count + 1 }, (_, row) => (row === 0 ? count - 1 : -Infinity)),
      rowUpper: Float64Array.from({ length: count + 1 }, (_, row) => (row === 0 ? count - 1 : 1)),
      columns: sparse(columns),
      objective: new Float64Array(count).fill(1),
    };
    expect(javascriptEngine().integerProgram(program)).toBeNull();
  });
});
