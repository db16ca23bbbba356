/** Notices columns that do not stand to each other as they do in true files. */
import type { TableName } from './columns.ts';
import { barredShare } from './reference-panel.ts';
import type { DonorRegistration, RecipientRegistration } from './registration.ts';
import { bloodGroupText, type RegistrationTable } from './registration-table.ts';
import type { Shift } from './shift.ts';
import { differingNames } from './typing-loci.ts';

const VALUES_MIN = 5;

/** The mean of each first column is below that of the second: limits and measures have their places on a scale. */
const ORDERED_MEANS: Readonly<Record<TableName, readonly (readonly [lower: string, higher: string])[]>> = {
  recipients: [
    ['previous_runs', 'donor_age_max'],
    ['donor_age_min', 'donor_age_max'],
    ['donor_age_min', 'donor_weight_min'],
    ['donor_age_min', 'donor_egfr_min'],
    ['donor_weight_min', 'donor_egfr_min'],
    ['donor_weight_min', 'donor_age_max'],
    ['donor_egfr_min', 'donor_age_max'],
    ['donor_weight_min', 'donor_weight_max'],
    ['donor_age_max', 'donor_weight_max'],
    ['donor_egfr_min', 'donor_weight_max'],
  ],
  donors: [['weight_kg', 'egfr']],
  exclusions: [],
};

export function orderedMeansShifts({ table, rows }: RegistrationTable): readonly Shift[] {
  const meanOf = (column: string): number | null => {
    const values = rows.map((row) => row[column]).filter((value) => value !== '');
    return values.length < VALUES_MIN ? null : values.reduce((sum, value) => sum + Number(value), 0) / values.length;
  };
  return ORDERED_MEANS[table].flatMap(([lower, higher]) => {
    const [low, high] = [meanOf(lower), meanOf(higher)];
    if (low === null || high === null || low <= high) return [];
    const found = `${low.toFixed(1)} and ${high.toFixed(1)} in the mean`;
    return { code: 'order-of-columns', table, columns: [lower, higher], expected: `${lower} below ${higher}`, found };
  });
}

/** Of two dates of the same person, the first comes first for most. */
const ORDERED_DATES: Readonly<Record<TableName, readonly (readonly [earlier: string, later: string])[]>> = {
  recipients: [],
  donors: [
    ['consent_date', 'assessment_date'],
    ['consent_date', 'authority_approval_date'],
    ['assessment_date', 'authority_approval_date'],
  ],
  exclusions: [],
};

export function dateOrderShifts({ table, rows }: RegistrationTable): readonly Shift[] {
  return ORDERED_DATES[table].flatMap(([earlier, later]) => {
    const both = rows.filter((row) => row[earlier] !== '' && row[later] !== '' && row[earlier] !== row[later]);
    const reversed = both.filter((row) => row[earlier] > row[later]).length;
    if (both.length < VALUES_MIN || reversed * 2 <= both.length) return [];
    const found = `${reversed} of ${both.length} the other way round`;
    return { code: 'order-of-columns', table, columns: [earlier, later], expected: `${earlier} first`, found };
  });
}

const CRF_DIFFERENCE_MEDIAN_MAX = 20;
const UNMEASURED_SHARE_MAX = 0.2;

/** The cRF follows from the unacceptable antigens, and whoever accepts a titre has had it measured. */
export function sensitisationShifts(recipients: readonly RecipientRegistration[]): readonly Shift[] {
  const shifts: Shift[] = [];
  const sensitised = recipients.filter(({ unacceptable, crfPercent }) => unacceptable.length > 0 || crfPercent > 0);
  const differences = sensitised
    .map(({ unacceptable, crfPercent }) => Math.abs(crfPercent - 100 * barredShare(unacceptable)))
    .sort((a, b) => a - b);
  const median = differences[differences.length >> 1];
  if (differences.length >= VALUES_MIN && median > CRF_DIFFERENCE_MEDIAN_MAX) {
    shifts.push({
      code: 'columns-contradict',
      table: 'recipients',
      columns: ['crf_percent', 'unacceptable'],
      expected: `a cRF within ${CRF_DIFFERENCE_MEDIAN_MAX} of what the unacceptable antigens bar, for most`,
      found: `${median.toFixed(0)} apart in the median`,
    });
  }
  const accepting = recipients.filter(({ accepts }) => accepts.aboTitreMax !== null);
  const unmeasured = accepting.filter(({ accepts }) => accepts.aboTitre === null).length;
  if (accepting.length >= VALUES_MIN && unmeasured > UNMEASURED_SHARE_MAX * accepting.length) {
    shifts.push({
      code: 'columns-contradict',
      table: 'recipients',
      columns: ['accepts_abo_titre_max', 'abo_titre'],
      expected: 'a titre measured for those who accept one',
      found: `${unmeasured} of ${accepting.length} without`,
    });
  }
  return shifts;
}

const DIFFERING_SHARE_MAX = 0.2;

/** Two entries of the same fact differ now and then, not for many. */
export function secondEntryShifts(
  table: TableName,
  people: readonly (RecipientRegistration | DonorRegistration)[],
): readonly Shift[] {
  const groups = people.filter(({ second }) => second.bloodGroup !== null);
  const typings = people.filter(({ second }) => second.hla !== null);
  const differing = {
    blood_group: groups.filter(
      ({ bloodGroup, second }) => bloodGroupText(bloodGroup) !== bloodGroupText(second.bloodGroup!),
    ),
    hla: typings.filter(({ hla, second }) => differingNames(hla, second.hla!).length > 0),
  };
  const entered = { blood_group: groups.length, hla: typings.length };
  return (['blood_group', 'hla'] as const).flatMap((column) => {
    const [count, total] = [differing[column].length, entered[column]];
    if (total < VALUES_MIN || count <= DIFFERING_SHARE_MAX * total) return [];
    const columns = [column, `${column}_second`];
    const expected = 'the same in both entries, for most';
    return {
      code: 'columns-contradict',
      table,
      columns,
      expected,
      found: `${count} of ${total} differ`,
    } satisfies Shift;
  });
}
