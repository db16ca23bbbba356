/**
 * Figures of Delorme et al., "Improved instance generation for kidney exchange programmes" (Computers & Operations
 * Research 141, 2022, 105707): profile "SplitPRA BandXMatch PRA0", estimated from the UK scheme's registrations. Blood
 * groups in the order O, A, B, AB.
 */
import type { BloodGroup } from '../instance.ts';

/** A value drawn uniformly from [low, high); exactly `low` where both are equal. */
export interface Band {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

export const RECIPIENT_GROUP_WEIGHTS = [0.6293, 0.2325, 0.1119, 0.0263];
export const ALTRUIST_GROUP_WEIGHTS = [0.493, 0.399, 0.0939, 0.0141];
export const PAIRED_DONOR_GROUP_WEIGHTS: Readonly<Record<BloodGroup, readonly number[]>> = {
  O: [0.3721, 0.4899, 0.1219, 0.0161],
  A: [0.2783, 0.6039, 0.0907, 0.0271],
  B: [0.291, 0.2719, 0.3689, 0.0682],
  AB: [0.3166, 0.4271, 0.191, 0.0653],
};

/** Chances of one, two, three and four donors. */
export const DONOR_COUNT_WEIGHTS = [0.9112, 0.0769, 0.0105, 0.0014];

export const DONOR_AGE_YEARS_MIN = 18;
export const DONOR_AGE_YEARS_MAX = 68;

const CRF_RANGES = [
  [0, 0],
  [0.01, 0.1],
  [0.1, 0.2],
  [0.2, 0.3],
  [0.3, 0.4],
  [0.4, 0.5],
  [0.5, 0.6],
  [0.6, 0.7],
  [0.7, 0.8],
  [0.8, 0.85],
  [0.85, 0.9],
  ...[0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 1].map((crf) => [crf, crf]),
];

/** cRF of a recipient with a blood-group compatible donor of their own. */
export const CRF_BANDS_COMPATIBLE = crfBands([
  0.0434637245068539, 0.00635239050484788, 0.00267469073888332, 0.00601805416248746, 0.00835840855901037,
  0.0106987629555333, 0.0217318622534269, 0.0290872617853561, 0.0391173520561685, 0.0257438983617519,
  0.0307589434971581, 0.0113674356402541, 0.0106987629555333, 0.0157138080909395, 0.0317619525242394,
  0.0190571715145436, 0.0197258441992645, 0.0240722166499498, 0.0534938147776663, 0.0929455031761953, 0.180207288532263,
  0.316950852557673,
]);

/** cRF of a recipient without one. */
export const CRF_BANDS_INCOMPATIBLE = crfBands([
  0.356760886172651, 0.038961038961039, 0.0133689839572193, 0.0106951871657754, 0.0210084033613445, 0.0244461420932009,
  0.0336134453781513, 0.0305576776165011, 0.0427807486631016, 0.0355233002291826, 0.0458365164247517,
  0.00649350649350649, 0.0126050420168067, 0.0286478227654698, 0.00649350649350649, 0.00763941940412529,
  0.0156608097784568, 0.0236822001527884, 0.0152788388082506, 0.0252100840336134, 0.0966386554621849, 0.108097784568373,
]);

/** The table for recipients with cRF below 1%, whose sense the two published codes read in opposite ways. */
export const PRA0_BANDS: readonly Band[] = [
  { low: 0, high: 0, weight: 0.18906605922551 },
  { low: 0, high: 0.01, weight: 0.0683371298405467 },
  { low: 0.01, high: 0.02, weight: 0.0774487471526196 },
  { low: 0.02, high: 0.03, weight: 0.0387243735763098 },
  { low: 0.03, high: 0.04, weight: 0.020501138952164 },
  { low: 0.04, high: 0.1, weight: 0.0546697038724375 },
  { low: 0.1, high: 0.25, weight: 0.0592255125284738 },
  { low: 0.25, high: 0.5, weight: 0.0911161731207289 },
  { low: 0.5, high: 0.75, weight: 0.14123006833713 },
  { low: 0.75, high: 1, weight: 0.259681093394077 },
];

/** Chance that a blood-group compatible donor suits a recipient with this cRF, from 1% up. */
export function compatibilityChance(crfShare: number): number {
  if (crfShare < 0.5) return 0.5651 - 0.33012 * crfShare;
  if (crfShare < 0.95) return 0.6578 - 0.64194 * crfShare;
  if (crfShare < 0.96) return 0.058;
  if (crfShare < 0.97) return 0.053;
  if (crfShare < 0.98) return 0.025;
  return crfShare < 1 ? 0.015 : 0.012;
}

function crfBands(weights: readonly number[]): readonly Band[] {
  return CRF_RANGES.map(([low, high], band) => ({ low, high, weight: weights[band] }));
}
