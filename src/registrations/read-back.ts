/**
 * The read-back sheet of an import: what was understood, for the sender to confirm. A register that told nobody what it had
 * recorded kept a fault of conversion hidden for ten years (Duff review of the Organ Donor Register, 2010).
 */
import { createHash } from 'node:crypto';
import { changesBetween, type TableChanges } from './changes.ts';
import { COLUMNS, type ColumnKind, type TableName } from './columns.ts';
import type { Registrations } from './registration.ts';
import { keyOf, registrationTables, type RegistrationTable } from './registration-table.ts';
import type { Shift } from './shift.ts';
import { noticeShifts } from './shifts.ts';

export interface ReadBack {
  readonly counts: RegistrationCounts;
  readonly tables: readonly TableSummary[];
  /** Since the previous import; null where there was none. */
  readonly changes: readonly TableChanges[] | null;
  /** What looks as if columns were swapped or units mistaken. */
  readonly shifts: readonly Shift[];
}

export interface RegistrationCounts {
  readonly recipients: number;
  readonly suspendedRecipients: number;
  readonly pairedDonors: number;
  readonly altruists: number;
  readonly suspendedDonors: number;
  readonly exclusions: number;
}

export interface TableSummary {
  readonly table: TableName;
  readonly rows: number;
  readonly fields: readonly FieldSummary[];
}

export interface FieldSummary {
  readonly column: string;
  readonly filled: number;
  readonly distinct: number;
  /** SHA-256 of the lines `id TAB value LF`, in the order of ids, in hexadecimal. */
  readonly digest: string;
  readonly distribution: Distribution;
}

export type Distribution =
  | { readonly kind: 'range'; readonly min: string; readonly median: string; readonly max: string }
  /** How often each value stands, or each name of lists of names: the most frequent first. */
  | { readonly kind: 'counts'; readonly counts: readonly (readonly [value: string, count: number])[] }
  | { readonly kind: 'none' };

const COUNTS_LISTED_MAX = 12;

export function readBackOf(registrations: Registrations, previous?: Registrations, date?: string): ReadBack {
  const tables = registrationTables(registrations);
  const before = previous && registrationTables(previous);
  return {
    counts: countsOf(registrations),
    tables: tables.map(summaryOf),
    changes: before ? tables.map((table, index) => changesBetween(before[index], table)) : null,
    shifts: noticeShifts(registrations, previous, date),
  };
}

function countsOf({ recipients, donors, exclusions }: Registrations): RegistrationCounts {
  const suspended = (people: readonly (typeof recipients)[number][] | typeof donors): number =>
    people.filter(({ status }) => status.state === 'suspended').length;
  const altruists = donors.filter(({ recipientId }) => recipientId === null).length;
  return {
    recipients: recipients.length,
    suspendedRecipients: suspended(recipients),
    pairedDonors: donors.length - altruists,
    altruists,
    suspendedDonors: suspended(donors),
    exclusions: exclusions.length,
  };
}

function summaryOf(table: RegistrationTable): TableSummary {
  return {
    table: table.table,
    rows: table.rows.length,
    fields: table.columns.map((column) => fieldSummary(table, column)),
  };
}

function fieldSummary({ table, rows }: RegistrationTable, column: string): FieldSummary {
  const hash = createHash('sha256');
  for (const row of rows) hash.update(`${keyOf(table, row)}\t${row[column]}\n`);
  const filled = rows.map((row) => row[column]).filter((value) => value !== '');
  const kind = COLUMNS[table].find(({ name }) => name === column)!.kind;
  return {
    column,
    filled: filled.length,
    distinct: new Set(filled).size,
    digest: hash.digest('hex'),
    distribution: distributionOf(kind, filled),
  };
}

function distributionOf(kind: ColumnKind, filled: readonly string[]): Distribution {
  if (filled.length === 0 || kind === 'id' || kind === 'text') return { kind: 'none' };
  if (kind === 'category') return counted(filled);
  if (kind === 'names') return counted(filled.flatMap((names) => names.split(' ')));
  const sorted = kind === 'date' ? filled.toSorted() : filled.toSorted((a, b) => Number(a) - Number(b));
  return { kind: 'range', min: sorted[0], median: sorted[sorted.length >> 1], max: sorted[sorted.length - 1] };
}

function counted(values: readonly string[]): Distribution {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return { kind: 'counts', counts: sorted.slice(0, COUNTS_LISTED_MAX) };
}
