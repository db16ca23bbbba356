/** Checks between rows and between tables: ids, and what refers to what. */
import type { RegistrationLog } from './registration-log.ts';
import type { RowCells } from './sheet-rows.ts';

export interface TableRows {
  readonly recipients: readonly RowCells[];
  readonly donors: readonly RowCells[];
  readonly exclusions: readonly RowCells[];
}

/** Looks at ids as they stand, so that a row with another fault is not also reported as missing. */
export function checkBetweenRows({ recipients, donors, exclusions }: TableRows, log: RegistrationLog): void {
  const recipientIds = distinctIds(recipients, 'recipient_id', log);
  const donorIds = distinctIds(donors, 'donor_id', log);
  for (const row of donors) refersTo(row, 'recipient_id', recipientIds, 'unknown-recipient', log);
  for (const row of exclusions) {
    refersTo(row, 'recipient_id', recipientIds, 'unknown-recipient', log);
    refersTo(row, 'donor_id', donorIds, 'unknown-donor', log);
  }
  refuseRepeated(exclusions, log);
  const shared = donors.find((row) => recipientIds.has(row.text('donor_id')));
  if (shared) {
    const expected = 'ids that no recipient has: with shared ids, swapped columns could go unnoticed';
    log.warn('shared-id', shared.place('donor_id'), expected, shared.text('donor_id'));
  }
}

function distinctIds(rows: readonly RowCells[], column: string, log: RegistrationLog): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const row of rows) {
    const id = row.text(column);
    if (id !== '' && ids.has(id)) log.refuse('duplicate-id', row.place(column), 'an id of its own in every row', id);
    ids.add(id);
  }
  return ids;
}

function refersTo(
  row: RowCells,
  column: string,
  ids: ReadonlySet<string>,
  code: 'unknown-recipient' | 'unknown-donor',
  log: RegistrationLog,
): void {
  const id = row.text(column);
  if (id === '' || ids.has(id)) return;
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
