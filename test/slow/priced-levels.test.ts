/** Hierarchies of criteria that can be priced, with no face listed and branching forced, against the oracle, which tries everything. */
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../solver/certificate/check.ts';
import type { Engine } from '../../solver/engines/engine.ts';
import type { Progress } from '../../solver/book.ts';
import type { CriterionId, Rules } from '../../solver/limits.ts';
import { planFor } from '../../solver/plan.ts';
import type { Pool } from '../../solver/pool.ts';
import { USUAL_EFFORTS, type PricedEfforts } from '../../solver/priced/priced-search.ts';
import type { SolveResult } from '../../solver/result.ts';
import { startRun } from '../../solver/run.ts';
import { solvePriced } from '../../solver/solve-priced.ts';
import { bestSets, isTooLarge, nameOfSet, valuesOfSet } from '../oracle/brute-force.ts';
import { randomPool, randomRules } from '../oracle/random-pools.ts';
import { bothEngines, LISTINGS, seedsOf, valuesOf } from '../property/solving.ts';

const HIERARCHIES: readonly (readonly CriterionId[])[] = [
  ['recipients'],
  ['transplants'],
  ['score'],
  ['recipients', 'score'],
  ['score', 'recipients'],
  ['transplants', 'score'],
  ['score', 'transplants'],
  ['recipients', 'transplants'],
  ['transplants', 'recipients'],
  ['recipients', 'transplants', 'score'],
  ['recipients', 'score', 'transplants'],
  ['transplants', 'recipients', 'score'],
  ['transplants', 'score', 'recipients'],
  ['score', 'recipients', 'transplants'],
  ['score', 'transplants', 'recipients'],
];

/** Nothing is listed but to count, and nothing found but by linear programs and branches. */
const BARE: PricedEfforts = { ...USUAL_EFFORTS, faceMax: 0, cutRoundsMax: 0, branchCutRoundsMax: 0, isPlunging: false };
const UNLISTED: PricedEfforts = { ...USUAL_EFFORTS, faceMax: 0, countedFaceMax: 0 };

const { highs, javascript } = await bothEngines();

interface Watched {
  readonly result: SolveResult;
  /** What was said on the way. */
  readonly seen: readonly Progress[];
}

function priced(engine: Engine, pool: Pool, rules: Rules, efforts: PricedEfforts): Watched {
  const seen: Progress[] = [];
  const onProgress = (progress: Progress): void => {
    seen.push(progress);
  };
  const plan = planFor(pool, rules, 'pricing');
  const run = startRun(pool, rules, { engine, threads: 1, now: () => 0, plan, onProgress });
  return { result: solvePriced(run, efforts), seen };
}

/** Whoever stops the search at any moment is told bounds that the optimum does not exceed, and values of a set. */
function expectTruth(
  seen: readonly Progress[],
  pool: Pool,
  rules: Rules,
  optimum: readonly number[],
  name: string,
): void {
  for (const { criteria, exchanges } of seen) {
    expect(valuesOfSet(pool, rules, exchanges), name).toEqual(criteria.map(({ value }) => value));
    criteria.forEach(({ bound }, level) => expect(bound, name).toBeGreaterThanOrEqual(optimum[level]));
  }
}

describe('levels by pricing against the oracle', () => {
  it.each([
    { verticesMax: 7, first: 0, count: 900 },
    { verticesMax: 10, first: 1_000_000, count: 900 },
  ])('solves random pools of at most $verticesMax', ({ verticesMax, first, count }) => {
    let branched = 0;
    for (const seed of seedsOf(first, count)) {
      const pool = randomPool(seed, verticesMax);
      const rules = { ...randomRules(seed, 5, 6), criteria: HIERARCHIES[seed % HIERARCHIES.length] };
      if (isTooLarge(pool, rules)) continue;
      const name = `LKSS_SEED=${seed}, at most ${verticesMax}`;
      const truth = bestSets(pool, rules);
      const engine = seed % 4 === 0 ? highs : javascript;
      for (const efforts of [BARE, UNLISTED]) {
        const { result, seen } = priced(engine, pool, rules, efforts);
        expect(result.status, name).toBe('optimal');
        expect(valuesOf(result), name).toEqual(truth.values);
        expect(truth.sets.map(nameOfSet), name).toContain(nameOfSet(result.exchanges));
        for (const listing of LISTINGS) {
          const verdict = checkCertificate(pool, result.certificate, rules, listing);
          expect(verdict, name).toMatchObject({ accepted: true });
        }
        expectTruth(seen, pool, rules, truth.values, name);
        // What nobody has listed is not said to be counted.
        const isCounted = efforts === BARE || result.coOptimalSets!.exact;
        const counted = isCounted ? { count: truth.sets.length, exact: true } : { count: 1, exact: false };
        expect(result.coOptimalSets, name).toEqual(counted);
        branched += result.statistics.branches;
      }
    }
    if (process.env['LKSS_SEED'] === undefined) expect(branched).toBeGreaterThan(count / 8);
  });
});
