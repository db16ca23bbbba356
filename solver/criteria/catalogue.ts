/**
 * The criteria as integer coefficients of an exchange. Definitions: Manlove and O'Malley (2014) for the scheme's
 * hierarchy; chains count as the scheme counts them, the last gift to the waiting list being a transplant.
 *
 * | criterion | cycle of k pairs | chain with p pairs | altruist unused |
 * |---|---|---|---|
 * | effective-two-way | 1 if k = 2, or k = 3 with a back-arc | 1 | 0 |
 * | transplants | k | p + 1 | 1 |
 * | three-way | 1 if k = 3 | 1 if p = 2 | 0 |
 * | back-arcs | those of k = 3 | those of p = 2 | 0 |
 * | score | sum over gifts, in units of 1e-5 points | the same, nothing for the last gift | 0 |
 * | recipients | k | p | 0 |
 *
 * The scheme has no exchanges of more than three pairs and no chains of more than two. Where the limits allow them, the same words are kept: they
 * are neither two-way nor three-way, contain no back-arcs, and a chain is effective however long it is.
 *
 * Conditions, which say more than these (`conditions.ts`): `required`, the people asked for whom it transplants or who give in it; `forbidden`,
 * 1 for an exchange that is not to be.
 */
import { backArcsOfCode, isChainCode, sizeOfCode, type Columns } from '../exchanges/columns.ts';
import { CRITERION_IDS, senseOf, type CriterionId } from '../limits.ts';

/** What depends on no more than the code of a column. */
export type CodedId = Exclude<(typeof CRITERION_IDS)[number], 'score'>;

/** Natural value for a column of this code. */
export function valueOfCode(id: CodedId, code: number): number {
  const size = sizeOfCode(code);
  const chain = isChainCode(code);
  switch (id) {
    case 'effective-two-way':
      if (chain) return size > 1 ? 1 : 0;
      return size === 2 || (size === 3 && backArcsOfCode(code) > 0) ? 1 : 0;
    case 'transplants':
      return size;
    case 'three-way':
      return size === 3 ? 1 : 0;
    case 'back-arcs':
      return backArcsOfCode(code);
    case 'recipients':
      return chain ? size - 1 : size;
  }
}

/** Coefficients to be maximised: `sense * value` of any column, looked up without branching on the criterion. */
export interface Weights {
  readonly id: CriterionId;
  /** By code; null for what is per column. */
  readonly byCode: Int32Array | null;
  /** By column. */
  readonly units: Float64Array;
  readonly codes: Uint16Array;
  /** Largest magnitude among the columns, at least 1. */
  readonly largest: number;
}

export function weightsOf(columns: Columns, id: CodedId | 'score'): Weights {
  const { units, codes } = columns;
  if (id === 'score') {
    const largest = units.reduce((max, value) => Math.max(max, value), 1);
    return { id, byCode: null, units, codes, largest };
  }
  const codeMax = ((columns.stride << 3) | 7) + 1;
  const sense = senseOf(id);
  const byCode = Int32Array.from({ length: codeMax }, (_, code) => sense * valueOfCode(id, code));
  const largest = codes.reduce((max, code) => Math.max(max, Math.abs(byCode[code])), 1);
  return { id, byCode, units, codes, largest };
}

/** What counts against a cap on three-ways. */
export function threeWayCounts(columns: Columns): Weights {
  const { id, byCode, ...weights } = weightsOf(columns, 'three-way');
  return { ...weights, id, byCode: byCode!.map((weight) => senseOf(id) * weight + 0) };
}

export function weightAt(weights: Weights, column: number): number {
  return weights.byCode === null ? weights.units[column] : weights.byCode[weights.codes[column]];
}
