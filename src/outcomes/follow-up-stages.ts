/** When recipient and donor are to be seen after a transplant, as data. Nothing is refused for being late: it is told. */
import { addDays, addMonths, daysBetween } from '../registrations/calendar-date.ts';

export type FollowUpSide = 'recipient' | 'donor';
export const FOLLOW_UP_SIDES: readonly FollowUpSide[] = ['recipient', 'donor'];

/** At 3 months, then every year: 12, 24, 36, … months after the transplant. */
export const FIRST_STAGE_MONTHS = 3;
const YEAR_MONTHS = 12;
export const STAGE_MONTHS_MAX = 50 * YEAR_MONTHS;

/** In which days around it a form is of its stage. `assumed`: the scheme publishes none. */
export const FOLLOW_UP_WINDOWS = {
  first: { fromDays: 60, toDays: 120, basis: 'assumed' },
  yearly: { beforeDays: 60, afterDays: 60, basis: 'assumed' },
} as const;

/** Share of forms that should be there, in percent. `assumed`: a goal of the service, not the scheme's. */
export const COMPLETENESS_TARGET = { stageMonths: FIRST_STAGE_MONTHS, percent: 95, basis: 'assumed' } as const;

export interface FollowUpWindow {
  readonly from: string;
  /** The last day on which it is in time. */
  readonly to: string;
}

export function isStage(months: number): boolean {
  if (months === FIRST_STAGE_MONTHS) return true;
  return Number.isInteger(months) && months > 0 && months % YEAR_MONTHS === 0 && months <= STAGE_MONTHS_MAX;
}

export function windowOf(stageMonths: number, transplantedOn: string): FollowUpWindow {
  if (stageMonths === FIRST_STAGE_MONTHS) {
    const { fromDays, toDays } = FOLLOW_UP_WINDOWS.first;
    return { from: addDays(transplantedOn, fromDays), to: addDays(transplantedOn, toDays) };
  }
  const day = addMonths(transplantedOn, stageMonths);
  const { beforeDays, afterDays } = FOLLOW_UP_WINDOWS.yearly;
  return { from: addDays(day, -beforeDays), to: addDays(day, afterDays) };
}

/** Every stage whose window has opened, in order, and the one to come next. */
export function stagesUntil(transplantedOn: string, today: string): readonly number[] {
  const years = Math.floor(Math.max(0, daysBetween(transplantedOn, today)) / 365) + 2;
  const stages = [FIRST_STAGE_MONTHS, ...Array.from({ length: years }, (_, year) => (year + 1) * YEAR_MONTHS)];
  const opened = stages.filter((stage) => windowOf(stage, transplantedOn).from <= today);
  return stages.slice(0, opened.length + 1);
}
