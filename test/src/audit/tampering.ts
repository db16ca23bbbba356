/** Ways to tamper with a chain of events, and where each ought to be found. */
import { hashOf, type AuditHead } from '../../../src/audit/audit-chain.ts';
import type { AuditEventTable } from '../../../src/store/tables.ts';
import type { Draw } from '../../oracle/random-pools.ts';

export interface Tampered {
  /** In the order of `seq`. */
  readonly events: readonly AuditEventTable[];
  readonly head: AuditHead;
  /** Heads given out before it was done. */
  readonly witnesses: readonly AuditHead[];
  /** Where the first fault ought to be; where two places are as true as each other, both. */
  readonly firstFault: readonly number[];
}

/** `events`: at least ten, numbered from 1. */
type Tampering = (events: readonly AuditEventTable[], draw: Draw) => Tampered;

const headOf = (events: readonly AuditEventTable[]): AuditHead => {
  const { seq, hash } = events.at(-1)!;
  return { seq, hash };
};
const rehashed = (event: AuditEventTable): AuditEventTable => ({ ...event, hash: hashOf(event) });
const inOrder = (events: readonly AuditEventTable[]): AuditEventTable[] => [...events].sort((a, b) => a.seq - b.seq);

/** Another value for one field; the moment stays within its neighbours' order. */
function edited(event: AuditEventTable, draw: Draw): AuditEventTable {
  const fields: readonly Partial<AuditEventTable>[] = [
    { event: `${event.event}x` },
    { actor: `${event.actor} ` },
    { subjectKind: '' },
    { subjectId: `${event.subjectId}0` },
    { centre: event.centre === null ? '' : null },
    { detail: event.detail.replace('{', '{ ') },
    { detail: '{}' },
    { at: event.at.replace('.000Z', '.001Z') },
  ];
  return { ...event, ...fields[draw(fields.length)] };
}

/** Whoever can write anywhere: every event from `from` on as if it had always been so. */
function relinked(events: readonly AuditEventTable[], from: number): AuditEventTable[] {
  const chain = events.slice(0, from);
  for (const event of events.slice(from)) {
    const before = chain.at(-1);
    const seq = (before?.seq ?? 0) + 1;
    chain.push(rehashed({ ...event, seq, previousHash: before?.hash ?? '0'.repeat(64) }));
  }
  return chain;
}

function found(
  events: readonly AuditEventTable[],
  original: readonly AuditEventTable[],
  ...firstFault: readonly number[]
): Tampered {
  return { events: inOrder(events), head: headOf(original), witnesses: [], firstFault };
}

export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'a field edited': (events, draw) => {
    const index = draw(events.length);
    return found(events.with(index, edited(events[index], draw)), events, index + 1);
  },
  'the hash edited': (events, draw) => {
    const index = draw(events.length);
    return found(events.with(index, { ...events[index], hash: 'f'.repeat(64) }), events, index + 1);
  },
  'the link edited': (events, draw) => {
    const index = draw(events.length);
    return found(events.with(index, { ...events[index], previousHash: 'f'.repeat(64) }), events, index + 1);
  },
  'a field edited and its own hash computed anew': (events, draw) => {
    const index = draw(events.length);
    return found(events.with(index, rehashed(edited(events[index], draw))), events, index + 1);
  },
  'the link edited and its own hash computed anew': (events, draw) => {
    const index = draw(events.length);
    return found(events.with(index, rehashed({ ...events[index], previousHash: 'f'.repeat(64) })), events, index + 1);
  },
  'events deleted': (events, draw) => {
    const index = draw(events.length);
    return found(events.toSpliced(index, 1 + draw(4)), events, index + 1);
  },
  'two events swapped': (events, draw) => {
    const [one, other] = twoOf(events, draw);
    const swapped = events
      .with(one, { ...events[other], seq: one + 1 })
      .with(other, { ...events[one], seq: other + 1 });
    return found(swapped, events, one + 1);
  },
  'two events swapped and their hashes computed anew': (events, draw) => {
    const [one, other] = twoOf(events, draw);
    const swapped = events
      .with(
        one,
        rehashed({ ...events[other], seq: one + 1, previousHash: events[one].previousHash, at: events[one].at }),
      )
      .with(
        other,
        rehashed({ ...events[one], seq: other + 1, previousHash: events[other].previousHash, at: events[other].at }),
      );
    // Of neighbours the second belies the first, and the third belies the second: the first may well be the true one.
    return found(swapped, events, one + 1, ...(other === one + 1 ? [other + 1] : []));
  },
  'an event put in, those behind it renumbered': (events, draw) => {
    const index = draw(events.length);
    const put = rehashed({ ...events[index], actor: 'somebody' });
    const behind = events.slice(index).map((event) => ({ ...event, seq: event.seq + 1 }));
    // It follows the one before; that it is not the true one only the next can tell.
    return found([...events.slice(0, index), put, ...behind], events, index + 1, index + 2);
  },
  'an event put in behind the last': (events) => {
    return found(relinked([...events, events[0]], events.length), events, events.length + 1);
  },
  'an event put in before the first': (events, draw) => {
    const put = rehashed({ ...events[0], seq: -draw(5) });
    return found([put, ...events], events, put.seq);
  },
  'an event moved to another number': (events, draw) => {
    const index = draw(events.length);
    const moved = { ...events[index], seq: events.length + 1 + draw(9) };
    return found([...events.toSpliced(index, 1), moved], events, index + 1);
  },
  'an event made older than those before': (events, draw) => {
    const index = 1 + draw(events.length - 1);
    const older = relinked(events.with(index, { ...events[index], at: '2020-01-01T00:00:00.000Z' }), index);
    return { ...found(older, older, index + 1), head: headOf(older) };
  },
  'the tail cut': (events, draw) => {
    const length = draw(events.length);
    return found(events.slice(0, length), events, length + 1);
  },
  'the tail cut, the head moved along, a later head given out before': (events, draw) => {
    const length = 1 + draw(events.length - 1);
    const witness = events[length + draw(events.length - length)];
    const kept = events.slice(0, length);
    return { events: kept, head: headOf(kept), witnesses: [witness], firstFault: [witness.seq] };
  },
  'the head edited': (events, draw) => {
    const seq = draw(events.length + 9);
    const head = seq === events.length ? { seq, hash: '' } : { seq, hash: events[seq - 1]?.hash ?? '' };
    const firstFault = [head.hash === '' && seq === events.length ? seq : Math.min(seq, events.length) + 1];
    return { events, head, witnesses: [], firstFault };
  },
  'everything from one event on computed anew, a later head given out before': (events, draw) => {
    const index = draw(events.length);
    const chain = relinked(events.with(index, edited(events[index], draw)), index);
    const later = index + draw(events.length - index);
    const witnesses = [events[draw(index + 1)], events[later]];
    const first = witnesses.map(({ seq }) => seq).filter((seq) => seq > index);
    return { events: chain, head: headOf(chain), witnesses, firstFault: [Math.min(...first)] };
  },
};

/** Two indices, the smaller first. */
function twoOf(events: readonly AuditEventTable[], draw: Draw): readonly [number, number] {
  const one = draw(events.length - 1);
  return [one, one + 1 + draw(events.length - one - 1)];
}
