/**
 * The three tables in one JSON document: `{"recipients": [{"recipient_id": "R1", ...}], "donors": [...], "exclusions": [...]}`,
 * each entry an object of cells by column. A cell is text, a number, null (empty) or a list of texts (names). Rows are
 * counted as in a table whose header is 1: the first entry is row 2.
 */
import { parseScanned } from '../../../instances/formats/reading/json-parse.ts';
import { scanJson } from '../../../instances/formats/reading/json-scan.ts';
import { COLUMNS, nearestName, TABLE_NAMES, type TableName } from '../columns.ts';
import { wholeFile, type RegistrationLog } from '../registration-log.ts';
import type { Sheet, SheetRow } from '../sheet.ts';
import { ROWS_MAX } from './import-limits.ts';

export function jsonSheets(text: string, file: string, log: RegistrationLog): readonly Sheet[] {
  const root = parsed(text, file, log);
  if (root === null) return [];
  for (const key of Object.keys(root)) if (!isTable(key)) refuseTable(key, file, log);
  const present = TABLE_NAMES.filter((table) => Object.hasOwn(root, table));
  return present.flatMap((table) => sheetOf(root[table], table, `${file}#${table}`, log) ?? []);
}

function parsed(text: string, file: string, log: RegistrationLog): Record<string, unknown> | null {
  const scan = scanJson(text);
  const { error, duplicatePaths } = scan;
  if (error !== null) {
    const line = text.slice(0, error.offset).split(/\r\n|\n|\r/).length;
    log.refuse(
      'syntax',
      { file, row: line, column: null },
      error.expected,
      text.slice(error.offset, error.offset + 20),
    );
    return null;
  }
  for (const path of duplicatePaths) log.refuse('duplicate-key', wholeFile(file), 'each key once in its object', path);
  const root = parseScanned(text, scan);
  if (isObject(root)) return root;
  log.refuse('wrong-type', wholeFile(file), 'an object with recipients, donors and exclusions');
  return null;
}

function refuseTable(key: string, file: string, log: RegistrationLog): void {
  const near = nearestName(key, TABLE_NAMES);
  const expected = near === null ? `one of ${TABLE_NAMES.join(', ')}` : near;
  log.refuse('unknown-file', wholeFile(file), expected, key);
}

function sheetOf(entries: unknown, table: TableName, file: string, log: RegistrationLog): Sheet | null {
  if (!Array.isArray(entries)) {
    log.refuse('wrong-type', wholeFile(file), 'a list of objects');
    return null;
  }
  if (entries.length > ROWS_MAX) {
    log.refuse('too-large', wholeFile(file), `at most ${ROWS_MAX} entries`, String(entries.length));
    return null;
  }
  const keys = entries.flatMap((entry) => (isObject(entry) ? Object.keys(entry) : []));
  // An empty list has all columns that it needs.
  const header = entries.length === 0 ? COLUMNS[table].map(({ name }) => name) : [...new Set(keys)];
  const rows = entries.flatMap((entry: unknown, index) => rowOf(entry, header, { file, row: index + 2 }, log) ?? []);
  return { table, file, header, rows };
}

function rowOf(
  entry: unknown,
  header: readonly string[],
  at: { readonly file: string; readonly row: number },
  log: RegistrationLog,
): SheetRow | null {
  if (!isObject(entry)) {
    log.refuse('wrong-type', { ...at, column: null }, 'an object of cells by column');
    return null;
  }
  const cells = header.map((column) => {
    const cell = cellOf(Object.hasOwn(entry, column) ? entry[column] : null);
    if (cell === null) log.refuse('wrong-type', { ...at, column }, 'text, a number, null or a list of texts');
    return cell ?? '';
  });
  return { row: at.row, cells };
}

function cellOf(value: unknown): string | null {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value.join(' ');
  return null;
}

function isTable(key: string): key is TableName {
  return (TABLE_NAMES as readonly string[]).includes(key);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
