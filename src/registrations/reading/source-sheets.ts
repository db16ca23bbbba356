/** Whatever was sent, as sheets of the tables: a folder or archive of CSV, a workbook, or JSON. */
import { nearestName, TABLE_NAMES, type TableName } from '../columns.ts';
import { wholeFile, type RegistrationLog } from '../registration-log.ts';
import type { Sheet } from '../sheet.ts';
import { csvSheet } from './csv-sheet.ts';
import { FILES_MAX, IMPORT_BYTES_MAX, ROWS_MAX } from './import-limits.ts';
import { jsonSheets } from './json-sheets.ts';
import { isWorkbook, readWorkbook } from './workbook.ts';
import { isSafePath, openZip, type NamedBytes } from './zip-archive.ts';

/** `name` is how the sender calls the file; it stands in problems. A zip may be an archive of CSV or a workbook. */
export type RegistrationSource =
  | { readonly kind: 'folder'; readonly name?: string; readonly files: readonly NamedBytes[] }
  | { readonly kind: 'zip' | 'xlsx'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'json'; readonly name: string; readonly text: string };

/** A table that was sent; `sheet` is null where it could not be read, which a problem then says. */
interface SentTable {
  readonly table: TableName;
  readonly sheet: Sheet | null;
}

/** The sheets that could be read; where a table is missing or a file cannot be read, problems say so. */
export async function sheetsOf(source: RegistrationSource, log: RegistrationLog): Promise<readonly Sheet[]> {
  const size = sizeOf(source);
  if (size > IMPORT_BYTES_MAX) {
    log.refuse('too-large', wholeFile(nameOf(source)), `at most ${IMPORT_BYTES_MAX} bytes`, `${size} bytes`);
    return [];
  }
  const before = log.problemCount;
  const sent = await readSource(source, log);
  const sheets = sent.flatMap(({ sheet }) => sheet ?? []);
  for (const { file } of sheets) log.opened(file);
  // What could not be opened has said so; a table is missed only in what could.
  if (sent.length > 0 || log.problemCount === before) noteMissing(sent, nameOf(source), log);
  return sheets.filter((sheet) => fits(sheet, log));
}

function sizeOf(source: RegistrationSource): number {
  if (source.kind === 'folder') return source.files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return source.kind === 'json' ? source.text.length : source.bytes.length;
}

function nameOf(source: RegistrationSource): string {
  return source.name ?? 'folder';
}

async function readSource(source: RegistrationSource, log: RegistrationLog): Promise<readonly SentTable[]> {
  switch (source.kind) {
    case 'folder':
      return folderSheets(source.files, log);
    case 'json':
      return jsonSheets(source.text.replace(/^\ufeff/, ''), source.name, log).map(sentTable);
    case 'zip':
    case 'xlsx': {
      const files = openZip(source.bytes, source.name, log);
      if (files === null) return [];
      return isWorkbook(files)
        ? (await workbookSheets(files, source.name, log)).map(sentTable)
        : folderSheets(withoutTopFolder(files), log);
    }
  }
}

function sentTable(sheet: Sheet): SentTable {
  return { table: sheet.table, sheet };
}

function folderSheets(files: readonly NamedBytes[], log: RegistrationLog): readonly SentTable[] {
  if (files.length > FILES_MAX) {
    log.refuse('too-large', wholeFile('folder'), `at most ${FILES_MAX} files`, String(files.length));
    return [];
  }
  return [...files].sort(byTable).flatMap((file) => {
    const table = TABLE_NAMES.find((name) => `${name}.csv` === file.name.toLowerCase());
    if (!isSafePath(file.name)) log.refuse('unsafe-path', wholeFile(file.name), 'a file of the folder itself');
    if (table === undefined) {
      noteUnknown(
        file.name,
        TABLE_NAMES.map((name) => `${name}.csv`),
        wholeFile(file.name).file,
        log,
      );
      return [];
    }
    return [{ table, sheet: csvSheet(file, table, log) }];
  });
}

/** Problems come in the order of the tables, whatever the order of files. */
function byTable(a: NamedBytes, b: NamedBytes): number {
  return rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1);
}

function rankOf({ name }: NamedBytes): number {
  const rank = TABLE_NAMES.findIndex((table) => name.toLowerCase().startsWith(table));
  return rank < 0 ? TABLE_NAMES.length : rank;
}

async function workbookSheets(
  parts: readonly NamedBytes[],
  file: string,
  log: RegistrationLog,
): Promise<readonly Sheet[]> {
  const found = (await readWorkbook(parts, file, log)) ?? [];
  return found.flatMap(({ name, header, rows }) => {
    const table = TABLE_NAMES.find((known) => known === name.trim().toLowerCase());
    if (table !== undefined) return { table, file: `${file}#${name}`, header, rows };
    noteUnknown(name, TABLE_NAMES, `${file}#${name}`, log);
    return [];
  });
}

/** Tools that zip a folder put its name before each file; macOS adds files of its own. */
function withoutTopFolder(files: readonly NamedBytes[]): readonly NamedBytes[] {
  const own = files.filter(({ name }) => !name.startsWith('__MACOSX/') && !/(^|\/)\.[^/]*$/.test(name));
  const top = own[0]?.name.split('/')[0];
  if (!own.every(({ name }) => name.startsWith(`${top}/`))) return own;
  return own.map(({ name, bytes }) => ({ name: name.slice(top.length + 1), bytes }));
}

function noteUnknown(name: string, known: readonly string[], file: string, log: RegistrationLog): void {
  const near = nearestName(name.toLowerCase(), known);
  if (near !== null) log.refuse('unknown-file', wholeFile(file), `${near}, perhaps`, name);
  else log.warn('unknown-file', wholeFile(file), `only ${known.join(', ')}: this was not read`, name);
}

function noteMissing(sent: readonly SentTable[], file: string, log: RegistrationLog): void {
  const counts = (table: TableName): number => sent.filter((one) => one.table === table).length;
  for (const table of TABLE_NAMES) {
    if (counts(table) > 1) log.refuse('unknown-file', wholeFile(file), `the table ${table} once`);
    if (counts(table) > 0) continue;
    if (table === 'exclusions') {
      log.warn('missing-file', wholeFile(file), 'a table exclusions; taken as: there are none');
    } else {
      log.refuse(
        'missing-file',
        wholeFile(file),
        `a table ${table} (a file ${table}.csv, or a sheet or list ${table})`,
      );
    }
  }
}

function fits({ rows, file }: Sheet, log: RegistrationLog): boolean {
  if (rows.length <= ROWS_MAX) return true;
  log.refuse('too-large', wholeFile(file), `at most ${ROWS_MAX} rows`, String(rows.length));
  return false;
}
