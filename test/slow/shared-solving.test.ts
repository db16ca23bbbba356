/** Solving spread over processes that share a database. Needs PostgreSQL. */
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { verifyAudit } from '../../src/audit/audit-store.ts';
import { QueueDesk } from '../../src/matching-runs/queue-desk.ts';
import type { RunView } from '../../src/matching-runs/run-view.ts';
import type { Computing } from '../../src/matching-runs/solving.ts';
import { archiveDocument } from '../../src/store/archive-store.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { RunAttemptTable } from '../../src/store/tables.ts';
import { lockedRun, register } from '../locked-run.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';
import { TestSurroundings } from '../test-surroundings.ts';
import { WorkerProcess } from '../worker-process.ts';

const WATCH_EVERY_MS = 20;

describe.skipIf(inject('postgresUrl') === null)('workers on PostgreSQL', () => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let operator: Person;
  let approver: Person;
  let workers: WorkerProcess[];

  beforeEach(async () => {
    thrownAway = await newPlace('PostgreSQL');
    under = await ServiceUnderTest.start(thrownAway.place, new TestSurroundings(), { solveHere: false });
    operator = await under.person('olga', ['operator']);
    approver = await under.person('adam', ['approver']);
    workers = [];
  });

  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
    await under.stop();
    await thrownAway.remove();
  });

  async function worker(logLevel?: 'silent'): Promise<WorkerProcess> {
    const started = await WorkerProcess.start(thrownAway.place, logLevel);
    workers.push(started);
    return started;
  }

  async function onlyAttempt(): Promise<RunAttemptTable> {
    return under.service.store.read.selectFrom('runAttempt').selectAll().executeTakeFirstOrThrow();
  }

  async function untilStarted(starts: number): Promise<void> {
    while ((await onlyAttempt()).starts < starts) await pause(WATCH_EVERY_MS);
  }

  async function jobs(name: string): Promise<readonly { readonly state: string; readonly output: string }[]> {
    const client = new Client({ connectionString: (thrownAway.place as { readonly url: string }).url });
    await client.connect();
    const text = 'select state::text, source_output::text as output from lkss_jobs.job where name = $1';
    const { rows } = await client.query<{ state: string; output: string }>(text, [name]);
    await client.end();
    return rows;
  }

  it('bring a quarter to its release, though one is killed while it solves', async () => {
    await register(operator, 60);
    const run = await lockedRun(operator);
    const [first, second] = [await worker(), await worker()];
    // Both are there, but only the first sees the request come in.
    second.signal('SIGSTOP');
    expect((await operator.act(run, 'solve')).status).toBe(202);
    await untilStarted(1);
    await first.end('SIGKILL');
    expect(await onlyAttempt()).toMatchObject({ outcome: null, starts: 1 });
    expect((await operator.get<RunView>(run)).body.status).toBe('solving');
    second.signal('SIGCONT');
    await under.service.desk.idle();

    expect((await operator.get<RunView>(run)).body).toMatchObject({ status: 'checked', concern: null });
    expect(await onlyAttempt()).toMatchObject({ outcome: 'optimal', starts: 2 });
    await operator.freshen();
    await operator.act(run, 'approve');
    await approver.freshen();
    expect((await approver.act<RunView>(run, 'approve')).body.status).toBe('released');
    expect((await approver.get(`${run}/exports/uk-json`)).status).toBe(200);
    expect((await approver.post(`${run}/replay`)).body).toMatchObject({ verdict: 'same' });
    const { read } = under.service.store;
    expect(await read.selectFrom('archive').select('sha256').where('kind', '=', 'result').execute()).toHaveLength(1);
    expect((await verifyAudit(read)).faults).toEqual([]);
  });

  it('that are stopped in good order give back what they have, and nothing is left half', async () => {
    await register(operator, 60);
    const run = await lockedRun(operator);
    const first = await worker();
    await operator.act(run, 'solve');
    await untilStarted(1);
    expect(await first.end('SIGTERM')).toBe(0);
    expect(await onlyAttempt()).toMatchObject({ outcome: null, starts: 0 });
    expect((await jobs('solve')).filter(({ state }) => state === 'active')).toEqual([]);
    await worker();
    await under.service.desk.idle();
    expect((await operator.get<RunView>(run)).body.status).toBe('checked');
    expect(await onlyAttempt()).toMatchObject({ starts: 1 });
    expect(await first.ended).toBe(0);
  });

  it('leave a job that always fails with the dead, and the run says why', async () => {
    await register(operator, 20);
    const run = await lockedRun(operator);
    const { locked } = (await operator.get<RunView>(run)).body;
    const content = Buffer.from('no such thing');
    await under.service.store.write
      .updateTable('archive')
      .set({ content })
      .where('sha256', '=', locked!.snapshot)
      .execute();
    await worker('silent');
    await operator.act(run, 'solve');
    await under.service.desk.idle();
    const { body } = await operator.get<RunView>(run);
    expect(body.status).toBe('locked');
    expect(body.concern).toMatch(/failed: tried 3 times .* at last: incorrect header check/);
    expect((await jobs('solve')).map(({ state }) => state)).toEqual(['failed']);
    const [letter, ...others] = await jobs('solve-dead');
    expect(letter.output).toContain('incorrect header check');
    expect(others).toEqual([]);
  });

  it('may be services as well: what one is asked for another solves, and all tell of it', async () => {
    const other = await ServiceUnderTest.start(thrownAway.place, new TestSurroundings(undefined, 'other'));
    try {
      await register(operator, 20);
      const run = await lockedRun(operator);
      await operator.act(run, 'solve');
      await under.service.desk.idle();
      const told = await other.ask<RunView>('GET', run, {}, operator.token);
      expect(told.body.status).toBe('checked');
      expect((await operator.get<RunView>(run)).body).toEqual(told.body);
    } finally {
      await other.stop();
    }
  });

  it('ten at one queue give each attempt one outcome and one check', async () => {
    const runs = 16;
    await register(operator, 10);
    for (let k = 0; k < runs; k++) {
      const run = await lockedRun(operator, `${2027 + Math.floor(k / 4)}-Q${(k % 4) + 1}`);
      expect((await operator.act(run, 'solve')).status).toBe(202);
    }
    const computed = { solve: 0, check: 0 };
    const computing: Computing = {
      async solve() {
        const result = archiveDocument('result', JSON.stringify({ made: ++computed.solve }));
        await pause(50);
        return { outcome: 'optimal', reason: null, result };
      },
      async check() {
        computed.check++;
        await pause(10);
        return { accepted: true, reasons: [] };
      },
    };
    const ten = await Promise.all(Array.from({ length: 10 }, () => deskOn(thrownAway, computing)));
    await under.service.desk.idle();
    for (const { desk, store } of ten) {
      await desk.stop();
      await store.close();
    }
    expect(computed).toEqual({ solve: runs, check: runs });
    const { read } = under.service.store;
    for (const event of ['run.solve-started', 'run.solved', 'run.checked']) {
      const told = await read.selectFrom('auditEvent').select('subjectId').where('event', '=', event).execute();
      expect(new Set(told.map(({ subjectId }) => subjectId)).size, event).toBe(runs);
      expect(told, event).toHaveLength(runs);
    }
    expect((await verifyAudit(read)).faults).toEqual([]);
  });
});

async function deskOn(
  { place }: ThrownAway,
  computing: Computing,
): Promise<{ readonly desk: QueueDesk; readonly store: Store }> {
  const store = await openStore(place);
  const { url } = place as { readonly url: string };
  const surroundings = new TestSurroundings();
  const options = { store, computing, surroundings, deadlineMs: null, url, isTaking: true };
  return { store, desk: await QueueDesk.start(options, { error: () => {} }) };
}
