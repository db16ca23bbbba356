/** What the tests of whole solves share: the scheme's rules, seeds, and the optimiser in this thread. */
import type { ListingLimits } from '../../solver/certificate/check.ts';
import type { Engine } from '../../solver/engines/engine.ts';
import { highsEngine } from '../../solver/engines/highs.ts';
import { javascriptEngine } from '../../solver/engines/javascript.ts';
import type { Rules } from '../../solver/limits.ts';
import type { Pool } from '../../solver/pool.ts';
import type { SolveResult } from '../../solver/result.ts';
import { solveHere } from '../../solver/solve.ts';

export const scheme: Rules = {
  limits: { cyclePairsMax: 3, chainPairsMax: 2 },
  criteria: ['effective-two-way', 'transplants', 'three-way', 'back-arcs', 'score'],
  backArcs: 'any-donor',
  tieSeed: 'draw',
};

/** Loaded once for a file of tests. */
export async function bothEngines(): Promise<{ readonly highs: Engine; readonly javascript: Engine }> {
  const highs = await highsEngine();
  return { highs, javascript: javascriptEngine() };
}

/** Without a clock: the same call gives the same result, statistics of memory apart. */
export function solveWith(engine: Engine, pool: Pool, rules: Rules = scheme): SolveResult {
  return solveHere(pool, rules, { engine, threads: 1, now: () => 0 });
}

export function valuesOf(result: SolveResult): number[] {
  return result.criteria.map(({ value }) => value);
}

/** The seeds of a test, each with its number: `count` from `first` on, or only the one that LKSS_SEED asks for. */
export function seedsOf(first: number, count: number): number[] {
  const asked = process.env['LKSS_SEED'];
  if (asked !== undefined) return [Number(asked)];
  return Array.from({ length: count }, (_, k) => first + k);
}

/** All that the checker lists of the columns of a pool: everything, what survives a level, nothing. */
export const LISTINGS: readonly ListingLimits[] = [
  { columnsMax: Infinity, keptMax: 2 ** 27 },
  { columnsMax: 0, keptMax: 2 ** 27 },
  { columnsMax: 0, keptMax: 0 },
];
