/** Exchanges of at most two rows settled as a matching, against the oracle and against the way by linear programs. */
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../solver/certificate/check.ts';
import type { Engine } from '../../solver/engines/engine.ts';
import { CRITERION_IDS, senseOf, type Rules } from '../../solver/limits.ts';
import { planFor, type Method } from '../../solver/plan.ts';
import type { Pool } from '../../solver/pool.ts';
import type { Progress } from '../../solver/book.ts';
import type { SolveResult } from '../../solver/result.ts';
import { solveHere } from '../../solver/solve.ts';
import { bestSets, isTooLarge, nameOfSet } from '../oracle/brute-force.ts';
import { drawsFrom, everySmallPool, randomPool, randomRules } from '../oracle/random-pools.ts';
import { generatedCase, generatedPool, shuffledPool } from '../property/changed-pools.ts';
import { LISTINGS, bothEngines, scheme, seedsOf, valuesOf } from '../property/solving.ts';

const { highs, javascript } = await bothEngines();

const twos: Rules = { ...scheme, limits: { cyclePairsMax: 2, chainPairsMax: 1 } };

interface Asked {
  readonly engine: Engine;
  readonly pool: Pool;
  readonly rules: Rules;
}

function solvedBy(method: Method, { engine, pool, rules }: Asked, onProgress?: (progress: Progress) => void) {
  const plan = planFor(pool, rules, method);
  const told = onProgress === undefined ? {} : { onProgress };
  return solveHere(pool, rules, { engine, threads: 1, now: () => 0, plan, ...told });
}

/** Exchanges of at most two rows; each criterion comes first in turn. */
function rulesOfTwos(seed: number): Rules {
  const { criteria, ...rules } = randomRules(seed, 2, 1);
  const first = CRITERION_IDS[seed % CRITERION_IDS.length];
  return { ...rules, criteria: [first, ...criteria.filter((id) => id !== first)] };
}

/** Where nobody starts a chain, chains may be of any length. */
function withAnyChains({ donors }: Pool, rules: Rules, chainPairsMax: number): Rules {
  if (donors.some(({ recipient }) => recipient === null) || rules.criteria.includes('back-arcs')) return rules;
  return { ...rules, limits: { ...rules.limits, chainPairsMax } };
}

function sayTruth({ engine, pool, rules }: Asked, name: string): SolveResult {
  const truth = bestSets(pool, rules);
  const result = solvedBy('matching', { engine, pool, rules }, ({ criteria }) => {
    const reached = criteria.findIndex(({ value }, level) => value !== truth.values[level]);
    criteria.forEach(({ id, bound }, level) => {
      if (reached >= 0 && level > reached) return;
      expect(senseOf(id) * bound, name).toBeGreaterThanOrEqual(senseOf(id) * truth.values[level]);
    });
  });
  expect(valuesOf(result), name).toEqual(truth.values);
  expect(new Set(truth.sets.map(nameOfSet)).has(nameOfSet(result.exchanges)), name).toBe(true);
  expect(result.coOptimalSets, name).toEqual({ count: truth.sets.length, exact: true });
  for (const listing of LISTINGS) {
    expect(checkCertificate(pool, result.certificate, rules, listing), name).toMatchObject({ accepted: true });
  }
  return result;
}

/** The same values, and where sets could be counted both ways, the same number of them and the same set taken. */
function agree(a: SolveResult, b: SolveResult, name: string): boolean {
  expect(valuesOf(a), name).toEqual(valuesOf(b));
  if (!a.coOptimalSets!.exact || !b.coOptimalSets!.exact) return false;
  expect(a.coOptimalSets, name).toEqual(b.coOptimalSets);
  expect(nameOfSet(a.exchanges), name).toBe(nameOfSet(b.exchanges));
  return true;
}

describe('matching against the oracle', () => {
  it('solves every pool of at most four recipients and altruists', () => {
    let pools = 0;
    for (const pool of everySmallPool()) {
      const engine = pools % 40 === 0 ? highs : javascript;
      const result = sayTruth({ engine, pool, rules: twos }, `pool ${pools++} of everySmallPool`);
      expect(result.statistics.method).toBe('matching');
    }
    expect(pools).toBe(4775);
  });

  it.each([
    { verticesMax: 7, first: 0, count: 2_000 },
    { verticesMax: 10, first: 1_000_000, count: 1_000 },
  ])('solves random pools of at most $verticesMax under random rules', ({ verticesMax, first, count }) => {
    let compared = 0;
    let withSets = 0;
    let withoutPrograms = 0;
    let narrowed = 0;
    for (const seed of seedsOf(first, count)) {
      const pool = randomPool(seed, verticesMax);
      const rules = withAnyChains(pool, rulesOfTwos(seed), seed % 4);
      if (isTooLarge(pool, rules)) continue;
      const engine = seed % 10 === 0 ? highs : javascript;
      const result = sayTruth({ engine, pool, rules }, `${engine.name}: LKSS_SEED=${seed}, at most ${verticesMax}`);
      compared++;
      withSets += result.certificate!.proof.levels[0].oddSets.length > 0 ? 1 : 0;
      withoutPrograms += result.statistics.linearPrograms === 0 ? 1 : 0;
      const { aliveColumns } = result.statistics;
      expect(aliveColumns).toHaveLength(rules.criteria.length);
      expect(aliveColumns).toEqual(aliveColumns.toSorted((a, b) => b - a));
      narrowed += aliveColumns[0] > aliveColumns.at(-1)! ? 1 : 0;
    }
    if (process.env['LKSS_SEED'] !== undefined) return;
    // Some criteria find no place beside very large scores, and are settled on the face that is left.
    expect(withoutPrograms).toBeGreaterThan(compared / 2);
    expect(narrowed).toBeGreaterThan(compared / 10);
    expect(withoutPrograms).toBeLessThan(0.99 * compared);
    expect(compared).toBeGreaterThan(0.8 * count);
    expect(withSets).toBeGreaterThan(count / 100);
  });
});

describe('matching against listing', () => {
  it('comes to the same on generated pools, with either engine', () => {
    const seen = { exact: 0, withSets: 0 };
    for (const seed of seedsOf(3_000_000, 300)) {
      const rules = seed % 2 === 0 ? twos : rulesOfTwos(seed >> 1);
      const asked = { engine: seed % 4 < 2 ? highs : javascript, pool: generatedCase(seed).pool, rules };
      const matched = solvedBy('matching', asked);
      if (agree(matched, solvedBy('listing', asked), `LKSS_SEED=${seed}`)) seen.exact++;
      if (matched.certificate!.proof.levels[0].oddSets.length > 0) seen.withSets++;
    }
    if (process.env['LKSS_SEED'] !== undefined) return;
    expect(seen.exact).toBeGreaterThan(200);
    expect(seen.withSets).toBeGreaterThan(10);
  });

  it('comes to the same on pools of a few hundred', () => {
    let exact = 0;
    for (const [profile, recipients, altruists] of [
      ['saidman', 200, 8],
      ['sparse', 300, 20],
      ['uk-crossmatch', 400, 30],
    ] as const) {
      const pool = generatedPool(profile, recipients, altruists, 'twos');
      for (const criteria of [twos.criteria, ['recipients'], ['score'], ['transplants', 'score']] as const) {
        const asked = { engine: javascript, pool, rules: { ...twos, criteria } };
        const name = `${profile}, ${criteria.join()}`;
        if (agree(solvedBy('matching', asked), solvedBy('listing', asked), name)) exact++;
      }
    }
    expect(exact).toBeGreaterThan(2);
  });

  it('takes the same set whatever the order of recipients, donors and arcs', () => {
    for (const seed of seedsOf(4_000_000, 150)) {
      const [pool, rules] = [generatedCase(seed).pool, rulesOfTwos(seed)];
      const shuffled = shuffledPool(pool, drawsFrom(seed + 1));
      const [first, second] = [pool, shuffled].map((it) =>
        solvedBy('matching', { engine: javascript, pool: it, rules }),
      );
      expect(second.exchanges, `LKSS_SEED=${seed}`).toEqual(first.exchanges);
      expect(second.certificate, `LKSS_SEED=${seed}`).toEqual(first.certificate);
    }
  });
});
