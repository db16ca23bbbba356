/**
 * The calendar of matching runs: one in the first month of each quarter. A quarter is written `2026-Q4` and means the run of
 * October 2026. All dates are calendar dates of the United Kingdom.
 */
import { addDays } from '../registrations/calendar-date.ts';
import { addWorkingDays, workingDayFrom, workingDayUpTo } from './bank-holidays.ts';

export interface PlannedRun {
  readonly quarter: string;
  /** The day after the last run's cut-off, so that every day belongs to one run. */
  readonly opensOn: string;
  /** The last day whose registrations take part. */
  readonly cutOffOn: string;
  readonly runOn: string;
  /** First and last day of the surgery that the run leads to. */
  readonly surgeryFrom: string;
  readonly surgeryTo: string;
}

export interface CalendarRules {
  /** Assumed: only the months are published. The run is on this day of the month or the next working day. */
  readonly runDayOfMonth: number;
  /** Assumed: the scheme does not publish its cut-off. */
  readonly cutOffWorkingDaysBefore: number;
  /** Assumed: crossmatches within 14 days, as for altruists who give to the waiting list (NHSBT, altruistic kidney donation). */
  readonly crossmatchDays: number;
  /** NHSBT, UK living kidney sharing scheme (organdonation.nhs.uk): within 10 weeks of the run. 8 was the aim in October 2020. */
  readonly surgeryWeeks: number;
}

export const CALENDAR_RULES: CalendarRules = {
  runDayOfMonth: 15,
  cutOffWorkingDaysBefore: 5,
  crossmatchDays: 14,
  surgeryWeeks: 10,
};

export type RunPhase =
  /** The run before is still open. */
  | 'ahead'
  /** Registrations are taken. */
  | 'open'
  /** None are taken any more; the run is to come. */
  | 'cut-off'
  /** From the run until its crossmatches are in. */
  | 'run'
  | 'surgery'
  | 'over';

const FORM = /^(\d{4})-Q([1-4])$/;

/** The quarter, where the text is one. */
export function readQuarter(text: string): string | null {
  return FORM.test(text) ? text : null;
}

/** The quarter in which a date lies. */
export function quarterOf(date: string): string {
  const [year, month] = date.split('-').map(Number);
  return quarterAt(year * 4 + Math.floor((month - 1) / 3));
}

export function quarterAfter(quarter: string): string {
  return quarterAt(placeOf(quarter) + 1);
}

/** From 2007-Q2 on, the scheme's first: bank holidays before are not known. */
export function plannedRunOf(quarter: string, rules: CalendarRules = CALENDAR_RULES): PlannedRun {
  const place = placeOf(quarter);
  const runOn = runDayAt(place, rules);
  return {
    quarter,
    opensOn: addDays(cutOffAt(place - 1, rules), 1),
    cutOffOn: cutOffAt(place, rules),
    runOn,
    surgeryFrom: workingDayFrom(addDays(runOn, rules.crossmatchDays)),
    surgeryTo: workingDayUpTo(addDays(runOn, rules.surgeryWeeks * 7)),
  };
}

/** The first runs whose day is not before the date. */
export function nextRuns(date: string, count: number, rules: CalendarRules = CALENDAR_RULES): readonly PlannedRun[] {
  const place = placeOf(quarterOf(date));
  const first = runDayAt(place, rules) < date ? place + 1 : place;
  return Array.from({ length: count }, (_, index) => plannedRunOf(quarterAt(first + index), rules));
}

export function phaseOn(planned: PlannedRun, date: string): RunPhase {
  if (date < planned.opensOn) return 'ahead';
  if (date <= planned.cutOffOn) return 'open';
  if (date < planned.runOn) return 'cut-off';
  if (date < planned.surgeryFrom) return 'run';
  return date <= planned.surgeryTo ? 'surgery' : 'over';
}

function cutOffAt(place: number, rules: CalendarRules): string {
  return addWorkingDays(runDayAt(place, rules), -rules.cutOffWorkingDaysBefore);
}

function runDayAt(place: number, { runDayOfMonth }: CalendarRules): string {
  const month = (place % 4) * 3 + 1;
  return workingDayFrom(`${Math.floor(place / 4)}-${twoDigits(month)}-${twoDigits(runDayOfMonth)}`);
}

/** Quarters counted from the first of the year 0. */
function placeOf(quarter: string): number {
  const parts = FORM.exec(quarter);
  if (parts === null) throw new Error(`"${quarter}" is no quarter`);
  return Number(parts[1]) * 4 + Number(parts[2]) - 1;
}

function quarterAt(place: number): string {
  return `${Math.floor(place / 4)}-Q${(place % 4) + 1}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
