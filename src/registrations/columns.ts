/** The tables of an import and their columns, by the names in the header: the one place where these are listed. */
export const TABLE_NAMES = ['recipients', 'donors', 'exclusions'] as const;
export type TableName = (typeof TABLE_NAMES)[number];

/** What a column holds, for summaries. */
export type ColumnKind = 'id' | 'category' | 'date' | 'number' | 'names' | 'text';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Whether the header must have it. */
  readonly isRequired: boolean;
}

function columns(isRequired: boolean, kinds: Readonly<Record<string, ColumnKind>>): readonly Column[] {
  return Object.entries(kinds).map(([name, kind]) => ({ name, kind, isRequired }));
}

const OF_ALL_PEOPLE = {
  centre: 'category',
  birth_date: 'date',
  sex: 'category',
  blood_group: 'category',
  hla: 'names',
} as const satisfies Readonly<Record<string, ColumnKind>>;

const FURTHER_OF_ALL_PEOPLE = {
  status_reason: 'text',
  blood_subgroup: 'category',
  blood_group_second: 'category',
  hla_second: 'names',
} as const satisfies Readonly<Record<string, ColumnKind>>;

export const COLUMNS: Readonly<Record<TableName, readonly Column[]>> = {
  recipients: [
    ...columns(true, {
      recipient_id: 'id',
      ...OF_ALL_PEOPLE,
      unacceptable: 'names',
      crf_percent: 'number',
      previous_runs: 'number',
      donor_age_min: 'number',
      donor_age_max: 'number',
      status: 'category',
    }),
    ...columns(false, {
      ...FURTHER_OF_ALL_PEOPLE,
      unacceptable_sample_date: 'date',
      crf_calculator: 'category',
      donor_weight_min: 'number',
      donor_weight_max: 'number',
      donor_egfr_min: 'number',
      accepts_abo_titre_max: 'number',
      abo_titre: 'number',
      accepts_hla: 'names',
    }),
  ],
  donors: [
    ...columns(true, {
      donor_id: 'id',
      recipient_id: 'id',
      ...OF_ALL_PEOPLE,
      status: 'category',
    }),
    ...columns(false, {
      ...FURTHER_OF_ALL_PEOPLE,
      weight_kg: 'number',
      egfr: 'number',
      egfr_unit: 'category',
      consent_date: 'date',
      assessment_date: 'date',
      authority_approval_date: 'date',
    }),
  ],
  exclusions: columns(true, { recipient_id: 'id', donor_id: 'id', reason: 'text' }),
};

/** The name nearest to what was written, by the fewest letters to change; null where none is near. */
export function nearestName(written: string, names: readonly string[]): string | null {
  const near = names
    .map((name) => ({ name, changes: changesBetween(written.slice(0, 60), name) }))
    .filter(({ name, changes }) => changes <= Math.max(2, name.length / 3));
  return near.sort((a, b) => a.changes - b.changes)[0]?.name ?? null;
}

/** Levenshtein distance. */
function changesBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, length) => length);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      next.push(Math.min(row[j] + (from[i] === to[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1));
    }
    row = next;
  }
  return row[to.length];
}
