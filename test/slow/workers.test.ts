/**
 * Ten worker processes share the solving of many runs while they are killed, stopped and cut off from the database at random:
 * every attempt comes to one outcome, what was solved to one check, and what failed says why. LKSS_SEED tries another course.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { randomFrom, type Random } from '../../instances/generators/random.ts';
import { verifyAudit } from '../../src/audit/audit-store.ts';
import { unfinishedAttempts } from '../../src/matching-runs/run-store.ts';
import { lockedRun, register } from '../locked-run.ts';
import { ServiceUnderTest } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';
import { TestSurroundings } from '../test-surroundings.ts';
import { WorkerProcess } from '../worker-process.ts';

const WORKERS = 10;
const RUNS = 32;
const HARMS = 60;
const HARM_EVERY_MS = 500;
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
    for (const run of runs) expect((await operator.act(run, 'solve')).status).toBe(202);
    const random = randomFrom(SEED);
    const harms: string[] = [];
    while ((await left()) > 0) {
      await pause(HARM_EVERY_MS);
      // Not for ever: an attempt that is cut off in every try fails, and some should come through.
      if (harms.length < HARMS) harms.push(await harm(random));
    }
    expect(harms.length).toBeGreaterThan(5);
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

function keyOf({ runId, attempt }: { readonly runId: string; readonly attempt: number }): string {
  return `${runId}/${attempt}`;
}
