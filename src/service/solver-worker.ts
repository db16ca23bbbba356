/**
 * A process that only solves: it answers nobody, and opens no identity. Any number of them on any machines share the work of one
 * database in PostgreSQL.
 */
import type { ServiceConfig } from '../config.ts';
import { QueueDesk } from '../matching-runs/queue-desk.ts';
import type { DeskLog } from '../matching-runs/solver-desk.ts';
import { openStore, type Store, type StorePlace } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import { ServiceThreads } from '../threads.ts';

export interface SolverWorkerOptions {
  readonly place: StorePlace & { readonly kind: 'postgres' };
  readonly config: ServiceConfig;
  readonly surroundings: Surroundings;
  readonly log: DeskLog;
}

export class SolverWorker {
  readonly #store: Store;
  readonly #threads: ServiceThreads;
  readonly #desk: QueueDesk;

  constructor(store: Store, threads: ServiceThreads, desk: QueueDesk) {
    this.#store = store;
    this.#threads = threads;
    this.#desk = desk;
  }

  /** Gives back what it has taken up, for others to solve. */
  async stop(): Promise<void> {
    await this.#desk.stop();
    await this.#threads.end();
    await this.#store.close();
  }
}

export async function startWorker({ place, config, surroundings, log }: SolverWorkerOptions): Promise<SolverWorker> {
  const store = await openStore(place);
  const threads = new ServiceThreads(config.threads);
  try {
    const solving = { store, computing: threads, surroundings, deadlineMs: config.solveMsMax };
    const desk = await QueueDesk.start({ ...solving, url: place.url, isTaking: true }, log);
    desk.nudge();
    return new SolverWorker(store, threads, desk);
  } catch (error) {
    await threads.end();
    await store.close();
    throw error;
  }
}
