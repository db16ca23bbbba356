/**
 * Scores of arcs, without their age parts, in units of 1e-5 points. One stream of its own, so that the model chosen
 * changes the scores of a pool and nothing else.
 */
import type { InstanceRecipient } from '../instance.ts';
import { randomFrom } from './random.ts';

/**
 * `one-point`: every arc 1 point. `uniform`: whole points from 1 to 90, as the web generator of Delorme et al. (2022)
 * draws them. `scheme`: 50 x previous matching runs + cRF% / 2 + 15, 10, 5 or 0 for the HLA mismatch level 1 to 4.
 */
export const SCORE_MODELS = ['one-point', 'uniform', 'scheme'] as const;
export type ScoreModel = (typeof SCORE_MODELS)[number];

const UNITS_PER_POINT = 100_000;
const POINTS_PER_PREVIOUS_RUN = 50;
const HLA_LEVEL_POINTS = [15, 10, 5, 0];

/** Our assumption: full matches between strangers are rare, and most have two DR or one DR and two B mismatches. */
const HLA_LEVEL_WEIGHTS = [0.01, 0.06, 0.38, 0.55];

/**
 * Our assumption, geometric: after each run this share of recipients waits for another. 54% of a centre's matched
 * recipients were matched after one run; the highly sensitised wait for long.
 */
const WAITS_ON_SHARE = 0.46;
const WAITS_ON_SHARE_SENSITISED = 0.8;
const SENSITISED_CRF_SHARE = 0.85;
const PREVIOUS_RUNS_MAX = 40;

/** A function that draws the score of the next arc, given its recipient's index. */
export function scoreDraw(
  model: ScoreModel,
  recipients: readonly InstanceRecipient[],
  seed: string,
): (recipient: number) => number {
  if (model === 'one-point') return () => UNITS_PER_POINT;
  const random = randomFrom(`${seed}/scores`);
  if (model === 'uniform') return () => random.integer(1, 90) * UNITS_PER_POINT;
  const recipientUnits = recipients.map(({ crfShare }) => {
    const crf = crfShare ?? 0;
    const waitsOn = crf >= SENSITISED_CRF_SHARE ? WAITS_ON_SHARE_SENSITISED : WAITS_ON_SHARE;
    let runs = 0;
    while (runs < PREVIOUS_RUNS_MAX && random.float() < waitsOn) runs++;
    return POINTS_PER_PREVIOUS_RUN * runs * UNITS_PER_POINT + Math.round(crf * 50 * UNITS_PER_POINT);
  });
  return (recipient) =>
    recipientUnits[recipient] + HLA_LEVEL_POINTS[random.weightedIndex(HLA_LEVEL_WEIGHTS)] * UNITS_PER_POINT;
}
