/** A matching run: an instance and a policy in, a proved and checked result document out. */
import type { Instance } from '../../instances/instance.ts';
import type { FormatId } from '../../instances/problem.ts';
import { solve, StoppedTooEarly, type Conditions, type SolveOptions, type SolveResult } from '../../solver/index.ts';
import { poolOf } from '../policy/pool-of.ts';
import type { Policy } from '../policy/policy.ts';
import {
  derivedPart,
  poolDigestOf,
  PROGRAM,
  rulesFor,
  type ResultDocument,
  type RunSubject,
} from './result-document.ts';

export interface RunRequest {
  readonly instance: Instance;
  readonly format: FormatId | null;
  readonly policy: Policy;
  /** Asked for besides, in a what-if. */
  readonly conditions?: Conditions;
  /** What the reader of the pool had to say. */
  readonly warnings?: readonly string[];
  readonly solve: SolveOptions;
}

export interface Run {
  readonly subject: RunSubject;
  readonly result: SolveResult | null;
  readonly document: ResultDocument;
}

/**
 * Throws what `solve` throws, except that a deadline too short for any finding gives an interrupted document without
 * criteria, and `result` null.
 */
export async function performRun({
  instance,
  format,
  policy,
  conditions,
  warnings = [],
  solve: options,
}: RunRequest): Promise<Run> {
  const { pool, missingAges } = poolOf(instance, policy);
  const poolDigest = poolDigestOf(instance);
  const subject = { instance, format, pool, policy, conditions, poolDigest };
  const result = await solveInTime(subject, options);
  const derived = derivedPart(subject, {
    status: result?.status ?? 'interrupted',
    criteria: result?.criteria ?? [],
    exchanges: result?.exchanges ?? [],
  });
  const document: ResultDocument = {
    lkss: derived.lkss,
    version: derived.version,
    status: derived.status,
    program: PROGRAM,
    pool: derived.pool,
    policy: derived.policy,
    criteria: derived.criteria,
    exchanges: derived.exchanges,
    unusedAltruists: result === null ? [] : derived.unusedAltruists,
    coOptimalSets: result?.coOptimalSets?.count ?? null,
    coOptimalSetsExact: result?.coOptimalSets?.exact ?? false,
    warnings: [...warnings, ...agesWarning(missingAges, instance.donors.length)],
    certificate: result?.certificate ?? null,
    statistics: { ...result?.statistics },
  };
  return { subject, result, document };
}

async function solveInTime(subject: RunSubject, options: SolveOptions): Promise<SolveResult | null> {
  try {
    return await solve(subject.pool, rulesFor(subject), options);
  } catch (error) {
    const isTooEarly = error instanceof StoppedTooEarly || (error instanceof Error && error.name === 'AbortError');
    if (isTooEarly && options.deadlineMs !== undefined) return null;
    throw error;
  }
}

function agesWarning(missing: number, donors: number): string[] {
  if (missing === 0) return [];
  return [`the age of ${missing} of ${donors} donors is missing: their gifts earn no age points and no tie-breaker`];
}
