/** Small graphs for tests of matchings, and the weight of their best matching by trying everything. */
import type { Links } from '../../../solver/matching/link-graph.ts';
import { drawsFrom, type Draw } from '../../oracle/random-pools.ts';

export interface WeightedGraph {
  readonly rowCount: number;
  readonly links: Links;
}

/** By lists of [row, row, weight]. */
export function graphOf(rowCount: number, list: readonly (readonly [number, number, number])[]): WeightedGraph {
  return {
    rowCount,
    links: { from: list.map(([a]) => a), to: list.map(([, b]) => b), weights: list.map(([, , weight]) => weight) },
  };
}

/** Weights all alike, few and tied, of all sizes, or large; one to three parts that nothing joins; rows and links in any order. */
export function randomGraph(seed: number, rowsMax: number): WeightedGraph {
  const draw = drawsFrom(seed);
  const rowCount = draw(rowsMax + 1);
  const parts = 1 + draw(3);
  const percent = [15, 30, 50, 80, 100][draw(5)];
  const weight = weightDraw(draw);
  const partOf = Array.from({ length: rowCount }, () => draw(parts));
  const list: [number, number, number][] = [];
  for (let a = 0; a < rowCount; a++) {
    for (let b = 0; b < a; b++) {
      if (partOf[a] !== partOf[b] || draw(100) >= percent) continue;
      list.splice(draw(list.length + 1), 0, draw(2) === 0 ? [a, b, weight()] : [b, a, weight()]);
    }
  }
  return graphOf(rowCount, list);
}

function weightDraw(draw: Draw): () => number {
  const below = [1, 2, 3, 12, 1_000, 2 ** 40][draw(6)];
  const least = [1, 1, below][draw(3)];
  return () => least + draw(below);
}

/** Odd circles of odd circles, each joined to the next by the heavier the further out: blossoms within blossoms that have to be undone again. */
export function nestedCircles(depth: number, seed: number): WeightedGraph {
  const draw = drawsFrom(seed);
  const list: [number, number, number][] = [];
  let rowCount = 3;
  list.push([0, 1, 40], [1, 2, 40], [0, 2, 40]);
  for (let level = 1; level < depth; level++) {
    const [in1, in2] = [draw(rowCount), draw(rowCount)];
    const weight = 40 - 2 * level - draw(3);
    list.push([rowCount, in1, weight], [rowCount + 1, rowCount, weight]);
    list.push([rowCount + 1, in2, weight]);
    rowCount += 2;
  }
  for (let tail = 0; tail < 3; tail++) {
    list.push([draw(rowCount), rowCount, 1 + draw(40)]);
    rowCount++;
  }
  return graphOf(rowCount, list);
}

/** Three rows each at two circles of five: no triangles, and a matching of all ten rows. */
export const petersen = graphOf(
  10,
  [0, 1, 2, 3, 4].flatMap((k) => [
    [k, (k + 1) % 5, 1] as const,
    [k, k + 5, 1] as const,
    [k + 5, ((k + 2) % 5) + 5, 1] as const,
  ]),
);

/** The weight of a best matching. */
export function bestWeight({ rowCount, links }: WeightedGraph): number {
  const weightOf = new Map<number, number>();
  for (let k = 0; k < links.from.length; k++) {
    const [a, b] = [Math.min(links.from[k], links.to[k]), Math.max(links.from[k], links.to[k])];
    weightOf.set(a * rowCount + b, links.weights[k]);
  }
  const best = new Float64Array(2 ** rowCount);
  // By set of rows that may be matched: the lowest of them stays free, or has one of the others.
  for (let rows = 1; rows < best.length; rows++) {
    const low = 31 - Math.clz32(rows & -rows);
    const others = rows & (rows - 1);
    best[rows] = best[others];
    for (let left = others; left !== 0; left &= left - 1) {
      const other = 31 - Math.clz32(left & -left);
      const weight = weightOf.get(low * rowCount + other);
      if (weight !== undefined) best[rows] = Math.max(best[rows], weight + best[others & ~(1 << other)]);
    }
  }
  return best.at(-1)!;
}
