/** The service, started and stopped as a whole. */
import { writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { demonstrationDirectory, keptDemonstration } from '../access/demonstration.ts';
import { makeApp } from '../app.ts';
import type { ServiceConfig } from '../config.ts';
import { planRuns } from '../matching-runs/planned-run-store.ts';
import { OwnDesk, type DeskLog, type DeskOptions, type SolverDesk } from '../matching-runs/solver-desk.ts';
import { programDigest } from '../program-digest.ts';
import {
  IDENTITY_KEY_FILE,
  IDENTITY_KEY_VARIABLE,
  identityKeyFrom,
  identityKeyOf,
  type IdentityKey,
} from '../registrations/identity-key.ts';
import { openFoundedStore } from './found-store.ts';
import { Organisation } from './organisation-routes.ts';
import type { Store, StorePlace } from '../store/store.ts';
import { shifted, type Surroundings } from '../surroundings.ts';
import { ServiceThreads } from '../threads.ts';

/** A year of them. */
const RUNS_PLANNED_AHEAD = 4;

export interface ServiceOptions {
  readonly place: StorePlace;
  readonly config: ServiceConfig;
  readonly surroundings: Surroundings;
  readonly log: FastifyBaseLogger;
}

export class Service {
  readonly store: Store;
  readonly app: FastifyInstance;
  readonly desk: SolverDesk;
  readonly #threads: ServiceThreads;

  constructor(store: Store, app: FastifyInstance, desk: SolverDesk, threads: ServiceThreads) {
    this.store = store;
    this.app = app;
    this.desk = desk;
    this.#threads = threads;
  }

  /** Answers at the address; gives it as a URL. */
  async listen({ host, port }: ServiceConfig): Promise<string> {
    const address = await this.app.listen({ host, port });
    tellAddress(this.store.place, address);
    return address;
  }

  /** Answers what is under way, cuts solving off (another or the next start takes it up), and lets the store go. */
  async stop(): Promise<void> {
    await this.app.close();
    await this.desk.stop();
    await this.#threads.end();
    forgetAddress(this.store.place);
    await this.store.close();
  }
}

/** Opens the store and takes up what was left unfinished. Throws `StoreInUse`. */
export async function startService({ place, config, surroundings: around, log }: ServiceOptions): Promise<Service> {
  const store = await openFoundedStore(place, around);
  const threads = new ServiceThreads(config.threads);
  let desk: SolverDesk | undefined;
  try {
    const surroundings = await surroundingsIn(store, around);
    const solving = { store, computing: threads, surroundings, deadlineMs: config.solveMsMax };
    desk = await openDesk(place, solving, config.solveHere, log);
    const app = await makeApp({
      store,
      surroundings,
      config,
      log,
      desk,
      receive: (task) => threads.receive(task),
      freeze: (task) => threads.freeze(task),
      propose: (task) => threads.propose(task),
      computeWays: (task) => threads.computeWays(task),
      explain: (task) => threads.explain(task),
      changes: (task) => threads.changes(task),
      whatIf: (task) => threads.whatIf(task),
      price: (task) => threads.price(task),
      poolGraph: (task) => threads.poolGraph(task),
      exportRun: (task) => threads.exportRun(task),
      makePack: (task) => threads.makePack(task),
      computing: threads,
      programDigest: programDigest(),
      hlaMapping: config.hlaMapping,
      organisation: config.organisation === null ? null : new Organisation(config.organisation),
      backupDirectory: backupDirectory(place, config),
      identityKey: identityKey(place, config, surroundings),
    });
    await planRuns(store, surroundings, RUNS_PLANNED_AHEAD);
    desk.nudge();
    return new Service(store, app, desk, threads);
  } catch (error) {
    await desk?.stop();
    await threads.end();
    await store.close();
    throw error;
  }
}

/** In the demonstration time goes on from its own day: registrations are fresh, and nothing is overdue before its time. */
async function surroundingsIn(store: Store, around: Surroundings): Promise<Surroundings> {
  const directory = await demonstrationDirectory(store);
  const kept = directory === null ? null : keptDemonstration(directory);
  return kept === null ? around : shifted(around, kept.clockMs);
}

async function openDesk(
  place: StorePlace,
  solving: DeskOptions,
  solveHere: boolean,
  log: DeskLog,
): Promise<SolverDesk> {
  if (place.kind === 'sqlite') return new OwnDesk(solving, log);
  // Loaded only here: the embedded store needs no queue, and starts the sooner.
  const { QueueDesk } = await import('../matching-runs/queue-desk.ts');
  return QueueDesk.start({ ...solving, url: place.url, isTaking: solveHere }, log);
}

/** Of an embedded store in its directory; machines that share a database are told it. */
function identityKey(place: StorePlace, config: ServiceConfig, surroundings: Surroundings): IdentityKey {
  if (config.identityKey !== null) return identityKeyOf(config.identityKey);
  if (place.kind === 'postgres') throw new Error(`with PostgreSQL, ${IDENTITY_KEY_VARIABLE} is needed`);
  return identityKeyFrom(join(place.directory, IDENTITY_KEY_FILE), surroundings);
}

function backupDirectory(place: StorePlace, { backupDirectory: told }: ServiceConfig): string {
  return told ?? (place.kind === 'sqlite' ? join(place.directory, 'backups') : 'lkss-backups');
}

/** Beside an embedded store, for commands that find it in use. */
export function addressFile(directory: string): string {
  return join(directory, 'service.json');
}

function tellAddress(place: StorePlace, address: string): void {
  if (place.kind === 'sqlite') writeFileSync(addressFile(place.directory), `${JSON.stringify({ address })}\n`);
}

function forgetAddress(place: StorePlace): void {
  if (place.kind === 'sqlite') rmSync(addressFile(place.directory), { force: true });
}
