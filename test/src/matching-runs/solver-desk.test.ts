/** Attempts in trouble come to an end on the embedded store; by way of the queue they do in test/slow/shared-solving.test.ts. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../src/audit/audit-store.ts';
import { STARTS_MAX } from '../../../src/matching-runs/attempt-acts.ts';
import { requestSolving } from '../../../src/matching-runs/run-acts.ts';
import type { RunView } from '../../../src/matching-runs/run-view.ts';
import { OwnDesk } from '../../../src/matching-runs/solver-desk.ts';
import type { Computing } from '../../../src/matching-runs/solving.ts';
import { archiveDocument } from '../../../src/store/archive-store.ts';
import { lockedRun, register } from '../../locked-run.ts';
import { ServiceUnderTest, type Person } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';

const RETRY_AFTER_MS = 5;
const SOLVED = { outcome: 'optimal', reason: null, result: archiveDocument('result', '{"made":"up"}') } as const;
const UNTROUBLED: Computing = {
  solve: () => Promise.resolve(SOLVED),
  check: () => Promise.resolve({ accepted: true, reasons: [] }),
};

describe('an attempt in trouble', () => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let operator: Person;
  let run: string;

  beforeEach(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    operator = await under.person('olga', ['operator']);
    await register(operator, 20);
    run = await lockedRun(operator);
  });

  afterEach(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  /** Asks for it without a word to the service's own desk, so that it is left to the desks of these tests. */
  async function request(runId: string): Promise<void> {
    const context = { by: operator.id, at: under.surroundings.now(), note: () => {} };
    await under.service.store.act((act) => requestSolving(act, runId, null, context));
  }

  function deskThat(computing: Partial<Computing> = {}): OwnDesk {
    const { store } = under.service;
    const options = {
      store,
      computing: { ...UNTROUBLED, ...computing },
      surroundings: under.surroundings,
      deadlineMs: null,
    };
    return new OwnDesk(options, { error: () => {} }, RETRY_AFTER_MS);
  }

  async function worked(desk: OwnDesk): Promise<RunView> {
    desk.nudge();
    await desk.idle();
    return (await operator.get<RunView>(run)).body;
  }

  async function damageSnapshot(): Promise<void> {
    const { locked } = (await operator.get<RunView>(run)).body;
    const { write } = under.service.store;
    const content = Buffer.from('no such thing');
    await write.updateTable('archive').set({ content }).where('sha256', '=', locked!.snapshot).execute();
  }

  async function events(): Promise<readonly string[]> {
    const { read } = under.service.store;
    const rows = await read.selectFrom('auditEvent').select(['event', 'subjectId']).orderBy('seq').execute();
    return rows.filter(({ subjectId }) => run.endsWith(subjectId)).map(({ event }) => event);
  }

  it('whose snapshot cannot be read is given up with the reason, and can be asked for again', async () => {
    await damageSnapshot();
    await request('2026-q4-01');
    const told = await worked(deskThat());
    expect(told).toMatchObject({ status: 'locked', attempts: [{ outcome: 'failed' }] });
    expect(told.concern).toMatch(/failed: .*incorrect header check/);
    expect(told.possible).toContain('solve');
    const taken = Array.from({ length: STARTS_MAX }, () => 'run.solve-started');
    expect((await events()).slice(2)).toEqual([...taken, 'run.not-solved']);
    expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
  });

  it('does not keep the attempts of other runs waiting', async () => {
    await damageSnapshot();
    await register(operator, 25);
    const other = await lockedRun(operator, '2027-Q1', '2027-01-13');
    await request('2026-q4-01');
    await request('2027-q1-01');
    const { promise: solved, resolve } = Promise.withResolvers<void>();
    const desk = deskThat({
      solve() {
        resolve();
        return Promise.resolve(SOLVED);
      },
    });
    desk.nudge();
    await solved;
    expect((await operator.get<RunView>(run)).body.status).toBe('solving');
    await desk.idle();
    expect((await operator.get<RunView>(other)).body.status).toBe('checked');
    expect((await operator.get<RunView>(run)).body.attempts).toMatchObject([{ outcome: 'failed' }]);
  });

  it('whose thread dies, of whatever, has failed', async () => {
    await request('2026-q4-01');
    const dead = new Error('Worker terminated due to reaching memory limit: JS heap out of memory');
    const told = await worked(deskThat({ solve: () => Promise.reject(dead) }));
    expect(told).toMatchObject({ status: 'locked', attempts: [{ outcome: 'failed', reason: dead.message }] });
  });

  it('whose check cannot be made is refused with the reason', async () => {
    await request('2026-q4-01');
    const told = await worked(deskThat({ check: () => Promise.reject(new Error('the checker fell over')) }));
    expect(told).toMatchObject({ status: 'locked', attempts: [{ outcome: 'optimal', check: { verdict: 'refused' } }] });
    expect(told.concern).toContain('the check could not be made: the checker fell over');
    expect((await events()).filter((event) => event === 'run.checked')).toHaveLength(1);
  });

  it('whose check is cut off is checked by the next process, and not solved again', async () => {
    await request('2026-q4-01');
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const desk = deskThat({ check: (_, signal) => endless(signal!, begin) });
    desk.nudge();
    await begun;
    await desk.stop();
    expect((await operator.get<RunView>(run)).body.status).toBe('solved');
    const told = await worked(deskThat({ solve: () => Promise.reject(new Error('solved twice')) }));
    expect(told).toMatchObject({ status: 'checked', concern: null });
  });

  it('is given back by a process that is told to stop, and that start does not count', async () => {
    await request('2026-q4-01');
    for (let stops = 0; stops <= STARTS_MAX; stops++) {
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
      const desk = deskThat({ solve: (_, __, signal) => endless(signal!, begin) });
      desk.nudge();
      await begun;
      await desk.stop();
    }
    expect((await operator.get<RunView>(run)).body).toMatchObject({ status: 'solving', attempts: [{ outcome: null }] });
    expect((await worked(deskThat())).status).toBe('checked');
    expect((await events()).filter((event) => event === 'run.solve-given-back')).toHaveLength(STARTS_MAX + 1);
  });
});

/** A computation that only ends by being cut off. */
function endless(signal: AbortSignal, begin: () => void): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    begin();
  });
}
