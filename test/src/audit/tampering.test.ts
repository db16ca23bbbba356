/** Whoever writes past the program is found: five hundred times in each database (LKSS_TAMPERINGS for more), many more in the chain alone. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chained, CHAIN_START, ChainWalk, type AuditHead, type ChainFault } from '../../../src/audit/audit-chain.ts';
import { auditEvents, recordEvents, verifyAudit } from '../../../src/audit/audit-store.ts';
import { openStore, type Act, type Store } from '../../../src/store/store.ts';
import type { AuditEventTable } from '../../../src/store/tables.ts';
import { drawsFrom } from '../../oracle/random-pools.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';
import { TestSurroundings } from '../../test-surroundings.ts';
import { TAMPERINGS, type Tampered } from './tampering.ts';

const SEED = Number(process.env['LKSS_SEED'] ?? 7);
const NAMES = Object.keys(TAMPERINGS);
const IN_STORE = Number(process.env['LKSS_TAMPERINGS'] ?? 500);
const EVENTS = 200;

const note = (index: number) =>
  ({
    event: 'run.closed',
    subjectId: `run-${index}`,
    ...(index % 3 === 0 ? {} : { centre: 'RJ1' }),
    detail: { reason: String(index) },
  }) as const;

function chainOf(length: number): readonly AuditEventTable[] {
  const events: AuditEventTable[] = [];
  let head: AuditHead = CHAIN_START;
  for (let index = 0; index < length; index++) {
    const { event, subjectId, detail } = note(index);
    const at = new Date(Date.UTC(2026, 9, 1, 9, index)).toISOString();
    const centre = index % 3 === 0 ? null : 'RJ1';
    const told = { at, event, actor: 'anna', subjectKind: 'run', subjectId, centre, detail: JSON.stringify(detail) };
    const next = chained(told, head);
    events.push(next);
    head = next;
  }
  return events;
}

function walked({ events, head, witnesses }: Omit<Tampered, 'firstFault'>): readonly ChainFault[] {
  const walk = new ChainWalk(witnesses);
  for (const event of events) walk.step(event);
  return walk.end(head);
}

describe('a chain of events', () => {
  const events = chainOf(60);
  const head = events.at(-1)!;

  it('has no fault as it was recorded, whoever was given its heads', () => {
    expect(walked({ events, head, witnesses: [] })).toEqual([]);
    expect(walked({ events, head, witnesses: events })).toEqual([]);
    expect(walked({ events: [], head: CHAIN_START, witnesses: [] })).toEqual([]);
  });

  it.each(NAMES)('tells of %s, and where', (name) => {
    const draw = drawsFrom(SEED);
    for (let round = 0; round < 500; round++) {
      const { firstFault, ...tampered } = TAMPERINGS[name](chainOf(10 + draw(30)), draw);
      const faults = walked(tampered);
      expect(firstFault, `round ${round} under seed ${SEED}`).toContain(faults[0]?.seq);
    }
  });

  it('blames one event alone where one alone was tampered with', () => {
    for (const name of NAMES.filter((text) => text.startsWith('a field') || text.startsWith('the link'))) {
      for (let round = 0; round < 200; round++) {
        const { firstFault, ...tampered } = TAMPERINGS[name](events, drawsFrom(SEED + round));
        expect(new Set(walked(tampered).map(({ seq }) => seq)), name).toEqual(new Set(firstFault));
      }
    }
  });

  it('cannot tell what was computed anew as a whole, unless a head was given out', () => {
    const tampering = TAMPERINGS['everything from one event on computed anew, a later head given out before'];
    const { events: anew, head: moved } = tampering(events, drawsFrom(SEED));
    expect(walked({ events: anew, head: moved, witnesses: [] })).toEqual([]);
  });
});

const text = (event: AuditEventTable): string => JSON.stringify(Object.entries(event).sort());

describeOnBothStores('the audit of a store that was written past the program', (kind) => {
  let thrownAway: ThrownAway;
  let store: Store;
  let events: readonly AuditEventTable[];

  beforeAll(async () => {
    thrownAway = await newPlace(kind);
    store = await openStore(thrownAway.place);
    const surroundings = new TestSurroundings();
    await store.act(async (act) => {
      for (let index = 0; index < EVENTS; index++) {
        await recordEvents(act, [note(index)], 'anna', surroundings.now());
        surroundings.pass(60_000);
      }
    });
    events = await auditEvents(store.read, { after: 0, limit: EVENTS });
    const triggers =
      kind === 'embedded' ? ['audit_event_no_update', 'audit_event_no_delete'] : ['audit_event_no_change'];
    const on = kind === 'embedded' ? sql`` : sql` on audit_event`;
    for (const trigger of triggers) await sql`drop trigger ${sql.ref(trigger)}${on}`.execute(store.write);
  });

  afterAll(async () => {
    await store.close();
    await thrownAway.remove();
  });

  /** Only the rows that differ. */
  async function write(act: Act, tampered: Tampered): Promise<void> {
    const [before, after] = [new Set(events.map(text)), new Set(tampered.events.map(text))];
    const gone = events.filter((event) => !after.has(text(event))).map(({ seq }) => seq);
    const written = tampered.events.filter((event) => !before.has(text(event)));
    if (gone.length > 0) await act.deleteFrom('auditEvent').where('seq', 'in', gone).execute();
    if (written.length > 0) await act.insertInto('auditEvent').values(written).execute();
    const { seq, hash } = tampered.head;
    await act.updateTable('auditHead').set({ seq, hash }).execute();
  }

  it(`tells of each of ${String(IN_STORE)} tamperings under seed ${String(SEED)}, and where`, async () => {
    const draw = drawsFrom(SEED);
    const undone = new Error('undone');
    let rounds = 0;
    for (; rounds < IN_STORE; rounds++) {
      const name = NAMES[rounds % NAMES.length];
      const tampered = TAMPERINGS[name](events, draw);
      const trial = store.act(async (act) => {
        await write(act, tampered);
        const { faults } = await verifyAudit(act, tampered.witnesses);
        expect(tampered.firstFault, `${name}, round ${rounds}`).toContain(faults[0]?.seq);
        throw undone;
      });
      await expect(trial).rejects.toBe(undone);
    }
    expect((await verifyAudit(store.read, [events.at(-1)!])).faults).toEqual([]);
    expect(rounds).toBe(IN_STORE);
  });
});
