/** What comes next in a matching run and from which day it is due: a pure function of recorded facts, so that none is forgotten. */
import { addDays } from '../registrations/calendar-date.ts';
import type { PlannedRun } from './calendar.ts';

export type RunStep = 'open' | 'lock' | 'solve' | 'check' | 'release' | 'close';

export interface DueStep {
  readonly quarter: string;
  /** Null where the run is still to be opened. */
  readonly runId: string | null;
  readonly step: RunStep;
  /** The first day on which it could be done; it is overdue from the next. */
  readonly dueOn: string;
}

/** What the store knows of a run that is not closed. */
export interface RunFacts {
  readonly runId: string;
  readonly quarter: string;
  readonly runDate: string;
  readonly isLocked: boolean;
  /** Of the last attempt; null where there is none, or it is under way. */
  readonly outcome: 'optimal' | 'interrupted' | 'failed' | null;
  /** Of the last attempt. */
  readonly verdict: 'accepted' | 'refused' | null;
  /** People who approved the result of the last attempt. */
  readonly approvals: number;
}

const APPROVALS_NEEDED = 2;

export function stepToOpen({ quarter, opensOn }: PlannedRun): DueStep {
  return { quarter, runId: null, step: 'open', dueOn: opensOn };
}

/** The run was opened: solved, checked and released on its own date, which may differ from the planned one. */
export function nextStepOf(facts: RunFacts, planned: PlannedRun): DueStep {
  const { quarter, runId, runDate } = facts;
  const step = stepAfter(facts);
  if (step === 'lock') return { quarter, runId, step, dueOn: addDays(planned.cutOffOn, 1) };
  return { quarter, runId, step, dueOn: step === 'close' ? addDays(planned.surgeryTo, 1) : runDate };
}

function stepAfter({ isLocked, outcome, verdict, approvals }: RunFacts): RunStep {
  if (!isLocked) return 'lock';
  if (outcome !== 'optimal' || verdict === 'refused') return 'solve';
  if (verdict === null) return 'check';
  return approvals < APPROVALS_NEEDED ? 'release' : 'close';
}
