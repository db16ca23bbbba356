/** The rows of a sheet by the names of their columns, with problems noted where a cell cannot be read. */
import type { CellReader } from './cell-values.ts';
import { COLUMNS, nearestName } from './columns.ts';
import { CELL_CHARACTERS_MAX, COLUMNS_MAX } from './reading/import-limits.ts';
import type { Place, RegistrationLog } from './registration-log.ts';
import type { Sheet, SheetRow } from './sheet.ts';

/** Column names as their index in the header. */
type Header = ReadonlyMap<string, number>;

export class RowCells {
  readonly #cells: readonly string[];
  readonly #header: Header;
  readonly #at: Place;
  readonly #log: RegistrationLog;
  #isIncomplete = false;

  constructor(cells: readonly string[], header: Header, at: Place, log: RegistrationLog) {
    this.#cells = cells;
    this.#header = header;
    this.#at = at;
    this.#log = log;
  }

  /** Whether the sheet has the column. */
  has(column: string): boolean {
    return this.#header.has(column);
  }

  place(column: string | null): Place {
    return { ...this.#at, column };
  }

  /** What stands in the column, without spaces around; empty where the sheet has no such column. */
  text(column: string): string {
    return this.#cells[this.#header.get(column) ?? -1] ?? '';
  }

  /** The value that must stand in the column; undefined, with a problem, where it does not. */
  value<T>(column: string, reader: CellReader<T>): T | undefined {
    if (this.text(column) !== '') return this.valueOr(column, reader, undefined);
    // A column that is missing altogether is one problem of the header, not one of every row.
    this.#isIncomplete = true;
    if (this.#header.has(column)) this.#log.refuse('missing-value', this.place(column), 'a value');
    return undefined;
  }

  /** Whether a value that must be there was asked for in vain. */
  get isIncomplete(): boolean {
    return this.#isIncomplete;
  }

  /** The value in the column, or `absent` where the cell is empty; undefined, with a problem, where it cannot be read. */
  valueOr<T, Absent>(column: string, reader: CellReader<T>, absent: Absent): T | Absent | undefined {
    const text = this.text(column);
    if (text === '') return absent;
    const reading = reader(text);
    if (reading.ok) return reading.value;
    this.#log.refuse('bad-value', this.place(column), reading.expected, text);
    return undefined;
  }
}

/** The rows with anything in them; null, with a problem, where the first row is no header at all. */
export function sheetRows(sheet: Sheet, log: RegistrationLog): readonly RowCells[] | null {
  const header = readHeader(sheet, log);
  if (header === null) return null;
  return sheet.rows.flatMap((row) => rowCells(row, sheet, header, log) ?? []);
}

function readHeader({ table, file, header }: Sheet, log: RegistrationLog): Header | null {
  const known = COLUMNS[table].map(({ name }) => name);
  const found = new Map<string, number>();
  if (!header.some((cell) => known.includes(columnName(cell)))) {
    const required = COLUMNS[table].filter(({ isRequired }) => isRequired).map(({ name }) => name);
    const expected = `a header with the names of the columns: ${required.join(', ')}`;
    log.refuse('missing-column', { file, row: 1, column: null }, expected, header.join(' '));
    return null;
  }
  header.slice(0, COLUMNS_MAX).forEach((cell, index) => {
    const name = columnName(cell);
    if (name === '') return;
    const place = { file, row: 1, column: cell.trim() };
    if (found.has(name)) log.refuse('duplicate-column', place, 'each column once');
    else if (!known.includes(name)) log.refuse('unknown-column', place, expectedColumn(name, known), cell.trim());
    found.set(name, index);
  });
  if (header.length > COLUMNS_MAX) {
    log.refuse('too-large', { file, row: 1, column: null }, `at most ${COLUMNS_MAX} columns`, String(header.length));
  }
  for (const { name, isRequired } of COLUMNS[table]) {
    if (isRequired && !found.has(name)) {
      log.refuse('missing-column', { file, row: 1, column: name }, `a column ${name}`);
    }
  }
  return found;
}

/** As in the table of columns, however the sender writes capitals, spaces and hyphens. */
function columnName(cell: string): string {
  return cell
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
}

function expectedColumn(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return near === null ? `a column of this table: ${known.join(', ')}` : `${near}, perhaps`;
}

function rowCells(row: SheetRow, sheet: Sheet, header: Header, log: RegistrationLog): RowCells | null {
  const cells = row.cells.map((cell) => cell.trim());
  if (cells.every((cell) => cell === '')) return null;
  const at = { file: sheet.file, row: row.row, column: null };
  const width = sheet.header.length;
  if (cells.slice(width).some((cell) => cell !== '')) {
    log.refuse('row-length', at, `${width} cells, as the header has`, `${cells.length} cells`);
  }
  cells.forEach((cell, index) => {
    const column = sheet.header[index]?.trim() ?? null;
    if (/\p{Cc}/u.test(cell)) log.refuse('bad-value', { ...at, column }, 'text on one line', cell);
    if (cell.length > CELL_CHARACTERS_MAX) {
      log.refuse('too-large', { ...at, column }, `at most ${CELL_CHARACTERS_MAX} characters`, `${cell.length}`);
    }
  });
  return new RowCells(cells, header, at, log);
}
