/** Where the follow-up of one side of a transplant stands, stage by stage: it follows from the forms, and is never stored. */
import { dateInUk } from '../registrations/calendar-date.ts';
import type { FollowUpTable } from '../store/outcome-tables.ts';
import { readFollowUpForm, type FollowUpForm } from './follow-up-form.ts';
import { stagesUntil, windowOf, type FollowUpSide, type FollowUpWindow } from './follow-up-stages.ts';

/** `ended`: not asked for, since an earlier form says that the person has died or the transplant has failed. */
export type StageState = 'to-come' | 'due' | 'late' | 'recorded' | 'ended';

export interface Stage {
  readonly side: FollowUpSide;
  readonly stageMonths: number;
  readonly window: FollowUpWindow;
  readonly state: StageState;
  /** In the order of recording; the last one counts. */
  readonly entries: readonly FollowUpTable[];
  /** Whether the first was recorded by the end of the window; null where there is none. */
  readonly isInTime: boolean | null;
}

/** `rows`: of this transplant. Every stage up to the next one to come, and any that has a form. */
export function stagesOf(
  side: FollowUpSide,
  transplantedOn: string,
  rows: readonly FollowUpTable[],
  today: string,
): readonly Stage[] {
  const own = rows.filter((row) => row.side === side);
  const months = [...new Set([...stagesUntil(transplantedOn, today), ...own.map(({ stageMonths }) => stageMonths)])];
  let hasEnded = false;
  return months
    .sort((a, b) => a - b)
    .map((stageMonths) => {
      const window = windowOf(stageMonths, transplantedOn);
      const entries = own.filter((row) => row.stageMonths === stageMonths);
      const first = entries.at(0);
      const isInTime = first === undefined ? null : dateInUk(first.recordedAt) <= window.to;
      const state = hasEnded && first === undefined ? 'ended' : stateIn(window, first !== undefined, today);
      hasEnded ||= first !== undefined && endsFollowUp(readFollowUpForm(entries.at(-1)!.content));
      return { side, stageMonths, window, state, entries, isInTime };
    });
}

function stateIn({ from, to }: FollowUpWindow, isRecorded: boolean, today: string): StageState {
  if (isRecorded) return 'recorded';
  if (today < from) return 'to-come';
  return today <= to ? 'due' : 'late';
}

/** Nothing more is asked of the dead, nor of a transplant that has failed. Whoever is lost may be found again. */
export function endsFollowUp({ values }: FollowUpForm): boolean {
  return values['isAlive'] === 'no' || values['graft'] === 'failed';
}
