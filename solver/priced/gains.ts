/**
 * What a column gains beyond the price of its rows, as a sum over its vertices. Only criteria that are such sums can be priced: a
 * bonus for a whole exchange (an effective two-way, a back-arc) belongs to no vertex.
 *
 * The score belongs to arcs. A vertex is given the most that any arc into it scores, and an arc loses what it scores less than that: so a
 * search that leaves the losses out of its bounds stays right. With whole numbers, all sums are exact while they stay below 2^53;
 * whoever needs that makes sure of it.
 */
import { unitsBetween, type Adjacency } from '../graph/adjacency.ts';
import type { CriterionId } from '../limits.ts';

export interface Gains {
  /** By vertex: the most it can add to a column that it is in, less the price of its row. */
  readonly ofVertex: Float64Array;
  /** What the arc from v to w loses of that; null where none loses anything. */
  readonly lossOf: ((v: number, w: number) => number) | null;
}

/** `scale` times the criterion, less `prices` by row. */
export function gainsOf(adjacency: Adjacency, criterion: CriterionId, scale: number, prices: ArrayLike<number>): Gains {
  const { vertexCount, rowOf } = adjacency;
  const counts = countsOf(adjacency, criterion);
  const ofVertex = new Float64Array(vertexCount);
  for (let vertex = 0; vertex < vertexCount; vertex++)
    ofVertex[vertex] = scale * counts[vertex] - prices[rowOf[vertex]];
  if (criterion !== 'score') return { ofVertex, lossOf: null };
  return { ofVertex, lossOf: (v, w) => scale * (counts[w] - unitsBetween(adjacency, v, w)) };
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
