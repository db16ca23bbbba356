/**
 * From floating duals to integer evidence. The duals of a relaxed level are put on a grid of integers and mended until
 * they cover every live column; what they then add up to is a bound that owes nothing to floating point, and the search
 * goes on from exactly what the evidence leaves (semantics: `certificate.ts`).
 */
import { weightAt } from '../criteria/catalogue.ts';
import type { Face } from '../optimise/face.ts';
import type { Duals } from '../optimise/relaxation.ts';
import type { Incidence, OddSet } from '../program/odd-sets.ts';
import type { Packing } from '../program/packing.ts';

/** Evidence for one level with rows and sets by index; `encode.ts` names them by id. All numbers are safe integers. */
export interface LevelProof {
  readonly scale: number;
  readonly oddSets: readonly OddSet[];
  readonly ofRow: Float64Array;
  readonly ofSet: Float64Array;
  readonly ofLevel: Float64Array;
  /** Absent where there is no cap. */
  readonly ofCap?: number;
}

export interface LevelStep {
  readonly proof: LevelProof;
  /** No set on the face has a greater value of this level (in the maximised sense). */
  readonly bound: number;
  /** By how much the evidence misses the bound, as a share of a unit: 0 where the bound is met exactly. */
  readonly excess: number;
  /** What is left of the face where the level has the value of the bound. */
  readonly face: Face;
  /** Live columns that a set with at least this value of the level can have. */
  readonly columnsReaching: (value: number) => Int32Array;
}

/**
 * Common denominators, best first. The first is divisible by all small denominators that the vertices of these programs
 * have, so that most duals are exact on the grid; a smaller one is taken where the numbers would grow beyond 2^52.
 */
const SCALES = [720_720, 5_040, 120, 12, 2, 1];
/** No sum of the numbers of a proof may come to more. */
export const MAGNITUDE_MAX = 2 ** 52;
/** A dual this close to the grid is on it: the engines' own error. */
const GRID_TOLERANCE = 0.02;

/** Null where even the coarsest grid needs numbers that are not safe integers. */
export function proveLevel(
  packing: Packing,
  level: number,
  face: Face,
  crossings: readonly Incidence[],
  duals: Duals,
): LevelStep | null {
  const magnitude = magnitudeOf(packing, level, face, duals);
  const scale = scaleFor(magnitude);
  if (scale === null) return null;
  const proof = onGrid(face, duals, scale);
  return stepBy(proof, packing, level, face, chargeBy(proof, crossings));
}

/** What the odd sets of a proof add to the cover of a column. */
export type Charge = (column: number) => number;

/** The step that evidence allows. It is mended first, where a live column is not covered. */
export function stepBy(
  proof: LevelProof,
  packing: Packing,
  level: number,
  face: Face,
  charge: Charge | null,
): LevelStep {
  const covering = new Covering(packing, level, charge, proof);
  covering.mend(face.alive);
  const total = totalOf(face, proof);
  const bound = Math.floor(total / proof.scale);
  const gap = total - proof.scale * bound;
  const alive = face.alive.filter((column) => covering.slack(column) <= gap);
  const columnsReaching = (value: number): Int32Array =>
    face.alive.filter((column) => covering.slack(column) <= total - proof.scale * value);
  return {
    proof,
    bound,
    excess: gap / proof.scale,
    face: reducedFace(face, alive, proof, bound, gap),
    columnsReaching,
  };
}

/** Null where no set adds anything. */
function chargeBy(proof: LevelProof, crossings: readonly Incidence[]): Charge | null {
  const ofColumn = new Map<number, number>();
  crossings.forEach((incidence, set) => {
    if (proof.ofSet[set] === 0) return;
    incidence.columns.forEach((column, k) => {
      const charge = (ofColumn.get(column) ?? 0) + incidence.coefficients[k] * proof.ofSet[set];
      ofColumn.set(column, charge);
    });
  });
  return ofColumn.size === 0 ? null : (column) => ofColumn.get(column) ?? 0;
}

/** The best denominator for sums of so much at most; null where even the coarsest grid needs numbers that are not safe integers. */
export function scaleFor(magnitude: number): number | null {
  return SCALES.find((scale) => scale * magnitude < MAGNITUDE_MAX) ?? null;
}

/** An upper estimate of every sum that the checker forms, divided by the scale. */
function magnitudeOf(packing: Packing, level: number, face: Face, duals: Duals): number {
  const ceilingOf = (k: number): number =>
    packing.levels[k].id === 'score' ? packing.ceiling : packing.columns.stride + 3;
  let sum = ceilingOf(level);
  for (const dual of duals.ofRow) sum += Math.abs(dual) + 1 / 64;
  duals.ofSet.forEach((dual, set) => {
    sum += Math.abs(dual) * face.oddSets[set].length;
  });
  face.values.forEach((value, earlier) => {
    sum += Math.abs(duals.ofLevel[earlier]) * (Math.abs(value) + ceilingOf(earlier));
  });
  if (face.cap !== undefined) sum += Math.abs(duals.ofCap ?? 0) * (face.cap.max + 1);
  return sum;
}

export function onGrid(face: Face, duals: Duals, scale: number): LevelProof {
  return {
    scale,
    oddSets: face.oddSets,
    ofRow: duals.ofRow.map((dual, row) => roundUp(dual * scale, face.tightRows[row] === 1)),
    ofSet: duals.ofSet.map((dual, set) => roundUp(dual * scale, face.tightSets[set])),
    ofLevel: duals.ofLevel.map((dual) => Math.round(dual * scale)),
    ...(face.cap && { ofCap: roundUp((duals.ofCap ?? 0) * scale, face.cap.isTight) }),
  };
}

function roundUp(value: number, free: boolean): number {
  const nearest = Math.round(value);
  const rounded = Math.abs(value - nearest) < GRID_TOLERANCE ? nearest : Math.ceil(value);
  return free || rounded > 0 ? rounded + 0 : 0;
}

/** The slack of columns under a proof: cover(c) - scale * w(c). */
class Covering {
  private readonly packing: Packing;
  private readonly level: number;
  private readonly proof: LevelProof;
  private readonly ofVertex: Float64Array;
  private readonly charge: Charge | null;
  private readonly ofCap: number;
  private readonly earlier: number[];

  constructor(packing: Packing, level: number, charge: Charge | null, proof: LevelProof) {
    this.packing = packing;
    this.level = level;
    this.proof = proof;
    this.ofVertex = new Float64Array(packing.rowOf.length);
    this.spread();
    this.charge = charge;
    this.ofCap = proof.ofCap ?? 0;
    this.earlier = Array.from(proof.ofLevel.keys()).filter((level) => proof.ofLevel[level] !== 0);
  }

  slack(column: number): number {
    const { members, stride } = this.packing.columns;
    const { levels } = this.packing;
    let slack = -this.proof.scale * weightAt(levels[this.level], column);
    for (let i = column * stride; i < (column + 1) * stride; i++) slack += this.ofVertex[members[i]];
    if (this.charge !== null) slack += this.charge(column);
    for (const earlier of this.earlier) slack += this.proof.ofLevel[earlier] * weightAt(levels[earlier], column);
    if (this.ofCap !== 0) slack += this.ofCap * weightAt(this.packing.cap!.counts, column);
    return slack;
  }

  /** Raises the first row of every column that is not covered by what is missing. */
  mend(alive: Int32Array): void {
    const { members, stride } = this.packing.columns;
    for (let k = 0; k < alive.length; k++) {
      const missing = -this.slack(alive[k]);
      if (missing <= 0) continue;
      this.proof.ofRow[this.packing.rowOf[members[alive[k] * stride]]] += missing;
      this.spread();
    }
  }

  private spread(): void {
    const { rowOf, rowCount } = this.packing;
    for (let vertex = 0; vertex < rowOf.length; vertex++) {
      this.ofVertex[vertex] = rowOf[vertex] === rowCount ? 0 : this.proof.ofRow[rowOf[vertex]];
    }
  }
}

export function totalOf(face: Face, proof: LevelProof): number {
  let total = 0;
  for (const multiplier of proof.ofRow) total += multiplier;
  face.oddSets.forEach((set, index) => {
    total += proof.ofSet[index] * ((set.length - 1) / 2);
  });
  face.values.forEach((value, earlier) => {
    total += proof.ofLevel[earlier] * value;
  });
  if (face.cap !== undefined) total += proof.ofCap! * face.cap.max;
  return total;
}

/** What is left of a face where the level has the value of the bound: these columns, and rows, odd sets and the cap where they are used up. */
export function reducedFace(face: Face, alive: Int32Array, proof: LevelProof, bound: number, gap: number): Face {
  return {
    alive,
    tightRows: face.tightRows.map((tight, row) => (tight === 1 || proof.ofRow[row] > gap ? 1 : 0)),
    oddSets: face.oddSets,
    tightSets: face.tightSets.map((tight, set) => tight || proof.ofSet[set] > gap),
    values: [...face.values, bound],
    frozen: [...face.frozen, gap / proof.scale > FROZEN_EXCESS_MIN],
    ...(face.cap && { cap: { max: face.cap.max, isTight: face.cap.isTight || proof.ofCap! > gap } }),
  };
}

/** Below this the bound is met up to rounding, and the face itself holds the level at its value. */
const FROZEN_EXCESS_MIN = 0.05;
