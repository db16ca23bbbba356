import { describe, expect, it } from 'vitest';
import { weightAt } from '../../../solver/criteria/catalogue.ts';
import { rowsOfColumn, type Packing } from '../../../solver/program/packing.ts';
import { Pricing, type Prices } from '../../../solver/program/pricing.ts';
import { type Draw, drawsFrom, randomPool, randomRules } from '../../oracle/random-pools.ts';
import { generatedPool } from '../../property/changed-pools.ts';
import { scheme, seedsOf } from '../../property/solving.ts';
import { compiled } from '../compiled.ts';

interface RandomPrices {
  readonly prices: Prices;
  readonly reducedCost: (column: number) => number;
}

function randomPrices(packing: Packing, draw: Draw): RandomPrices {
  const level = draw(packing.levels.length);
  const weights = packing.levels[level];
  const size = weights.largest;
  const ofRow = Array.from({ length: packing.rowCount }, () => (draw(3) * size) / 2);
  const ofColumn =
    draw(2) === 0 ? null : Float64Array.from({ length: packing.columns.count }, () => (draw(2) * size) / 4);
  const ofLevel = level > 0 && draw(2) === 0 ? [{ weights: packing.levels[0], dual: (draw(5) - 2) / 2 }] : [];
  const prices = {
    weights,
    ofVertex: Float64Array.from(packing.rowOf, (row) => (row === packing.rowCount ? 0 : ofRow[row])),
    ofColumn,
    ofLevel,
  };
  const reducedCost = (column: number): number => {
    const rows = rowsOfColumn(packing, column).reduce((sum, row) => sum + ofRow[row], ofColumn?.[column] ?? 0);
    const levels = ofLevel.reduce((sum, { weights: earlier, dual }) => sum + dual * weightAt(earlier, column), 0);
    return weightAt(weights, column) - rows - levels;
  };
  return { prices, reducedCost };
}

/** Gains are raised by up to this share, so that equal ones are told apart. */
const RAISE_MAX = 1 / 64;

/** The columns chosen all price out, are alive and new; and some are chosen if any prices out, the first as good as any. */
function checkEntering(packing: Packing, draw: Draw, name: string): boolean {
  const { prices, reducedCost } = randomPrices(packing, draw);
  const all = Int32Array.from({ length: packing.columns.count }, (_, column) => column);
  const alive = all.filter(() => draw(10) > 0);
  const present = Uint8Array.from(all, () => (draw(4) === 0 ? 1 : 0));
  const least = prices.weights.largest / 8;
  const entering = new Pricing(packing).entering(prices, alive, present, least);
  const open = new Set(alive.filter((column) => present[column] === 0));
  for (const column of entering) {
    expect(open.delete(column), `${name}: column ${column}`).toBe(true);
    expect(reducedCost(column) * (1 + RAISE_MAX), `${name}: column ${column}`).toBeGreaterThan(least);
  }
  const best = alive.reduce((most, c) => (present[c] === 0 ? Math.max(most, reducedCost(c)) : most), -Infinity);
  if (best <= least) return false;
  expect(reducedCost(entering[0]) * (1 + RAISE_MAX), name).toBeGreaterThanOrEqual(best);
  return true;
}

describe('pricing', () => {
  it('finds a best column whenever there is one, on small pools', () => {
    let found = 0;
    for (const seed of seedsOf(0, 1_500)) {
      const { packing } = compiled(randomPool(seed), randomRules(seed));
      if (checkEntering(packing, drawsFrom(seed + 7), `LKSS_SEED=${seed}`)) found++;
    }
    expect(found).toBeGreaterThan(300);
  });

  it('finds a best column among more than it can remember', () => {
    const { packing } = compiled(generatedPool('saidman', 160, 5, 'pricing'), scheme);
    expect(packing.columns.count).toBeGreaterThan(20_000);
    for (const seed of seedsOf(0, 20)) checkEntering(packing, drawsFrom(seed), `LKSS_SEED=${seed}`);
  });

  it('does not lose what only a later share holds', () => {
    const { packing } = compiled(generatedPool('saidman', 440, 20, 'shares'), scheme);
    const { count } = packing.columns;
    // More than one share of 400,000 columns.
    expect(count).toBeGreaterThan(400_000);
    const alive = Int32Array.from({ length: count }, (_, column) => column);
    const present = new Uint8Array(count).fill(1);
    const weights = packing.levels[1];
    const prices = { weights, ofVertex: new Float64Array(packing.rowOf.length), ofColumn: null, ofLevel: [] };
    const pricing = new Pricing(packing);
    for (const only of [0, 2_048, 4_095, 300_001, count - 1]) {
      present[only] = 0;
      expect([...pricing.entering(prices, alive, present, 0.5)], `column ${only}`).toEqual([only]);
      present[only] = 1;
    }
    expect(pricing.entering(prices, alive, present, 0.5)).toHaveLength(0);
  });
});
