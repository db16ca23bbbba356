/**
 * What a column gains beyond the price of its rows, as a sum over its vertices. Only criteria that are such sums can be priced: a
 * bonus for a whole exchange (an effective two-way, a back-arc) belongs to no vertex.
 *
 * The score belongs to arcs. A vertex is given the most that any arc into it can bring, and an arc loses what it brings less than that: so a
 * search that leaves losses out of its bounds stays right. With whole numbers, all sums are exact while they stay below 2^53;
 * whoever needs that makes sure of it.
 */
import { unitsAlong, unitsBetween, type Adjacency } from '../graph/adjacency.ts';
import type { CriterionId } from '../limits.ts';

export interface Gains {
  /** By vertex: the most it can add to a column that it is in, less the price of its row. */
  readonly ofVertex: Float64Array;
  /** What the arc from v to w loses of that; null where none loses anything. */
  readonly lossOf: ((v: number, w: number) => number) | null;
}

/** A criterion, and how many times it counts: negative where more of it costs. */
export interface Term {
  readonly criterion: CriterionId;
  readonly factor: number;
}

/** The sum of the terms, less `prices` by row. At most one term is the score. */
export function gainsOf(adjacency: Adjacency, terms: readonly Term[], prices: ArrayLike<number>): Gains {
  const ofVertex = Float64Array.from(adjacency.rowOf, (row) => -prices[row]);
  let lossOf: Gains['lossOf'] = null;
  for (const { criterion, factor } of terms) {
    if (factor === 0) continue;
    const counts = factor < 0 && criterion === 'score' ? leastUnits(adjacency) : countsOf(adjacency, criterion);
    counts.forEach((count, vertex) => {
      ofVertex[vertex] += factor * count;
    });
    if (criterion === 'score') lossOf = (v, w) => factor * (counts[w] - unitsBetween(adjacency, v, w));
  }
  return { ofVertex, lossOf };
}

/** What an exchange counts of a criterion that can be priced. */
export function countAlong(adjacency: Adjacency, criterion: CriterionId, path: Int32Array): number {
  if (criterion === 'transplants') return path.length;
  if (criterion === 'recipients') return path.length - (path[0] >= adjacency.pairedCount ? 1 : 0);
  return unitsAlong(adjacency, path);
}

/** No set counts more of the criterion than this: in each row the most that any of its vertices can count. */
export function unconditionalBound(adjacency: Adjacency, criterion: CriterionId): number {
  const counts = countsOf(adjacency, criterion);
  const most = new Float64Array(adjacency.rowCount);
  adjacency.rowOf.forEach((row, vertex) => {
    most[row] = Math.max(most[row], counts[vertex]);
  });
  return most.reduce((sum, count) => sum + count, 0);
}

/** By vertex: the most that it counts in any column, or its share of what the column counts. */
function countsOf({ vertexCount, pairedCount, targets, units }: Adjacency, criterion: CriterionId): Float64Array {
  const counts = new Float64Array(vertexCount);
  if (criterion === 'score') {
    for (let at = 0; at < targets.length; at++) counts[targets[at]] = Math.max(counts[targets[at]], units[at]);
    return counts;
  }
  if (criterion === 'three-way') return counts;
  const isOfRecipients = criterion === 'recipients' || criterion === 'effective-two-way';
  return counts.fill(1, 0, isOfRecipients ? pairedCount : vertexCount);
}

/** By vertex: the least that any arc into it scores. */
function leastUnits({ vertexCount, targets, units }: Adjacency): Float64Array {
  const least = new Float64Array(vertexCount).fill(Infinity);
  for (let at = 0; at < targets.length; at++) least[targets[at]] = Math.min(least[targets[at]], units[at]);
  return least.map((score) => (score === Infinity ? 0 : score));
}
