/**
 * Who receives from whom in a best circulation, kept whole while rows are closed: recipients and rows that have lost their counterpart
 * find another over tight arcs, or it is found that there is none.
 *
 * By complementary slackness a set of exchanges reaches the circulation's bound just where it lies on tight arcs, every recipient that must be
 * reached is, and every row whose gift has a price gives. So what is left can still be completed, by exchanges of any length, just where
 * every open recipient has a tight giver (its own row, if it may rest) and every open row of worth a tight receiver; the two can be seen to
 * one after the other (Mendelsohn and Dulmage 1958).
 */
import { populationCount } from '../graph/adjacency.ts';
import { mayRest, type Circulation } from './circulation.ts';
import { lowestBit } from './row-graph.ts';

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
  private readonly visited: Uint32Array;
  private readonly path: Int32Array;
  private readonly between: Int32Array;
  private readonly nextWord: Int32Array;

  constructor(circulation: Circulation, arcs: TightArcs) {
    const { graph, giverOf } = circulation;
    const { rowCount, words } = graph;
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
    for (let row = 0; row < rowCount; row++) this.open[row >>> 5] |= 1 << (row & 31);
    this.idle = new Uint32Array(words);
    this.receiverOf.forEach((receiver, row) => this.setIdle(row, receiver < 0));
    this.visited = new Uint32Array(words);
    this.path = new Int32Array(rowCount + 1);
    this.between = new Int32Array(rowCount + 1);
    this.nextWord = new Int32Array(rowCount + 1);
  }

  isTight(from: number, to: number): boolean {
    return (this.arcs.receivers[from * this.words + (to >>> 5)] & (1 << (to & 31))) !== 0;
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
    if (isOpen) this.open[row >>> 5] |= 1 << (row & 31);
    else this.open[row >>> 5] &= ~(1 << (row & 31));
  }

  /** Depth-first along alternating tight arcs from a recipient to a row that gives nothing. */
  private findGiver(start: number): boolean {
    this.visited.fill(0);
    const { path, between, nextWord } = this;
    let size = 1;
    path[0] = start;
    nextWord[0] = -1;
    while (size > 0) {
      const recipient = path[size - 1];
      const idle = nextWord[size - 1] < 0 ? this.idleGiver(recipient) : -1;
      const giver =
        idle >= 0 ? idle : this.nextAt(size - 1, recipient, this.arcs.givers, mayRest(this.circulation, recipient));
      if (giver < 0) {
        size--;
        continue;
      }
      between[size - 1] = giver;
      const receiver = this.receiverOf[giver];
      if (receiver < 0) {
        for (let place = size - 1; place >= 0; place--) this.assign(between[place], path[place]);
        return true;
      }
      path[size] = receiver;
      nextWord[size++] = -1;
    }
    return false;
  }

  private idleGiver(recipient: number): number {
    const { open, idle, words } = this;
    for (let word = 0, base = recipient * words; word < words; word++) {
      const bits = this.arcs.givers[base + word] & open[word] & idle[word];
      if (bits !== 0) return (word << 5) + lowestBit(bits);
    }
    return -1;
  }

  /** The same from a row of worth to a row of none, which gives nothing from then on. */
  private findReceiver(start: number): boolean {
    this.visited.fill(0);
    const { path, between, nextWord, circulation } = this;
    let size = 1;
    path[0] = start;
    nextWord[0] = -1;
    while (size > 0) {
      const row = path[size - 1];
      const isRecipient = row < circulation.graph.recipientCount;
      const receiver = this.nextAt(size - 1, row, this.arcs.receivers, isRecipient && mayRest(circulation, row));
      if (receiver < 0) {
        size--;
        continue;
      }
      between[size - 1] = receiver;
      const holder = this.giverOf[receiver];
      if (this.mayEnd(holder)) {
        this.receiverOf[holder] = -1;
        this.setIdle(holder, true);
        for (let place = size - 1; place >= 0; place--) this.assign(path[place], between[place]);
        return true;
      }
      path[size] = holder;
      nextWord[size++] = -1;
    }
    return false;
  }

  private assign(giver: number, receiver: number): void {
    this.giverOf[receiver] = giver;
    this.receiverOf[giver] = receiver;
    this.setIdle(giver, false);
  }

  private setIdle(row: number, isIdle: boolean): void {
    if (isIdle) this.idle[row >>> 5] |= 1 << (row & 31);
    else this.idle[row >>> 5] &= ~(1 << (row & 31));
  }

  /** The next open counterpart of a row that was not come to; its own number first, where it may be left alone. */
  private nextAt(place: number, row: number, tight: Uint32Array, maySelf: boolean): number {
    const { nextWord, visited, open, words } = this;
    if (nextWord[place] < 0) {
      nextWord[place] = 0;
      if (maySelf && (visited[row >>> 5] & (1 << (row & 31))) === 0) return this.visit(row);
    }
    for (let word = nextWord[place], base = row * words; word < words; word++) {
      const bits = tight[base + word] & open[word] & ~visited[word];
      if (bits === 0) continue;
      nextWord[place] = word;
      return this.visit((word << 5) + lowestBit(bits));
    }
    nextWord[place] = words;
    return -1;
  }

  private visit(row: number): number {
    this.visited[row >>> 5] |= 1 << (row & 31);
    return row;
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
    bits[index >>> 5] |= 1 << (index & 31);
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
