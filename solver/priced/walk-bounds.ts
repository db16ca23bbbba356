/**
 * The most that a walk can still gain: by vertex and number of further arcs, over walks that may repeat vertices and end anywhere. Every
 * completion of a path is such a walk, so a search may leave out whatever this cannot lift above what it has.
 *
 * Layers of best walks (Bellman and Ford), each over the vertices in the order of what reaching them is worth: in a dense graph a vertex
 * finds its best follower among the first few.
 */
import { follows, type Adjacency } from '../graph/adjacency.ts';
import type { Gains } from './gains.ts';
import type { Region } from './region.ts';

/** Vertices in the order of what they are worth, most first. */
export interface Ranking {
  readonly ranked: Int32Array;
  /** Beside `ranked`. */
  readonly worth: Float64Array;
}

/** The step to a paired vertex with so many arcs left, this one included: the vertex is worth what it and the best walk from it gain. */
export interface Step extends Ranking {
  /** By paired vertex. */
  readonly worthOf: Float64Array;
  /** By vertex: worth of the best step from it, less what the arc loses; at least 0. */
  readonly bestFrom: Float64Array;
}

/** What a search for paths goes by. */
export interface SearchGround {
  readonly adjacency: Adjacency;
  readonly gains: Gains;
  /** `steps[k]`: with k arcs left. */
  readonly steps: readonly Step[];
  /** By row: 1 where it may be used. */
  readonly isOpen: Uint8Array;
  /** By row: 1 where a chain may end. */
  readonly mayEnd: Uint8Array;
}

export function searchGround(
  { adjacency, mayEnd }: Region,
  gains: Gains,
  arcsMax: number,
  isOpen: Uint8Array,
): SearchGround {
  const none = { ranked: new Int32Array(0), worth: new Float64Array(0), worthOf: new Float64Array(0) };
  const steps: Step[] = [{ ...none, bestFrom: new Float64Array(adjacency.vertexCount) }];
  for (let arcs = 1; arcs <= arcsMax; arcs++) steps.push(stepBefore(adjacency, gains, steps[arcs - 1], isOpen));
  return { adjacency, gains, steps, isOpen, mayEnd };
}

function stepBefore(adjacency: Adjacency, gains: Gains, next: Step, isOpen: Uint8Array): Step {
  const { vertexCount, pairedCount, rowOf } = adjacency;
  const worthOf = Float64Array.from({ length: pairedCount }, (_, v) => gains.ofVertex[v] + next.bestFrom[v]);
  const open = Int32Array.from(worthOf.keys()).filter((v) => isOpen[rowOf[v]] === 1);
  const ranking = rankedBy(open, worthOf);
  const bestFrom = new Float64Array(vertexCount);
  for (let v = 0; v < vertexCount; v++) {
    if (isOpen[rowOf[v]] === 1) bestFrom[v] = bestAfter(adjacency, v, { ...ranking, worthOf }, gains.lossOf, isOpen);
  }
  return { ...ranking, worthOf, bestFrom };
}

/** Ranks are gone through as long as that is quicker than going through the arcs. */
function bestAfter(
  adjacency: Adjacency,
  v: number,
  { ranked, worth, worthOf }: Omit<Step, 'bestFrom'>,
  lossOf: Gains['lossOf'],
  isOpen: Uint8Array,
): number {
  const { starts, targets, rowOf } = adjacency;
  const looks = Math.min(ranked.length, starts[v + 1] - starts[v]);
  let best = 0;
  for (let k = 0; k < looks; k++) {
    if (worth[k] <= best) return best;
    if (!follows(adjacency, v, ranked[k])) continue;
    if (lossOf === null) return worth[k];
    best = Math.max(best, worth[k] - lossOf(v, ranked[k]));
  }
  for (let at = starts[v]; at < starts[v + 1]; at++) {
    const w = targets[at];
    if (worthOf[w] <= best || isOpen[rowOf[w]] === 0) continue;
    best = Math.max(best, worthOf[w] - (lossOf === null ? 0 : lossOf(v, w)));
  }
  return best;
}

/** Equal ones in the order of the vertices. Reorders `vertices`. */
export function rankedBy(vertices: Int32Array, worthOf: Float64Array): Ranking {
  const ranked = vertices.sort((a, b) => worthOf[b] - worthOf[a] || a - b);
  return { ranked, worth: Float64Array.from(ranked, (v) => worthOf[v]) };
}

/** How many of falling numbers are above the floor. */
export function prefixAbove(falling: Float64Array, floor: number): number {
  let [low, high] = [0, falling.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (falling[middle] > floor) low = middle + 1;
    else high = middle;
  }
  return low;
}
