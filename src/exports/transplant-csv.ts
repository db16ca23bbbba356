/**
 * Transplants as CSV (RFC 4180, UTF-8, lines end in CR LF). CSV has no comments that every reader knows, so that what each file
 * carries stands in columns of every row: it stays with a row that is filtered, sorted or copied elsewhere.
 */
import { stringify } from 'csv-stringify/sync';
import { guardedCell } from '../registrations/sheet.ts';
import type { ExchangeSheet } from './exchange-sheet.ts';
import { stampFields, type ReleaseStamp } from './release-stamp.ts';
import { TRANSPLANT_COLUMNS, transplantRows } from './transplant-rows.ts';

export function transplantCsv(sheets: readonly ExchangeSheet[], stamp: ReleaseStamp): string {
  const carried = stampFields(stamp);
  const rows = transplantRows(sheets).map((row) => [
    ...TRANSPLANT_COLUMNS.map((column) => row[column]),
    ...carried.map(([, value]) => value),
  ]);
  return csvText([[...TRANSPLANT_COLUMNS, ...carried.map(([name]) => name)], ...rows]);
}

/**
 * What a spreadsheet would run is guarded, as in the files of registrations: an apostrophe before it. The library guards what only
 * looks like an equals sign as well.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => guardedCell(cell.toWellFormed()))),
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/, escape_formulas: true },
  );
}
