/** A pool asked for its best set: solved and proved, and the whole result checked again from the pool alone. */
import type { SolveOptions } from '../../solver/index.ts';
import { poolOf } from '../policy/pool-of.ts';
import { checkUnder } from './check-result.ts';
import { performRun, type RunRequest } from './perform-run.ts';
import { reproducible, type ResultDocument } from './result-document.ts';
import { conditionsAsked, problemsOfQuestion, type Question } from './what-if-question.ts';

export interface AskedSet {
  /** Without what differs from one run to the next. */
  readonly document: ResultDocument;
  /** Of the independent checker; null where nothing was proved. */
  readonly verdict: 'accepted' | 'refused' | null;
  readonly reasons: readonly string[];
}

/** The question names people or exchanges that the pool has not: all of them, as sentences. */
export class UnknownInPool extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

/** Under the policy of the request. Throws `UnknownInPool`, and what `performRun` throws. */
export async function askedSet(
  request: Pick<RunRequest, 'instance' | 'format' | 'policy' | 'warnings'>,
  question: Question,
  options: SolveOptions,
): Promise<AskedSet> {
  const { instance, policy } = request;
  const { pool } = poolOf(instance, policy);
  const conditions = conditionsAsked(pool, question);
  const problems = problemsOfQuestion(pool, conditions);
  if (problems.length > 0) throw new UnknownInPool(problems);
  const asked = { ...request, ...(conditions !== undefined && { conditions }) };
  const { document: made } = await performRun({ ...asked, solve: options });
  const document = reproducible(made);
  if (document.status !== 'optimal') return { document, verdict: null, reasons: [] };
  const { accepted, reasons } = checkUnder(policy, instance, { ...document }, { conditions });
  return { document, verdict: accepted ? 'accepted' : 'refused', reasons };
}
