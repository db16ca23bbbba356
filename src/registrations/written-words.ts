/** Dates, moments and counts as people in the United Kingdom read them, on pages and on paper. */
const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/London' });
const NUMBER = new Intl.NumberFormat('en-GB');

/** `2026-10-14` as 14 October 2026. */
export function dateWords(date: string): string {
  return DATE.format(new Date(`${date}T00:00:00Z`));
}

/** `2026-10-14` as October 2026. */
export function monthWords(date: string): string {
  return MONTH.format(new Date(`${date}T00:00:00Z`));
}

/** A moment in UTC as day and time in the United Kingdom. */
export function momentWords(moment: string): string {
  return MOMENT.format(new Date(moment));
}

export function numberWords(value: number | string): string {
  return typeof value === 'number' ? NUMBER.format(value) : value;
}

/** `1 recipient`, `2 recipients`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${NUMBER.format(count)} ${count === 1 ? one : many}`;
}
