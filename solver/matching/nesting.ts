/** What blossoms add to the cover of two rows, without listing the links within any. */
import type { Matching } from './maximum-weight.ts';

/** Sum of the duals of the blossoms that hold both of two rows; a row from `rowCount` on is in none. */
export type PairCharge = (row: number, other: number) => number;

/** Of two blossoms one holds the other, or they share no row: so those around a row, smallest first, are a way up a tree. */
export function chargeOfBlossoms(rowCount: number, blossoms: Matching['blossoms']): PairCharge {
  const bySize = blossoms.toSorted((a, b) => a.rows.length - b.rows.length);
  const smallest = new Int32Array(rowCount + 1).fill(-1);
  const above = new Int32Array(bySize.length).fill(-1);
  const largest = smallest.slice();
  bySize.forEach(({ rows }, blossom) => {
    for (const row of rows) {
      if (largest[row] < 0) smallest[row] = blossom;
      else above[largest[row]] = blossom;
      largest[row] = blossom;
    }
  });
  // Of a blossom and all around it: the larger come later.
  const charge = new Float64Array(bySize.length);
  for (let blossom = bySize.length - 1; blossom >= 0; blossom--) {
    charge[blossom] = bySize[blossom].dual + (above[blossom] < 0 ? 0 : charge[above[blossom]]);
  }
  return (row, other) => {
    let [a, b] = [smallest[row], smallest[other]];
    while (a !== b && a >= 0 && b >= 0) {
      if (a < b) a = above[a];
      else b = above[b];
    }
    return a === b && a >= 0 ? charge[a] : 0;
  };
}
