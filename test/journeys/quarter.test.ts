import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/audit-store.ts';
import type { RunView } from '../../src/matching-runs/run-view.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../made-up-delivery.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';

const RUN_DATE = '2026-10-14';

describeOnBothStores('a quarter', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let operator: Person;
  let approver: Person;

  beforeEach(async () => {
    thrownAway = await newPlace(kind);
    under = await ServiceUnderTest.start(thrownAway.place);
    operator = await under.person('olga', ['operator']);
    approver = await under.person('adam', ['approver']);
  });

  afterEach(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  async function given(recipients: number): Promise<void> {
    const bytes = deliveryOfRegistrations(madeUpRegistrations(recipients, 5, 'journey', '2026-10-01'));
    const sent = await operator.post<{ id: string }>('/api/imports?name=quarter.zip', { bytes });
    expect(sent.status, sent.text).toBe(201);
    const confirmed = await operator.post(`/api/imports/${sent.body.id}/confirm`);
    expect(confirmed.status, confirmed.text).toBe(200);
  }

  it('goes from registrations to a released run that can be exported and computed again', async () => {
    await given(60);
    const opened = await operator.post<RunView>('/api/runs', {
      json: { quarter: '2026-Q4', runDate: RUN_DATE, policy: '2015-04' },
    });
    expect(opened.status, opened.text).toBe(201);
    expect(opened.body).toMatchObject({ id: '2026-q4-01', status: 'open', possible: ['lock', 'close'] });
    const run = '/api/runs/2026-q4-01';

    const locked = await operator.act<RunView>(run, 'lock');
    expect(locked.status, locked.text).toBe(200);
    expect(locked.body.status).toBe('locked');
    expect(locked.body.locked).toMatchObject({ recipients: 60, altruists: 5 });

    expect((await operator.act(run, 'solve')).status).toBe(202);
    await under.service.desk.idle();
    const checked = await operator.get<RunView>(run);
    expect(checked.body).toMatchObject({ status: 'checked', concern: null });
    expect(checked.body.attempts[0].check).toMatchObject({ verdict: 'accepted', reasons: [] });

    const early = await operator.get(`${run}/exports/lkss-json`);
    expect([early.status, early.body]).toMatchObject([409, { code: 'wrong-state' }]);
    await operator.freshen();
    expect((await operator.act<RunView>(run, 'approve')).body.status).toBe('checked');
    expect((await operator.act(run, 'approve')).body).toMatchObject({ code: 'wrong-state' });
    await approver.freshen();
    expect((await approver.act<RunView>(run, 'approve')).body.status).toBe('released');

    for (const format of ['lkss-json', 'uk-json', 'uk-xml']) {
      const [first, again] = [
        await approver.get(`${run}/exports/${format}`),
        await approver.get(`${run}/exports/${format}`),
      ];
      expect(first.status, first.text).toBe(200);
      expect(first.text.length).toBeGreaterThan(1000);
      expect(again.text).toBe(first.text);
    }
    const replay = await approver.post(`${run}/replay`);
    expect(replay.body).toMatchObject({ verdict: 'same' });
    const closed = await operator.act<RunView>(run, 'close', {
      json: { reason: 'all exchanges are with the centres' },
    });
    expect(closed.body.status).toBe('closed');
    expect((await approver.get(`${run}/exports/uk-json`)).status).toBe(200);

    const verdict = await verifyAudit(under.service.store.read);
    expect(verdict.faults).toEqual([]);
    expect(verdict.events).toBeGreaterThan(20);
  });

  it('keeps a locked run as it was, and shows what has changed since', async () => {
    await given(40);
    await operator.post('/api/runs', { json: { quarter: '2026-Q4', runDate: RUN_DATE, policy: '2015-04' } });
    const run = '/api/runs/2026-q4-01';
    const { locked } = (await operator.act<RunView>(run, 'lock')).body;
    expect((await operator.get(`${run}/since-lock`)).body).toEqual({ changes: [] });
    await given(41);
    const since = await operator.get<{ changes: { table: string; added: string[] }[] }>(`${run}/since-lock`);
    expect(since.body.changes.length).toBeGreaterThan(0);
    expect((await operator.get<RunView>(run)).body.locked).toEqual(locked);
    await operator.act(run, 'solve');
    await under.service.desk.idle();
    const result = await operator.get<{ result: { pool: { digest: string } } }>(`${run}/result`);
    expect(result.body.result.pool.digest).toBe(locked!.poolDigest);
  });
});
