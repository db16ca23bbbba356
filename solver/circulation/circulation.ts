/**
 * The most recipients that could be reached were there no limits on the length of cycles and chains, with the prices that prove it.
 *
 * Without limits, sets of exchanges are assignments: every recipient receives from one row that gives to nobody else, or from
 * nobody, which is written as receiving from its own row, so that this row gives to no one. The fewest who receive from
 * their own rows are found by the Hungarian method (Kuhn 1955; Munkres 1957) in whole numbers. Its prices fold into a multiplier for each row
 * whose sum over any exchange, of whatever length, is at least the recipients that it reaches: a proof in the form of `certificate.ts`.
 * In dense pools with altruists the best sets within the usual limits reach this bound (bench/README.md).
 */
import { clearBit, setBit } from '../graph/bitset.ts';
import { AlternatingPath, firstInAll, type Alternation } from './alternating-path.ts';
import type { RowGraph } from './row-graph.ts';

export interface CirculationPrices {
  /** By recipient: price of its being reached. An arc from g to r is tight where `need[r] = worth[g]`; `need[r] <= worth[g]` for all arcs. */
  readonly need: Int32Array;
  /** By row: price of its gift; at least 0, and 0 for every row that gives nothing. */
  readonly worth: Int32Array;
}

export interface Circulation extends CirculationPrices {
  readonly graph: RowGraph;
  /** By recipient: the row that gives to it, its own where it is not reached. */
  readonly giverOf: Int32Array;
  /** Recipients reached; no set of exchanges reaches more. */
  readonly reached: number;
}

/** Prices rise by one at a time; in pools of any sense a few dozen times. */
const RISES_MAX = 500;

/** Null where prices would have to rise too often. */
export function circulate(graph: RowGraph): Circulation | null {
  const assigning = new Assigning(graph);
  for (let rise = 0; assigning.assign() > 0; rise++) {
    if (rise === RISES_MAX) return null;
    assigning.raise();
  }
  return assigning.finish();
}

/** By row: what an exchange pays for it. Their sum is the bound. */
export function multipliersOf({ graph, need, worth }: Circulation): Float64Array {
  const { rowCount, recipientCount } = graph;
  return Float64Array.from({ length: rowCount }, (_, row) =>
    row < recipientCount ? 1 - need[row] + worth[row] : worth[row],
  );
}

/** Being left out is tight: a best set need not reach the recipient. */
export function mayRest({ need, worth }: CirculationPrices, recipient: number): boolean {
  return need[recipient] === 1 + worth[recipient];
}

class Assigning implements CirculationPrices {
  readonly need: Int32Array;
  readonly worth: Int32Array;
  private readonly graph: RowGraph;
  /** -1: nobody yet. */
  private readonly giverOf: Int32Array;
  private readonly receiverOf: Int32Array;
  /** Bitsets over rows: those of each worth, and those that give nothing. */
  private readonly ofWorth: Uint32Array[];
  private readonly free: Uint32Array;
  private readonly path: AlternatingPath;
  private readonly alternation: Alternation;

  constructor(graph: RowGraph) {
    const { rowCount, recipientCount, words } = graph;
    this.graph = graph;
    this.need = new Int32Array(recipientCount);
    this.worth = new Int32Array(rowCount);
    this.giverOf = new Int32Array(recipientCount).fill(-1);
    this.receiverOf = new Int32Array(rowCount).fill(-1);
    this.free = bitsetOfAll(rowCount, words);
    this.ofWorth = [this.free.slice()];
    this.path = new AlternatingPath(rowCount, words);
    this.alternation = {
      counterparts: graph.givers,
      present: (recipient) => this.ofWorth[this.need[recipient]],
      maySelf: (recipient) => mayRest(this, recipient),
      ending: (recipient) => this.freeGiver(recipient),
      holderOf: (giver) => this.receiverOf[giver],
    };
  }

  /** Assigns over tight arcs whatever can be; gives how many recipients are left without. */
  assign(): number {
    for (;;) {
      this.path.forget();
      let [assigned, left] = [0, 0];
      for (let recipient = 0; recipient < this.graph.recipientCount; recipient++) {
        if (this.giverOf[recipient] >= 0) continue;
        if (this.reach(recipient)) assigned++;
        else left++;
      }
      if (assigned === 0 || left === 0) return left;
    }
  }

  /** After a round that assigned nobody: what it has come to becomes dearer by one. */
  raise(): void {
    const { recipientCount, rowCount } = this.graph;
    for (let recipient = 0; recipient < recipientCount; recipient++) {
      if (this.giverOf[recipient] < 0) this.need[recipient]++;
    }
    for (let row = 0; row < rowCount; row++) {
      if (!this.path.hasCome(row)) continue;
      this.need[this.receiverOf[row]]++;
      clearBit(this.ofWorth[this.worth[row]], row);
      const worth = ++this.worth[row];
      this.ofWorth[worth] ??= new Uint32Array(this.graph.words);
      setBit(this.ofWorth[worth], row);
    }
  }

  finish(): Circulation {
    const { graph, need, worth, giverOf } = this;
    const reached = giverOf.reduce((count, giver, recipient) => count + (giver === recipient ? 0 : 1), 0);
    return { graph, need, worth, giverOf, reached };
  }

  /** Over an alternating path from a recipient to a row that gives nothing yet. */
  private reach(start: number): boolean {
    const { path } = this;
    if (!path.find(start, this.alternation)) return false;
    clearBit(this.free, path.counterparts[path.size - 1]);
    for (let place = 0; place < path.size; place++) {
      this.giverOf[path.rows[place]] = path.counterparts[place];
      this.receiverOf[path.counterparts[place]] = path.rows[place];
    }
    return true;
  }

  private freeGiver(recipient: number): number {
    if (this.receiverOf[recipient] < 0 && mayRest(this, recipient)) return recipient;
    const { givers, words } = this.graph;
    const tight = this.ofWorth[this.need[recipient]];
    return tight === undefined ? -1 : firstInAll(givers, recipient * words, tight, this.free);
  }
}

function bitsetOfAll(count: number, words: number): Uint32Array {
  const bits = new Uint32Array(words);
  for (let index = 0; index < count; index++) setBit(bits, index);
  return bits;
}
