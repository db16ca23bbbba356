/** Matching runs: the list, one run with what can be done next, and each act on it. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PermissionName } from '../access/roles.ts';
import type { PlannedRun } from '../matching-runs/calendar.ts';
import type { DueStep } from '../matching-runs/due-step.ts';
import type { RunAction } from '../matching-runs/run-status.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { DEFAULT_POLICY_ID, POLICIES } from '../policy/policies.ts';
import type { TableChanges } from '../registrations/changes.ts';
import { readCalendarDate } from '../registrations/calendar-date.ts';
import { stillRegisteredRows } from './outcome-pages.ts';
import { dateWords, quarterWords, STATUS_WORDS } from './page-words.ts';
import { resultOf, runSheet } from './run-sheet.ts';
import { isReleased } from './sign-off-rows.ts';
import { fieldErrors, visiting, type FieldErrors, type PageNeeds, type Visit } from './visit.ts';

const RUNS_SHOWN = 50;

const OPENING_WORDS: FieldErrors = {
  quarter: 'Choose the quarter',
  runDate: 'Enter a day of the calendar, for example 15 10 2026',
  policy: 'Choose the policy',
};
const REASON_WORDS: FieldErrors = { reason: 'Write the reason, in 3 to 500 characters' };

export function runPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/runs', visiting(needs, showRuns));
  app.get(
    '/runs/open',
    visiting(needs, (visit) => showOpening(visit)),
  );
  app.post('/runs/open', visiting(needs, open, { back: () => '/runs/open' }));
  app.get('/runs/:id', visiting(needs, showRun, { back: () => '/runs' }));
  app.get('/runs/:id/since-lock', visiting(needs, showSinceLock, { back: addressOf }));
  app.get('/runs/:id/left-out', visiting(needs, showLeftOut, { back: addressOf }));
  for (const act of ['lock', 'solve'] as const) {
    app.post(
      `/runs/:id/${act}`,
      visiting(needs, (visit) => acting(visit, act), { back: addressOf }),
    );
  }
  app.get('/runs/:id/approve', visiting(needs, showApproving, { back: addressOf }));
  app.post(
    '/runs/:id/approve',
    visiting(needs, (visit) => acting(visit, 'approve'), { back: (visit) => `${addressOf(visit)}/approve` }),
  );
  app.get(
    '/runs/:id/close',
    visiting(needs, (visit) => showClosing(visit), { back: addressOf }),
  );
  app.post('/runs/:id/close', visiting(needs, close, { back: addressOf }));
}

/** The same within the pages and within the interface. */
export function addressOf(visit: Visit): string {
  return `/runs/${visit.encoded('id')}`;
}

async function showRuns(visit: Visit): Promise<FastifyReply> {
  const query = new URLSearchParams({ limit: String(RUNS_SHOWN), after: visit.query('after') });
  const { runs, next } = (await visit.ask<{ runs: readonly RunView[]; next: string | null }>('GET', `/runs?${query}`))
    .body;
  const rows = runs.map(({ id, quarter, runDate, policy, status }) => [
    { text: quarterWords(quarter), href: `/runs/${id}`, hidden: `, run ${id}` },
    id,
    dateWords(runDate),
    policy,
    STATUS_WORDS[status],
  ]);
  return visit.show('runs', { rows, next: next && encodeURIComponent(next), mayOpen: visit.may('run.open') });
}

async function showOpening(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  interface Calendar {
    readonly planned: readonly PlannedRun[];
    readonly due: readonly DueStep[];
  }
  const { planned, due } = (await visit.ask<Calendar>('GET', '/calendar')).body;
  const wanted = visit.query('quarter') || due.find(({ step }) => step === 'open')?.quarter;
  const asked = planned.find(({ quarter }) => quarter === wanted) ?? planned[0];
  const [year, month, day] = (asked?.runOn ?? '').split('-').map((part) => String(Number(part)));
  const values = { quarter: asked?.quarter, day, month, year, policy: DEFAULT_POLICY_ID };
  return visit.show(
    'run-open',
    {
      quarters: planned.map(({ quarter, runOn }) => ({
        value: quarter,
        text: quarterWords(quarter),
        hint: { text: `Planned for ${dateWords(runOn)}` },
      })),
      policies: POLICIES.map(({ id, title }) => ({ value: id, text: id, hint: { text: title } })),
      values,
      ...more,
    },
    status,
  );
}

async function open(visit: Visit): Promise<FastifyReply> {
  const [day, month, year] = ['day', 'month', 'year'].map((part) => visit.field(part));
  const runDate = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const quarter = visit.field('quarter');
  const policy = visit.field('policy');
  const values = { quarter, day, month, year, policy };
  if (readCalendarDate(runDate) === null) {
    return showOpening(visit, { values, errors: { runDate: OPENING_WORDS['runDate'] } }, 400);
  }
  try {
    const { body } = await visit.act<RunView>('/runs', { quarter, runDate, policy });
    return visit.goTo(`/runs/${body.id}`);
  } catch (error) {
    return showOpening(visit, { values, errors: fieldErrors(error, OPENING_WORDS) }, 400);
  }
}

async function acting(visit: Visit, act: 'lock' | 'solve' | 'approve'): Promise<FastifyReply> {
  await visit.act(`${addressOf(visit)}/${act}`);
  return visit.goTo(addressOf(visit));
}

async function runOf(visit: Visit) {
  const { body: run, version } = await visit.ask<RunView>('GET', addressOf(visit));
  return { run, version };
}

async function showRun(visit: Visit): Promise<FastifyReply> {
  const { run, version } = await runOf(visit);
  const result = await resultOf(visit, run);
  const progress = run.status === 'solving' ? await progressOf(visit) : null;
  const can = (action: RunAction, permission: PermissionName): boolean =>
    run.possible.includes(action) && visit.may(permission);
  return visit.show('run', {
    ...(await runSheet(visit, run, result)),
    version,
    progress,
    mayLock: can('lock', 'run.lock'),
    // Before it is locked: afterwards nothing of it changes.
    still: can('lock', 'run.lock') ? await stillRegisteredRows(visit) : [],
    maySolve: can('solve', 'run.solve'),
    mayApprove: can('approve', 'run.approve') && !run.approvals.some(({ by }) => by === visit.visitor.id),
    mayClose: can('close', 'run.close'),
    mayExport: can('export', 'run.export'),
    packCentre: can('export', 'pack.export') ? visit.visitor.centre : null,
    mayReadResult: visit.may('run.read-result'),
    mayExplain: isReleased(run) && visit.may('run.explain') && !visit.may('run.read-result'),
    mayReadAppeals: isReleased(run) && visit.may('appeal.read'),
    mayBringAppeal: isReleased(run) && visit.may('appeal.bring'),
    mayReadProposals: isReleased(run) && visit.may('proposal.read'),
  });
}

interface Progress {
  readonly phase: string;
  readonly level: number;
}

async function progressOf(visit: Visit): Promise<Progress | null> {
  return (await visit.ask<{ progress: Progress | null }>('GET', `${addressOf(visit)}/progress`)).body.progress;
}

async function showSinceLock(visit: Visit): Promise<FastifyReply> {
  const { run } = await runOf(visit);
  interface Since {
    readonly changes: readonly TableChanges[];
  }
  const { changes } = (await visit.ask<Since>('GET', `${addressOf(visit)}/since-lock`)).body;
  const rows = changes.flatMap(({ table, added, removed, changed }) => [
    ...(added.length > 0 ? [[table, 'Added', added.length, added.join(', ')]] : []),
    ...(removed.length > 0 ? [[table, 'Removed', removed.length, removed.join(', ')]] : []),
    ...changed.map(({ column, ids }) => [table, `Changed: ${column}`, ids.length, ids.join(', ')]),
  ]);
  return visit.show('run-since-lock', { run, rows });
}

async function showLeftOut(visit: Visit): Promise<FastifyReply> {
  const { run } = await runOf(visit);
  interface LeftOut {
    readonly excluded: readonly {
      readonly kind: string;
      readonly id: string;
      readonly reasons: readonly string[];
    }[];
    readonly warnings: readonly string[];
  }
  const { excluded, warnings } = (await visit.ask<LeftOut>('GET', `${addressOf(visit)}/excluded`)).body;
  const rows = excluded.map(({ kind, id, reasons }) => [
    kind === 'donor' ? 'Donor' : 'Recipient',
    id,
    { lines: reasons },
  ]);
  return visit.show('run-left-out', { run, rows, warnings });
}

/** What is approved stands on the page; the service asks for password and code again where they were given long ago. */
async function showApproving(visit: Visit): Promise<FastifyReply> {
  if (!visit.visitor.isFresh) return visit.goTo(`/sign-in-again?to=${encodeURIComponent(visit.request.url)}`);
  const { run, version } = await runOf(visit);
  const result = await resultOf(visit, run);
  return visit.show('run-approve', { ...(await runSheet(visit, run, result)), version });
}

async function showClosing(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  const { run, version } = await runOf(visit);
  return visit.show('run-close', { run, version, ...more }, status);
}

async function close(visit: Visit): Promise<FastifyReply> {
  const reason = visit.field('reason');
  try {
    await visit.act(`${addressOf(visit)}/close`, { reason });
  } catch (error) {
    return showClosing(visit, { errors: fieldErrors(error, REASON_WORDS), values: { reason } }, 400);
  }
  return visit.goTo(addressOf(visit));
}
