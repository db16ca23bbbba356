/**
 * A locked run asked otherwise: what it would have chosen. It is computed from the frozen snapshot, checked like any result, kept in
 * memory alone, and changes nothing: neither run, archive nor proposals know of it.
 */
import { policyDigest, sha256, type Policy } from '../policy/policy.ts';
import type { Store } from '../store/store.ts';
import { askedSet, CannotBeAsked, type AskedSet } from './asked-set.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { ResultDocument } from './result-document.ts';
import { poolOfSnapshot, readSnapshot } from './snapshot.ts';
import { frozenTexts } from './solving.ts';
import { answersTo, policyAsked, questionKey, questionWords, type Answer, type Question } from './what-if-question.ts';

export interface WhatIfTask {
  readonly kind: 'what-if';
  readonly snapshot: string;
  readonly hlaMapping: string | null;
  readonly question: Question;
  readonly deadlineMs: number;
}

export interface WhatIf {
  readonly isWhatIf: true;
  /** Of the policy that was asked for or, where it was changed, the one it was made from. */
  readonly policy: string;
  readonly policyDigest: string;
  readonly limits: Policy['limits'];
  /** What was asked, in a few words each. */
  readonly asks: readonly string[];
  readonly answers: readonly Answer[];
  /** What the policy takes for granted that the run's own does not. */
  readonly assumptions: readonly string[];
  readonly outcome: ResultDocument['status'];
  /** Of the independent checker; null where nothing was proved. */
  readonly verdict: AskedSet['verdict'];
  readonly reasons: readonly string[];
  /** SHA-256 of the result, which is kept nowhere; null where there is none. */
  readonly resultSha256: string | null;
  readonly result: Pick<ResultDocument, 'criteria' | 'exchanges' | 'unusedAltruists' | 'pool' | 'coOptimalSets'> | null;
}

export interface RunWhatIf extends WhatIf {
  readonly run: string;
}

/** Or why the question cannot be asked, as sentences. */
export type WhatIfAnswer = WhatIf | { readonly problems: readonly string[] };

/** What the memory of a service has room for, beside everything else. */
const EXCHANGES_MAX = 5_000_000;

/** Solved by both engines, which must agree. */
export async function whatIf({
  snapshot: text,
  hlaMapping,
  question,
  deadlineMs,
}: Omit<WhatIfTask, 'kind'>): Promise<WhatIfAnswer> {
  const snapshot = readSnapshot(text);
  const policy = policyAsked(snapshot.policy, question);
  const { instance, warnings } = poolOfSnapshot({ ...snapshot, policy }, hlaMapping);
  const request = { instance, format: null, policy, warnings };
  try {
    const asked = await askedSet(request, question, {
      engine: 'both',
      threads: 2,
      deadlineMs,
      exchangesMax: EXCHANGES_MAX,
    });
    return whatIfOf(asked, snapshot.policy, policy, question);
  } catch (error) {
    if (error instanceof CannotBeAsked) return { problems: error.problems };
    throw error;
  }
}

/** `own`: the policy of the run. */
export function whatIfOf(
  { document, verdict, reasons }: AskedSet,
  own: Policy,
  policy: Policy,
  question: Question,
): WhatIf {
  const { status: outcome, criteria, exchanges, unusedAltruists, pool, coOptimalSets } = document;
  const known = new Set(own.assumptions.map(({ text }) => text));
  const isProved = outcome === 'optimal';
  return {
    isWhatIf: true,
    policy: policy.base ?? policy.id,
    policyDigest: policyDigest(policy),
    limits: policy.limits,
    asks: questionWords(question),
    answers: isProved ? answersTo(question, document) : [],
    assumptions: policy.assumptions.map(({ text }) => text).filter((text) => !known.has(text)),
    outcome,
    verdict,
    reasons: isProved ? reasons : ['the time allowed was over'],
    resultSha256: isProved ? sha256(JSON.stringify(document)) : null,
    result: isProved ? { criteria, exchanges, unusedAltruists, pool, coOptimalSets } : null,
  };
}

const KEPT_MAX = 16;
const SOLVE_MS_MAX = 120_000;

export class WhatIfs {
  readonly #store: Store;
  readonly #compute: (task: WhatIfTask) => Promise<WhatIfAnswer>;
  /** By snapshot and question: neither changes. What was not proved in time may be another day. */
  readonly #kept = new KeptAnswers<WhatIfAnswer>(KEPT_MAX, (answer) => 'result' in answer && answer.result !== null);

  constructor(store: Store, compute: (task: WhatIfTask) => Promise<WhatIfAnswer>) {
    this.#store = store;
    this.#compute = compute;
  }

  /** Computed once for all who ask. Throws `CannotBeAsked`. */
  async of(run: string, snapshotSha256: string, question: Question): Promise<RunWhatIf> {
    const answer = await this.#kept.of(`${snapshotSha256} ${questionKey(question)}`, async () => {
      const texts = await frozenTexts(this.#store, snapshotSha256);
      return this.#compute({ kind: 'what-if', ...texts, question, deadlineMs: SOLVE_MS_MAX });
    });
    if ('problems' in answer) throw new CannotBeAsked(answer.problems);
    return { run, ...answer };
  }
}
