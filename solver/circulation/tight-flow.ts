/**
 * Who receives from whom in a best circulation, kept whole while rows are closed: recipients and rows that have lost their counterpart
 * find another over tight arcs, or it is found that there is none.
 *
 * By complementary slackness a set of exchanges reaches the circulation's bound just where it lies on tight arcs, every recipient that must be
 * reached is, and every row whose gift has a price gives. So what is left can still be completed, by exchanges of any length, just where
 * every open recipient has a tight giver (its own row, if it may rest) and every open row of worth a tight receiver; the two can be seen to
 * one after the other (Mendelsohn and Dulmage 1958).
 */
import { clearBit, hasBit, populationCount, setBit } from '../graph/bitset.ts';
import { AlternatingPath, firstInAll, type Alternation } from './alternating-path.ts';
import { mayRest, type Circulation } from './circulation.ts';

/** Bitsets of tight arcs, by recipient and by row; not those of resting. */
export interface TightArcs {
  readonly givers: Uint32Array;
  readonly receivers: Uint32Array;
}

export function tightArcsOf({ graph, need, worth }: Circulation): TightArcs {
  const { rowCount, recipientCount, words, givers, receivers } = graph;
  return {
    givers: onlyEqual(givers, recipientCount, words, need, worth),
    receivers: onlyEqual(receivers, rowCount, words, worth, need),
  };
}

export class TightFlow {
  /** By recipient, while it is open. */
  readonly giverOf: Int32Array;
  /** By row: -1 where it gives nothing, its own number where the recipient rests. */
  readonly receiverOf: Int32Array;
  /** By row: 1 while it is open. */
  readonly isOpen: Uint8Array;
  readonly words: number;
  readonly arcs: TightArcs;
  readonly circulation: Circulation;
  /** Bitsets over rows: the open ones, and those that give nothing. */
  private readonly open: Uint32Array;
  private readonly idle: Uint32Array;
  private readonly path: AlternatingPath;
  private readonly toGiver: Alternation;
  private readonly toReceiver: Alternation;

  constructor(circulation: Circulation, arcs: TightArcs) {
    const { graph, giverOf } = circulation;
    const { rowCount, recipientCount, words } = graph;
    this.circulation = circulation;
    this.arcs = arcs;
    this.words = words;
    this.giverOf = giverOf.slice();
    this.receiverOf = new Int32Array(rowCount).fill(-1);
    giverOf.forEach((giver, recipient) => {
      this.receiverOf[giver] = recipient;
    });
    this.isOpen = new Uint8Array(rowCount).fill(1);
    this.open = new Uint32Array(words);
    for (let row = 0; row < rowCount; row++) setBit(this.open, row);
    this.idle = new Uint32Array(words);
    this.receiverOf.forEach((receiver, row) => this.setIdle(row, receiver < 0));
    this.path = new AlternatingPath(rowCount, words);
    this.toGiver = {
      counterparts: arcs.givers,
      present: () => this.open,
      maySelf: (recipient) => mayRest(circulation, recipient),
      ending: (recipient) => firstInAll(arcs.givers, recipient * words, this.open, this.idle),
      holderOf: (giver) => this.receiverOf[giver],
    };
    this.toReceiver = {
      counterparts: arcs.receivers,
      present: () => this.open,
      maySelf: (row) => row < recipientCount && mayRest(circulation, row),
      ending: () => -1,
      holderOf: (receiver) => (this.mayEnd(this.giverOf[receiver]) ? -1 : this.giverOf[receiver]),
    };
  }

  isTight(from: number, to: number): boolean {
    return hasBit(this.arcs.receivers, to, from * this.words);
  }

  /** How many open rows can give to a recipient over tight arcs. */
  tightGiversOf(recipient: number): number {
    let count = 0;
    for (let word = 0, base = recipient * this.words; word < this.words; word++) {
      count += populationCount(this.arcs.givers[base + word] & this.open[word]);
    }
    return count;
  }

  /** A chain may end with it: its gift, to the waiting list, costs nothing. */
  mayEnd(row: number): boolean {
    return this.circulation.worth[row] === 0;
  }

  /** Closes rows and mends what is left; false, and nothing changed, where it cannot be mended. */
  close(rows: readonly number[]): boolean {
    const before = [this.giverOf.slice(), this.receiverOf.slice(), this.idle.slice()] as const;
    const { recipientCount } = this.circulation.graph;
    for (const row of rows) this.setOpen(row, false);
    const [wanting, owing]: [number[], number[]] = [[], []];
    for (const row of rows) {
      const receiver = this.receiverOf[row];
      if (receiver >= 0 && this.isOpen[receiver] === 1) {
        wanting.push(receiver);
        this.giverOf[receiver] = -1;
      }
      const giver = row < recipientCount ? this.giverOf[row] : -1;
      if (giver >= 0 && this.isOpen[giver] === 1) {
        this.receiverOf[giver] = -1;
        this.setIdle(giver, true);
        if (!this.mayEnd(giver)) owing.push(giver);
      }
    }
    const isMended =
      wanting.every((recipient) => this.findGiver(recipient)) &&
      owing.every((row) => this.receiverOf[row] >= 0 || this.findReceiver(row));
    if (isMended) return true;
    for (const row of rows) this.setOpen(row, true);
    this.giverOf.set(before[0]);
    this.receiverOf.set(before[1]);
    this.idle.set(before[2]);
    return false;
  }

  /** Opens the rows of exchanges that were closed, as giving to each other. */
  reopen(path: readonly number[]): void {
    const isChain = path[0] >= this.circulation.graph.recipientCount;
    path.forEach((row, place) => {
      this.setOpen(row, true);
      if (place + 1 < path.length) this.assign(row, path[place + 1]);
      else if (!isChain) this.assign(row, path[0]);
      else {
        this.receiverOf[row] = -1;
        this.setIdle(row, true);
      }
    });
  }

  copy(): TightFlow {
    const copy = new TightFlow(this.circulation, this.arcs);
    copy.giverOf.set(this.giverOf);
    copy.receiverOf.set(this.receiverOf);
    copy.isOpen.set(this.isOpen);
    copy.open.set(this.open);
    copy.idle.set(this.idle);
    return copy;
  }

  private setOpen(row: number, isOpen: boolean): void {
    this.isOpen[row] = isOpen ? 1 : 0;
    if (isOpen) setBit(this.open, row);
    else clearBit(this.open, row);
  }

  /** Along alternating tight arcs from a recipient to a row that gives nothing. */
  private findGiver(start: number): boolean {
    const { path } = this;
    path.forget();
    if (!path.find(start, this.toGiver)) return false;
    for (let place = 0; place < path.size; place++) this.assign(path.counterparts[place], path.rows[place]);
    return true;
  }

  /** The same from a row of worth to a row of none, which gives nothing from then on. */
  private findReceiver(start: number): boolean {
    const { path } = this;
    path.forget();
    if (!path.find(start, this.toReceiver)) return false;
    const left = this.giverOf[path.counterparts[path.size - 1]];
    this.receiverOf[left] = -1;
    this.setIdle(left, true);
    for (let place = 0; place < path.size; place++) this.assign(path.rows[place], path.counterparts[place]);
    return true;
  }

  private assign(giver: number, receiver: number): void {
    this.giverOf[receiver] = giver;
    this.receiverOf[giver] = receiver;
    this.setIdle(giver, false);
  }

  private setIdle(row: number, isIdle: boolean): void {
    if (isIdle) setBit(this.idle, row);
    else clearBit(this.idle, row);
  }
}

/** Of bitsets by row those bits whose price, by index, is the row's own. */
function onlyEqual(
  bitsets: Uint32Array,
  count: number,
  words: number,
  ofRow: Int32Array,
  ofBit: Int32Array,
): Uint32Array {
  const byPrice = new Map<number, Uint32Array>();
  ofBit.forEach((price, index) => {
    const bits = byPrice.get(price) ?? new Uint32Array(words);
    setBit(bits, index);
    byPrice.set(price, bits);
  });
  const equal = new Uint32Array(count * words);
  for (let row = 0; row < count; row++) {
    const bits = byPrice.get(ofRow[row]);
    if (bits === undefined) continue;
    for (let word = 0; word < words; word++) equal[row * words + word] = bitsets[row * words + word] & bits[word];
  }
  return equal;
}
