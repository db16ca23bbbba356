/** Checks between rows and between tables: ids, and what refers to what. */
import type { RegistrationLog } from './registration-log.ts';
import type { RowCells } from './sheet-rows.ts';

/** Null where there is no such table, or it could not be read. */
export interface TableRows {
  readonly recipients: readonly RowCells[] | null;
  readonly donors: readonly RowCells[] | null;
  readonly exclusions: readonly RowCells[] | null;
}

/** Null where they are not known, so that nothing can be said of what refers to them. */
type Ids = ReadonlySet<string> | null;

/** Looks at ids as they stand, so that a row with another fault is not also reported as missing. */
export function checkBetweenRows(rows: TableRows, log: RegistrationLog): void {
  const { recipients, donors, exclusions } = rows;
  const recipientIds = distinctIds(recipients, 'recipient_id', log);
  const donorIds = distinctIds(donors, 'donor_id', log);
  for (const row of donors ?? []) refersTo(row, 'recipient_id', recipientIds, 'unknown-recipient', log);
  for (const row of exclusions ?? []) {
    refersTo(row, 'recipient_id', recipientIds, 'unknown-recipient', log);
    refersTo(row, 'donor_id', donorIds, 'unknown-donor', log);
  }
  refuseRepeated(exclusions ?? [], log);
  const shared = (donors ?? []).find((row) => recipientIds?.has(row.text('donor_id')));
  if (shared) {
    const expected = 'ids that no recipient has: with shared ids, swapped columns could go unnoticed';
    log.warn('shared-id', shared.place('donor_id'), expected, shared.text('donor_id'));
  }
}

function distinctIds(rows: readonly RowCells[] | null, column: string, log: RegistrationLog): Ids {
  if (rows === null || rows.some((row) => !row.has(column))) return null;
  const ids = new Set<string>();
  for (const row of rows) {
    const id = row.text(column);
    if (id === '') continue;
    if (ids.has(id)) log.refuse('duplicate-id', row.place(column), 'an id of its own in every row', id);
    ids.add(id);
  }
  return ids;
}

function refersTo(
  row: RowCells,
  column: string,
  ids: Ids,
  code: 'unknown-recipient' | 'unknown-donor',
  log: RegistrationLog,
): void {
  const id = row.text(column);
  if (id === '' || ids === null || ids.has(id)) return;
  const table = code === 'unknown-recipient' ? 'recipients' : 'donors';
  log.refuse(code, row.place(column), `the id of one of the ${table} sent with it`, id);
}

function refuseRepeated(exclusions: readonly RowCells[], log: RegistrationLog): void {
  const seen = new Set<string>();
  for (const row of exclusions) {
    const key = ['recipient_id', 'donor_id', 'reason'].map((column) => row.text(column)).join('\t');
    if (seen.has(key)) log.refuse('duplicate-row', row.place(null), 'each exclusion once');
    seen.add(key);
  }
}
