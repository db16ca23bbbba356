/** What must not change when a pool is said otherwise, and which way it may change when the pool itself does. */
import { describe, expect, it } from 'vitest';
import type { Rules } from '../../solver/limits.ts';
import type { Pool } from '../../solver/pool.ts';
import type { SolveResult } from '../../solver/result.ts';
import { compareValues, nameOfSet } from '../oracle/brute-force.ts';
import { drawsFrom, randomPool, randomRules } from '../oracle/random-pools.ts';
import { generatedCase, relabelledPool, shuffledPool, thinnedPool, withoutArcsOf } from './changed-pools.ts';
import { bothEngines, scheme, seedsOf, solveWith, valuesOf } from './solving.ts';

const { highs, javascript } = await bothEngines();

function bytesOf({ statistics: { peakMemoryBytes: _memory, ...statistics }, ...result }: SolveResult): string {
  return JSON.stringify({ ...result, statistics });
}

/** Small pools of every shape, then generated ones. */
function* cases(small: number, generated: number): Generator<{ seed: number; pool: Pool; rules: Rules }> {
  for (const seed of seedsOf(0, small)) yield { seed, pool: randomPool(seed), rules: randomRules(seed) };
  for (const seed of seedsOf(2_000_000, generated)) yield { seed, ...generatedCase(seed) };
}

describe('what must not change', () => {
  it('the result, to the byte, when recipients, donors and arcs come in another order', () => {
    for (const { seed, pool, rules } of cases(300, 40)) {
      const engine = seed % 4 === 0 ? highs : javascript;
      const shuffled = shuffledPool(pool, drawsFrom(seed + 1));
      const name = `${engine.name}: LKSS_SEED=${seed}`;
      expect(bytesOf(solveWith(engine, shuffled, rules)), name).toBe(bytesOf(solveWith(engine, pool, rules)));
    }
  });

  it('values and count when everybody has another id', () => {
    for (const { seed, pool, rules } of cases(300, 40)) {
      const before = solveWith(javascript, pool, rules);
      const renamed = relabelledPool(pool, (id) => [...`${id}~${id.length}`].reverse().join(''));
      const after = solveWith(javascript, renamed, rules);
      expect(valuesOf(after), `LKSS_SEED=${seed}`).toEqual(valuesOf(before));
      if (before.coOptimalSets!.exact && after.coOptimalSets!.exact) {
        expect(after.coOptimalSets, `LKSS_SEED=${seed}`).toEqual(before.coOptimalSets);
      }
    }
  });

  it('values, count and the set taken when another engine is used', () => {
    const seen = { exact: 0, tied: 0, cut: 0, split: 0 };
    for (const { seed, pool, rules } of cases(300, 120)) {
      const [first, second] = [solveWith(highs, pool, rules), solveWith(javascript, pool, rules)];
      expect(valuesOf(second), `LKSS_SEED=${seed}`).toEqual(valuesOf(first));
      if (!first.coOptimalSets!.exact || !second.coOptimalSets!.exact) continue;
      expect(second.coOptimalSets, `LKSS_SEED=${seed}`).toEqual(first.coOptimalSets);
      expect(nameOfSet(second.exchanges), `LKSS_SEED=${seed}`).toBe(nameOfSet(first.exchanges));
      seen.exact++;
      if (first.coOptimalSets!.count > 1) seen.tied++;
      if (first.statistics.oddSets > 0) seen.cut++;
      if (first.statistics.proofNodes > 1) seen.split++;
    }
    if (process.env['LKSS_SEED'] !== undefined) return;
    expect(seen.exact).toBeGreaterThan(300);
    expect(seen.tied).toBeGreaterThan(70);
    expect(seen.cut).toBeGreaterThan(5);
    expect(seen.split).toBeGreaterThan(0);
  });
});

describe('which way the optimum may move', () => {
  it('never up when an arc goes, and arcs of the optimal set matter', () => {
    let worse = 0;
    for (const { seed, pool, rules } of cases(300, 40)) {
      const before = solveWith(javascript, pool, rules);
      const draw = drawsFrom(seed + 2);
      const thinned =
        before.exchanges.length === 0
          ? thinnedPool(pool, () => draw(4) > 0)
          : withoutArcsOf(pool, before.exchanges[draw(before.exchanges.length)]);
      const after = solveWith(javascript, thinned, rules);
      const order = compareValues(rules.criteria, valuesOf(after), valuesOf(before));
      expect(order, `LKSS_SEED=${seed}`).toBeLessThanOrEqual(0);
      if (order < 0) worse++;
    }
    if (process.env['LKSS_SEED'] === undefined) expect(worse).toBeGreaterThan(150);
  });

  it('never down when a limit is raised', () => {
    let better = 0;
    for (const { seed, pool, rules } of cases(300, 0)) {
      const { cyclePairsMax, chainPairsMax } = rules.limits;
      const criteria = rules.criteria.filter((id) => id !== 'back-arcs');
      if (criteria.length === 0) continue;
      const tight: Rules = { ...rules, criteria };
      const before = valuesOf(solveWith(javascript, pool, tight));
      for (const limits of [
        { cyclePairsMax: cyclePairsMax + 1, chainPairsMax },
        { cyclePairsMax, chainPairsMax: chainPairsMax + 1 },
      ]) {
        const order = compareValues(criteria, valuesOf(solveWith(javascript, pool, { ...tight, limits })), before);
        expect(order, `LKSS_SEED=${seed}`).toBeGreaterThanOrEqual(0);
        if (order > 0) better++;
      }
    }
    if (process.env['LKSS_SEED'] === undefined) expect(better).toBeGreaterThan(30);
  });

  it('at least one transplant more for each altruist who joins', () => {
    const rules: Rules = { ...scheme, criteria: ['transplants'] };
    for (const { seed, pool } of cases(300, 30)) {
      const draw = drawsFrom(seed + 3);
      const arcRecipients = [...pool.recipients.keys()].filter(() => draw(3) === 0);
      const arcScoreUnits = arcRecipients.map(() => draw(100));
      const altruist = { id: 'newcomer', recipient: null, successionClass: 0, arcRecipients, arcScoreUnits };
      const [before] = valuesOf(solveWith(javascript, pool, rules));
      const [after] = valuesOf(solveWith(javascript, { ...pool, donors: [...pool.donors, altruist] }, rules));
      expect(after, `LKSS_SEED=${seed}`).toBeGreaterThan(before);
    }
  });
});
