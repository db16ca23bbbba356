/**
 * From files to registrations: everything is taken, or nothing and a list of all that is wrong. The order of rows means
 * nothing; registrations come out in the order of ids.
 */
import { namesReader } from './cell-values.ts';
import type { TableName } from './columns.ts';
import { checkBetweenRows, type TableRows } from './cross-checks.ts';
import { readBackOf, type ReadBack } from './read-back.ts';
import { readDonor, readExclusion, readRecipient } from './read-people.ts';
import { sheetsOf, type RegistrationSource } from './reading/source-sheets.ts';
import type { RegistrationProblem, Registrations } from './registration.ts';
import { RegistrationLog } from './registration-log.ts';
import { samePersonPairs } from './same-person.ts';
import type { Sheet } from './sheet.ts';
import { sheetRows, type RowCells } from './sheet-rows.ts';

export interface ImportOptions {
  /** What the last import gave, to tell what changed. */
  readonly previous?: Registrations;
  /** Day of the import; without it, nobody's age is looked at, nor whether a date is still to come. */
  readonly date?: string;
}

export type ImportOutcome =
  | {
      readonly ok: true;
      readonly registrations: Registrations;
      readonly readBack: ReadBack;
      readonly warnings: readonly RegistrationProblem[];
    }
  | {
      readonly ok: false;
      readonly problems: readonly RegistrationProblem[];
      readonly warnings: readonly RegistrationProblem[];
    };

export async function readRegistrations(
  source: RegistrationSource,
  options: ImportOptions = {},
): Promise<ImportOutcome> {
  const log = new RegistrationLog();
  const sheets = await sheetsOf(source, log);
  const registrations = log.problemCount > 0 && sheets.length === 0 ? null : readSheets(sheets, log, options.date);
  if (registrations === null || log.problemCount > 0) {
    return { ok: false, problems: log.problems, warnings: log.warnings };
  }
  for (const { a, b } of samePersonPairs(registrations)) {
    const place = { file: sheets.find(({ table }) => table === b.table)!.file, row: null, column: null };
    log.warn(
      'same-person',
      place,
      `another person than ${a.id}: birth date, sex, blood group and HLA are the same`,
      b.id,
    );
  }
  const readBack = readBackOf(registrations, options.previous, options.date);
  return { ok: true, registrations, readBack, warnings: log.warnings };
}

function readSheets(sheets: readonly Sheet[], log: RegistrationLog, date: string | undefined): Registrations {
  const rowsOf = (table: TableName): TableRows[TableName] => {
    const sheet = sheets.find((one) => one.table === table);
    return sheet === undefined ? null : sheetRows(sheet, log);
  };
  const rows = { recipients: rowsOf('recipients'), donors: rowsOf('donors'), exclusions: rowsOf('exclusions') };
  const reading = { log, readNames: namesReader(), date };
  const registrations = {
    recipients: eachRow(rows.recipients, (row) => readRecipient(row, reading)).sort(byId),
    donors: eachRow(rows.donors, (row) => readDonor(row, reading)).sort(byId),
    exclusions: eachRow(rows.exclusions, (row) => readExclusion(row, reading)).sort(byPair),
  };
  checkBetweenRows(rows, log);
  return registrations;
}

function eachRow<T>(rows: readonly RowCells[] | null, read: (row: RowCells) => T | null): T[] {
  return (rows ?? []).flatMap((row) => read(row) ?? []);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return compareText(a.id, b.id);
}

function byPair(a: Registrations['exclusions'][number], b: Registrations['exclusions'][number]): number {
  return (
    compareText(a.recipientId, b.recipientId) || compareText(a.donorId, b.donorId) || compareText(a.reason, b.reason)
  );
}

/** By code units, which is the same in every language. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
