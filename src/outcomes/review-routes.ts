/** What is due, how complete it is, what was not made and why, and each transplant traced back, through the interface. */
import { z } from 'zod';
import { ServiceProblem } from '../problem.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import { CALENDAR_RULES } from '../matching-runs/calendar.ts';
import { factsOf } from '../matching-runs/run-store.ts';
import { lookingOf } from '../sign-off/proposal-routes.ts';
import type { Asked, Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { completeness, timeToTransplant } from './completeness.ts';
import { COMPLETENESS_TARGET, FOLLOW_UP_SIDES } from './follow-up-stages.ts';
import { runTransplants } from './non-proceeding.ts';
import { followUps, madeTransplants } from './outcome-store.ts';
import { personFollowed } from './outcome-view.ts';
import { transplantParams } from '../sign-off/proposal-routes.ts';
import { viewOf, visibleTransplant } from './outcome-routes.ts';
import { dueFollowUps, dueOutcomes, stillRegistered } from './outcomes-due.ts';
import { trace } from './trace.ts';
import { traceView } from './trace-view.ts';

const runQuery = z.strictObject({ run: z.string().max(40) });

export function reviewRoutes(app: DescribedApp, performing: Performing): void {
  const { read } = performing.store;
  const tags = ['outcomes'];
  app.get('/outcomes/due', permitted('outcome.read', { tags }), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const today = dateInUk(asked.at);
      const outcomes = await dueOutcomes(read, today, asked.reach);
      const forms = dueFollowUps(await madeTransplants(read), await followUps(read), today, asked.reach);
      tell(asked, 'due', outcomes.length + forms.length);
      return { body: { today, outcomes, followUps: forms } };
    }),
  );
  app.get('/outcomes/still-registered', permitted('outcome.read', { tags }), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const people = await stillRegistered(read, asked.reach);
      tell(asked, 'still-registered', people.length);
      return { body: { people } };
    }),
  );
  app.get('/outcomes/completeness', permitted('outcome.read', { tags }), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const made = await madeTransplants(read);
      const rows = completeness(made, await followUps(read), dateInUk(asked.at), asked.reach);
      const own = made.filter(({ transplant }) =>
        FOLLOW_UP_SIDES.some((side) => [personFollowed(side, transplant)?.centre, null].includes(asked.reach)),
      );
      tell(asked, 'completeness', rows.length);
      const daysAimedAt = CALENDAR_RULES.surgeryWeeks * 7;
      return { body: { target: COMPLETENESS_TARGET, rows, time: { ...timeToTransplant(own), daysAimedAt } } };
    }),
  );
  app.get('/outcomes/non-proceeding', permitted('outcome.read', { tags, querystring: runQuery }), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { run } = request.query;
      if ((await factsOf(read, run)) === null) throw new ServiceProblem('not-found');
      const counted = await runTransplants(read, run, asked.reach);
      tell(asked, run, counted.identified);
      return { body: { run, ...counted } };
    }),
  );
  app.get(
    '/proposals/:id/transplants/:position/trace',
    permitted('outcome.read', { tags, params: transplantParams }),
    (request, reply) =>
      performing.answer(request, reply, async (asked) => {
        const { facts, of } = await visibleTransplant(read, request.params, asked);
        const outcome = await viewOf(read, facts, of, asked);
        const traced = await trace(read, facts, of, await followUps(read, of.transplant));
        const { proposalId, version, position } = of.transplant;
        const faults = traced.links.filter(({ holds }) => !holds).length;
        asked.note({ event: 'outcome.traced', subjectId: proposalId, detail: { version, position, faults } });
        return { body: traceView(facts, of, traced, outcome, lookingOf(asked)) };
      }),
  );
}

function tell({ note, reach }: Asked, subjectId: string, count: number): void {
  note({ event: 'outcome.listed', subjectId, centre: reach ?? undefined, detail: { count } });
}
