/** Registrations as files that `readRegistrations` reads back to the same. */
import { stringify } from 'csv-stringify/sync';
import { strToU8 } from 'fflate';
import { COLUMNS } from './columns.ts';
import { writeWorkbook } from './reading/workbook.ts';
import type { NamedBytes } from './reading/zip-archive.ts';
import type { Registrations } from './registration.ts';
import { registrationTables, type RegistrationTable } from './registration-table.ts';
import { guardedCell } from './sheet.ts';

/** The files of a folder: `recipients.csv`, `donors.csv`, `exclusions.csv`. What a spreadsheet would run is guarded. */
export function writeRegistrations(registrations: Registrations): readonly NamedBytes[] {
  return registrationTables(registrations).map((table) => ({
    name: `${table.table}.csv`,
    bytes: strToU8(stringify(linesOf(table).map((line) => line.map(guardedCell)))),
  }));
}

export function writeRegistrationsJson(registrations: Registrations): string {
  const tables = registrationTables(registrations).map(({ table, rows }) => {
    const required = COLUMNS[table].filter(({ isRequired }) => isRequired).map(({ name }) => name);
    return [table, rows.map((row) => cellsWorthWriting(row, required))];
  });
  return `${JSON.stringify(Object.fromEntries(tables), null, 1)}\n`;
}

export function writeRegistrationsWorkbook(registrations: Registrations): Promise<Uint8Array> {
  return writeWorkbook(registrationTables(registrations).map((table) => ({ name: table.table, rows: linesOf(table) })));
}

function linesOf({ columns, rows }: RegistrationTable): readonly (readonly string[])[] {
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))];
}

/** Those with something in them, and of the columns that every file must have also the empty ones. */
function cellsWorthWriting(row: Readonly<Record<string, string>>, required: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(row).filter(([column, cell]) => cell !== '' || required.includes(column)));
}
