/**
 * The optimiser, from a pool to a proved optimal set, in the calling thread. Threads and deadlines are added by `supervise.ts`.
 */
import type { Rules } from './limits.ts';
import type { Pool } from './pool.ts';
import type { SolveResult } from './result.ts';
import { startRun, type SolveSurroundings } from './run.ts';
import { solveListed } from './solve-listed.ts';
import { solvePriced } from './solve-priced.ts';

/** Throws `Rejected` (pool or rules unusable; all problems) and `NotProved` (a fault of this program). */
export function solveHere(given: Pool, rules: Rules, surroundings: SolveSurroundings): SolveResult {
  const run = startRun(given, rules, surroundings);
  return run.plan.method === 'pricing' ? solvePriced(run) : solveListed(run);
}
