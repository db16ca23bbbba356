/**
 * The criteria where no column covers more than two rows: rows are matched with each other, and the duals of the matching are
 * evidence as they are.
 *
 * A column of one row (an altruist alone) is worth something by itself, which no blossom pays for. So what counts is by how much a column
 * of two rows is worth more than its rows alone, and the dual of a row is larger by what it is worth alone: then it covers that too.
 *
 * As many criteria as find a place are digits of one weight (`digits.ts`), and the digits of the duals are evidence for each. Whether no digit overflowed is
 * seen from the evidence: where that of a criterion does not hold, it is not used, nor is any after it. The first alone always holds.
 */
import { stepBy, type Charge, type LevelProof, type LevelStep } from '../certificate/prove.ts';
import { weightAt } from '../criteria/catalogue.ts';
import { wholeFace } from '../optimise/hierarchy.ts';
import type { Face } from '../optimise/face.ts';
import type { Packing } from '../program/packing.ts';
import { digitOf, digitsFor, type Digits } from './digits.ts';
import { maximumWeightMatching, type Matching } from './maximum-weight.ts';
import { chargeOfBlossoms } from './nesting.ts';
import { gainOf, largestGain, linksOf, rowPair, worthAlone } from './row-pairs.ts';

export interface MatchedLevels {
  /** By level, from the first: the bounds are reached by `set`. At least one. */
  readonly steps: readonly LevelStep[];
  /** Columns, without those of one row. */
  readonly set: Int32Array;
}

/**
 * Precondition: no column covers more than two rows, and a column of two is worth no less than its rows alone. `asked`: the places to be
 * tried instead of those that are large enough.
 */
export function matchLevels(packing: Packing, asked?: Digits): MatchedLevels {
  const worth = worthAlone(packing);
  const gains = packing.levels.map((_, level) => largestGain(packing, gainOf(packing, level, worth)));
  const digits = asked ?? digitsFor(gains, packing.rowCount);
  const matched = matchDigits(packing, worth, digits);
  if (matched.steps.length > 0) return matched;
  const first = digits.places.length === 1 ? matched : matchDigits(packing, worth, { places: [1] });
  if (first.steps.length === 0) throw new Error(`criterion ${packing.levels[0].id} is too large to prove in integers`);
  return first;
}

function matchDigits(packing: Packing, worth: readonly Float64Array[], digits: Digits): MatchedLevels {
  // Duals are in halves, and in halves of these where a digit must not be carried from one place to the next.
  const doubled = digits.places.length === 1 ? 1 : 2;
  const gains = digits.places.map((_, level) => gainOf(packing, level, worth));
  const { graph, columns } = linksOf(packing, (column) =>
    gains.reduce((sum, gain, level) => sum + gain(column) * digits.places[level] * doubled, 0),
  );
  const matching = maximumWeightMatching(graph);
  const set = matching.links.map((link) => columns[link]);
  const steps: LevelStep[] = [];
  let face = faceWith(packing, matching);
  for (const level of digits.places.keys()) {
    const proof = proofOf(matching, digits, worth, level, 2 * doubled);
    const value = valueOf(packing, level, worth[level], set);
    const isUsable = isSound(proof, face) && isExact(proof, value, packing.ceiling);
    const step = isUsable ? stepBy(proof, packing, level, face, chargeOf(packing, matching, proof)) : null;
    if (step === null || step.bound !== value || step.excess !== 0) break;
    steps.push(step);
    face = step.face;
  }
  return { steps, set };
}

function faceWith(packing: Packing, { blossoms }: Matching): Face {
  return { ...wholeFace(packing), oddSets: blossoms.map(({ rows }) => rows), tightSets: blossoms.map(() => false) };
}

function proofOf(
  { duals, blossoms }: Matching,
  digits: Digits,
  worth: readonly Float64Array[],
  level: number,
  scale: number,
): LevelProof {
  const ofSet = Float64Array.from(blossoms, ({ dual }) => dual);
  return {
    scale,
    oddSets: blossoms.map(({ rows }) => rows),
    ofRow: digitOf(digits, level, duals).map((dual, row) => dual + scale * worth[level][row]),
    ofSet: digitOf(digits, level, ofSet),
    ofLevel: new Float64Array(level),
  };
}

/** Multipliers may be negative only where rows and sets are known to be used up. */
function isSound({ ofRow, ofSet }: LevelProof, { tightRows, tightSets }: Face): boolean {
  return (
    ofRow.every((multiplier, row) => multiplier >= 0 || tightRows[row] === 1) &&
    ofSet.every((multiplier, set) => multiplier >= 0 || tightSets[set])
  );
}

/** Whether all sums that the checker forms are exact. */
function isExact({ scale, oddSets, ofRow, ofSet }: LevelProof, value: number, ceiling: number): boolean {
  const rows = ofRow.reduce((sum, multiplier) => sum + Math.abs(multiplier), 0);
  const sets = ofSet.reduce((sum, multiplier, set) => sum + Math.abs(multiplier) * oddSets[set].length, 0);
  return Number.isSafeInteger(rows + sets + scale * (Math.abs(value) + ceiling));
}

function chargeOf(packing: Packing, { blossoms }: Matching, { ofSet }: LevelProof): Charge | null {
  if (ofSet.every((multiplier) => multiplier === 0)) return null;
  const charge = chargeOfBlossoms(
    packing.rowCount,
    blossoms.map(({ rows }, set) => ({ rows, dual: ofSet[set] })),
  );
  return (column) => charge(...rowPair(packing, column));
}

/** Of a set of columns of two rows, and all other rows alone. */
function valueOf(packing: Packing, level: number, alone: Float64Array, set: Int32Array): number {
  const free = alone.slice();
  let value = 0;
  for (const column of set) {
    for (const row of rowPair(packing, column)) free[row] = 0;
    value += weightAt(packing.levels[level], column);
  }
  return free.reduce((sum, worth) => sum + worth, value);
}
