/**
 * From the prices of column generation to integer evidence, without listing what it covers: the prices are put on a grid of integers, and
 * the oracle, exact on integers, tells which exchange they do not cover yet, until there is none.
 */
import { MAGNITUDE_MAX, onGrid, reducedFace, scaleFor, totalOf, type LevelProof } from '../certificate/prove.ts';
import type { Limits } from '../limits.ts';
import type { Face } from '../optimise/face.ts';
import type { OddSet } from '../program/odd-sets.ts';
import type { Master, Path, Prices } from './master.ts';
import type { Oracle } from './oracle.ts';
import type { Region } from './region.ts';

export interface PricedLevel {
  readonly proof: LevelProof;
  /** No set counts more. */
  readonly bound: number;
  /** By how much the multipliers sum up to more than the bound, in parts of `proof.scale`. */
  readonly gap: number;
}

/** Sizes that no exchange and no set of them goes beyond. */
export interface Ceilings {
  /** By level: of the exchanges. */
  readonly ofExchange: readonly number[];
  /** By level: of the sets. */
  readonly ofSet: readonly number[];
}

/** The evidence, and exchanges that the prices did not cover before they were mended. */
export interface ProvedPrices {
  readonly level: PricedLevel;
  readonly uncovered: readonly Path[];
}

/** Null where even the coarsest grid needs numbers that are not safe integers. */
export function provePriced(
  master: Master,
  oracle: Oracle,
  limits: Limits,
  prices: Prices,
  ceilings: Ceilings,
): ProvedPrices | null {
  const scale = scaleOf(master, prices, ceilings);
  if (scale === null) return null;
  const face = faceBefore(master);
  const proof = onGrid(face, prices, scale);
  const uncovered = mend(master, oracle, limits, proof);
  const total = totalOf(face, proof);
  const bound = Math.floor(total / scale);
  return { level: { proof, bound, gap: total - scale * bound }, uncovered };
}

/** The face of the sets that reach the bounds of some levels, the first ones, by those columns of it that are known. */
export function faceAfter(levels: readonly PricedLevel[], { adjacency, tightRows }: Region, alive: Int32Array): Face {
  return levels.reduce(
    (face, { proof, bound, gap }) =>
      reducedFace({ ...face, ...withoutTightSets(proof.oddSets) }, alive, proof, bound, gap),
    { ...firstFace(adjacency.rowCount, []), tightRows },
  );
}

/** Before any level, with no columns listed. */
function firstFace(rowCount: number, oddSets: readonly OddSet[]): Face {
  const tightRows = new Uint8Array(rowCount);
  return { alive: new Int32Array(0), tightRows, ...withoutTightSets(oddSets), values: [], frozen: [] };
}

function withoutTightSets(oddSets: readonly OddSet[]) {
  return { oddSets, tightSets: oddSets.map(() => false) };
}

/** Of the sets that reach what was settled before, with no columns listed. */
function faceBefore({ adjacency, region, oddSets, goal }: Master): Face {
  const values = goal.earlier.map(({ value }) => value);
  const face = firstFace(adjacency.rowCount, oddSets);
  return { ...face, tightRows: region.tightRows, values, frozen: values.map(() => true) };
}

/**
 * Prices of a score that was settled before may be less than a millionth of what is counted now, and multiply sums of many millions: they need
 * the finest grid there is room for.
 */
function scaleOf(master: Master, prices: Prices, ceilings: Ceilings): number | null {
  const isAfterScore = prices.ofLevel.some(
    (price, level) => price !== 0 && master.goal.earlier[level].criterion === 'score',
  );
  const fits = (scale: number): boolean => scale * magnitudeOf(master, prices, ceilings, 1 / scale) < MAGNITUDE_MAX;
  const finer = isAfterScore ? FINER_SCALES.find(fits) : undefined;
  return finer ?? scaleFor(magnitudeOf(master, prices, ceilings, 1 / 64));
}

const FINER_SCALES = [40, 35, 30, 25, 20, 15, 10, 5].map((power) => 720_720 * 2 ** power);

/** More than any sum that the checker forms, divided by the scale; `rounding` of a price of a level. */
function magnitudeOf(master: Master, { ofRow, ofSet, ofLevel }: Prices, ceilings: Ceilings, rounding: number): number {
  const level = ofLevel.length;
  let sum = ceilings.ofExchange[level] + ceilings.ofSet[level] + 1;
  for (const price of ofRow) sum += Math.abs(price) + 1 / 64;
  master.oddSets.forEach((set, index) => {
    sum += (ofSet[index] + 1 / 64) * set.length;
  });
  ofLevel.forEach((price, earlier) => {
    sum += (Math.abs(price) + rounding) * (ceilings.ofExchange[earlier] + ceilings.ofSet[earlier]);
  });
  return sum;
}

/** Raises the first row of every exchange that is not covered by what is missing; altruists alone are exchanges here. */
function mend(master: Master, oracle: Oracle, limits: Limits, proof: LevelProof): readonly Path[] {
  const { adjacency } = master;
  const raise = (path: Path): void => {
    proof.ofRow[adjacency.rowOf[path[0]]] += Math.max(0, master.gainOf(path, proof.scale, proof));
  };
  master.unused().forEach(raise);
  const raised: Path[] = [];
  for (;;) {
    const uncovered = oracle.thorough({ limits, scale: proof.scale, prices: proof, isOpen: master.everyRow, floor: 0 });
    if (uncovered.length === 0) return raised;
    uncovered.forEach(raise);
    raised.push(...uncovered);
  }
}
