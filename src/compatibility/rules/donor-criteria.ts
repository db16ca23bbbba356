/** What a recipient's centre asks of a donor: age, weight and kidney function within its limits. */
import type { DonorCriteria } from '../../registrations/registration.ts';
import type { DonorFacts, RecipientFacts } from '../facts.ts';
import type { ReasonCode, Rule } from '../rule.ts';

interface Criterion {
  readonly code: ReasonCode;
  readonly quantity: string;
  readonly unit: string;
  valueOf(donor: DonorFacts): number | null;
  rangeOf(criteria: DonorCriteria): readonly [min: number | null, max: number | null];
}

const CRITERIA: readonly Criterion[] = [
  {
    code: 'donor-age',
    quantity: 'age',
    unit: ' years',
    valueOf: ({ ageYears }) => ageYears,
    rangeOf: ({ ageYearsMin, ageYearsMax }) => [ageYearsMin, ageYearsMax],
  },
  {
    code: 'donor-weight',
    quantity: 'weight',
    unit: ' kg',
    valueOf: ({ registration }) => registration.weightKg,
    rangeOf: ({ weightKgMin, weightKgMax }) => [weightKgMin, weightKgMax],
  },
  {
    code: 'donor-egfr',
    quantity: 'eGFR',
    unit: ' mL/min/1.73 m2',
    valueOf: ({ registration }) => registration.egfr,
    rangeOf: ({ egfrMin }) => [egfrMin, null],
  },
];

/** One rule for each quantity. Where a limit is set and the donor's value is missing, the rule bars. */
export const donorCriteriaRules: readonly Rule[] = CRITERIA.map((criterion) => ({
  code: criterion.code,
  bars: (donor, recipient) => problemOf(criterion, donor, recipient) !== null,
  reasons: (donor, recipient) => [{ text: problemOf(criterion, donor, recipient)!, field: 'fixed.donorCriteria' }],
}));

function problemOf(criterion: Criterion, donor: DonorFacts, recipient: RecipientFacts): string | null {
  const [min, max] = criterion.rangeOf(recipient.registration.donorCriteria);
  if (min === null && max === null) return null;
  const { quantity, unit } = criterion;
  const value = criterion.valueOf(donor);
  if (value === null) return `the donor’s ${quantity} is not recorded, and the recipient’s centre sets a limit`;
  const isTooLow = min !== null && value < min;
  if (!isTooLow && (max === null || value <= max)) return null;
  const limit = isTooLow ? `no less than ${min}` : `no more than ${max}`;
  return `the donor’s ${quantity} is ${value}${unit}, and the recipient’s centre accepts ${limit}`;
}
