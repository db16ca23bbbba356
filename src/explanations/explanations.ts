/** Explanations of runs, computed when they are asked for and kept in memory: snapshot and result never change. */
import type { Person } from '../../solver/index.ts';
import { KeptAnswers } from '../matching-runs/kept-answers.ts';
import { frozenTexts } from '../matching-runs/solving.ts';
import { acceptedResultOf, type RunFacts } from '../matching-runs/run-status.ts';
import { archived } from '../store/archive-store.ts';
import type { Store } from '../store/store.ts';
import type { ChangesTask, ExplainAnswer, ExplainTask } from './explain-snapshot.ts';
import type { WhatWouldHelp } from './what-would-help.ts';
import type { ExplanationDocument } from './explanation.ts';
import { nameOf } from './explained-run.ts';

/** Of single people; and of whole runs, which take a second or so each. */
const KEPT_MAX = 64;

export interface ExplainedAttempt {
  readonly run: string;
  readonly snapshotSha256: string;
  /** Of the result that the checker accepted. */
  readonly resultSha256: string;
}

export interface ExplainingThreads {
  explain(task: ExplainTask): Promise<ExplainAnswer>;
  changes(task: ChangesTask): Promise<WhatWouldHelp>;
}

/** Null where nothing was accepted of the run yet. */
export function attemptOf(facts: RunFacts): ExplainedAttempt | null {
  const resultSha256 = acceptedResultOf(facts);
  return resultSha256 === null ? null : { run: facts.run.id, snapshotSha256: facts.lock!.snapshotSha256, resultSha256 };
}

export class Explanations {
  readonly #store: Store;
  readonly #threads: ExplainingThreads;
  readonly #kept = new KeptAnswers<ExplanationDocument | null>(KEPT_MAX);
  readonly #keptChanges = new KeptAnswers<WhatWouldHelp>(KEPT_MAX);

  constructor(store: Store, threads: ExplainingThreads) {
    this.#store = store;
    this.#threads = threads;
  }

  /** Made once for all who ask. `person` null for everybody. Null where nobody of that name is registered. */
  of(attempt: ExplainedAttempt, person: Person | null): Promise<ExplanationDocument | null> {
    const key = `${attempt.run} ${attempt.resultSha256} ${person === null ? '' : nameOf(person)}`;
    return this.#kept.of(key, () => this.#made(attempt, person));
  }

  async #made(attempt: ExplainedAttempt, person: Person | null): Promise<ExplanationDocument | null> {
    return (await this.#threads.explain({ kind: 'explain', ...(await this.#frozen(attempt)), person })).document;
  }

  /** What would have helped somebody who is registered. */
  changesFor(attempt: ExplainedAttempt, person: Person): Promise<WhatWouldHelp> {
    return this.#keptChanges.of(`${attempt.run} ${attempt.resultSha256} ${nameOf(person)}`, async () =>
      this.#threads.changes({ kind: 'changes', ...(await this.#frozen(attempt)), person }),
    );
  }

  async #frozen({ run, snapshotSha256, resultSha256 }: ExplainedAttempt) {
    const texts = await frozenTexts(this.#store, snapshotSha256);
    const result = await archived(this.#store.read, resultSha256);
    return { run, ...texts, result, resultSha256 };
  }
}
