/**
 * From the prices of column generation to integer evidence, without listing what it covers: the prices are put on a grid of integers, and
 * the oracle, exact on integers, tells which exchange they do not cover yet, until there is none.
 */
import { onGrid, reducedFace, scaleFor, totalOf, type LevelProof } from '../certificate/prove.ts';
import type { Limits } from '../limits.ts';
import type { Face } from '../optimise/relaxation.ts';
import type { OddSet } from '../program/odd-sets.ts';
import type { Master, Prices } from './master.ts';
import type { Oracle } from './oracle.ts';
import { unconditionalBound } from './gains.ts';

export interface PricedLevel {
  readonly proof: LevelProof;
  /** No set counts more. */
  readonly bound: number;
  /** By how much the multipliers sum up to more than the bound, in parts of `proof.scale`. */
  readonly gap: number;
}

/** No column counts more than `ceiling`. Null where even the coarsest grid needs numbers that are not safe integers. */
export function provePriced(
  master: Master,
  oracle: Oracle,
  limits: Limits,
  prices: Prices,
  ceiling: number,
): PricedLevel | null {
  const magnitude = ceiling + magnitudeOf(master, prices);
  const scale = scaleFor(magnitude);
  if (scale === null) return null;
  const face = firstFace(master.adjacency.rowCount, master.oddSets);
  const proof = onGrid(face, { ...prices, ofLevel: new Float64Array(0) }, scale);
  mend(master, oracle, limits, proof);
  const total = totalOf(face, proof);
  const bound = Math.floor(total / scale);
  return { proof, bound, gap: total - scale * bound };
}

/** The face of the sets that reach the bound, by those columns of it that are known. */
export function faceOf({ proof, bound, gap }: PricedLevel, alive: Int32Array): Face {
  return reducedFace(firstFace(proof.ofRow.length, proof.oddSets), alive, proof, bound, gap);
}

/** Before any level, with no columns listed. */
function firstFace(rowCount: number, oddSets: readonly OddSet[]): Face {
  return {
    alive: new Int32Array(0),
    tightRows: new Uint8Array(rowCount),
    oddSets,
    tightSets: oddSets.map(() => false),
    values: [],
    frozen: [],
  };
}

/** More than any sum that the checker forms, divided by the scale. */
function magnitudeOf(master: Master, { ofRow, ofSet }: Prices): number {
  let sum = unconditionalBound(master.adjacency, master.criterion) + 1;
  for (const price of ofRow) sum += price + 1 / 64;
  master.oddSets.forEach((set, index) => {
    sum += (ofSet[index] + 1 / 64) * set.length;
  });
  return sum;
}

/** Raises the first row of every exchange that is not covered by what is missing; altruists alone are exchanges here. */
function mend(master: Master, oracle: Oracle, limits: Limits, proof: LevelProof): void {
  const { adjacency } = master;
  const missing = (path: Int32Array): number =>
    proof.scale * master.weightOf(path) -
    path.reduce((sum, vertex) => sum + proof.ofRow[adjacency.rowOf[vertex]], 0) -
    master.chargeOf(path, proof.ofSet);
  const raise = (path: Int32Array): void => {
    proof.ofRow[adjacency.rowOf[path[0]]] += Math.max(0, missing(path));
  };
  for (let altruist = adjacency.pairedCount; altruist < adjacency.vertexCount; altruist++)
    raise(Int32Array.of(altruist));
  for (;;) {
    const uncovered = oracle.thorough({ limits, scale: proof.scale, prices: proof, isOpen: master.everyRow, floor: 0 });
    if (uncovered.length === 0) return;
    uncovered.forEach(raise);
  }
}
