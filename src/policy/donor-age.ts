/** What the ages of two consecutive donors add to the score of a gift. */
import { SCORE_UNITS_PER_POINT } from '../../solver/index.ts';
import type { DonorAgeRule } from './policy.ts';

export interface AgeParts {
  /** Points for ages close to each other: whole points. */
  readonly points: number;
  /** In units of 1e-5 points. */
  readonly tieBreakerUnits: number;
}

const NOTHING: AgeParts = { points: 0, tieBreakerUnits: 0 };

/** Ages in years, null where missing. Symmetric. */
export function agePartsOf(rule: DonorAgeRule, ageYears: number | null, nextAgeYears: number | null): AgeParts {
  if (ageYears === null || nextAgeYears === null) return NOTHING;
  const difference = Math.abs(ageYears - nextAgeYears);
  const { differenceYearsMax, differenceInclusive, tieBreakerYears } = rule;
  const isClose = difference < differenceYearsMax || (differenceInclusive && difference === differenceYearsMax);
  return {
    points: isClose ? rule.points : 0,
    tieBreakerUnits: Math.round((tieBreakerYears - difference) ** 2),
  };
}

export function ageUnitsOf(parts: AgeParts): number {
  return parts.points * SCORE_UNITS_PER_POINT + parts.tieBreakerUnits;
}
