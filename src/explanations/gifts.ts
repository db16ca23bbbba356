/** What the points of each gift of an exchange are made of, to the last part: they add up to the score of the exchange. */
import { SCORE_UNITS_PER_POINT } from '../../solver/index.ts';
import type { ScoreParts } from '../compatibility/score.ts';
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import { exchangeSteps, type Step } from '../matching-runs/exchange-steps.ts';
import { pointsOf } from '../matching-runs/points.ts';
import type { Gift, ScorePart } from './explanation.ts';
import type { ExplainedRun } from './explained-run.ts';

/** Throws where the parts do not add up to what the result says. */
export function giftsOf({ subject, registered }: ExplainedRun, exchange: ExchangeRecord): readonly Gift[] {
  const steps = exchangeSteps(subject.instance, subject.policy.donorAge)(exchange);
  return exchange.gifts.map(({ donor, recipient, score }, at) => {
    const isToWaitingList = recipient === null;
    if (isToWaitingList) return { donor, recipient, isToWaitingList, points: null, parts: [], mismatches: null };
    const answer = registered?.runPool.explain(donor, recipient);
    const known = answer?.arc === true ? answer.scoreParts : null;
    const parts = [...(known === null ? arcAlone(steps[at]) : arcParts(known)), ...ageParts(steps[at])];
    const points = pointsOf(parts.reduce((sum, { units }) => sum + units, 0));
    if (points !== score) throw new Error(`the gift of ${donor} to ${recipient} has ${points} points, not ${score}`);
    return {
      donor,
      recipient,
      isToWaitingList,
      points,
      parts: parts.map(({ of, units, field }) => ({ of, points: pointsOf(units), field })),
      mismatches: known === null ? null : { ...known.mismatches, level: known.mismatchLevel },
    };
  });
}

interface PartUnits extends Omit<ScorePart, 'points'> {
  readonly units: number;
}

function arcParts({ previousRunsUnits, crfUnits, hlaUnits }: ScoreParts): PartUnits[] {
  return [
    { of: 'previous-runs', units: previousRunsUnits, field: 'points.perPreviousRun' },
    { of: 'sensitisation', units: crfUnits, field: 'points.atFullCrf' },
    { of: 'hla', units: hlaUnits, field: 'points.hlaLevels' },
  ];
}

function arcAlone({ scoreUnits }: Step): PartUnits[] {
  return [{ of: 'arc', units: scoreUnits, field: null }];
}

function ageParts({ agePoints, tieBreakerUnits }: Step): PartUnits[] {
  return [
    { of: 'donor-age', units: agePoints * SCORE_UNITS_PER_POINT, field: 'donorAge' },
    { of: 'tie-breaker', units: tieBreakerUnits, field: 'donorAge' },
  ];
}
