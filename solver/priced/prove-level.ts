/**
 * From the prices of column generation to integer evidence, without listing what it covers: the prices are put on a grid of integers, and
 * the oracle, exact on integers, tells which exchange they do not cover yet, until there is none.
 */
import { onGrid, SCALES, type LevelProof } from '../certificate/prove.ts';
import type { Limits } from '../limits.ts';
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

const MAGNITUDE_MAX = 2 ** 52;

/** No column counts more than `ceiling`. Null where even the coarsest grid needs numbers that are not safe integers. */
export function provePriced(
  master: Master,
  oracle: Oracle,
  limits: Limits,
  prices: Prices,
  ceiling: number,
): PricedLevel | null {
  const magnitude = ceiling + magnitudeOf(master, prices);
  const scale = SCALES.find((scale) => scale * magnitude < MAGNITUDE_MAX);
  if (scale === undefined) return null;
  const proof = onGrid(master.oddSets, prices, scale);
  mend(master, oracle, limits, proof);
  let total = proof.ofRow.reduce((sum, multiplier) => sum + multiplier, 0);
  master.oddSets.forEach((set, index) => {
    total += proof.ofSet[index] * ((set.length - 1) / 2);
  });
  const bound = Math.floor(total / scale);
  return { proof, bound, gap: total - scale * bound };
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
  const isOpen = new Uint8Array(adjacency.rowCount).fill(1);
  for (;;) {
    const uncovered = oracle.thorough({ limits, scale: proof.scale, prices: proof, isOpen, floor: 0 });
    if (uncovered.length === 0) return;
    uncovered.forEach(raise);
  }
}
