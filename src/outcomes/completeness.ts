/** How complete follow-up is, and how long transplants took: figures with the counts that they are made of. */
import { daysBetween, dateInUk } from '../registrations/calendar-date.ts';
import type { FollowUpTable } from '../store/outcome-tables.ts';
import { allStages } from './outcomes-due.ts';
import type { MadeTransplant } from './outcome-store.ts';
import type { FollowUpSide } from './follow-up-stages.ts';

export interface CompletenessRow {
  readonly centre: string;
  readonly side: FollowUpSide;
  readonly stageMonths: number;
  /** Forms whose window is over. Where somebody had died or the transplant failed before, none is due. */
  readonly due: number;
  readonly inTime: number;
  /** In time or later. */
  readonly recorded: number;
  /** Forms whose window is open, recorded or not: not counted yet. */
  readonly open: number;
}

/** By centre, side and stage, wherever anything is due or open. `centre`: only of this one; null for all. */
export function completeness(
  made: readonly MadeTransplant[],
  forms: readonly FollowUpTable[],
  today: string,
  centre: string | null,
): readonly CompletenessRow[] {
  const counted = allStages(made, forms, today).filter(
    ({ stage, person }) =>
      stage.state !== 'ended' && stage.window.from <= today && (centre === null || person.centre === centre),
  );
  const groups = Map.groupBy(counted, ({ stage, person }) => groupKey(person.centre, stage.stageMonths, stage.side));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, stages]) => {
      const { stage, person } = stages[0];
      const over = stages.filter((one) => one.stage.window.to < today);
      return {
        centre: person.centre,
        side: stage.side,
        stageMonths: stage.stageMonths,
        due: over.length,
        inTime: over.filter((one) => one.stage.isInTime === true).length,
        recorded: over.filter((one) => one.stage.state === 'recorded').length,
        open: stages.length - over.length,
      };
    });
}

function groupKey(centre: string, stageMonths: number, side: string): string {
  return `${centre} ${String(stageMonths).padStart(4, '0')} ${side}`;
}

/** Whole percent, rounded down: 95 is not reached at 94.9. Null where nothing is due. */
export function percentOf(count: number, due: number): number | null {
  return due === 0 ? null : Math.floor((100 * count) / due);
}

export interface TimeToTransplant {
  readonly transplants: number;
  /** From the day of the proposal to that of the transplant; null where there is none. May end in .5. */
  readonly medianDays: number | null;
  readonly longestDays: number | null;
}

export function timeToTransplant(made: readonly MadeTransplant[]): TimeToTransplant {
  const days = made
    .map(({ proposedAt, outcome }) => daysBetween(dateInUk(proposedAt), outcome.onDate))
    .sort((a, b) => a - b);
  const middle = days.length / 2;
  const median = Number.isInteger(middle) ? (days[middle - 1] + days[middle]) / 2 : days[Math.floor(middle)];
  return days.length === 0
    ? { transplants: 0, medianDays: null, longestDays: null }
    : { transplants: days.length, medianDays: median, longestDays: days.at(-1)! };
}
