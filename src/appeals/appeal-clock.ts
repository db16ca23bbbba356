/** The clock of an appeal: how long its answer may take, in days of the calendar from the day on which it was received. */
import { addDays, daysBetween } from '../registrations/calendar-date.ts';

/** The answer is confirmed on this day at the latest, the day of receipt not counted. */
export const ANSWER_DAYS = 28;
/** From so many days before its last day on, everybody concerned is warned. */
export const WARNING_DAYS = 7;

export interface AppealClock {
  readonly receivedOn: string;
  readonly dueOn: string;
  /** Until the last day; on it 0, and negative after it. Where the clock has stopped, as on the day on which it did. */
  readonly daysLeft: number;
  readonly state: 'running' | 'warned' | 'overdue' | 'stopped';
}

/** `stoppedOn`: the day of the confirmed answer, or of the withdrawal; null while it runs. */
export function appealClock(receivedOn: string, stoppedOn: string | null, today: string): AppealClock {
  const dueOn = addDays(receivedOn, ANSWER_DAYS);
  const daysLeft = daysBetween(stoppedOn ?? today, dueOn);
  return { receivedOn, dueOn, daysLeft, state: stoppedOn === null ? runningState(daysLeft) : 'stopped' };
}

function runningState(daysLeft: number): AppealClock['state'] {
  if (daysLeft < 0) return 'overdue';
  return daysLeft <= WARNING_DAYS ? 'warned' : 'running';
}
