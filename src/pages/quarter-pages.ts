/** The first page: what must happen next, by whom, by when; then where the run of this quarter stands. */
import type { FastifyInstance } from 'fastify';
import { phaseOn, type PlannedRun } from '../matching-runs/calendar.ts';
import type { DueStep } from '../matching-runs/due-step.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { appealsDue } from './appeals-due.ts';
import { dateWords, momentWords, quarterWords, STATUS_WORDS, STEP_WORDS } from './page-words.ts';
import { signOffDue } from './sign-off-due.ts';
import { isReleased } from './sign-off-rows.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

interface Calendar {
  readonly today: string;
  readonly planned: readonly PlannedRun[];
  readonly due: readonly DueStep[];
}

const RUNS_SHOWN_MAX = 20;

export function quarterPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get(
    '/',
    visiting(needs, async (visit) => {
      const { body: calendar } = await visit.ask<Calendar>('GET', '/calendar');
      const { runs } = (await visit.ask<{ runs: readonly RunView[] }>('GET', `/runs?limit=${RUNS_SHOWN_MAX}`)).body;
      const current = calendar.planned.find((planned) => phaseOn(planned, calendar.today) !== 'over') ?? null;
      const run = runs.find(({ quarter }) => quarter === current?.quarter) ?? null;
      const names = await visit.namesOf(
        run === null ? [] : [run.opened.by, run.locked?.by ?? null, ...run.approvals.map(({ by }) => by)],
      );
      const due = calendar.due.map((step) => dueView(step, calendar.today, runs, visit));
      const signOff = await signOffDue(visit, runs.filter(isReleased), calendar.today);
      const appeals = await appealsDue(visit);
      const isStepMine = due.some(({ isMine }) => isMine);
      return visit.show('quarter', {
        today: calendar.today,
        due,
        signOff,
        appeals,
        // What waits for whoever looks comes before what waits for somebody else.
        isSignOffFirst: Boolean(signOff?.mine) && !isStepMine,
        isAppealFirst: !signOff?.mine && !isStepMine && Boolean(appeals?.mineCount),
        current,
        run,
        status: run === null ? null : STATUS_WORDS[run.status],
        timeline: current === null ? [] : timeline(current, run, calendar.today, names),
        counts: run === null ? [] : countRows(run, runs),
        next: calendar.planned.find(({ opensOn }) => opensOn > calendar.today) ?? null,
      });
    }),
  );
}

function dueView({ step, quarter, runId, dueOn }: DueStep, today: string, runs: readonly RunView[], visit: Visit) {
  const isSolving = runs.some(({ id, status }) => id === runId && status === 'solving');
  const { does, by } = STEP_WORDS[step];
  const isMine = visit.may(step === 'open' ? 'run.open' : step === 'release' ? 'run.approve' : 'run.lock');
  return {
    does: isSolving ? 'Wait while the matching run is being solved' : does,
    by: isSolving ? 'the service' : by,
    isMine: isMine && !isSolving && step !== 'check',
    quarter: quarterWords(quarter),
    href: runId === null ? `/runs/open?quarter=${quarter}` : `/runs/${runId}`,
    dueOn,
    isOverdue: dueOn < today,
  };
}

type Row = readonly [step: string, day: string, state: { readonly text: string; readonly colour: string }, who: string];

const DONE = { text: 'Done', colour: 'green' };
const PASSED = { text: 'Over', colour: 'white' };
const TO_COME = { text: 'To come', colour: 'grey' };

/** A step that the run records. */
function done(step: string, at: string | null | undefined, who: string, plannedDay: string): Row {
  return at ? [step, momentWords(at), DONE, who] : [step, plannedDay, TO_COME, ''];
}

/** Each step with the day that was planned or, once it was done, when and by whom. */
function timeline(
  planned: PlannedRun,
  run: RunView | null,
  today: string,
  names: Readonly<Record<string, string>>,
): readonly Row[] {
  // Nothing records these: only their time is known.
  const passed = (step: string, day: string, until: string): Row => [step, day, today > until ? PASSED : TO_COME, ''];
  const checked = run?.attempts.findLast(({ check }) => check?.verdict === 'accepted');
  const runDay = `On ${dateWords(run?.runDate ?? planned.runOn)}`;
  return [
    done('Run opened', run?.opened.at, names[run?.opened.by ?? ''], `From ${dateWords(planned.opensOn)}`),
    passed('Last day for registrations', dateWords(planned.cutOffOn), planned.cutOffOn),
    done('Locked', run?.locked?.at, names[run?.locked?.by ?? ''], `After ${dateWords(planned.cutOffOn)}`),
    done('Solved', checked?.finishedAt, 'The service', runDay),
    done('Checked', checked?.check?.at, 'The independent checker', runDay),
    done(
      'Released',
      run !== null && isReleased(run) ? run.approvals.at(-1)!.at : null,
      run?.approvals.map(({ by }) => names[by]).join(' and ') ?? '',
      runDay,
    ),
    passed('Laboratory crossmatches', `Until ${dateWords(planned.surgeryFrom)}`, planned.surgeryFrom),
    passed('Surgery', `${dateWords(planned.surgeryFrom)} to ${dateWords(planned.surgeryTo)}`, planned.surgeryTo),
  ];
}

/** How many people the run has, and the change since the run before. */
function countRows(run: RunView, runs: readonly RunView[]): readonly (readonly [string, number, string])[] {
  const { locked } = run;
  if (locked === null) return [];
  const before = runs.find((other) => other.quarter < run.quarter && other.locked !== null)?.locked ?? null;
  const row = (text: string, key: 'recipients' | 'donors' | 'altruists' | 'arcs') =>
    [text, locked[key], before === null ? '' : changeWords(locked[key] - before[key])] as const;
  return [
    row('Recipients', 'recipients'),
    row('Donors, altruistic donors included', 'donors'),
    row('Altruistic donors', 'altruists'),
    row('Possible transplants between them', 'arcs'),
  ];
}

function changeWords(change: number): string {
  if (change === 0) return 'No change';
  return `${Math.abs(change)} ${change > 0 ? 'more' : 'fewer'}`;
}
