/** The recipient's list of unacceptable antigens must come from a sample that is recent on the day of the run. */
import type { Policy } from '../../policy/policy.ts';
import type { RecipientFacts } from '../facts.ts';
import type { Rule } from '../rule.ts';

const FIELD = 'freshness.antibodySampleDaysMax';

/** A trial asks for no sample at all. */
export function antibodySampleRule({ freshness }: Policy, trial: boolean): Rule {
  const daysMax = trial ? null : freshness.antibodySampleDaysMax;
  return {
    code: 'antibody-sample',
    bars: (_, recipient) => daysMax !== null && !isRecent(recipient, daysMax),
    reasons: (_, recipient) => [{ text: problemText(recipient, daysMax!), field: FIELD }],
  };
}

function isRecent({ sampleAgeDays }: RecipientFacts, daysMax: number): boolean {
  return sampleAgeDays !== null && sampleAgeDays >= 0 && sampleAgeDays <= daysMax;
}

function problemText({ registration, sampleAgeDays }: RecipientFacts, daysMax: number): string {
  if (sampleAgeDays === null) return 'the date of the recipient’s antibody sample is not recorded';
  const sample = `the recipient’s antibody sample of ${registration.antibodySampleDate}`;
  if (sampleAgeDays < 0) return `${sample} is dated after the run`;
  return `${sample} is ${sampleAgeDays} days old, more than ${daysMax}`;
}
