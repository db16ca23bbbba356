/** The best set of exchanges found so far, counted in integers. */
import { weightAt } from '../criteria/catalogue.ts';
import { isUnusedCode, sizeOfCode } from '../exchanges/columns.ts';
import { countMarked, countOfCap, rowsOfColumn, type Packing } from '../program/packing.ts';

export class Incumbent {
  /** Ascending; unused altruists included. */
  columns: Int32Array = new Int32Array(0);
  /** By level, in the maximised sense. */
  values: readonly number[];
  /** True while no set was taken that is better than what the values were raised to. */
  isUnmet = false;
  private readonly packing: Packing;
  private readonly onImproved: (incumbent: Incumbent) => void;
  /** Columns of altruists unused, by row. */
  private readonly unused = new Map<number, number>();

  constructor(packing: Packing, onImproved: (incumbent: Incumbent) => void = () => {}) {
    this.packing = packing;
    this.onImproved = onImproved;
    const { codes, count } = packing.columns;
    for (let column = 0; column < count; column++) {
      if (isUnusedCode(codes[column])) {
        this.unused.set(rowsOfColumn(packing, column)[0], column);
      }
    }
    this.columns = Int32Array.from(this.unused.values());
    this.values = this.valuesOf(this.columns);
  }

  /** From now on only sets that are better than this are taken. */
  raiseTo(values: readonly number[]): void {
    this.values = values;
    this.isUnmet = true;
  }

  /**
   * Offers a first set: columns taken greedily, those of the best values first. It is far from best, but it is there before
   * anything is solved.
   */
  offerGreedy(): void {
    const { columns, levels } = this.packing;
    const vectorOf = (code: number): number[] =>
      levels.flatMap(({ byCode }) => (byCode === null ? [] : [byCode[code] / sizeOfCode(code)]));
    const codes = [...new Set(columns.codes)].sort((a, b) => compareValues(vectorOf(b), vectorOf(a)) || a - b);
    const used = new Uint8Array(this.packing.rowCount + 1);
    const taken: number[] = [];
    let left = this.packing.cap?.max ?? 0;
    for (const code of codes) {
      for (let column = 0; column < columns.count; column++) {
        if (columns.codes[column] !== code || countMarked(this.packing, column, used) > 0) continue;
        const counted = countOfCap(this.packing, [column]);
        if (counted > left) break;
        left -= counted;
        for (const row of rowsOfColumn(this.packing, column)) used[row] = 1;
        taken.push(column);
      }
    }
    this.offer(taken);
  }

  /** Takes a set of columns if it is a packing, within the cap, and better; altruists left over are added as unused. */
  offer(columns: Iterable<number>): boolean {
    const complete = this.completed(columns);
    if (complete === null) return false;
    const values = this.valuesOf(complete);
    if (compareValues(values, this.values) <= 0) return false;
    this.values = values;
    this.columns = complete;
    this.isUnmet = false;
    this.onImproved(this);
    return true;
  }

  private completed(columns: Iterable<number>): Int32Array | null {
    const used = new Uint8Array(this.packing.rowCount);
    const chosen: number[] = [];
    for (const column of columns) {
      for (const row of rowsOfColumn(this.packing, column)) {
        if (used[row] === 1) return null;
        used[row] = 1;
      }
      chosen.push(column);
    }
    if (countOfCap(this.packing, chosen) > (this.packing.cap?.max ?? 0)) return null;
    for (const [row, column] of this.unused) if (used[row] === 0) chosen.push(column);
    return Int32Array.from(chosen).sort();
  }

  private valuesOf(columns: Int32Array): number[] {
    return this.packing.levels.map((weights) =>
      columns.reduce((sum, column) => {
        const next = sum + weightAt(weights, column);
        if (!Number.isSafeInteger(next)) throw new Error(`${weights.id} is beyond exact integers`);
        return next;
      }, 0),
    );
  }
}

/** Lexicographic: negative where a is worse than b. A shorter list is compared as far as it goes. */
export function compareValues(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let level = 0; level < length; level++) if (a[level] !== b[level]) return a[level] - b[level];
  return 0;
}
