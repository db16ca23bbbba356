import { describe, expect, it } from 'vitest';
import { rowComponents } from '../../../solver/graph/components.ts';
import { drawsFrom } from '../../oracle/random-pools.ts';

/** Spreads the smallest row over each column until nothing changes. */
function componentsBySpreading(rowCount: number, columns: readonly number[][]): number[] {
  const component = Array.from({ length: rowCount }, (_, row) => row);
  for (let changed = true; changed;) {
    changed = false;
    for (const rows of columns) {
      const least = Math.min(...rows.map((row) => component[row]));
      for (const row of rows) {
        changed ||= component[row] !== least;
        component[row] = least;
      }
    }
  }
  return component;
}

describe('components of rows', () => {
  it('are named by their smallest row, however the columns are ordered', () => {
    for (let seed = 0; seed < 500; seed++) {
      const draw = drawsFrom(seed);
      const rowCount = 1 + draw(30);
      const columns = Array.from({ length: draw(25) }, () => Array.from({ length: 1 + draw(4) }, () => draw(rowCount)));
      const found = Array.from(rowComponents(rowCount, columns));
      expect(found, `seed ${seed}`).toEqual(componentsBySpreading(rowCount, columns));
    }
  });
});
