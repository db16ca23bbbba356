/** By when each decision should be there, as data. Nothing is refused for being late: it is told. */
import { CALENDAR_RULES } from '../matching-runs/calendar.ts';
import { addDays, dateInUk } from '../registrations/calendar-date.ts';
import type { DecisionKind } from './decisions.ts';

interface Deadline {
  readonly days: number;
  /** From when they are counted: the day of the run, or that on which the proposal was made. */
  readonly from: 'run' | 'proposal';
  /** `assumed`: the scheme publishes none. */
  readonly basis: 'published' | 'assumed';
}

export const DEADLINES: Readonly<Record<DecisionKind, Deadline>> = {
  crossmatch: { days: CALENDAR_RULES.crossmatchDays, from: 'proposal', basis: 'assumed' },
  'donor-centre': { days: 14, from: 'proposal', basis: 'assumed' },
  'recipient-centre': { days: 14, from: 'proposal', basis: 'assumed' },
  panel: { days: 42, from: 'proposal', basis: 'assumed' },
  // The day must be set, and lie, within the weeks that NHSBT names.
  surgery: { days: CALENDAR_RULES.surgeryWeeks * 7, from: 'run', basis: 'published' },
};

/** The last day on which it is in time. */
export function dueOn(kind: DecisionKind, runDate: string, proposedAt: string): string {
  const { days, from } = DEADLINES[kind];
  return addDays(from === 'run' ? runDate : dateInUk(proposedAt), days);
}
