import { expect, it } from 'vitest';
import { auditEvents, recordEvents } from '../../../src/audit/audit-store.ts';
import { exportAuditHead, verifyAuditOf } from '../../../src/service/keeping.ts';
import type { Store } from '../../../src/store/store.ts';
import { fillStore } from '../../filled-store.ts';
import { describeOnBothStores, onNewStore } from '../../store-places.ts';
import { TestSurroundings } from '../../test-surroundings.ts';

const KEEPER = { actor: 'ada', surroundings: new TestSurroundings() };

describeOnBothStores('the audit of a store at work', (kind) => {
  let store: Store;

  onNewStore(kind, async (made) => {
    store = made;
    await fillStore(store);
  });

  it('is verified as it was at one moment', async () => {
    const over = new AbortController();
    const note = { event: 'run.closed', subjectId: 'run-1', detail: { reason: '' } } as const;
    const acting = (async () => {
      while (!over.signal.aborted) {
        await store.act((act) => recordEvents(act, [note], 'anna', KEEPER.surroundings.now()));
      }
    })();
    let events = 0;
    for (let round = 0; round < 100; round++) {
      const verdict = await verifyAuditOf(store, [], KEEPER);
      expect(verdict.faults).toEqual([]);
      expect(verdict.events).toBeGreaterThan(events);
      events = verdict.events;
    }
    over.abort();
    await acting;
  });

  it('tells who verified it and who was given its head', async () => {
    const head = await exportAuditHead(store, KEEPER);
    expect(head).toMatchObject({ storeId: 'test-000001', seq: 14, at: KEEPER.surroundings.now() });
    const { faults } = await verifyAuditOf(store, [head], KEEPER);
    const wrong = await verifyAuditOf(store, [{ ...head, hash: '0'.repeat(64) }], KEEPER);
    expect([faults, wrong.faults.map(({ seq, kind: fault }) => [seq, fault])]).toEqual([[], [[14, 'other-head']]]);
    const told = await auditEvents(store.read, { after: 14, limit: 9, actor: 'ada' });
    expect(told.map(({ event, subjectId, detail }) => [event, subjectId, JSON.parse(detail)])).toEqual([
      ['audit.head-exported', 'test-000001', { head: head.hash }],
      ['audit.verified', 'test-000001', { events: 15, faults: 0 }],
      ['audit.verified', 'test-000001', { events: 16, faults: 1 }],
    ]);
  });
});
