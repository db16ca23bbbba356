/**
 * Solving spread over machines, for stores in PostgreSQL: any number of services and workers on one database, each taking one
 * attempt at a time. A request is its row in the store, so it is made even where the queue cannot be reached.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { JOB_MS_MAX, JobQueue, type JobKind } from '../store/job-queue.ts';
import { unfinishedAttempts } from './run-store.ts';
import type { DeskLog, DeskOptions, SolverDesk } from './solver-desk.ts';
import { finishAttempt, giveUp, type SolvingOptions } from './solving.ts';

interface SolveJob {
  readonly runId: string;
  readonly attempt: number;
}

export interface QueueDeskOptions extends DeskOptions {
  /** Of the store's database. */
  readonly url: string;
  /** Whether this process solves, or leaves it to workers. */
  readonly isTaking: boolean;
}

const IDLE_POLL_MS = 200;
/** Left of a job's time for the check, and for what surrounds it. */
const BESIDE_SOLVING_MS = 1_800_000;
/** A job is cut off when its time is over, with nothing to show for it: solving ends before, with bounds. */
const SOLVE_MS_MAX = JOB_MS_MAX - BESIDE_SOLVING_MS;

export class QueueDesk implements SolverDesk {
  readonly #options: SolvingOptions;
  readonly #queue: JobQueue;
  readonly #stopping: AbortController;

  /** `QueueDesk.start` is the way here. */
  constructor(options: SolvingOptions, queue: JobQueue, stopping: AbortController) {
    this.#options = options;
    this.#queue = queue;
    this.#stopping = stopping;
  }

  static async start({ url, isTaking, ...options }: QueueDeskOptions, log: DeskLog): Promise<QueueDesk> {
    const stopping = new AbortController();
    const deadlineMs = Math.min(options.deadlineMs ?? Number.POSITIVE_INFINITY, SOLVE_MS_MAX);
    const solving = { ...options, deadlineMs, stopping: stopping.signal };
    const kinds = [solveJobs(solving)];
    const queue = await JobQueue.start({ url, kinds, isTaking, stopping: stopping.signal, log });
    return new QueueDesk(solving, queue, stopping);
  }

  nudge(): void {
    this.#queue.nudge();
  }

  async idle(): Promise<void> {
    const { store, stopping } = this.#options;
    while (!stopping.aborted && (await unfinishedAttempts(store.read)).length > 0) await pause(IDLE_POLL_MS);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#queue.stop();
  }
}

function solveJobs(options: SolvingOptions): JobKind<SolveJob> {
  return {
    name: 'solve',
    keyOf: ({ runId, attempt }) => `${runId}/${attempt}`,
    async waiting() {
      const attempts = await unfinishedAttempts(options.store.read);
      return attempts.map(({ runId, attempt }) => ({ runId, attempt }));
    },
    perform: ({ runId, attempt }, lost) => finishAttempt(runId, attempt, options, lost),
    giveUp: ({ runId, attempt }, reason) => giveUp(runId, attempt, reason, options),
  };
}
