/** Appeals through the interface: brought and read. What is done about one stands in `answer-routes.ts`. */
import { z } from 'zod';
import { existing } from '../matching-runs/run-routes.ts';
import type { RunFacts } from '../matching-runs/run-status.ts';
import { readSnapshot } from '../matching-runs/snapshot.ts';
import { ServiceProblem } from '../problem.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import { calendarDay, lookingOf } from '../sign-off/proposal-routes.ts';
import { archived } from '../store/archive-store.ts';
import type { Reading } from '../store/store.ts';
import type { Answer, Asked, AskedAct, Performing } from '../web/performing.ts';
import { pageOf, pageQuery, permitted, type DescribedApp } from '../web/route-schemas.ts';
import { bringAppeal, releasedOn, requireReleased } from './appeal-acts.ts';
import { ANSWER_DAYS, WARNING_DAYS } from './appeal-clock.ts';
import { FINDINGS, IN_NAME_OF, IN_NAME_OF_CODES, TEXT_CHARACTERS } from './appeal-lists.ts';
import { versionOf, type AppealFacts } from './appeal-status.ts';
import { appealFacts, appealsBefore, openAppealAbout } from './appeal-store.ts';
import { appealView } from './appeal-view.ts';
import { appealedPerson, centreNow, type AppealedKind, type AppealedPerson } from './appealed-person.ts';
import { numberProblem } from './careful-text.ts';

export const appealParams = z.object({ id: z.string().max(20) });
const about = {
  run: z.string().max(40),
  kind: z.enum(['recipient', 'altruist']),
  person: z.string().min(1).max(64),
};
const bringBody = z
  .object({
    ...about,
    inNameOf: z.enum(IN_NAME_OF_CODES),
    asks: textOf('asks'),
    receivedOn: calendarDay,
  })
  .strict();
const listQuery = z.strictObject({
  ...pageQuery,
  open: z.enum(['yes', 'no']).default('no'),
  run: z.string().max(40).optional(),
});

export function textOf(name: keyof typeof TEXT_CHARACTERS) {
  const { min, max } = TEXT_CHARACTERS[name];
  return z.string().trim().min(min).max(max);
}

export function appealRoutes(app: DescribedApp, performing: Performing): void {
  const { read } = performing.store;
  const tags = ['appeals'];
  app.get('/appeals', permitted('appeal.read', { tags, querystring: listQuery }), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { open, run = null, after: before, limit } = request.query;
      const { reach: centre } = asked;
      const found = await appealsBefore(read, { isOpen: open === 'yes', centre, run, before, limit });
      const count = { count: found.length };
      asked.note({ event: 'appeal.listed', subjectId: run ?? 'all', centre: centre ?? undefined, detail: count });
      const appeals = found.map((facts) => appealView(facts, lookingOf(asked)));
      return { body: { appeals, ...pageOf(found, limit, ({ appeal }) => appeal.id) } };
    }),
  );
  app.get('/appeals/lists', permitted('appeal.read', { tags }), (request, reply) =>
    performing.answer(request, reply, async () => ({
      body: {
        inNameOf: IN_NAME_OF,
        findings: FINDINGS,
        textCharacters: TEXT_CHARACTERS,
        answerDays: ANSWER_DAYS,
        warningDays: WARNING_DAYS,
      },
    })),
  );
  app.get('/appeals/about', permitted('appeal.bring', { tags, querystring: z.strictObject(about) }), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { run: runId, kind, person: personId } = request.query;
      const run = await existing(read, runId);
      const { person, centre } = await visiblePerson(read, run, kind, personId, asked);
      const open = await openAppealAbout(read, { runId, kind, personId: person.id });
      return { body: { run: runId, kind, person: person.id, centre, earliest: releasedOn(run), open } };
    }),
  );
  app.post('/appeals', permitted('appeal.bring', { tags, body: bringBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, { run, person }: { readonly run: RunFacts; readonly person: AppealedPerson }) => {
        const { inNameOf, asks, receivedOn } = request.body;
        const centre = await centreNow(asked.act, person);
        asked.require('appeal.bring', [centre]);
        const id = await bringAppeal(asked.act, run, { person, centre, inNameOf, asks, receivedOn }, asked);
        return { ...(await answerAfter(asked, id)), status: 201, location: `/api/appeals/${id}` };
      },
      {
        prepare: async (asked) => {
          const { run: runId, kind, person: personId, asks } = request.body;
          const run = await existing(read, runId);
          const { person } = await visiblePerson(read, run, kind, personId, asked);
          refuseFaults(numberProblem('/asks', asks));
          return { run, person };
        },
      },
    ),
  );
  app.get('/appeals/:id', permitted('appeal.read', { tags, params: appealParams }), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const facts = await visibleAppeal(read, request.params.id, asked);
      const { id: subjectId, centre } = facts.appeal;
      asked.note({ event: 'appeal.read', subjectId, centre, detail: { version: versionOf(facts) } });
      return shown(facts, asked);
    }),
  );
}

/** Somebody of the run, whom the own centre answers for. */
async function visiblePerson(
  reading: Reading,
  run: RunFacts,
  kind: AppealedKind,
  id: string,
  asked: Asked,
): Promise<{ readonly person: AppealedPerson; readonly centre: string }> {
  requireReleased(run);
  const { registrations } = readSnapshot(await archived(reading, run.lock!.snapshotSha256));
  const person = appealedPerson(registrations, kind, id);
  if (person === null) throw new ServiceProblem('not-found');
  const centre = await centreNow(reading, person);
  asked.require('appeal.bring', [centre]);
  return { person, centre };
}

/** Another centre's is not told to exist. */
export async function visibleAppeal(reading: Reading, id: string, asked: Asked): Promise<AppealFacts> {
  const facts = await appealFacts(reading, id);
  if (facts === null) throw new ServiceProblem('not-found');
  asked.require('appeal.read', [facts.appeal.centre]);
  return facts;
}

export function refuseFaults(problems: NonNullable<ServiceProblem['problems']>): void {
  if (problems.length > 0) throw new ServiceProblem('bad-request', undefined, { problems });
}

export async function answerAfter(asked: AskedAct, id: string): Promise<Answer> {
  return shown((await appealFacts(asked.act, id))!, asked);
}

function shown(facts: AppealFacts, asked: Asked): Answer {
  return { body: appealView(facts, lookingOf(asked)), version: versionOf(facts) };
}

/** Of whoever asks, in the United Kingdom. */
export function todayOf({ at }: Asked): string {
  return dateInUk(at);
}
