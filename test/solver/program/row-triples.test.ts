import { describe, expect, it } from 'vitest';
import { separateTriples, type RowsInUse } from '../../../solver/program/row-triples.ts';
import { drawsFrom } from '../../oracle/random-pools.ts';

function column(value: number, ...rows: number[]): RowsInUse {
  return { rows, value };
}

function namesOf(sets: readonly Int32Array[]): string[] {
  return sets.map((set) => set.join());
}

/** By how much the row is used that is used most. */
function mostUsed(support: readonly RowsInUse[]): number {
  const used = Array.from({ length: 8 }, (_, row) =>
    support.reduce((sum, { rows, value }) => sum + (Array.from(rows).includes(row) ? value : 0), 0),
  );
  return Math.max(...used, 1);
}

/** Over all triples. */
function violated(rowCount: number, support: readonly RowsInUse[]): string[] {
  const found: string[] = [];
  for (let a = 0; a < rowCount; a++) {
    for (let b = a + 1; b < rowCount; b++) {
      for (let c = b + 1; c < rowCount; c++) {
        const twos = support.map(({ rows, value }) => {
          const shared = Array.from(rows).filter((row) => [a, b, c].includes(row)).length;
          return value * Math.floor(shared / 2);
        });
        if (twos.reduce((sum, value) => sum + value, 0) > 1.02) found.push([a, b, c].join());
      }
    }
  }
  return found;
}

describe('triples of rows', () => {
  it('are found where many columns share two rows, each a little', () => {
    const pairs = [
      [0, 1],
      [1, 2],
      [0, 2],
    ];
    const support = pairs.flatMap(([a, b], k) => [column(0.25, a, b, 3 + k), column(0.25, a, b, 6 + k)]);
    expect(namesOf(separateTriples(9, support))).toEqual(['0,1,2']);
  });

  it('count a column with all three rows once', () => {
    expect(separateTriples(3, [column(0.6, 0, 1, 2), column(0.4, 0, 1)])).toEqual([]);
    expect(namesOf(separateTriples(3, [column(0.6, 0, 1, 2), column(0.5, 0, 1)]))).toEqual(['0,1,2']);
  });

  it('are all violated, and there are some wherever any is', () => {
    let some = 0;
    for (let seed = 0; seed < 300; seed++) {
      const draw = drawsFrom(seed);
      const drawn = Array.from({ length: 12 }, () => {
        const rows = Array.from({ length: 8 }, (_, row) => row).filter(() => draw(3) === 0);
        return column(1 + draw(9), ...rows);
      });
      const support = drawn.map(({ rows, value }) => ({ rows, value: value / mostUsed(drawn) }));
      const all = violated(8, support);
      const found = namesOf(separateTriples(8, support));
      expect(all, `seed ${seed}`).toEqual(expect.arrayContaining(found));
      expect(found.length > 0, `seed ${seed}`).toBe(all.length > 0);
      if (all.length > 0) some++;
    }
    expect(some).toBeGreaterThan(20);
  });
});
