/**
 * Violated odd sets of three rows. Shortest walks between columns (`odd-sets.ts`) see one column at a time; where many columns with small values
 * share two of the rows, only their sum shows the violation. All triples are gone through that fractional columns join pair by pair.
 *
 * Source: subset-row cuts (Jepsen, Petersen, Spoorendonk and Pisinger 2008).
 */
import type { OddSet } from './odd-sets.ts';

/** A column by its rows. */
export interface RowsInUse {
  readonly rows: ArrayLike<number>;
  readonly value: number;
}

const VIOLATION_MIN = 0.02;
const SETS_A_ROUND_MAX = 25;
/** Sets of one round that a row may be in. */
const SETS_OF_ROW_MAX = 3;

/** The most violated first. */
export function separateTriples(rowCount: number, support: readonly RowsInUse[]): OddSet[] {
  const together = sharesOfPairs(rowCount, support);
  const found: { readonly set: OddSet; readonly violation: number }[] = [];
  together.forEach((shares, a) => {
    for (const [b, ab] of shares) {
      if (b < a) continue;
      for (const [c, bc] of together[b]) {
        const ac = c < b ? undefined : shares.get(c);
        // A column with all three counts once, and thrice here.
        if (ac === undefined || ab + bc + ac < 1 + VIOLATION_MIN) continue;
        const set = Int32Array.of(a, b, c);
        const violation = usedInTwos(set, support) - 1;
        if (violation > VIOLATION_MIN) found.push({ set, violation });
      }
    }
  });
  return spread(found.sort((a, b) => b.violation - a.violation).map(({ set }) => set));
}

/** By row and another row: the values of all columns that have both. */
function sharesOfPairs(rowCount: number, support: readonly RowsInUse[]): readonly ReadonlyMap<number, number>[] {
  const together = Array.from({ length: rowCount }, () => new Map<number, number>());
  for (const { rows, value } of support) {
    for (let i = 0; i < rows.length; i++) {
      for (let j = 0; j < rows.length; j++) {
        if (i !== j) together[rows[i]].set(rows[j], (together[rows[i]].get(rows[j]) ?? 0) + value);
      }
    }
  }
  return together;
}

function usedInTwos(set: OddSet, support: readonly RowsInUse[]): number {
  let sum = 0;
  for (const { rows, value } of support) {
    let shared = 0;
    for (let i = 0; i < rows.length; i++) if (set.includes(rows[i])) shared++;
    sum += (shared >> 1) * value;
  }
  return sum;
}

function spread(sets: readonly OddSet[]): OddSet[] {
  const count = new Map<number, number>();
  const taken: OddSet[] = [];
  for (const set of sets) {
    if (taken.length === SETS_A_ROUND_MAX) break;
    if (set.some((row) => (count.get(row) ?? 0) >= SETS_OF_ROW_MAX)) continue;
    for (const row of set) count.set(row, (count.get(row) ?? 0) + 1);
    taken.push(set);
  }
  return taken;
}
