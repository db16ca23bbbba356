/** The score of an arc, part by part, without what ages add: that depends on the exchange and is added later. */
import type { Policy } from '../policy/policy.ts';
import { SCORE_UNITS_PER_POINT } from '../../solver/index.ts';
import type { RecipientRegistration } from '../registrations/registration.ts';
import { mismatchLevel, type Mismatches, type MismatchLevel } from '../hla/mismatches.ts';

/** Parts in units of 1e-5 points; they add up to `totalUnits`. */
export interface ScoreParts {
  readonly previousRunsUnits: number;
  readonly crfUnits: number;
  readonly hlaUnits: number;
  readonly totalUnits: number;
  readonly mismatches: Mismatches;
  readonly mismatchLevel: MismatchLevel;
}

export function scorePartsOf(
  { previousRuns, crfPercent }: RecipientRegistration,
  mismatches: Mismatches,
  { points }: Policy,
): ScoreParts {
  const level = mismatchLevel(mismatches);
  const previousRunsUnits = previousRuns * points.perPreviousRun * SCORE_UNITS_PER_POINT;
  const crfUnits = Math.round((crfPercent * points.atFullCrf * SCORE_UNITS_PER_POINT) / 100);
  const hlaUnits = points.hlaLevels[level - 1] * SCORE_UNITS_PER_POINT;
  return {
    previousRunsUnits,
    crfUnits,
    hlaUnits,
    totalUnits: previousRunsUnits + crfUnits + hlaUnits,
    mismatches,
    mismatchLevel: level,
  };
}
