/** A pool asked for its best set: solved and proved, and the whole result checked again from the pool alone. */
import { exchangesIn, type SolveOptions } from '../../solver/index.ts';
import { rulesOf } from '../policy/policy.ts';
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

/** The question names people or exchanges that the pool has not, or asks for too much: all that is wrong, as sentences. */
export class CannotBeAsked extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

export interface AskingOptions extends SolveOptions {
  /** More exchanges than this, by estimate, are not asked for. */
  readonly exchangesMax?: number;
}

/** Under the policy of the request. Throws `CannotBeAsked`, and what `performRun` throws. */
export async function askedSet(
  request: Pick<RunRequest, 'instance' | 'format' | 'policy' | 'warnings'>,
  question: Question,
  { exchangesMax = Infinity, ...options }: AskingOptions,
): Promise<AskedSet> {
  const { instance, policy } = request;
  const { pool } = poolOf(instance, policy);
  const conditions = conditionsAsked(pool, question);
  const estimate = exchangesIn(pool, rulesOf(policy, ''));
  const problems = [
    ...problemsOfQuestion(pool, conditions),
    ...(estimate > exchangesMax
      ? [`there are about ${estimate.toPrecision(2)} exchanges within these limits: too many`]
      : []),
  ];
  if (problems.length > 0) throw new CannotBeAsked(problems);
  const asked = { ...request, ...(conditions !== undefined && { conditions }) };
  const { document: made } = await performRun({ ...asked, solve: options });
  const document = reproducible(made);
  if (document.status !== 'optimal') return { document, verdict: null, reasons: [] };
  const { accepted, reasons } = checkUnder(policy, instance, { ...document }, { conditions });
  return { document, verdict: accepted ? 'accepted' : 'refused', reasons };
}
