import { describe, expect, it } from 'vitest';
import { incidenceOf, separateOddSets, type FractionalColumn, type OddSet } from '../../../solver/program/odd-sets.ts';
import { indexByRow, rowsOfColumn, type Packing } from '../../../solver/program/packing.ts';
import type { Pool, PoolDonor } from '../../../solver/pool.ts';
import { type Draw, drawsFrom, randomPool, randomRules } from '../../oracle/random-pools.ts';
import { scheme, seedsOf } from '../../property/solving.ts';
import { shuffled } from '../../property/changed-pools.ts';
import { compiled } from '../compiled.ts';

/** Columns taken at random until no more fit. */
function somePacking(packing: Packing, draw: Draw): number[] {
  const used = new Set<number>();
  return shuffled(draw, [...Array(packing.columns.count).keys()]).filter((column) => {
    const rows = rowsOfColumn(packing, column);
    if (rows.some((row) => used.has(row))) return false;
    rows.forEach((row) => used.add(row));
    return true;
  });
}

/** What a point of columns adds up to on the left side of a set's cut. */
function leftSide(packing: Packing, set: OddSet, point: readonly FractionalColumn[]): number {
  const { columns, coefficients } = incidenceOf(indexByRow(packing, allColumns(packing)), set);
  const coefficientOf = new Map(Array.from(columns, (column, k) => [column, coefficients[k]]));
  return point.reduce((sum, { column, value }) => sum + value * (coefficientOf.get(column) ?? 0), 0);
}

function allColumns(packing: Packing): Int32Array {
  return Int32Array.from({ length: packing.columns.count }, (_, column) => column);
}

/** Recipients in a ring, each able to exchange with both neighbours and with nobody else. */
function ring(length: number): Pool {
  const donors = Array.from({ length }, (_, k): PoolDonor => {
    const arcRecipients = [(k + 1) % length, (k + length - 1) % length];
    return { id: `d${k}`, recipient: k, successionClass: 0, arcRecipients, arcScoreUnits: [1, 1] };
  });
  return { recipients: donors.map((_, k) => `r${k}`), donors, successionUnits: [[0]] };
}

describe('odd-set cuts', () => {
  it('hold for every set of exchanges, whatever the odd set', () => {
    let touched = 0;
    for (const seed of seedsOf(0, 400)) {
      const { packing } = compiled(randomPool(seed), randomRules(seed));
      const draw = drawsFrom(seed + 5);
      for (let round = 0; round < 10; round++) {
        const rows = shuffled(draw, [...Array(packing.rowCount).keys()]);
        const odd = rows.slice(0, 2 * draw(Math.ceil(rows.length / 2)) + 1);
        const set = Int32Array.from(odd).sort();
        const point = somePacking(packing, draw).map((column) => ({ column, value: 1 }));
        const left = leftSide(packing, set, point);
        expect(left, `LKSS_SEED=${seed}`).toBeLessThanOrEqual((set.length - 1) / 2);
        if (left > 0) touched++;
      }
    }
    expect(touched).toBeGreaterThan(100);
  });

  it.each([5, 7, 9])('are found where %i recipients in a ring are each taken half with both neighbours', (length) => {
    const twoWays = { ...scheme, limits: { cyclePairsMax: 2, chainPairsMax: 0 } };
    const { packing } = compiled(ring(length), twoWays);
    const point = Array.from(allColumns(packing), (column) => ({ column, value: 0.5 }));
    expect(separateOddSets(packing, point).map((set) => Array.from(set))).toEqual([[...Array(length).keys()]]);
  });

  it('separated from random points are odd, ascending, violated and valid', () => {
    let found = 0;
    for (const seed of seedsOf(0, 600)) {
      const { packing } = compiled(randomPool(seed), randomRules(seed));
      const draw = drawsFrom(seed + 6);
      const packings = Array.from({ length: 3 }, () => somePacking(packing, draw));
      const point = Array.from(
        allColumns(packing).filter(() => draw(3) === 0),
        (column) => ({ column, value: 0.5 }),
      );
      for (const set of separateOddSets(packing, point)) {
        found++;
        expect(set.length % 2, `LKSS_SEED=${seed}`).toBe(1);
        expect(Array.from(set), `LKSS_SEED=${seed}`).toEqual([...new Set(set)].sort((a, b) => a - b));
        expect(leftSide(packing, set, point), `LKSS_SEED=${seed}`).toBeGreaterThan((set.length - 1) / 2);
        for (const columns of packings) {
          const whole = columns.map((column) => ({ column, value: 1 }));
          expect(leftSide(packing, set, whole), `LKSS_SEED=${seed}`).toBeLessThanOrEqual((set.length - 1) / 2);
        }
      }
    }
    expect(found).toBeGreaterThan(50);
  });
});
