/** How much of what a run needs has been registered, by centre and field. */
import { registrationTables, type TableRow } from './registration-table.ts';
import type { Registrations } from './registration.ts';

export interface CentreCompleteness {
  /** ODS code. */
  readonly centre: string;
  readonly table: 'recipients' | 'donors';
  readonly people: number;
  /** People with something in the column, by column. */
  readonly filled: Readonly<Record<string, number>>;
}

/** Columns that a run looks at and a minimal file may lack. */
const LOOKED_AT = {
  recipients: ['blood_group_second', 'hla_second', 'unacceptable_sample_date', 'crf_calculator', 'donor_age_max'],
  donors: [
    'blood_group_second',
    'hla_second',
    'weight_kg',
    'egfr',
    'consent_date',
    'assessment_date',
    'authority_approval_date',
  ],
} as const;

/** In the order of centres, recipients before donors. */
export function completenessOf(registrations: Registrations): readonly CentreCompleteness[] {
  const found: CentreCompleteness[] = [];
  for (const { table, rows } of registrationTables(registrations)) {
    if (table === 'exclusions') continue;
    for (const [centre, people] of Map.groupBy(rows, (row) => row['centre'])) {
      found.push({ centre, table, people: people.length, filled: filledIn(people, LOOKED_AT[table]) });
    }
  }
  const rank = ({ centre, table }: CentreCompleteness): string => `${centre} ${table === 'recipients' ? 0 : 1}`;
  return found.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function filledIn(people: readonly TableRow[], columns: readonly string[]): Record<string, number> {
  return Object.fromEntries(columns.map((column) => [column, people.filter((person) => person[column] !== '').length]));
}
