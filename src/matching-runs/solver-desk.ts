/** Who sees to it that requested attempts are solved: this process itself, or workers anywhere by way of a queue. */
import type { Store } from '../store/store.ts';
import { unfinishedAttempts } from './run-store.ts';
import { finishAttempt, isEnding, type SolvingOptions } from './solving.ts';

export interface SolverDesk {
  /** There is something new: called after an attempt was requested, and at the start. */
  nudge(): void;
  /** Waits until nothing is left to do. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export interface DeskLog {
  error(detail: object, text: string): void;
}

const RETRY_AFTER_MS = 5_000;

/** Solves in this process, one attempt after the other. The store is the queue: a crash loses no request. */
export class OwnDesk implements SolverDesk {
  readonly #options: SolvingOptions;
  readonly #log: DeskLog;
  #working: Promise<void> | null = null;
  #isNudged = false;
  #isStopped = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: SolvingOptions, log: DeskLog) {
    this.#options = options;
    this.#log = log;
  }

  nudge(): void {
    this.#isNudged = true;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  async idle(): Promise<void> {
    while (this.#working !== null) await this.#working;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#retry);
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#isNudged && !this.#isStopped) {
      this.#isNudged = false;
      try {
        await finishAll(this.#options.store, this.#options, () => this.#isStopped);
      } catch (error) {
        if (this.#isStopped || isEnding(error)) return;
        this.#log.error({ err: error }, 'solving was cut short; it is taken up again');
        this.#retry = setTimeout(() => this.nudge(), RETRY_AFTER_MS).unref();
      }
    }
  }
}

async function finishAll(store: Store, options: SolvingOptions, isStopped: () => boolean): Promise<void> {
  for (const { runId, attempt } of await unfinishedAttempts(store.read)) {
    if (isStopped()) return;
    await finishAttempt(runId, attempt, options);
  }
}
