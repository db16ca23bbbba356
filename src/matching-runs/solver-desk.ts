/** Who sees to it that requested attempts are solved: this process itself, or workers anywhere by way of a queue. */
import { setTimeout as pause } from 'node:timers/promises';
import { unfinishedAttempts } from './run-store.ts';
import { finishAttempt, giveUpIfUsedUp, reasonOf, type SolvingOptions } from './solving.ts';

export interface SolverDesk {
  /** There is something new: called after an attempt was requested, and at the start. */
  nudge(): void;
  /** Waits until nothing is left to do. */
  idle(): Promise<void>;
  /** Cuts off what is under way, so that another process or the next start takes it up. */
  stop(): Promise<void>;
}

/** A desk says itself when it is to stop. */
export type DeskOptions = Omit<SolvingOptions, 'stopping'>;

export interface DeskLog {
  error(detail: object, text: string): void;
}

const RETRY_AFTER_MS = 2_000;

/** Solves in this process, one attempt after the other. The store is the queue: a crash loses no request. */
export class OwnDesk implements SolverDesk {
  readonly #options: SolvingOptions;
  readonly #log: DeskLog;
  readonly #retryAfterMs: number;
  readonly #stopping = new AbortController();
  #working: Promise<void> | null = null;
  #isNudged = false;

  constructor(options: DeskOptions, log: DeskLog, retryAfterMs = RETRY_AFTER_MS) {
    this.#options = { ...options, stopping: this.#stopping.signal };
    this.#log = log;
    this.#retryAfterMs = retryAfterMs;
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
    this.#stopping.abort();
    await this.#working;
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #work(): Promise<void> {
    while (this.#isNudged && !this.#isStopping) {
      this.#isNudged = false;
      if (await this.#finishAll()) continue;
      this.#isNudged = true;
      await pause(this.#retryAfterMs, null, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  /** Whether all came to an end. An attempt in trouble does not keep those of other runs waiting. */
  async #finishAll(): Promise<boolean> {
    let isAllDone = true;
    try {
      for (const { runId, attempt } of await unfinishedAttempts(this.#options.store.read)) {
        if (this.#isStopping) return true;
        if (!(await this.#finish(runId, attempt))) isAllDone = false;
      }
    } catch (error) {
      this.#log.error({ err: error }, 'the store cannot be asked what is to be solved; it is asked again');
      return false;
    }
    return isAllDone;
  }

  async #finish(runId: string, attempt: number): Promise<boolean> {
    try {
      await finishAttempt(runId, attempt, this.#options);
      return true;
    } catch (error) {
      if (this.#isStopping) return true;
      this.#log.error(
        { err: error, run: runId, attempt },
        'solving was cut short; it is taken up again, but not for ever',
      );
      return giveUpIfUsedUp(runId, attempt, reasonOf(error), this.#options);
    }
  }
}
