/**
 * Planned runs in the store, and what is due by them. Nothing is remembered outside the store: a service that was down asks
 * again and misses nothing.
 */
import { recordEvents } from '../audit/audit-store.ts';
import { PROGRAM_ACTOR, type AuditNote } from '../audit/catalogue.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import type { Reading, Store } from '../store/store.ts';
import type { PlannedRunTable } from '../store/tables.ts';
import type { Surroundings } from '../surroundings.ts';
import { nextRuns, phaseOn, plannedRunOf, type PlannedRun } from './calendar.ts';
import { nextStepOf, stepToOpen, type DueStep } from './due-step.ts';
import { runsNotClosed } from './run-store.ts';

/**
 * Plans the coming runs, so many, and gives those that are new. A run once planned keeps its dates, whatever rules come later;
 * one that nobody planned before its day is not made up afterwards.
 */
export async function planRuns(
  store: Store,
  surroundings: Surroundings,
  count: number,
): Promise<readonly PlannedRunTable[]> {
  const plannedAt = surroundings.now();
  const coming = nextRuns(dateInUk(plannedAt), count).map((planned) => ({ ...planned, plannedAt }));
  if ((await newOf(store.read, coming)).length === 0) return [];
  return store.act(async (act) => {
    // Another process may have planned them since.
    const added = await newOf(act, coming);
    if (added.length > 0)
      await act
        .insertInto('plannedRun')
        .values([...added])
        .execute();
    await recordEvents(act, added.map(plannedNote), PROGRAM_ACTOR, plannedAt);
    return added;
  });
}

async function newOf(reading: Reading, runs: readonly PlannedRunTable[]): Promise<readonly PlannedRunTable[]> {
  const known = new Set((await reading.selectFrom('plannedRun').select('quarter').execute()).map((row) => row.quarter));
  return runs.filter(({ quarter }) => !known.has(quarter));
}

function plannedNote({ quarter, runOn, cutOffOn }: PlannedRun): AuditNote {
  return { event: 'run.planned', subjectId: quarter, detail: { runOn, cutOffOn } };
}

/** From a quarter on, in order. */
export async function plannedRuns(reading: Reading, fromQuarter: string): Promise<readonly PlannedRunTable[]> {
  return reading.selectFrom('plannedRun').selectAll().where('quarter', '>=', fromQuarter).orderBy('quarter').execute();
}

/**
 * The step of each run that is due on the date or overdue, the longest due first. A run that nobody opened is told of until its
 * time of surgery is over: after that there is nothing to be done. Runs that were closed are done with.
 */
export async function dueNow(reading: Reading, date: string): Promise<readonly DueStep[]> {
  const planned = await reading.selectFrom('plannedRun').selectAll().execute();
  const quarters = await reading.selectFrom('matchingRun').select('quarter').distinct().execute();
  const plans = new Map(planned.map((plan) => [plan.quarter, plan]));
  const begun = new Set(quarters.map(({ quarter }) => quarter));
  const steps = planned.filter((plan) => !begun.has(plan.quarter) && phaseOn(plan, date) !== 'over').map(stepToOpen);
  for (const facts of await runsNotClosed(reading)) {
    const { quarter } = facts.run;
    const step = nextStepOf(facts, plans.get(quarter) ?? plannedRunOf(quarter));
    if (step !== null) steps.push(step);
  }
  return steps.filter(({ dueOn }) => dueOn <= date).sort(byUrgency);
}

function byUrgency(a: DueStep, b: DueStep): number {
  const [first, second] = [a, b].map(({ dueOn, quarter, runId }) => `${dueOn} ${quarter} ${runId ?? ''}`);
  return first < second ? -1 : 1;
}
