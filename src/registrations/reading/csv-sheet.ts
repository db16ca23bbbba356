/**
 * Comma-separated text as a sheet (RFC 4180, in UTF-8, with or without byte order mark, any line ending). Spreadsheets of some
 * countries write semicolons or tabs for the commas: a header without commas tells.
 */
import { CsvError, parse, type Info } from 'csv-parse/sync';
import type { TableName } from '../columns.ts';
import type { RegistrationLog } from '../registration-log.ts';
import { wholeFile } from '../registration-log.ts';
import { unguardedCell, type Sheet, type SheetRow } from '../sheet.ts';
import type { NamedBytes } from './zip-archive.ts';
import { decodedText } from './decoded-text.ts';

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

/** Null, with a problem, where the file cannot be taken apart into cells at all. */
export function csvSheet(source: NamedBytes, table: TableName, log: RegistrationLog): Sheet | null {
  const text = decodedText(source, log);
  if (text === null) return null;
  const parsed = parseText(text, source.name, log);
  if (parsed === null) return null;
  const [header, ...rows] = parsed.map(rowOf);
  if (header === undefined) {
    log.refuse('missing-column', { file: source.name, row: 1, column: null }, 'a header with the names of the columns');
    return null;
  }
  return { table, file: source.name, header: header.cells, rows };
}

function parseText(text: string, file: string, log: RegistrationLog): readonly Parsed[] | null {
  try {
    // Stray quotes inside a cell are kept as they are: what they stand in is checked like any other text.
    const delimiter = delimiterOf(text);
    const options = {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    } as const;
    return parse(text, options) as unknown as readonly Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : null;
    log.refuse('syntax', { ...wholeFile(file), row: line }, 'comma-separated text, every quote closed', error.code);
    return null;
  }
}

function delimiterOf(text: string): string {
  const header = /^\s*(.*)/.exec(text)![1];
  return [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ',';
}

function rowOf({ record, info }: Parsed): SheetRow {
  const linesInside = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
  return { row: info.lines - linesInside, cells: record.map(unguardedCell) };
}
