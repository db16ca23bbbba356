/** Checks within one row that recipients and donors share. */
import { addYears, readCalendarDate } from './calendar-date.ts';
import { COLUMNS } from './columns.ts';
import type { DonorRegistration, RecipientRegistration } from './registration.ts';
import type { RegistrationLog } from './registration-log.ts';
import type { RowCells } from './sheet-rows.ts';
import { overfullLoci } from './typing-loci.ts';

/** Nobody has more than two antigens at a locus. */
export function typingFits(
  { hla, second }: RecipientRegistration | DonorRegistration,
  row: RowCells,
  log: RegistrationLog,
): void {
  const typings = [
    ['hla', hla],
    ['hla_second', second.hla ?? []],
  ] as const;
  for (const [column, names] of typings) {
    const loci = overfullLoci(names);
    if (loci.length === 0) continue;
    log.refuse('implausible', row.place(column), `at most two antigens at ${loci.join(', ')}`, names.join(' '));
  }
}

/** The date in `late`, where there is one, is at least so many years after that in `early`. */
export function datesInOrder(row: RowCells, early: string, late: string, years: number, log: RegistrationLog): void {
  const [from, to] = [readCalendarDate(row.text(early)), readCalendarDate(row.text(late))];
  if (from === null || to === null || to >= addYears(from, years)) return;
  const expected = years === 0 ? `a date after ${early}` : `a date at least ${years} years after ${early}`;
  log.refuse('implausible', row.place(late), expected, to);
}

const DATE_COLUMNS = new Set(
  Object.values(COLUMNS)
    .flat()
    .filter(({ kind }) => kind === 'date')
    .map(({ name }) => name),
);

/** What is recorded has happened: no date of the row is later than `day`, where that is known. */
export function datesUpTo(day: string | undefined, row: RowCells, log: RegistrationLog): void {
  if (day === undefined) return;
  for (const column of DATE_COLUMNS) {
    const date = readCalendarDate(row.text(column));
    if (date === null || date <= day) continue;
    log.refuse('implausible', row.place(column), `a date no later than ${day}, the day given`, date);
  }
}
