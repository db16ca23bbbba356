/** What paper calls things, and how it writes dates. */
import type { CriterionId } from '../../solver/index.ts';

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/London' });

/** `2026-10-14` as 14 October 2026. */
export function dateWords(date: string): string {
  return DATE.format(new Date(`${date}T00:00:00Z`));
}

export function monthWords(date: string): string {
  return MONTH.format(new Date(`${date}T00:00:00Z`));
}

/** A moment in UTC as day and time in the United Kingdom. */
export function momentWords(moment: string): string {
  return MOMENT.format(new Date(moment));
}

export const CRITERION_TITLES: Readonly<Record<CriterionId, string>> = {
  'effective-two-way': 'Exchanges that are, or contain, a two-way exchange',
  transplants: 'Transplants',
  'three-way': 'Three-way exchanges (as few as possible)',
  'back-arcs': 'Two-way exchanges contained in three-way exchanges',
  score: 'Score (points)',
  recipients: 'Recipients transplanted',
} as Readonly<Record<CriterionId, string>>;

export function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}
