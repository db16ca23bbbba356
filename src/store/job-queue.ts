/**
 * Jobs for any number of processes on any number of machines, by way of pg-boss in a schema of its own beside the store's tables
 * (the database's user must be allowed to make it).
 *
 * The store stays the truth of what is to be done: it lists what is waiting, and a job is only the token by which one process
 * takes it. Every process sends a token for whatever is waiting, again and again; there is never more than one of a key. So
 * nothing is lost with a token, and nothing is done by two at once, save where a process was thought dead and is not: what
 * it then records must come second and be dropped.
 *
 * A process that has a job shows that it lives. Where it does not for `HEARTBEAT_SECONDS`, another takes the job. After
 * `TRIES_MAX` tries the job goes to the queue of the dead, and whoever takes it from there records why.
 */
import { PgBoss, type JobWithMetadata } from 'pg-boss';

export interface JobKind<Data extends object> {
  /** Of its queue. */
  readonly name: string;
  keyOf(data: Data): string;
  /** What the store says is to be done, or being done. */
  waiting(): Promise<readonly Data[]>;
  /** `lost` is aborted when the job is no longer this process's: another may have it. */
  perform(data: Data, lost: AbortSignal): Promise<void>;
  /** It cannot be done: records that, so that it is waiting no longer. */
  giveUp(data: Data, reason: string): Promise<void>;
}

export interface JobQueueOptions {
  /** Of the database. */
  readonly url: string;
  readonly kinds: readonly JobKind<object>[];
  /** Whether this process does jobs, or only sends them. */
  readonly isTaking: boolean;
  /** Once it is aborted, what `perform` throws is no failure: the job was given back. */
  readonly stopping: AbortSignal;
  readonly log: { error(detail: object, text: string): void };
}

const SCHEMA = 'lkss_jobs';
/** Beside those of the store: a heartbeat must not wait for a busy service. */
const CONNECTIONS_MAX = 3;
/** The least that pg-boss allows. */
const HEARTBEAT_SECONDS = 10;
const HEARTBEAT_EVERY_SECONDS = 3;
/** How often somebody looks for jobs without a heartbeat. */
const MONITOR_SECONDS = 2;
const POLL_SECONDS = 1;
const SEND_EVERY_MS = 10_000;
const TRIES_MAX = 3;
const RETRY_SECONDS = 2;
/** The most that pg-boss allows. */
const JOB_SECONDS_MAX = 86_400;
/** A job must end within this, or it counts as failed. */
export const JOB_MS_MAX = JOB_SECONDS_MAX * 1000;

const QUEUE = {
  heartbeatSeconds: HEARTBEAT_SECONDS,
  retryLimit: TRIES_MAX - 1,
  retryDelay: RETRY_SECONDS,
  expireInSeconds: JOB_SECONDS_MAX,
};

function deadOf({ name }: JobKind<object>): string {
  return `${name}-dead`;
}

export class JobQueue {
  readonly #boss: PgBoss;
  readonly #options: JobQueueOptions;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | null = null;
  #isNudged = false;

  /** `JobQueue.start` is the way here. */
  constructor(boss: PgBoss, options: JobQueueOptions) {
    this.#boss = boss;
    this.#options = options;
  }

  /** Makes the schema and the queues where they are not there yet. Throws what the database throws. */
  static async start(options: JobQueueOptions): Promise<JobQueue> {
    const boss = new PgBoss({
      connectionString: options.url,
      application_name: SCHEMA,
      schema: SCHEMA,
      max: CONNECTIONS_MAX,
      schedule: false,
      superviseIntervalSeconds: MONITOR_SECONDS,
      monitorIntervalSeconds: MONITOR_SECONDS,
    });
    boss.on('error', (error) => options.log.error({ err: error }, 'the queue of jobs is in trouble; it tries again'));
    const queue = new JobQueue(boss, options);
    try {
      await boss.start();
      for (const kind of options.kinds) await queue.#open(kind);
    } catch (error) {
      await queue.stop();
      throw error;
    }
    queue.#timer = setInterval(() => queue.nudge(), SEND_EVERY_MS);
    return queue;
  }

  /** Something may be waiting that was not sent yet. */
  nudge(): void {
    this.#isNudged = true;
    this.#sending ??= this.#send().finally(() => {
      this.#sending = null;
    });
  }

  /** Waits for the jobs that this process has, which `stopping` cuts off, and offers to others what was given back. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const names = this.#options.kinds.flatMap((kind) => [kind.name, deadOf(kind)]);
    await Promise.all(names.map((name) => this.#boss.offWork(name)));
    if (this.#timer !== undefined) this.nudge();
    await this.#sending;
    await this.#boss.stop({ graceful: false });
  }

  async #open(kind: JobKind<object>): Promise<void> {
    await this.#boss.createQueue(deadOf(kind), { retryLimit: 10, retryDelay: RETRY_SECONDS });
    await this.#boss.createQueue(kind.name, { ...QUEUE, policy: 'exclusive', deadLetter: deadOf(kind) });
    // One that was there keeps its old numbers otherwise.
    await this.#boss.updateQueue(kind.name, QUEUE);
    const polling = { pollingIntervalSeconds: POLL_SECONDS };
    await this.#boss.work<object>(deadOf(kind), { ...polling, includeMetadata: true }, async ([job]) => {
      await kind.giveUp(job.data, deathOf(job as JobWithMetadata));
    });
    if (!this.#options.isTaking) return;
    const taking = { ...polling, heartbeatRefreshSeconds: HEARTBEAT_EVERY_SECONDS };
    await this.#boss.work<object>(kind.name, taking, ([job]) => this.#perform(kind, job.data, job.signal));
  }

  async #perform(kind: JobKind<object>, data: object, lost: AbortSignal): Promise<void> {
    try {
      await kind.perform(data, lost);
    } catch (error) {
      // This token is used up; what it stood for still waits in the store, and is sent anew.
      if (this.#options.stopping.aborted) return;
      this.#options.log.error({ err: error, job: kind.name, key: kind.keyOf(data) }, 'a job failed');
      throw error;
    }
  }

  async #send(): Promise<void> {
    while (this.#isNudged) {
      this.#isNudged = false;
      try {
        for (const kind of this.#options.kinds) await this.#sendWaiting(kind);
      } catch (error) {
        this.#options.log.error({ err: error }, 'jobs could not be sent; they are sent again');
      }
    }
  }

  /** A key that is in the queue already is not sent twice, and one that is about to be given up not again. */
  async #sendWaiting(kind: JobKind<object>): Promise<void> {
    const waiting = await kind.waiting();
    if (waiting.length === 0) return;
    const letters = await this.#boss.findJobs(deadOf(kind));
    const dying = letters.filter(({ state }) => state !== 'completed' && state !== 'failed');
    const keys = new Set(dying.map(({ singletonKey }) => singletonKey));
    for (const data of waiting) {
      const singletonKey = kind.keyOf(data);
      if (!keys.has(singletonKey)) await this.#boss.send(kind.name, data, { singletonKey });
    }
  }
}

/** Why a job is dead, in words. */
function deathOf({ sourceRetryCount, sourceOutput }: JobWithMetadata): string {
  const output = (sourceOutput ?? {}) as { readonly message?: string; readonly value?: { readonly message?: string } };
  const last = output.message ?? output.value?.message ?? 'nothing is known of the last';
  return `tried ${(sourceRetryCount ?? 0) + 1} times and never brought to an end; at last: ${last}`;
}
