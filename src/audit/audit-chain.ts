/**
 * The chain of audit events. Each event's hash covers the hash of the one before, so that whoever holds a hash of the chain
 * can tell whether anything before it was changed, taken out or moved. The last hash is the head: given to somebody outside,
 * it witnesses everything up to it (the idea of RFC 9162, for a list instead of a tree).
 */
import { createHash } from 'node:crypto';
import type { AuditEventTable } from '../store/tables.ts';

export interface AuditHead {
  readonly seq: number;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
}

/** Before the first event. */
export const CHAIN_START: AuditHead = { seq: 0, hash: '0'.repeat(64) };

export type UnchainedEvent = Omit<AuditEventTable, 'seq' | 'previousHash' | 'hash'>;

export function chained(event: UnchainedEvent, { seq, hash: previousHash }: AuditHead): AuditEventTable {
  const following = { ...event, seq: seq + 1, previousHash };
  return { ...following, hash: hashOf(following) };
}

/** Over a JSON list of all fields in a fixed order, which no two different events share. */
export function hashOf(event: Omit<AuditEventTable, 'hash'>): string {
  const { previousHash, seq, at, event: name, actor, subjectKind, subjectId, centre, detail } = event;
  const text = JSON.stringify([previousHash, seq, at, name, actor, subjectKind, subjectId, centre, detail]);
  return createHash('sha256').update(text).digest('hex');
}

/** A place where the chain does not hold. */
export interface ChainFault {
  readonly seq: number;
  readonly kind: 'changed' | 'missing' | 'out-of-place' | 'cut-off' | 'other-head';
  readonly text: string;
}

/** Follows the chain event by event, in the order of `seq`; needs memory for one event. */
export class ChainWalk {
  readonly #faults: ChainFault[] = [];
  readonly #witnesses: ReadonlyMap<number, string>;
  #last: AuditHead = CHAIN_START;
  #lastAt = '';

  /** `witnesses`: heads that somebody outside was given. */
  constructor(witnesses: readonly AuditHead[] = []) {
    this.#witnesses = new Map(witnesses.map(({ seq, hash }) => [seq, hash]));
  }

  step(event: AuditEventTable): void {
    const { seq } = event;
    if (seq <= this.#last.seq) this.#fault(seq, 'out-of-place', `event ${seq} stands behind event ${this.#last.seq}`);
    else if (seq > this.#last.seq + 1) this.#missing(this.#last.seq + 1, seq - 1);
    const isOwnHash = hashOf(event) === event.hash;
    if (!isOwnHash) this.#fault(seq, 'changed', `event ${seq} is not what was recorded`);
    else if (seq === this.#last.seq + 1 && event.previousHash !== this.#last.hash) {
      this.#fault(seq, 'out-of-place', `event ${seq} does not follow the event that stands before it`);
    }
    if (event.at < this.#lastAt) this.#fault(seq, 'out-of-place', `event ${seq} is older than the event before it`);
    const witnessed = this.#witnesses.get(seq);
    if (witnessed !== undefined && witnessed !== event.hash) {
      this.#fault(seq, 'other-head', `event ${seq} is another than the one whose hash was given out`);
    }
    this.#last = { seq, hash: event.hash };
    if (event.at > this.#lastAt) this.#lastAt = event.at;
  }

  /** `head`: as the store has it beside the chain. */
  end(head: AuditHead): readonly ChainFault[] {
    const { seq, hash } = this.#last;
    if (seq < head.seq) this.#missing(seq + 1, head.seq, 'cut-off');
    else if (seq !== head.seq || hash !== head.hash) {
      this.#fault(seq, 'other-head', `the chain ends with event ${seq}, and the head says ${head.seq}`);
    }
    for (const witnessed of this.#witnesses.keys()) {
      if (witnessed > Math.max(seq, head.seq)) {
        this.#fault(witnessed, 'cut-off', `event ${witnessed}, whose hash was given out, is not there`);
      }
    }
    return this.#faults;
  }

  get last(): AuditHead {
    return this.#last;
  }

  #missing(from: number, to: number, kind: 'missing' | 'cut-off' = 'missing'): void {
    const what = from === to ? `event ${from} is` : `events ${from} to ${to} are`;
    this.#fault(from, kind, `${what} missing`);
  }

  #fault(seq: number, kind: ChainFault['kind'], text: string): void {
    this.#faults.push({ seq, kind, text });
  }
}
