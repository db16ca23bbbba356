/** A table as sent, whatever the format: text in rows and columns, with the places that problems point to. */
import type { TableName } from './columns.ts';

export interface Sheet {
  readonly table: TableName;
  /** Name by which the sender knows it. */
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly SheetRow[];
}

export interface SheetRow {
  /** Line of the file, the header being 1. */
  readonly row: number;
  /** Beside the header; may be shorter or longer than it. */
  readonly cells: readonly string[];
}

/** What a spreadsheet would take for a formula, with any apostrophes already put before it. */
const FORMULA_START = /^'*[=+\-@\t\r\0]/;

/** Text that a spreadsheet shows as it is: an apostrophe before what would otherwise be run as a formula. */
export function guardedCell(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

/** Undoes `guardedCell`, and leaves all other text alone. */
export function unguardedCell(text: string): string {
  return text.startsWith("'") && FORMULA_START.test(text) ? text.slice(1) : text;
}
