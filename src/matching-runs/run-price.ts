/** The price of each rule of a locked run's policy: from the frozen snapshot, kept in memory alone like a what-if, and changing nothing. */
import type { Store } from '../store/store.ts';
import { KeptAnswers } from './kept-answers.ts';
import { priceRules, type PriceDocument } from './price.ts';
import { poolOfSnapshot, readSnapshot } from './snapshot.ts';
import { frozenTexts } from './solving.ts';

export interface PriceTask {
  readonly kind: 'price';
  readonly run: string;
  readonly snapshot: string;
  readonly hlaMapping: string | null;
}

/** Of the solver, side by side. */
const THREADS = 2;
/** For each rule. */
const SOLVE_MS_MAX = 60_000;
const KEPT_MAX = 16;

/** Null where not even the run itself was proved in time. */
export function runPrice({ run, snapshot: text, hlaMapping }: PriceTask): Promise<PriceDocument | null> {
  const snapshot = readSnapshot(text);
  return priceRules(
    {
      name: run,
      policy: snapshot.policy,
      isFromRegistrations: true,
      under: (policy) => {
        const { instance, warnings } = poolOfSnapshot({ ...snapshot, policy }, hlaMapping);
        return { instance, format: null, policy, warnings };
      },
    },
    { threads: THREADS, deadlineMs: SOLVE_MS_MAX },
  );
}

export class RunPrices {
  readonly #store: Store;
  readonly #compute: (task: PriceTask) => Promise<PriceDocument | null>;
  /** What was not proved in time may be another day. */
  readonly #kept = new KeptAnswers<PriceDocument | null>(KEPT_MAX, isWhole);

  constructor(store: Store, compute: (task: PriceTask) => Promise<PriceDocument | null>) {
    this.#store = store;
    this.#compute = compute;
  }

  /** Computed once for all who ask. */
  of(run: string, snapshotSha256: string): Promise<PriceDocument | null> {
    return this.#kept.of(`${run} ${snapshotSha256}`, async () => {
      const texts = await frozenTexts(this.#store, snapshotSha256);
      return this.#compute({ kind: 'price', run, ...texts });
    });
  }
}

function isWhole(document: PriceDocument | null): boolean {
  return document !== null && document.rules.every(({ priced }) => priced !== null);
}
