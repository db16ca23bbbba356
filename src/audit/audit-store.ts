/** Audit events in the store: written in the act that they tell of, read in order. */
import type { Act, Reading } from '../store/store.ts';
import type { AuditEventTable } from '../store/tables.ts';
import { chained, CHAIN_START, ChainWalk, type AuditHead, type ChainFault } from './audit-chain.ts';
import { AUDIT_EVENTS, type AuditNote } from './catalogue.ts';

const EVENTS_READ_AT_ONCE = 2_000;

/** Appends in the order given. `at` must not lie before the last event: a clock set back is held at the last moment. */
export async function recordEvents(act: Act, notes: readonly AuditNote[], actor: string, at: string): Promise<void> {
  if (notes.length === 0) return;
  const last = await act.selectFrom('auditHead').selectAll().executeTakeFirst();
  let head: AuditHead = last ?? CHAIN_START;
  const moment = await notBeforeLast(act, head, at);
  const events: AuditEventTable[] = [];
  for (const note of notes) {
    const event = chained(unchained(note, actor, moment), head);
    events.push(event);
    head = { seq: event.seq, hash: event.hash };
  }
  await act.insertInto('auditEvent').values(events).execute();
  if (last === undefined)
    await act
      .insertInto('auditHead')
      .values({ one: 1, ...head })
      .execute();
  else await act.updateTable('auditHead').set(head).where('one', '=', 1).execute();
}

async function notBeforeLast(act: Act, { seq }: AuditHead, at: string): Promise<string> {
  if (seq === 0) return at;
  const last = await act.selectFrom('auditEvent').select('at').where('seq', '=', seq).executeTakeFirstOrThrow();
  return last.at > at ? last.at : at;
}

function unchained(note: AuditNote, actor: string, at: string) {
  return {
    at,
    event: note.event,
    actor,
    subjectKind: AUDIT_EVENTS[note.event].subject,
    subjectId: note.subjectId,
    centre: note.centre ?? null,
    detail: JSON.stringify(note.detail),
  };
}

export async function auditHead(reading: Reading): Promise<AuditHead> {
  const row = await reading.selectFrom('auditHead').select(['seq', 'hash']).executeTakeFirst();
  return row ?? CHAIN_START;
}

export interface AuditFilter {
  /** Only events after this one. */
  readonly after: number;
  readonly limit: number;
  readonly actor?: string | undefined;
  readonly event?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
}

export async function auditEvents(reading: Reading, filter: AuditFilter): Promise<readonly AuditEventTable[]> {
  let query = reading.selectFrom('auditEvent').selectAll().where('seq', '>', filter.after);
  if (filter.actor !== undefined) query = query.where('actor', '=', filter.actor);
  if (filter.event !== undefined) query = query.where('event', '=', filter.event);
  if (filter.subjectKind !== undefined) query = query.where('subjectKind', '=', filter.subjectKind);
  if (filter.subjectId !== undefined) query = query.where('subjectId', '=', filter.subjectId);
  return query.orderBy('seq').limit(filter.limit).execute();
}

export interface AuditVerdict {
  readonly events: number;
  readonly head: AuditHead;
  readonly faults: readonly ChainFault[];
}

/**
 * Walks the whole chain, which must stand still meanwhile: of a store at work, as it was `atOneMoment`. `witnesses` are heads
 * that were given to somebody outside.
 */
export async function verifyAudit(reading: Reading, witnesses: readonly AuditHead[] = []): Promise<AuditVerdict> {
  const walk = new ChainWalk(witnesses);
  let events = 0;
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const page = await auditEvents(reading, { after, limit: EVENTS_READ_AT_ONCE });
    for (const event of page) walk.step(event);
    events += page.length;
    if (page.length < EVENTS_READ_AT_ONCE) break;
    after = page.at(-1)!.seq;
  }
  const head = await auditHead(reading);
  return { events, head: walk.last, faults: walk.end(head) };
}
