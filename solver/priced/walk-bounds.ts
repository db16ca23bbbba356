/**
 * The most that a walk can still gain: by vertex and number of further arcs, over walks that may repeat vertices and end anywhere. Every
 * completion of a path is such a walk, so a search may leave out whatever this cannot lift above what it has.
 *
 * Layers of best walks (Bellman and Ford), each over the vertices in the order of what reaching them is worth: the first that can follow
 * a vertex is its best step.
 */
import { follows, type Adjacency } from '../graph/adjacency.ts';
import { clearBit, lowestBit, setBit } from '../graph/bitset.ts';
import type { Gains } from './gains.ts';

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

/** By arcs left, `arcsMax` at most. */
export function stepsFrom(adjacency: Adjacency, gains: Gains, arcsMax: number, isOpen: Uint8Array): readonly Step[] {
  const none = { ranked: new Int32Array(0), worth: new Float64Array(0), worthOf: new Float64Array(0) };
  const steps: Step[] = [{ ...none, bestFrom: new Float64Array(adjacency.vertexCount) }];
  for (let arcs = 1; arcs <= arcsMax; arcs++) steps.push(stepBefore(adjacency, gains, steps[arcs - 1], isOpen));
  return steps;
}

function stepBefore(adjacency: Adjacency, gains: Gains, next: Step, isOpen: Uint8Array): Step {
  const { pairedCount, rowOf } = adjacency;
  const worthOf = Float64Array.from({ length: pairedCount }, (_, v) => gains.ofVertex[v] + next.bestFrom[v]);
  const open = Int32Array.from(worthOf.keys()).filter((v) => isOpen[rowOf[v]] === 1);
  const ranking = rankedBy(open, worthOf);
  const bestFrom = bestOfPaired(adjacency, ranking, gains.lossOf, isOpen);
  for (let altruist = pairedCount; altruist < adjacency.vertexCount; altruist++) {
    if (isOpen[rowOf[altruist]] === 1) bestFrom[altruist] = bestAfter(adjacency, altruist, ranking, gains.lossOf);
  }
  return { ...ranking, worthOf, bestFrom };
}

/** Worth of the best step from each open paired vertex. The ranked tell all that they follow at once, by their bits. */
function bestOfPaired(
  { vertexCount, pairedCount, rowOf, words, followed }: Adjacency,
  { ranked, worth }: Ranking,
  lossOf: Gains['lossOf'],
  isOpen: Uint8Array,
): Float64Array {
  const bestFrom = new Float64Array(vertexCount);
  const unsettled = new Uint32Array(words);
  for (let v = 0; v < pairedCount; v++) if (isOpen[rowOf[v]] === 1) setBit(unsettled, v);
  for (let k = 0; k < ranked.length && worth[k] > 0; k++) {
    const base = ranked[k] * words;
    for (let word = 0; word < words; word++) {
      for (let bits = unsettled[word] & followed[base + word]; bits !== 0; bits &= bits - 1) {
        const v = (word << 5) + lowestBit(bits);
        bestFrom[v] = Math.max(bestFrom[v], worth[k] - (lossOf === null ? 0 : lossOf(v, ranked[k])));
        if (bestFrom[v] >= worth[k]) clearBit(unsettled, v);
      }
    }
  }
  return bestFrom;
}

function bestAfter(
  adjacency: Adjacency,
  altruist: number,
  { ranked, worth }: Ranking,
  lossOf: Gains['lossOf'],
): number {
  let best = 0;
  for (let k = 0; k < ranked.length && worth[k] > best; k++) {
    if (!follows(adjacency, altruist, ranked[k])) continue;
    best = Math.max(best, worth[k] - (lossOf === null ? 0 : lossOf(altruist, ranked[k])));
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
