/** What is said of a search that has not ended: never optimal, always true. */
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../solver/engines/engine.ts';
import {
  type CriterionResult,
  type Pool,
  type Progress,
  type Rules,
  senseOf,
  solve,
  solveHere,
} from '../../solver/index.ts';
import { StoppedTooEarly } from '../../solver/supervise.ts';
import { compareValues, everyExchange, unusedAltruists, valuesOfSet } from '../oracle/brute-force.ts';
import { randomPool, randomRules } from '../oracle/random-pools.ts';
import { generatedCase, generatedPool } from '../property/changed-pools.ts';
import { bothEngines, scheme, seedsOf, valuesOf } from '../property/solving.ts';

/** Deadlines tried until one interrupts a run. */
const TRIES_MAX = 40;

const { highs, javascript } = await bothEngines();

/** Sets that are optimal in the criteria before reach the optimum's value, so no true bound is worse than it. */
function expectTrueBounds(criteria: readonly CriterionResult[], optimum: readonly number[], name: string): void {
  criteria.forEach(({ id, bound }, level) => {
    expect(senseOf(id) * bound, `${name}: bound of ${id}`).toBeGreaterThanOrEqual(senseOf(id) * optimum[level]);
  });
}

function expectTrueValues(
  pool: Pool,
  rules: Rules,
  progress: Pick<Progress, 'criteria' | 'exchanges' | 'unusedAltruists'>,
  name: string,
): void {
  const { criteria, exchanges, unusedAltruists: unused } = progress;
  expect(valuesOfSet(pool, rules, exchanges), name).toEqual(criteria.map(({ value }) => value));
  expect([...unused].sort(), name).toEqual(unusedAltruists(pool, exchanges).sort());
  const donors = exchanges.flatMap((exchange) => exchange.donors);
  expect(new Set(donors).size, name).toBe(donors.length);
}

function watched(engine: Engine, pool: Pool, rules: Rules) {
  const seen: Progress[] = [];
  const onProgress = (progress: Progress): void => {
    seen.push(progress);
  };
  const result = solveHere(pool, rules, { engine, threads: 1, now: () => 0, onProgress });
  return { seen, result };
}

function* cases(): Generator<{ seed: number; pool: Pool; rules: Rules }> {
  for (const seed of seedsOf(0, 900)) yield { seed, pool: randomPool(seed), rules: randomRules(seed, 5, 4) };
  for (const seed of seedsOf(3_000_000, 80)) yield { seed, ...generatedCase(seed) };
}

describe('progress', () => {
  it('tells true values and true bounds at every moment, and only ever a better set', () => {
    let branched = 0;
    for (const { seed, pool, rules } of cases()) {
      const { seen, result } = watched(seed % 8 === 0 ? highs : javascript, pool, rules);
      const optimum = valuesOf(result);
      const possible = everyExchange(pool, rules.limits).map((exchange) => JSON.stringify(exchange));
      let before = seen[0].criteria.map(({ value }) => value);
      for (const progress of seen) {
        expectTrueBounds(progress.criteria, optimum, `LKSS_SEED=${seed}`);
        expectTrueValues(pool, rules, progress, `LKSS_SEED=${seed}`);
        const values = progress.criteria.map(({ value }) => value);
        expect(compareValues(rules.criteria, values, before), `LKSS_SEED=${seed}`).toBeGreaterThanOrEqual(0);
        before = values;
      }
      const last = seen[seen.length - 1];
      for (const exchange of last.exchanges) expect(possible, `LKSS_SEED=${seed}`).toContain(JSON.stringify(exchange));
      expect(before, `LKSS_SEED=${seed}`).toEqual(optimum);
      if (result.statistics.branches > 0) branched++;
    }
    if (process.env['LKSS_SEED'] === undefined) expect(branched).toBeGreaterThan(3);
  });
});

describe('a run with a deadline', () => {
  it.each(['highs', 'javascript'] as const)('by %s is interrupted with true bounds', async (engine) => {
    const pool = generatedPool('uk-crossmatch', 300, 20, 'deadline');
    const start = performance.now();
    const optimum = valuesOf(await solve(pool, scheme, { engine }));
    const wholeMs = performance.now() - start;
    const statuses = new Set<string>();
    // Halved until one falls between the first finding and the end; where the machine's pace has changed meanwhile, anew.
    let [early, late] = [0, wholeMs];
    for (let tries = 0; tries < TRIES_MAX && !statuses.has('interrupted'); tries++) {
      if (late - early < 2) [early, late] = [0, 2 * wholeMs];
      const deadlineMs = tries === 0 ? 1 : Math.max(1, Math.round((early + late) / 2));
      const name = `deadline of ${deadlineMs} ms of ${Math.round(wholeMs)}`;
      const outcome = await solve(pool, scheme, { deadlineMs, engine }).catch((error: unknown) => {
        expect(error, name).toBeInstanceOf(StoppedTooEarly);
        return null;
      });
      statuses.add(outcome?.status ?? 'stopped too early');
      if (outcome === null) early = deadlineMs;
      else if (outcome.status === 'optimal') late = deadlineMs;
      if (outcome === null) continue;
      expectTrueBounds(outcome.criteria, optimum, name);
      expectTrueValues(pool, scheme, outcome, name);
      if (outcome.status === 'optimal') expect(valuesOf(outcome), name).toEqual(optimum);
      else {
        expect(outcome.certificate, name).toBeUndefined();
        expect(outcome.coOptimalSets, name).toBeUndefined();
      }
    }
    expect(statuses).toContain('stopped too early');
    expect(statuses).toContain('interrupted');
  });
});
