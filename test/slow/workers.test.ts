/**
 * Ten worker processes share the solving of many runs while they are killed, stopped and cut off from the database at random:
 * every attempt comes to one outcome, what was solved to one check, and what failed says why. LKSS_SEED tries another course.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { randomFrom, type Random } from '../../instances/generators/random.ts';
import { verifyAudit } from '../../src/audit/audit-store.ts';
import { unfinishedAttempts } from '../../src/matching-runs/run-store.ts';
import type { RunView } from '../../src/matching-runs/run-view.ts';
import { openStore } from '../../src/store/store.ts';
import { lockedRun, register } from '../locked-run.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';
import { TestSurroundings } from '../test-surroundings.ts';
import { WorkerProcess } from '../worker-process.ts';

const WORKERS = 10;
const RUNS = 32;
const RUNS_EACH_HARM = 2;
const BEFORE_HARM_MS_MAX = 500;
const SEED = process.env['LKSS_SEED'] ?? '7';

describe.skipIf(inject('postgresUrl') === null)(`ten workers in trouble, seed ${SEED}`, () => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let workers: WorkerProcess[];

  beforeAll(async () => {
    thrownAway = await newPlace('PostgreSQL');
    // All at once, on a database that is empty: they make the tables and the queue between them.
    workers = await Promise.all(Array.from({ length: WORKERS }, newWorker));
    under = await ServiceUnderTest.start(thrownAway.place, new TestSurroundings(), { solveHere: false });
  });

  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
    await under.stop();
    await thrownAway.remove();
  });

  function newWorker(): Promise<WorkerProcess> {
    return WorkerProcess.start(thrownAway.place, 'silent');
  }

  async function harm(random: Random): Promise<'SIGKILL' | 'SIGTERM' | 'disconnect'> {
    const kind = (['SIGKILL', 'SIGTERM', 'disconnect'] as const)[random.integer(0, 2)];
    const index = random.integer(0, WORKERS - 1);
    if (kind === 'disconnect') await disconnectAll();
    else {
      const code = await workers[index].end(kind);
      if (kind === 'SIGTERM') expect(code).toBe(0);
      workers[index] = await newWorker();
    }
    return kind;
  }

  async function disconnectAll(): Promise<void> {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(under.service.store.read);
    // The service that the test asks lost its connections as well: it hears of it a moment later.
    await pause(BEFORE_HARM_MS_MAX);
  }

  /** The test's own connection is cut as well. */
  async function left(): Promise<number> {
    try {
      return (await unfinishedAttempts(under.service.store.read)).length;
    } catch {
      return RUNS;
    }
  }

  it('bring every attempt to one outcome', async () => {
    const operator = await under.person('olga', ['operator']);
    await register(operator, 120);
    const runs: string[] = [];
    for (let k = 0; k < RUNS; k++) {
      runs.push(await lockedRun(operator, `${2027 + Math.floor(k / 4)}-Q${(k % 4) + 1}`));
    }
    const random = randomFrom(SEED);
    const harms: string[] = [];
    for (const [k, run] of runs.entries()) {
      expect((await operator.act(run, 'solve')).status).toBe(202);
      if (k % RUNS_EACH_HARM !== 0) continue;
      await pause(random.integer(0, BEFORE_HARM_MS_MAX));
      harms.push(await harm(random));
    }
    while ((await left()) > 0) await pause(BEFORE_HARM_MS_MAX);
    const { read } = under.service.store;
    const attempts = await read.selectFrom('runAttempt').selectAll().execute();
    const checks = await read.selectFrom('runCheck').selectAll().execute();
    const solved = attempts.filter(({ outcome }) => outcome === 'optimal');
    console.log(`${solved.length} of ${RUNS} attempts solved; seed ${SEED}: ${harms.join(', ')}`);
    expect(solved.length).toBeGreaterThan(RUNS / 2);
    for (const { outcome, reason } of attempts) {
      if (outcome === 'failed') expect(reason).toMatch(/^(tried|taken up) \d+ times and never brought to an end/);
      else expect(outcome).toBe('optimal');
    }
    expect(checks.map(keyOf).sort()).toEqual(solved.map(keyOf).sort());
    for (const event of ['run.solved', 'run.checked']) {
      const told = await read.selectFrom('auditEvent').select('seq').where('event', '=', event).execute();
      expect(told, event).toHaveLength(solved.length);
    }
    expect((await verifyAudit(read)).faults).toEqual([]);
  });
});

describe.skipIf(inject('postgresUrl') === null)('a queue in trouble', () => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let operator: Person;
  let run: string;
  let workers: WorkerProcess[];

  beforeEach(async () => {
    thrownAway = await newPlace('PostgreSQL');
    under = await ServiceUnderTest.start(thrownAway.place, new TestSurroundings(), { solveHere: false });
    operator = await under.person('olga', ['operator']);
    await register(operator, 60);
    run = await lockedRun(operator);
    workers = [];
  });

  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
    await under.stop();
    await thrownAway.remove();
  });

  async function worker(): Promise<WorkerProcess> {
    const started = await WorkerProcess.start(thrownAway.place, 'silent');
    workers.push(started);
    return started;
  }

  async function untilStarted(): Promise<void> {
    const starts = under.service.store.read.selectFrom('runAttempt').select('starts');
    while ((await starts.executeTakeFirst())?.starts !== 1) await pause(20);
  }

  it('a worker that was thought dead comes second, and is of use again', async () => {
    const frozen = await worker();
    await operator.act(run, 'solve');
    await untilStarted();
    frozen.signal('SIGSTOP');
    const other = await worker();
    await under.service.desk.idle();
    const before = (await operator.get<RunView>(run)).body;
    expect(before.status).toBe('checked');
    expect(await other.end('SIGTERM')).toBe(0);
    frozen.signal('SIGCONT');
    const next = await lockedRun(operator, '2027-Q1');
    await operator.act(next, 'solve');
    await under.service.desk.idle();
    expect((await operator.get<RunView>(next)).body.status).toBe('checked');
    expect((await operator.get<RunView>(run)).body).toEqual(before);
    expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
  });

  it('jobs that are lost with their whole schema are sent again by whoever starts next', async () => {
    await operator.act(run, 'solve');
    await under.stop();
    const store = await openStore(thrownAway.place);
    await sql`drop schema lkss_jobs cascade`.execute(store.write);
    await store.close();
    under = await ServiceUnderTest.start(thrownAway.place, new TestSurroundings(undefined, 'again'));
    await under.service.desk.idle();
    const { rows } = await sql<{ outcome: string }>`select outcome from run_attempt`.execute(under.service.store.read);
    expect(rows).toEqual([{ outcome: 'optimal' }]);
  });
});

function keyOf({ runId, attempt }: { readonly runId: string; readonly attempt: number }): string {
  return `${runId}/${attempt}`;
}
