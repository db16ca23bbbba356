/** Calendar dates, `YYYY-MM-DD`: days of the calendar, not moments, so that no time zone can move them. */
import { Temporal } from 'temporal-polyfill';

const FORM = /^\d{4}-\d{2}-\d{2}$/;

/** The date, where the text is one that the calendar has (no 30 February, 29 February only in leap years). */
export function readCalendarDate(text: string): string | null {
  if (!FORM.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
}

/** Completed years; whoever was born on 29 February completes one on 1 March where there is no 29 February. */
export function completedYears(birthDate: string, date: string): number {
  return Temporal.PlainDate.from(birthDate).until(date, { largestUnit: 'years' }).years;
}

/** Days from one date to another, negative where `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days;
}

/** The date so many days later, or earlier where negative. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The date so many months later; where the month has no such day, its last. */
export function addMonths(date: string, months: number): string {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

/** The date so many years later; 29 February gives 28 February where there is none. */
export function addYears(date: string, years: number): string {
  return Temporal.PlainDate.from(date).add({ years }).toString();
}

/** 1 is Monday, 7 Sunday. */
export function weekdayOf(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** The date that the United Kingdom has at a moment: an hour before midnight in UTC it is tomorrow there in summer. */
export function dateInUk(moment: string): string {
  return Temporal.Instant.from(moment).toZonedDateTimeISO('Europe/London').toPlainDate().toString();
}
