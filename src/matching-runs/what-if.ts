/**
 * A locked run solved again under another policy of the catalogue: what it would have chosen. It is computed from the frozen
 * snapshot, checked like any result, kept in memory alone, and changes nothing: neither run, archive nor proposals know of it.
 */
import { gunzipSync } from 'node:zlib';
import { policyOf } from '../policy/policies.ts';
import { policyDigest, type Policy } from '../policy/policy.ts';
import type { Store } from '../store/store.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { ResultDocument } from './result-document.ts';
import type { AttemptOutcome } from './run-acts.ts';
import { readSnapshot } from './snapshot.ts';
import { frozenTexts, type Computing } from './solving.ts';

export interface WhatIf {
  readonly isWhatIf: true;
  readonly run: string;
  readonly policy: string;
  readonly policyDigest: string;
  readonly outcome: AttemptOutcome['outcome'];
  /** Of the independent checker; null where nothing was proved. */
  readonly verdict: 'accepted' | 'refused' | null;
  readonly reasons: readonly string[];
  /** SHA-256 of the result, which is kept nowhere; null where there is none. */
  readonly resultSha256: string | null;
  readonly result: Pick<ResultDocument, 'criteria' | 'exchanges' | 'unusedAltruists' | 'pool' | 'coOptimalSets'> | null;
}

const KEPT_MAX = 16;
const SOLVE_MS_MAX = 120_000;

export class WhatIfs {
  readonly #store: Store;
  readonly #computing: Computing;
  /** By snapshot and policy: neither changes. What was not proved in time may be another day. */
  readonly #kept = new KeptAnswers<WhatIf>(KEPT_MAX, ({ result }) => result !== null);

  constructor(store: Store, computing: Computing) {
    this.#store = store;
    this.#computing = computing;
  }

  /** Computed once for all who ask. `policyId` is one of the catalogue. */
  of(run: string, snapshotSha256: string, policyId: string): Promise<WhatIf> {
    const compute = (): Promise<WhatIf> => this.#compute(run, snapshotSha256, policyOf(policyId)!);
    return this.#kept.of(`${run} ${snapshotSha256} ${policyId}`, compute);
  }

  async #compute(run: string, snapshotSha256: string, policy: Policy): Promise<WhatIf> {
    const { snapshot: text, hlaMapping } = await frozenTexts(this.#store, snapshotSha256);
    const texts = { snapshot: JSON.stringify({ ...readSnapshot(text), policy }), hlaMapping };
    const solved = await this.#computing.solve({ kind: 'solve', ...texts, deadlineMs: SOLVE_MS_MAX }, () => {});
    const about = { isWhatIf: true, run, policy: policy.id, policyDigest: policyDigest(policy) } as const;
    if (solved.outcome !== 'optimal' || solved.result === null) {
      const reasons = solved.reason === null ? [] : [solved.reason];
      return { ...about, outcome: solved.outcome, verdict: null, reasons, resultSha256: null, result: null };
    }
    const result = gunzipSync(solved.result.content).toString('utf8');
    const { accepted, reasons } = await this.#computing.check({ kind: 'check', ...texts, result });
    const { criteria, exchanges, unusedAltruists, pool, coOptimalSets } = JSON.parse(result) as ResultDocument;
    return {
      ...about,
      outcome: 'optimal',
      verdict: accepted ? 'accepted' : 'refused',
      reasons,
      resultSha256: solved.result.sha256,
      result: { criteria, exchanges, unusedAltruists, pool, coOptimalSets },
    };
  }
}
