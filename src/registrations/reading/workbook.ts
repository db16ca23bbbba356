/**
 * Workbooks (XLSX), read and written with exceljs; the only module that knows that library. A workbook is a zip archive of XML:
 * it is opened by our own reader first, and only the parts that hold cells are passed on, since merged areas, validations
 * and defined names can name millions of cells in a few bytes.
 */
import type { CellValue, Row, Worksheet } from 'exceljs';
import { strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { wholeFile, type RegistrationLog } from '../registration-log.ts';
import { guardedCell, unguardedCell, type SheetRow } from '../sheet.ts';
import { COLUMNS_MAX, ROWS_MAX } from './import-limits.ts';
import { ARCHIVE_MOMENT, type NamedBytes } from './zip-archive.ts';

export interface WorkbookSheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly SheetRow[];
}

const WORKBOOK_PART = 'xl/workbook.xml';
const SHEET_PART = /^xl\/worksheets\/[^/]+\.xml$/;
const OTHER_PARTS = [
  '[Content_Types].xml',
  '_rels/.rels',
  'xl/_rels/workbook.xml.rels',
  'xl/sharedStrings.xml',
  'xl/styles.xml',
];
const SHEET_DATA = /<(?:x:)?sheetData\b[\s\S]*<\/(?:x:)?sheetData>/;

export function isWorkbook(parts: readonly NamedBytes[]): boolean {
  return parts.some(({ name }) => name === WORKBOOK_PART);
}

/** The sheets of the workbook with `parts`, or null and problems. `file` is how the sender calls it. */
export async function readWorkbook(
  parts: readonly NamedBytes[],
  file: string,
  log: RegistrationLog,
): Promise<readonly WorkbookSheet[] | null> {
  const before = log.problemCount;
  const kept = cellParts(parts, file, log);
  if (log.problemCount > before) return null;
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.Workbook();
  try {
    // exceljs declares a Buffer of an older kind than Node's own types.
    await workbook.xlsx.load(Buffer.from(zipSync(kept, { level: 0 })) as never);
    return workbook.worksheets.map((sheet) => sheetOf(sheet, `${file}#${sheet.name}`, log));
  } catch {
    log.refuse('unreadable-file', wholeFile(file), 'a whole workbook');
    return null;
  }
}

function cellParts(parts: readonly NamedBytes[], file: string, log: RegistrationLog): Zippable {
  const kept: Zippable = {};
  for (const { name, bytes } of parts) {
    if (name !== WORKBOOK_PART && !SHEET_PART.test(name) && !OTHER_PARTS.includes(name)) continue;
    const text = new TextDecoder().decode(bytes);
    if (/<!DOCTYPE|<!ENTITY/i.test(text)) {
      log.refuse('unreadable-file', wholeFile(file), 'XML without a document type', name);
    }
    kept[name] = strToU8(SHEET_PART.test(name) ? onlyCells(text, name, file, log) : withoutNames(text));
  }
  return kept;
}

function withoutNames(text: string): string {
  return text.replace(/<definedNames>[\s\S]*<\/definedNames>/, '');
}

function onlyCells(text: string, part: string, file: string, log: RegistrationLog): string {
  if (/<(?:x:)?mergeCell\b/.test(text)) log.refuse('merged-cells', wholeFile(file), 'no merged cells', part);
  for (const [, letters, row] of text.matchAll(/\br="([A-Z]*)(\d+)"/g)) {
    if (Number(row) <= ROWS_MAX && columnNumber(letters) <= COLUMNS_MAX) continue;
    log.refuse('too-large', wholeFile(file), `at most ${ROWS_MAX} rows and ${COLUMNS_MAX} columns`, `${letters}${row}`);
    break;
  }
  const open = /<worksheet\b[^>]*>/.exec(text)?.[0];
  const cells = SHEET_DATA.exec(text)?.[0] ?? '<sheetData/>';
  return open === undefined ? text : `<?xml version="1.0" encoding="UTF-8"?>${open}${cells}</worksheet>`;
}

function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

function sheetOf(sheet: Worksheet, file: string, log: RegistrationLog): WorkbookSheet {
  const rows: SheetRow[] = [];
  sheet.eachRow((row, number) => rows.push({ row: number, cells: cellsOf(row, { file, row: number }, log) }));
  const header = rows[0]?.row === 1 ? rows.shift()!.cells : [];
  return { name: sheet.name, header, rows };
}

function cellsOf(row: Row, at: { readonly file: string; readonly row: number }, log: RegistrationLog): string[] {
  return Array.from({ length: row.cellCount }, (_, index) => {
    const cell = row.getCell(index + 1);
    const text = textOf(cell.value);
    if (text === null) log.refuse('formula', { ...at, column: cell.address }, 'a value, not a formula or an error');
    return unguardedCell(text ?? '');
  });
}

/** Null for what is computed. Dates stand in workbooks as midnight of universal time; a time of day makes no date. */
function textOf(value: CellValue): string | null {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('hyperlink' in value && 'text' in value && typeof value.text === 'string') return value.text;
  return null;
}

function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return 'no date';
  const text = value.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}

export interface SheetToWrite {
  readonly name: string;
  readonly rows: readonly (readonly (string | number)[])[];
  /** Whether the first row is set apart and stays in sight, and columns are as wide as what stands in them. */
  readonly isTable?: true;
}

/** What the file says of itself. */
export interface WorkbookProperties {
  readonly title: string;
  readonly description: string;
  /** A moment in UTC. */
  readonly created: string;
}

const NO_PROPERTIES: WorkbookProperties = { title: '', description: '', created: '1980-01-01T00:00:00.000Z' };
const COLUMN_CHARACTERS_MAX = 70;

/** A workbook of text and numbers; what a spreadsheet would run is guarded. The same sheets give the same bytes. */
export async function writeWorkbook(
  sheets: readonly SheetToWrite[],
  { title, description, created }: WorkbookProperties = NO_PROPERTIES,
): Promise<Uint8Array> {
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.Workbook();
  workbook.creator = workbook.lastModifiedBy = 'lkss';
  workbook.created = workbook.modified = new Date(created);
  Object.assign(workbook, { title, description });
  for (const { name, rows, isTable } of sheets) {
    const sheet = workbook.addWorksheet(name, isTable ? { views: [{ state: 'frozen', ySplit: 1 }] } : {});
    sheet.addRows(rows.map((row) => row.map((cell) => (typeof cell === 'string' ? textCell(cell) : cell))));
    if (isTable) layOut(sheet, rows);
  }
  // The library's archive has the moment of writing in it.
  const parts = unzipSync(new Uint8Array(await workbook.xlsx.writeBuffer()));
  return zipSync(parts, { mtime: ARCHIVE_MOMENT });
}

/** Characters that XML cannot hold become the replacement character. */
function textCell(text: string): string {
  const held = text.replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}');
  // Before it is replaced, so that what began with NUL is guarded too.
  return guardedCell(text) === text ? held : `'${held}`;
}

function layOut(sheet: Worksheet, rows: SheetToWrite['rows']): void {
  sheet.getRow(1).font = { bold: true };
  const widest = Math.max(...rows.map((row) => row.length));
  for (let column = 0; column < widest; column++) {
    const characters = Math.max(...rows.map((row) => String(row[column] ?? '').length));
    sheet.getColumn(column + 1).width = Math.min(characters, COLUMN_CHARACTERS_MAX) + 2;
  }
}
