import { expect, it } from 'vitest';
import { auditEvents, auditHead, recordEvents, verifyAudit } from '../../../src/audit/audit-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { HOUR_MS, TestSurroundings } from '../../test-surroundings.ts';
import { describeOnBothStores, onNewStore } from '../../store-places.ts';

const note = (reason: string) => ({ event: 'run.closed', subjectId: '2026-q4-1', detail: { reason } }) as const;

describeOnBothStores('the audit in the store', (kind) => {
  let store: Store;

  onNewStore(kind, (made) => {
    store = made;
  });

  it('is written with the act, or not at all', async () => {
    const surroundings = new TestSurroundings();
    const failing = store.act(async (act) => {
      await recordEvents(act, [note('undone')], 'anna', surroundings.now());
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await auditHead(store.read)).toEqual({ seq: 0, hash: '0'.repeat(64) });
    await store.act((act) => recordEvents(act, [note('a'), note('b')], 'anna', surroundings.now()));
    surroundings.pass(-HOUR_MS);
    // A clock set back does not make events older than those before.
    await store.act((act) => recordEvents(act, [note('c')], 'ben', surroundings.now()));
    const events = await auditEvents(store.read, { after: 0, limit: 10 });
    expect(events.map(({ seq, actor, at, detail }) => [seq, actor, at, JSON.parse(detail)])).toEqual([
      [1, 'anna', '2026-10-01T09:00:00.000Z', { reason: 'a' }],
      [2, 'anna', '2026-10-01T09:00:00.000Z', { reason: 'b' }],
      [3, 'ben', '2026-10-01T09:00:00.000Z', { reason: 'c' }],
    ]);
    expect(await verifyAudit(store.read)).toEqual({ events: 3, head: await auditHead(store.read), faults: [] });
  });

  it('lists by what is asked for, page by page', async () => {
    await store.act((act) =>
      recordEvents(
        act,
        Array.from({ length: 25 }, (_, index) => note(String(index))),
        'anna',
        '2026-10-01T09:00:00.000Z',
      ),
    );
    const page = await auditEvents(store.read, { after: 10, limit: 5, actor: 'anna', event: 'run.closed' });
    expect(page.map(({ seq }) => seq)).toEqual([11, 12, 13, 14, 15]);
    expect(await auditEvents(store.read, { after: 0, limit: 5, actor: 'ben' })).toEqual([]);
    expect(await auditEvents(store.read, { after: 0, limit: 99, subjectId: '2026-q4-1' })).toHaveLength(25);
  });
});
