/** What comes next in a matching run and from which day it is due: a pure function of recorded facts, so that none is forgotten. */
import { addDays } from '../registrations/calendar-date.ts';
import type { PlannedRun } from './calendar.ts';
import { statusOf, type RunFacts, type RunStatus } from './run-status.ts';

export type RunStep = 'open' | 'lock' | 'solve' | 'check' | 'release' | 'close';

export interface DueStep {
  readonly quarter: string;
  /** Null where the run is still to be opened. */
  readonly runId: string | null;
  readonly step: RunStep;
  /** The first day on which it could be done; it is overdue from the next. */
  readonly dueOn: string;
}

/** What is to be done at each status; while a run is being solved, nothing is to be done but to wait for it. */
const STEP_AFTER: Readonly<Record<Exclude<RunStatus, 'closed'>, RunStep>> = {
  open: 'lock',
  locked: 'solve',
  solving: 'solve',
  solved: 'check',
  checked: 'release',
  released: 'close',
};

export function stepToOpen({ quarter, opensOn }: PlannedRun): DueStep {
  return { quarter, runId: null, step: 'open', dueOn: opensOn };
}

/** The run was opened: solved, checked and released on its own date, which may differ from the planned one. Null when closed. */
export function nextStepOf(facts: RunFacts, planned: PlannedRun): DueStep | null {
  const { id: runId, quarter, runDate } = facts.run;
  const status = statusOf(facts);
  if (status === 'closed') return null;
  const step = STEP_AFTER[status];
  if (step === 'lock') return { quarter, runId, step, dueOn: addDays(planned.cutOffOn, 1) };
  return { quarter, runId, step, dueOn: step === 'close' ? addDays(planned.surgeryTo, 1) : runDate };
}
