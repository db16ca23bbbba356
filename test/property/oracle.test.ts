/** The optimiser against the oracle, which tries everything: values, the set taken, the count of equal sets, the proof. */
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../solver/certificate/check.ts';
import type { Engine } from '../../solver/engines/engine.ts';
import type { Rules } from '../../solver/limits.ts';
import type { Pool } from '../../solver/pool.ts';
import { bestSets, isTooLarge, nameOfSet, unusedAltruists } from '../oracle/brute-force.ts';
import { everySmallPool, randomPool, randomRules } from '../oracle/random-pools.ts';
import { bothEngines, scheme, seedsOf, solveWith, valuesOf } from './solving.ts';

const { highs, javascript } = await bothEngines();

/** Compares everything that the oracle knows with the optimiser's result; `name` replays a failure. */
function compare(engine: Engine, pool: Pool, rules: Rules, name: string): void {
  const truth = bestSets(pool, rules);
  const result = solveWith(engine, pool, rules);
  expect(result.status, name).toBe('optimal');
  expect(valuesOf(result), name).toEqual(truth.values);
  expect(
    result.criteria.map(({ bound }) => bound),
    name,
  ).toEqual(truth.values);
  expect(new Set(truth.sets.map(nameOfSet)).has(nameOfSet(result.exchanges)), name).toBe(true);
  expect([...result.unusedAltruists].sort(), name).toEqual(unusedAltruists(pool, result.exchanges).sort());
  // Nothing this small is too much to count.
  expect(result.coOptimalSets, name).toEqual({ count: truth.sets.length, exact: true });
  expect(checkCertificate(pool, result.certificate, rules), name).toMatchObject({ accepted: true });
}

describe('the optimiser against the oracle', () => {
  it('solves every pool of at most four recipients and altruists', () => {
    let pools = 0;
    for (const pool of everySmallPool()) {
      compare(pools % 40 === 0 ? highs : javascript, pool, scheme, `pool ${pools} of everySmallPool`);
      pools++;
    }
    expect(pools).toBe(4775);
  });

  it.each([
    { verticesMax: 7, first: 0, count: 6_000 },
    { verticesMax: 10, first: 1_000_000, count: 3_000 },
  ])('solves random pools of at most $verticesMax under random rules', ({ verticesMax, first, count }) => {
    let compared = 0;
    for (const seed of seedsOf(first, count)) {
      const [pool, rules] = [randomPool(seed, verticesMax), randomRules(seed, 5, 4)];
      if (isTooLarge(pool, rules)) continue;
      const engine = seed % 10 === 0 ? highs : javascript;
      compare(engine, pool, rules, `${engine.name}: LKSS_SEED=${seed}, at most ${verticesMax}`);
      compared++;
    }
    if (process.env['LKSS_SEED'] === undefined) expect(compared).toBeGreaterThan(count / 2);
  });
});
