/**
 * What the scheme's people show as a whole, widely drawn: shares and means outside these ranges are remarked upon. Blood groups
 * and sensitisation after Delorme et al. (2022), all else by general knowledge of living donation in the United Kingdom.
 */
import { completedYears } from './calendar-date.ts';
import { ADULT_CENTRES } from './centres.ts';
import type { TableName } from './columns.ts';
import type { DonorRegistration, RecipientRegistration, Registrations } from './registration.ts';
import type { Shift } from './shift.ts';

type Person = RecipientRegistration | DonorRegistration;
type Range = readonly [low: number, high: number];

/** Fewer people say nothing about a distribution. */
const PEOPLE_MIN = 20;
const VALUES_MIN = 8;
/** By how many standard errors a sample may be outside a range that holds for all. */
const ERRORS_MAX = 3;

const GROUP_SHARES: Readonly<Record<'recipients' | 'donors', Readonly<Record<string, Range>>>> = {
  recipients: { O: [0.35, 0.8], A: [0.1, 0.5], B: [0.02, 0.3], AB: [0, 0.15] },
  donors: { O: [0.2, 0.6], A: [0.25, 0.65], B: [0.03, 0.3], AB: [0, 0.15] },
};
const FEMALE_SHARES = { recipients: [0.2, 0.7], donors: [0.3, 0.75] } as const;
const KNOWN_CENTRE_SHARE: Range = [0.5, 1];
const AGE_YEARS_MEANS = { recipients: [10, 65], donors: [30, 65] } as const;
const NAMES_MEAN: Range = [3, 26];
const MEANS = {
  recipients: {
    crf_percent: [3, 98],
    previous_runs: [0, 25],
    donor_age_min: [18, 45],
    donor_age_max: [55, 90],
    donor_weight_min: [30, 65],
    donor_weight_max: [85, 200],
    donor_egfr_min: [45, 95],
  },
  donors: { weight_kg: [58, 95], egfr: [70, 125] },
} as const satisfies Record<string, Record<string, Range>>;

export function rangeShifts({ recipients, donors }: Registrations, date?: string): readonly Shift[] {
  return [
    ...personShifts('recipients', recipients, date),
    ...meanShift(
      'recipients',
      'crf_percent',
      recipients.map(({ crfPercent }) => crfPercent),
      MEANS.recipients.crf_percent,
    ),
    ...meanShift(
      'recipients',
      'previous_runs',
      recipients.map(({ previousRuns }) => previousRuns),
      MEANS.recipients.previous_runs,
    ),
    ...criteriaShifts(recipients),
    ...personShifts('donors', donors, date),
    ...meanShift(
      'donors',
      'weight_kg',
      donors.map(({ weightKg }) => weightKg),
      MEANS.donors.weight_kg,
    ),
    ...meanShift(
      'donors',
      'egfr',
      donors.map(({ egfr }) => egfr),
      MEANS.donors.egfr,
    ),
  ];
}

function personShifts(table: 'recipients' | 'donors', people: readonly Person[], date?: string): readonly Shift[] {
  const groups = Object.entries(GROUP_SHARES[table]).flatMap(([group, range]) => {
    const isOf = ({ bloodGroup }: Person): boolean => bloodGroup.abo === group;
    return shareShift(table, 'blood_group', `of group ${group}`, people, isOf, range);
  });
  const ages = date === undefined ? [] : people.map(({ birthDate }) => completedYears(birthDate, date));
  return [
    ...groups,
    ...shareShift(table, 'sex', 'female', people, ({ sex }) => sex === 'F', FEMALE_SHARES[table]),
    ...shareShift(
      table,
      'centre',
      'of known centres',
      people,
      ({ centre }) => ADULT_CENTRES.has(centre),
      KNOWN_CENTRE_SHARE,
    ),
    ...meanShift(
      table,
      'hla',
      people.map(({ hla }) => hla.length),
      NAMES_MEAN,
    ),
    ...meanShift(table, 'birth_date', ages, AGE_YEARS_MEANS[table], 'years of age'),
  ];
}

function criteriaShifts(recipients: readonly RecipientRegistration[]): readonly Shift[] {
  const columns = {
    donor_age_min: 'ageYearsMin',
    donor_age_max: 'ageYearsMax',
    donor_weight_min: 'weightKgMin',
    donor_weight_max: 'weightKgMax',
    donor_egfr_min: 'egfrMin',
  } as const;
  return Object.entries(columns).flatMap(([column, field]) => {
    const values = recipients.map(({ donorCriteria }) => donorCriteria[field]);
    return meanShift('recipients', column, values, MEANS.recipients[column as keyof typeof columns]);
  });
}

function shareShift(
  table: TableName,
  column: string,
  what: string,
  people: readonly Person[],
  isOf: (person: Person) => boolean,
  [low, high]: Range,
): readonly Shift[] {
  if (people.length < PEOPLE_MIN) return [];
  const share = people.filter(isOf).length / people.length;
  const slack = (ERRORS_MAX * 0.5) / Math.sqrt(people.length);
  if (share >= low - slack && share <= high + slack) return [];
  const expected = `${percent(low)} to ${percent(high)} ${what}`;
  return [{ code: 'share-out-of-range', table, columns: [column], expected, found: percent(share) }];
}

function meanShift(
  table: TableName,
  column: string,
  given: readonly (number | null)[],
  [low, high]: Range,
  what = 'in the mean',
): readonly Shift[] {
  const values = given.filter((value) => value !== null);
  if (values.length < VALUES_MIN) return [];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const slack = ERRORS_MAX * Math.sqrt(variance / values.length);
  if (mean >= low - slack && mean <= high + slack) return [];
  return [
    {
      code: 'mean-out-of-range',
      table,
      columns: [column],
      expected: `${low} to ${high} ${what}`,
      found: mean.toFixed(1),
    },
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
