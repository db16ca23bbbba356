/** What its owner does about an appeal, through the interface: takes it up, has the reason computed, answers it. */
import { z } from 'zod';
import { mayDo, rolesIn } from '../access/roles.ts';
import type { ExplainAnswer, ExplainTask } from '../explanations/explain-snapshot.ts';
import type { Computing } from '../matching-runs/solving.ts';
import { ServiceProblem, type ProblemPlace } from '../problem.ts';
import { archived, type ArchiveDocument } from '../store/archive-store.ts';
import type { Reading } from '../store/store.ts';
import type { Asked, Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import {
  explainAppeal,
  ownAppeal,
  requireOwner,
  requirePossible,
  writeAnswer,
  type DraftAnswer,
} from './appeal-acts.ts';
import { explained, explanationFor } from './appeal-explanation.ts';
import { FINDING_CODES } from './appeal-lists.ts';
import { answerAfter, appealParams, refuseFaults, textOf, visibleAppeal } from './appeal-routes.ts';
import type { AppealFacts } from './appeal-status.ts';
import { numberProblem, othersProblem } from './careful-text.ts';
import { FACT_NAMES } from './corrected-facts.ts';
import { readWhatWouldHaveBeen, WhatIfsOfAppeals, type ComputedWhatIf } from './what-would-have-been.ts';
import { differencesOf, factProblems, inRun, registeredNow, type WrongFact } from './wrong-facts.ts';

export interface AnswerRoutesNeeds {
  readonly performing: Performing;
  readonly computing: Computing;
  explain(task: ExplainTask): Promise<ExplainAnswer>;
}

const ownBody = z
  .object({ owner: z.string().min(1).max(64), reason: z.string().trim().min(3).max(500).optional() })
  .strict();
const texts = { found: textOf('found'), changed: textOf('changed') };
const factName = z.enum(FACT_NAMES);
const wrong = {
  kind: z.enum(['recipient', 'donor']),
  registration: z.string().min(1).max(64),
  facts: z.array(factName).min(1).max(FACT_NAMES.length),
};
/** A single one is no list in an address. */
const wrongQuery = z.strictObject({ ...wrong, facts: z.union([factName.transform((fact) => [fact]), wrong.facts]) });
const answerBody = z.discriminatedUnion('finding', [
  z.object({ finding: z.enum(FINDING_CODES).exclude(['fact-wrong']), ...texts }).strict(),
  z
    .object({
      finding: z.literal('fact-wrong'),
      ...texts,
      ...wrong,
    })
    .strict(),
]);
type AnswerBody = z.infer<typeof answerBody>;

export function answerRoutes(app: DescribedApp, needs: AnswerRoutesNeeds): void {
  owningRoutes(app, needs);
  explainingRoutes(app, needs);
  answeringRoutes(app, needs, new WhatIfsOfAppeals(needs.performing.store, needs.computing));
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

function answeringRoutes(app: DescribedApp, { performing }: AnswerRoutesNeeds, whatIfs: WhatIfsOfAppeals): void {
  const { store } = performing;
  app.get('/appeals/:id/differences', permitted('appeal.answer', described), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { appeal } = await visibleAppeal(store.read, request.params.id, asked);
      return { body: { registrations: await differencesOf(store.read, appeal) } };
    }),
  );
  app.get(
    '/appeals/:id/what-would-be',
    permitted('appeal.answer', { ...described, querystring: wrongQuery }),
    (request, reply) =>
      performing.answer(request, reply, async (asked) => {
        const facts = await visibleAppeal(store.read, request.params.id, asked);
        const wrong = wrongIn(request.query);
        refuseFaults(factProblems(wrong, await differencesOf(store.read, facts.appeal)));
        const now = await registeredNow(store.read, wrong.kind, wrong.id);
        const { document, content } = await whatIfs.of(facts, wrong, now!);
        noteWhatIf(asked, facts, document.sha256);
        return { body: { sha256: document.sha256, ...content } };
      }),
  );
  app.post('/appeals/:id/answer', permitted('appeal.answer', { ...described, body: answerBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, whatIf: ComputedWhatIf | null) => {
        const { id } = request.params;
        const draft = draftFrom(request.body);
        await writeAnswer(asked.act, { id, expectedVersion: asked.expectedVersion }, draft, whatIf, asked);
        return answerAfter(asked, id);
      },
      {
        needsVersion: true,
        prepare: async (asked) => {
          const facts = await visibleAppeal(store.read, request.params.id, asked);
          requirePossible(facts, 'answer', null);
          requireOwner(facts, asked.by);
          return whatIfOf(store.read, whatIfs, facts, request.body);
        },
      },
    ),
  );
  app.get('/appeals/:id/what-if', permitted('run.what-if', described), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const facts = await visibleAppeal(store.read, request.params.id, asked);
      const last = facts.answers.at(-1)?.whatIfSha256 ?? null;
      if (last === null) throw new ServiceProblem('wrong-state', 'no fact was found to be wrong');
      noteWhatIf(asked, facts, last);
      return { body: { sha256: last, ...readWhatWouldHaveBeen(await archived(store.read, last)) } };
    }),
  );
}

function noteWhatIf({ note }: Asked, { appeal }: AppealFacts, document: string): void {
  note({ event: 'appeal.what-if-read', subjectId: appeal.id, centre: appeal.centre, detail: { document } });
}

function draftFrom(body: AnswerBody): DraftAnswer {
  const { finding, found, changed } = body;
  if (body.finding !== 'fact-wrong') {
    return { finding, found, changed, registrationKind: null, registrationId: null, facts: null };
  }
  const { kind, id, facts } = wrongIn(body);
  return { finding, found, changed, registrationKind: kind, registrationId: id, facts: facts.join(' ') };
}

/** In the order of the list, each once. */
function wrongIn({ kind, registration: id, facts }: z.infer<typeof wrongQuery>): WrongFact {
  return { kind, id, facts: FACT_NAMES.filter((fact) => facts.includes(fact)) };
}

/** Before the act: all that is wrong with the answer at once and, where a fact was wrong, the runs that had it solved again. */
async function whatIfOf(
  reading: Reading,
  whatIfs: WhatIfsOfAppeals,
  facts: AppealFacts,
  body: AnswerBody,
): Promise<ComputedWhatIf | null> {
  const { registrations, person } = await inRun(reading, facts.appeal);
  const faults = (['found', 'changed'] as const).flatMap((name): readonly ProblemPlace[] => [
    ...numberProblem(`/${name}`, body[name]),
    ...othersProblem(`/${name}`, body[name], registrations, person),
  ]);
  if (body.finding !== 'fact-wrong') {
    refuseFaults(faults);
    return null;
  }
  const wrong = wrongIn(body);
  refuseFaults([...faults, ...factProblems(wrong, await differencesOf(reading, facts.appeal))]);
  return whatIfs.of(facts, wrong, (await registeredNow(reading, wrong.kind, wrong.id))!);
}
