/**
 * The optimiser, from a pool to a proved optimal set, in the calling thread. Threads and deadlines are added by `supervise.ts`.
 */
import type { Rules } from './limits.ts';
import type { Method } from './plan.ts';
import type { Pool } from './pool.ts';
import type { SolveResult } from './result.ts';
import { startRun, type Run, type SolveSurroundings } from './run.ts';
import { solveListed } from './solve-listed.ts';
import { solveMatched } from './solve-matched.ts';
import { solvePriced } from './solve-priced.ts';

const WAYS: Readonly<Record<Method, (run: Run) => SolveResult>> = {
  listing: solveListed,
  matching: solveMatched,
  pricing: solvePriced,
};

/** Throws `Rejected` (pool or rules unusable; all problems) and `NotProved` (a fault of this program). */
export function solveHere(given: Pool, rules: Rules, surroundings: SolveSurroundings): SolveResult {
  const run = startRun(given, rules, surroundings);
  return WAYS[run.plan.method](run);
}
