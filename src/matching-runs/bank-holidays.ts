/**
 * Bank holidays of the United Kingdom, by rule. Sources: Banking and Financial Dealings Act 1971, schedule 1; St Andrew's Day Bank
 * Holiday (Scotland) Act 2007; days since appointed by royal proclamation, as gov.uk/bank-holidays lists them. What is proclaimed
 * in future years is not known here: it goes into the two tables below.
 */
import { addDays, weekdayOf } from '../registrations/calendar-date.ts';

export const NATIONS = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
export type Nation = (typeof NATIONS)[number];

export interface BankHoliday {
  /** On which it is kept: never at a weekend. */
  readonly date: string;
  readonly name: string;
}

interface Rule {
  readonly name: string;
  readonly nations: readonly Nation[];
  readonly dateIn: (year: number) => string;
}

/** The rules hold from this year on. */
const FIRST_YEAR = 2007;
const MONDAY = 1;
const SATURDAY = 6;
const NOT_SCOTLAND = ['england-and-wales', 'northern-ireland'] as const;

const RULES: readonly Rule[] = [
  { name: "New Year's Day", nations: NATIONS, dateIn: always('01-01') },
  { name: '2 January', nations: ['scotland'], dateIn: always('01-02') },
  { name: "St Patrick's Day", nations: ['northern-ireland'], dateIn: always('03-17') },
  { name: 'Good Friday', nations: NATIONS, dateIn: afterEaster(-2) },
  { name: 'Easter Monday', nations: NOT_SCOTLAND, dateIn: afterEaster(1) },
  { name: 'Early May bank holiday', nations: NATIONS, dateIn: mondayFrom('05-01') },
  { name: 'Spring bank holiday', nations: NATIONS, dateIn: mondayUpTo('05-31') },
  { name: 'Battle of the Boyne', nations: ['northern-ireland'], dateIn: always('07-12') },
  { name: 'Summer bank holiday', nations: ['scotland'], dateIn: mondayFrom('08-01') },
  { name: 'Summer bank holiday', nations: NOT_SCOTLAND, dateIn: mondayUpTo('08-31') },
  { name: "St Andrew's Day", nations: ['scotland'], dateIn: always('11-30') },
  { name: 'Christmas Day', nations: NATIONS, dateIn: always('12-25') },
  { name: 'Boxing Day', nations: NATIONS, dateIn: always('12-26') },
];

/** Days moved by proclamation, from the date of the rule: for two jubilees and the 75th anniversary of VE Day. */
const MOVED: ReadonlyMap<string, string> = new Map([
  ['2012-05-28', '2012-06-04'],
  ['2020-05-04', '2020-05-08'],
  ['2022-05-30', '2022-06-02'],
]);

const PROCLAIMED: readonly (BankHoliday & { readonly nations: readonly Nation[] })[] = [
  { date: '2011-04-29', name: 'Royal wedding', nations: NATIONS },
  { date: '2012-06-05', name: 'Diamond Jubilee', nations: NATIONS },
  { date: '2022-06-03', name: 'Platinum Jubilee', nations: NATIONS },
  { date: '2022-09-19', name: 'State funeral of Queen Elizabeth II', nations: NATIONS },
  { date: '2023-05-08', name: 'Coronation of King Charles III', nations: NATIONS },
  { date: '2026-06-15', name: 'World Cup', nations: ['scotland'] },
];

/** In the order of their dates. Throws for years before 2007, for which the rules were others. */
export function bankHolidaysOf(year: number, nation: Nation): readonly BankHoliday[] {
  if (year < FIRST_YEAR) throw new RangeError(`bank holidays are known from ${FIRST_YEAR} on, not of ${year}`);
  const byRule = RULES.filter(({ nations }) => nations.includes(nation)).map(({ name, dateIn }) => {
    const date = dateIn(year);
    return { date: MOVED.get(date) ?? date, name };
  });
  const proclaimed = PROCLAIMED.filter(({ date, nations }) => yearOf(date) === year && nations.includes(nation));
  const days = [...withSubstitutes(byRule), ...proclaimed.map(({ date, name }) => ({ date, name }))];
  return days.sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** A day at a weekend is kept on the next weekday that is no bank holiday itself. */
function withSubstitutes(days: readonly BankHoliday[]): BankHoliday[] {
  const kept = new Set(days.map(({ date }) => date).filter((date) => !isWeekend(date)));
  return days.map(({ date, name }) => {
    let keptOn = date;
    while (isWeekend(keptOn) || (keptOn !== date && kept.has(keptOn))) keptOn = addDays(keptOn, 1);
    kept.add(keptOn);
    return { date: keptOn, name };
  });
}

/** The algorithm of Jones and of Butcher, as in J. Meeus, Astronomical Algorithms, chapter 8, whose letters these are. */
export function easterSundayOf(year: number): string {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  return dateOf(year, `${twoDigits(Math.floor(days / 31))}-${twoDigits((days % 31) + 1)}`);
}

/** No weekend and no bank holiday in any nation: people of all centres work on a run. */
export function isWorkingDay(date: string): boolean {
  return !isWeekend(date) && !bankHolidayDatesIn(yearOf(date)).has(date);
}

/** The date itself where it is a working day, or the next that is. */
export function workingDayFrom(date: string): string {
  return isWorkingDay(date) ? date : addWorkingDays(date, 1);
}

/** The date itself where it is a working day, or the last before it. */
export function workingDayUpTo(date: string): string {
  return isWorkingDay(date) ? date : addWorkingDays(date, -1);
}

/** So many working days later, or earlier where negative; `date` itself need not be one. */
export function addWorkingDays(date: string, days: number): string {
  const step = Math.sign(days);
  let reached = date;
  for (let left = Math.abs(days); left > 0; left--) {
    do reached = addDays(reached, step);
    while (!isWorkingDay(reached));
  }
  return reached;
}

const datesByYear = new Map<number, ReadonlySet<string>>();

/** Of all nations. The rules never change while the program runs, so that each year is reckoned once. */
function bankHolidayDatesIn(year: number): ReadonlySet<string> {
  const known = datesByYear.get(year);
  if (known !== undefined) return known;
  const dates = new Set(NATIONS.flatMap((nation) => bankHolidaysOf(year, nation).map(({ date }) => date)));
  datesByYear.set(year, dates);
  return dates;
}

function isWeekend(date: string): boolean {
  return weekdayOf(date) >= SATURDAY;
}

function always(monthDay: string): Rule['dateIn'] {
  return (year) => dateOf(year, monthDay);
}

function afterEaster(days: number): Rule['dateIn'] {
  return (year) => addDays(easterSundayOf(year), days);
}

function mondayFrom(monthDay: string): Rule['dateIn'] {
  return (year) => {
    const date = dateOf(year, monthDay);
    return addDays(date, (7 + MONDAY - weekdayOf(date)) % 7);
  };
}

function mondayUpTo(monthDay: string): Rule['dateIn'] {
  return (year) => {
    const date = dateOf(year, monthDay);
    return addDays(date, MONDAY - weekdayOf(date));
  };
}

function dateOf(year: number, monthDay: string): string {
  return `${String(year).padStart(4, '0')}-${monthDay}`;
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
