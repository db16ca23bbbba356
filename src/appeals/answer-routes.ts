/** What is done about an appeal, through the interface: taken up, answered by its owner, confirmed by a second person, ended. */
import { z } from 'zod';
import { mayDo, rolesIn } from '../access/roles.ts';
import { readSnapshot } from '../matching-runs/snapshot.ts';
import type { ExplainAnswer, ExplainTask } from '../explanations/explain-snapshot.ts';
import type { Computing } from '../matching-runs/solving.ts';
import { ServiceProblem, type ProblemPlace } from '../problem.ts';
import type { Registrations } from '../registrations/registration.ts';
import { calendarDay } from '../sign-off/proposal-routes.ts';
import { archived, archiveDocument, type ArchiveDocument } from '../store/archive-store.ts';
import type { Reading } from '../store/store.ts';
import type { Asked, Performing } from '../web/performing.ts';
import { permitted, reasonBody, type DescribedApp } from '../web/route-schemas.ts';
import {
  confirmAnswer,
  endAppeal,
  explainAppeal,
  ownAppeal,
  requireOwner,
  requirePossible,
  returnAnswer,
  writeAnswer,
  type DraftAnswer,
} from './appeal-acts.ts';
import { explained, explanationFor, reasonSections } from './appeal-explanation.ts';
import { appealLetter, readAppealLetter, type AppealLetter } from './appeal-letter.ts';
import { FINDING_CODES } from './appeal-lists.ts';
import { answerAfter, appealParams, refuseFaults, textOf, todayOf, visibleAppeal } from './appeal-routes.ts';
import { confirmationOf, draftOf, type AppealFacts } from './appeal-status.ts';
import { appealedPerson, registrationKindOf, type AppealedPerson } from './appealed-person.ts';
import { numberProblem, othersProblem } from './careful-text.ts';
import { differingFacts, FACT_NAMES, type FactName } from './corrected-facts.ts';
import { readWhatWouldHaveBeen, registeredNow, registrationIn, whatWouldHaveBeen } from './what-would-have-been.ts';

export interface AnswerRoutesNeeds {
  readonly performing: Performing;
  readonly computing: Computing;
  explain(task: ExplainTask): Promise<ExplainAnswer>;
}

const ownBody = z
  .object({ owner: z.string().min(1).max(64), reason: z.string().trim().min(3).max(500).optional() })
  .strict();
const texts = { found: textOf('found'), changed: textOf('changed') };
const answerBody = z.discriminatedUnion('finding', [
  z.object({ finding: z.enum(FINDING_CODES).exclude(['fact-wrong']), ...texts }).strict(),
  z
    .object({
      finding: z.literal('fact-wrong'),
      ...texts,
      kind: z.enum(['recipient', 'donor']),
      registration: z.string().min(1).max(64),
      facts: z.array(z.enum(FACT_NAMES)).min(1).max(FACT_NAMES.length),
    })
    .strict(),
]);
type AnswerBody = z.infer<typeof answerBody>;
const closeBody = z.object({ on: calendarDay }).strict();

export function answerRoutes(app: DescribedApp, needs: AnswerRoutesNeeds): void {
  owningRoutes(app, needs);
  explainingRoutes(app, needs);
  answeringRoutes(app, needs);
  secondRoutes(app, needs);
  letterRoutes(app, needs);
  endingRoutes(app, needs);
}

const described = { tags: ['appeals'], params: appealParams };

function owningRoutes(app: DescribedApp, { performing }: AnswerRoutesNeeds): void {
  const { read } = performing.store;
  app.get('/appeals/:id/owners', permitted('appeal.answer', described), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      await visibleAppeal(read, request.params.id, asked);
      return { body: { owners: await possibleOwners(read) } };
    }),
  );
  app.post('/appeals/:id/owner', permitted('appeal.answer', { ...described, body: ownBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked) => {
        const { id } = request.params;
        const { owner: accountId, reason = null } = request.body;
        await ownAppeal(asked.act, { id, expectedVersion: asked.expectedVersion }, { accountId, reason }, asked);
        return answerAfter(asked, id);
      },
      { needsVersion: true },
    ),
  );
}

async function possibleOwners(reading: Reading): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const accounts = await reading
    .selectFrom('account')
    .select(['id', 'displayName', 'roles', 'centre'])
    .where('disabledAt', 'is', null)
    .orderBy('displayName')
    .execute();
  return accounts
    .filter(({ id: accountId, roles, centre }) => {
      return mayDo({ accountId, roles: rolesIn(roles), centre }, 'appeal.answer') === 'allowed';
    })
    .map(({ id, displayName: name }) => ({ id, name }));
}

function explainingRoutes(app: DescribedApp, needs: AnswerRoutesNeeds): void {
  const { performing } = needs;
  const { store } = performing;
  app.post('/appeals/:id/explain', permitted('appeal.answer', described), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, document: ArchiveDocument) => {
        const { id } = request.params;
        await explainAppeal(asked.act, { id, expectedVersion: asked.expectedVersion }, document, asked);
        return answerAfter(asked, id);
      },
      {
        needsVersion: true,
        prepare: async (asked) => {
          const facts = await visibleAppeal(store.read, request.params.id, asked);
          requirePossible(facts, 'explain', null);
          requireOwner(facts, asked.by);
          return explained(store, (task) => needs.explain(task), facts);
        },
      },
    ),
  );
  app.get('/appeals/:id/explanation', permitted('appeal.read', described), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const facts = await visibleAppeal(store.read, request.params.id, asked);
      const { id: subjectId, centre } = facts.appeal;
      const sha256 = facts.explanations.at(-1)?.documentSha256;
      if (sha256 === undefined)
        throw new ServiceProblem('wrong-state', `the reason of ${subjectId} is not computed yet`);
      asked.note({ event: 'appeal.explanation-read', subjectId, centre, detail: { document: sha256 } });
      return { body: { sha256, explanation: await explanationFor(store.read, facts, asked.reach) } };
    }),
  );
}

function answeringRoutes(app: DescribedApp, needs: AnswerRoutesNeeds): void {
  const { performing } = needs;
  const { store } = performing;
  app.get('/appeals/:id/differences', permitted('appeal.answer', described), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const facts = await visibleAppeal(store.read, request.params.id, asked);
      return { body: { registrations: await differencesOf(store.read, facts) } };
    }),
  );
  app.post('/appeals/:id/answer', permitted('appeal.answer', { ...described, body: answerBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, whatIf: WhatIfOfAnswer) => {
        const { id } = request.params;
        const draft = draftFrom(request.body);
        await writeAnswer(asked.act, { id, expectedVersion: asked.expectedVersion }, draft, whatIf, asked);
        return answerAfter(asked, id);
      },
      { needsVersion: true, prepare: (asked) => whatIfOf(needs, request.params.id, request.body, asked) },
    ),
  );
}

interface Differences {
  readonly kind: 'recipient' | 'donor';
  readonly id: string;
  /** Null where the person is registered no more. */
  readonly facts: readonly FactName[] | null;
}

/** Of the person and, of a recipient, their own donors: in what they are registered otherwise now than the run had them. */
async function differencesOf(reading: Reading, { appeal }: AppealFacts): Promise<readonly Differences[]> {
  const { registrations, person } = await inRun(reading, appeal);
  const own: readonly Pick<Differences, 'kind' | 'id'>[] = [
    { kind: registrationKindOf(person.kind), id: person.id },
    ...person.ownDonors.map((id) => ({ kind: 'donor' as const, id })),
  ];
  const differences: Differences[] = [];
  for (const one of own) {
    const now = await registeredNow(reading, one.kind, one.id);
    const facts = now === null ? null : differingFacts(registrationIn(registrations, one)!, now);
    differences.push({ ...one, facts });
  }
  return differences;
}

async function inRun(
  reading: Reading,
  { snapshotSha256, kind, personId }: AppealFacts['appeal'],
): Promise<{ readonly registrations: Registrations; readonly person: AppealedPerson }> {
  const { registrations } = readSnapshot(await archived(reading, snapshotSha256));
  return { registrations, person: appealedPerson(registrations, kind, personId)! };
}

function draftFrom(body: AnswerBody): DraftAnswer {
  const { finding, found, changed } = body;
  if (body.finding !== 'fact-wrong') {
    return { finding, found, changed, registrationKind: null, registrationId: null, facts: null };
  }
  const facts = FACT_NAMES.filter((fact) => body.facts.includes(fact)).join(' ');
  return { finding, found, changed, registrationKind: body.kind, registrationId: body.registration, facts };
}

type WhatIfOfAnswer = { readonly document: ArchiveDocument; readonly runs: readonly string[] } | null;

/** Before the act: all that is wrong with the answer at once and, where a fact was wrong, the runs that had it solved again. */
async function whatIfOf(
  { performing, computing }: AnswerRoutesNeeds,
  id: string,
  body: AnswerBody,
  asked: Asked,
): Promise<WhatIfOfAnswer> {
  const { store } = performing;
  const facts = await visibleAppeal(store.read, id, asked);
  requirePossible(facts, 'answer', null);
  requireOwner(facts, asked.by);
  const { registrations, person } = await inRun(store.read, facts.appeal);
  const faults = (['found', 'changed'] as const).flatMap((name): readonly ProblemPlace[] => [
    ...numberProblem(`/${name}`, body[name]),
    ...othersProblem(`/${name}`, body[name], registrations, person),
  ]);
  if (body.finding !== 'fact-wrong') {
    refuseFaults(faults);
    return null;
  }
  const wrong = {
    kind: body.kind,
    id: body.registration,
    facts: FACT_NAMES.filter((fact) => body.facts.includes(fact)),
  };
  const differences = await differencesOf(store.read, facts);
  refuseFaults([...faults, ...factProblems(wrong, differences)]);
  const now = await registeredNow(store.read, wrong.kind, wrong.id);
  return whatWouldHaveBeen(store, computing, facts, wrong, now!);
}

/** What was wrong must have been put right first: then it is known what is true. */
function factProblems(
  { kind, id, facts }: { readonly kind: string; readonly id: string; readonly facts: readonly FactName[] },
  differences: readonly Differences[],
): readonly ProblemPlace[] {
  const own = differences.find((one) => one.kind === kind && one.id === id);
  if (own === undefined) {
    const expected = 'the person of the appeal, or one of their own donors in the run';
    return [{ code: 'bad-value', pointer: '/registration', expected, found: id }];
  }
  const same = facts.filter((fact) => own.facts?.includes(fact) !== true);
  if (same.length === 0) return [];
  const expected = 'facts that are registered otherwise now than the run had them: have them put right first';
  return [{ code: 'not-put-right', pointer: '/facts', expected, found: same.join(' ') }];
}

function secondRoutes(app: DescribedApp, { performing }: AnswerRoutesNeeds): void {
  const { read } = performing.store;
  app.post('/appeals/:id/confirm', permitted('appeal.confirm', described), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, letter: { readonly letter: ArchiveDocument; readonly number: number }) => {
        const { id } = request.params;
        await confirmAnswer(asked.act, { id, expectedVersion: asked.expectedVersion }, letter, asked);
        return answerAfter(asked, id);
      },
      {
        needsVersion: true,
        prepare: async (asked) => {
          const facts = await visibleAppeal(read, request.params.id, asked);
          requirePossible(facts, 'confirm', null);
          const letter = archiveDocument('appeal-letter', JSON.stringify(await letterOf(read, facts, todayOf(asked))));
          return { letter, number: draftOf(facts)!.number };
        },
      },
    ),
  );
  app.post('/appeals/:id/return', permitted('appeal.confirm', { ...described, body: reasonBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked) => {
        const { id } = request.params;
        await returnAnswer(asked.act, { id, expectedVersion: asked.expectedVersion }, request.body.reason, asked);
        return answerAfter(asked, id);
      },
      { needsVersion: true },
    ),
  );
}

/** Of the answer that waits for a second person. */
async function letterOf(reading: Reading, facts: AppealFacts, on: string): Promise<AppealLetter> {
  return appealLetter(facts.appeal, draftOf(facts)!, await reasonSections(reading, facts), on);
}

function letterRoutes(app: DescribedApp, { performing }: AnswerRoutesNeeds): void {
  const { read } = performing.store;
  app.get('/appeals/:id/letter', permitted('appeal.read', described), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const facts = await visibleAppeal(read, request.params.id, asked);
      const { id: subjectId, centre } = facts.appeal;
      const sha256 = confirmationOf(facts)?.letterSha256 ?? null;
      if (sha256 !== null) {
        asked.note({ event: 'appeal.letter-read', subjectId, centre, detail: { letter: sha256 } });
        return { body: { sha256, letter: readAppealLetter(await archived(read, sha256)) } };
      }
      // Before it is confirmed it is the scheme's own, to be read by those who write and confirm it.
      if (asked.reach !== null || draftOf(facts) === null) {
        throw new ServiceProblem('wrong-state', `appeal ${subjectId} is not answered yet`);
      }
      asked.note({ event: 'appeal.letter-read', subjectId, centre, detail: { letter: '' } });
      return { body: { sha256: null, letter: await letterOf(read, facts, todayOf(asked)) } };
    }),
  );
  app.get('/appeals/:id/what-if', permitted('run.what-if', described), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const facts = await visibleAppeal(read, request.params.id, asked);
      const last = facts.answers.at(-1)?.whatIfSha256 ?? null;
      if (last === null) throw new ServiceProblem('wrong-state', 'no fact was found to be wrong');
      const { id: subjectId, centre } = facts.appeal;
      asked.note({ event: 'appeal.what-if-read', subjectId, centre, detail: { document: last } });
      return { body: { sha256: last, ...readWhatWouldHaveBeen(await archived(read, last)) } };
    }),
  );
}

function endingRoutes(app: DescribedApp, { performing }: AnswerRoutesNeeds): void {
  app.post('/appeals/:id/withdraw', permitted('appeal.bring', { ...described, body: reasonBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked) => {
        const { id } = request.params;
        const { appeal } = await visibleAppeal(asked.act, id, asked);
        asked.require('appeal.bring', [appeal.centre]);
        const { reason } = request.body;
        const ending = { outcome: 'withdrawn', reason, onDate: todayOf(asked) } as const;
        await endAppeal(asked.act, { id, expectedVersion: asked.expectedVersion }, ending, asked);
        return answerAfter(asked, id);
      },
      { needsVersion: true },
    ),
  );
  app.post('/appeals/:id/close', permitted('appeal.close', { ...described, body: closeBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked) => {
        const { id } = request.params;
        const { appeal } = await visibleAppeal(asked.act, id, asked);
        asked.require('appeal.close', [appeal.centre]);
        const ending = { outcome: 'closed', reason: null, onDate: request.body.on } as const;
        await endAppeal(asked.act, { id, expectedVersion: asked.expectedVersion }, ending, asked);
        return answerAfter(asked, id);
      },
      { needsVersion: true },
    ),
  );
}
