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

/**
 * Follows the chain event by event, in the order of `seq`; needs memory for two events. A fault is placed at the event that
 * was tampered with, as far as those after it tell: where an event does not follow the one before, and a third follows the
 * second, then the first is not what it was; where none follows the second, the second is not.
 */
export class ChainWalk {
  readonly #faults: ChainFault[] = [];
  readonly #witnesses: ReadonlyMap<number, readonly AuditHead[]>;
  #last: AuditHead = CHAIN_START;
  #lastAt = '';
  /** Whether the last event does not follow the one before it: what comes next tells which of them is to blame. */
  #isLastLoose = false;

  /** `witnesses`: heads that somebody outside was given. */
  constructor(witnesses: readonly AuditHead[] = []) {
    this.#witnesses = Map.groupBy(witnesses, ({ seq }) => seq);
  }

  step(event: AuditEventTable): void {
    const { seq, at, hash, previousHash } = event;
    if (this.#witnesses.get(seq)?.some((witness) => witness.hash !== hash) === true) {
      this.#fault(seq, 'other-head', `event ${seq} is another than the one whose hash was given out`);
    }
    if (seq <= this.#last.seq) {
      this.#fault(seq, 'out-of-place', `event ${seq} stands behind event ${this.#last.seq}`);
      return;
    }
    const isNext = seq === this.#last.seq + 1;
    const follows = isNext && previousHash === this.#last.hash;
    this.#settle(follows);
    if (!isNext) this.#missing(this.#last.seq + 1, seq - 1);
    const isOwnHash = hashOf(event) === hash;
    if (!isOwnHash) this.#fault(seq, 'changed', `event ${seq} is not what was recorded`);
    this.#isLastLoose = isNext && !follows && isOwnHash;
    if (at < this.#lastAt) this.#fault(seq, 'out-of-place', `event ${seq} is older than the event before it`);
    this.#last = { seq, hash };
    if (at > this.#lastAt) this.#lastAt = at;
  }

  /** `head`: as the store has it beside the chain. */
  end(head: AuditHead): readonly ChainFault[] {
    const { seq, hash } = this.#last;
    this.#settle(seq === head.seq && hash === head.hash);
    if (seq < head.seq) this.#missing(seq + 1, head.seq, 'cut-off');
    else if (seq > head.seq) {
      this.#fault(head.seq + 1, 'other-head', `the head says that event ${head.seq} is the last, and ${seq} is`);
    } else if (hash !== head.hash) {
      this.#fault(seq, 'other-head', `event ${seq}, the last, is another than the head says`);
    }
    for (const witnessed of this.#witnesses.keys()) {
      if (witnessed > Math.max(seq, head.seq)) {
        this.#fault(witnessed, 'cut-off', `event ${witnessed}, whose hash was given out, is not there`);
      }
    }
    return this.#faults.sort((a, b) => a.seq - b.seq);
  }

  get last(): AuditHead {
    return this.#last;
  }

  /** Who is to blame where the last event does not follow the one before it. The start of the chain is nobody's to change. */
  #settle(isLastFollowed: boolean): void {
    if (!this.#isLastLoose) return;
    this.#isLastLoose = false;
    const { seq } = this.#last;
    if (isLastFollowed && seq > 1) {
      this.#fault(seq - 1, 'changed', `event ${seq - 1} is not the one that event ${seq} follows`);
    } else this.#fault(seq, 'out-of-place', `event ${seq} does not follow the event that stands before it`);
  }

  #missing(from: number, to: number, kind: 'missing' | 'cut-off' = 'missing'): void {
    const what = from === to ? `event ${from} is` : `events ${from} to ${to} are`;
    this.#fault(from, kind, `${what} missing`);
  }

  #fault(seq: number, kind: ChainFault['kind'], text: string): void {
    this.#faults.push({ seq, kind, text });
  }
}
