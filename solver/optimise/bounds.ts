/** Bounds that need no linear program and no condition: weak, but true at any moment. */
import { weightAt } from '../criteria/catalogue.ts';
import { sizeOfCode } from '../exchanges/columns.ts';
import { rowsOfColumn, type Packing } from '../program/packing.ts';

/**
 * By level: the sum over rows of the best share that any column on the row could bring it, rounded down. A column's
 * value is shared out evenly among its rows, so no packing brings more.
 */
export function unconditionalBounds(packing: Packing): number[] {
  const { columns, rowCount } = packing;
  return packing.levels.map((weights) => {
    const best = new Float64Array(rowCount);
    for (let column = 0; column < columns.count; column++) {
      const weight = weightAt(weights, column);
      if (weight <= 0) continue;
      // Rounded up to a whole number, so that the sum is exact.
      const share = Math.ceil(weight / sizeOfCode(columns.codes[column]));
      for (const row of rowsOfColumn(packing, column)) if (share > best[row]) best[row] = share;
    }
    return best.reduce((sum, share) => sum + share, 0);
  });
}
