/** One run of the optimiser on its way: the pool made ready, what is known so far, and the world outside. */
import { problemsOfConditions } from './criteria/conditions.ts';
import { Book, type Progress } from './book.ts';
import type { Engine } from './engines/engine.ts';
import type { Columns } from './exchanges/columns.ts';
import { compileAdjacency, type Adjacency } from './graph/adjacency.ts';
import { reduceArcs } from './graph/reduce.ts';
import { problemsOfRules, type Rules } from './limits.ts';
import { PhaseClock } from './phase-clock.ts';
import { planFor, problemsOfMethod, type Plan } from './plan.ts';
import type { Scouts } from './priced/scouts.ts';
import { canonicalPool, problemsOfPool, type Pool } from './pool.ts';

/** The pool or the rules cannot be used; the problems say why, all of them. */
export class Rejected extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

/** Outside the optimiser's own concern: a clock for the statistics, columns found by a team, somebody who watches. */
export interface SolveSurroundings {
  readonly engine: Engine;
  readonly now: () => number;
  readonly threads: number;
  /** Made here where nobody has made it. */
  readonly plan?: Plan;
  readonly columns?: Columns;
  /** What finding those columns took. */
  readonly enumerationSeconds?: number | undefined;
  readonly onProgress?: (progress: Progress) => void;
  /** Threads that help where exchanges are priced. */
  readonly scouts?: Scouts;
}

export interface Run {
  /** As it was given. */
  readonly given: Pool;
  readonly pool: Pool;
  readonly rules: Rules;
  readonly plan: Plan;
  readonly adjacency: Adjacency;
  /** Without the arcs that lie on no admissible exchange. */
  readonly reduced: Adjacency;
  readonly surroundings: SolveSurroundings;
  readonly clock: PhaseClock;
  readonly book: Book;
}

/** Throws `Rejected`. */
export function startRun(given: Pool, rules: Rules, surroundings: SolveSurroundings): Run {
  const problems = [
    ...problemsOfRules(rules),
    ...problemsOfPool(given),
    ...problemsOfConditions(given, rules.conditions ?? {}),
    ...problemsOfMethod(surroundings.plan?.method, given, rules),
  ];
  if (problems.length > 0) throw new Rejected(problems);
  const clock = new PhaseClock(surroundings.now);
  const plan = surroundings.plan ?? planFor(given, rules);
  const pool = canonicalPool(given);
  const adjacency = compileAdjacency(pool);
  const reduced = reduceArcs(adjacency, rules.limits);
  const { engine, threads, onProgress } = surroundings;
  const book = new Book({ pool, rules, adjacency, plan, engine: engine.name, threads, clock, onProgress });
  return { given, pool, rules, plan, adjacency, reduced, surroundings, clock, book };
}
