/** Why each person stands where they stand in a run: looked at, and told to the audit. */
import { z } from 'zod';
import type { Person } from '../../solver/index.ts';
import { existing } from '../matching-runs/run-routes.ts';
import { wasReleased, type RunFacts } from '../matching-runs/run-status.ts';
import { readSnapshot } from '../matching-runs/snapshot.ts';
import { ServiceProblem } from '../problem.ts';
import type { Registrations } from '../registrations/registration.ts';
import { archived } from '../store/archive-store.ts';
import type { Asked, Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { cutDown, ownPeople } from './cut-down.ts';
import type { ChangesTask, ExplainAnswer, ExplainTask } from './explain-snapshot.ts';
import type { WhatWouldHelp } from './what-would-help.ts';
import type { ExplanationDocument } from './explanation.ts';
import { attemptOf, Explanations, type ExplainedAttempt } from './explanations.ts';
import { letterPaper } from './letter-paper.ts';
import { letterTo } from './letter.ts';

export interface ExplanationRoutesNeeds {
  readonly performing: Performing;
  explain(task: ExplainTask): Promise<ExplainAnswer>;
  changes(task: ChangesTask): Promise<WhatWouldHelp>;
}

const runId = z.string().max(40);
const allParams = z.object({ id: runId });
const onePersonParams = z.object({
  id: runId,
  kind: z.enum(['recipient', 'altruist']),
  person: z.string().min(1).max(64),
});

type OnePerson = z.infer<typeof onePersonParams>;

export function explanationRoutes(app: DescribedApp, needs: ExplanationRoutesNeeds): void {
  const { performing } = needs;
  const explanations = new Explanations(performing.store, needs);
  app.get('/runs/:id/explanations', permitted('run.explain', { tags: ['runs'], params: allParams }), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { attempt, registrations } = await explainedAttempt(performing, request.params.id, asked);
      const document = (await explanations.of(attempt, null))!;
      note(asked, attempt, null);
      return { body: forWhoever(document, registrations, asked) };
    }),
  );
  const askedOf = async ({ id, kind, person: name }: OnePerson, asked: Asked): Promise<AskedOf> => {
    const attempted = await explainedAttempt(performing, id, asked);
    const person: Person = { kind, id: name };
    const centre = centreOf(person, attempted.registrations);
    if (centre === null) throw new ServiceProblem('not-found');
    asked.require('run.explain', [centre]);
    return { ...attempted, person, centre };
  };
  const explained = async (params: OnePerson, asked: Asked): Promise<ExplanationDocument> => {
    const { attempt, registrations, person, centre } = await askedOf(params, asked);
    const document = (await explanations.of(attempt, person))!;
    note(asked, attempt, person, centre);
    return forWhoever(document, registrations, asked);
  };
  const onePerson = permitted('run.explain', { tags: ['runs'], params: onePersonParams });
  app.get('/runs/:id/explanations/:kind/:person', onePerson, (request, reply) =>
    performing.answer(request, reply, async (asked) => ({ body: await explained(request.params, asked) })),
  );
  app.get('/runs/:id/explanations/:kind/:person/letter', onePerson, (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const document = await explained(request.params, asked);
      // What is not released yet may still come out otherwise.
      requireReleased(await existing(performing.store.read, request.params.id));
      const body = await letterPaper(letterTo(document.people[0], document), document.runDate!);
      return { body, file: { name: `letter-${request.params.id}.pdf`, mediaType: 'application/pdf' } };
    }),
  );
  app.get('/runs/:id/explanations/:kind/:person/changes', onePerson, (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { attempt, person, centre } = await askedOf(request.params, asked);
      const found = await explanations.changesFor(attempt, person);
      const { kind, id } = person;
      asked.note({
        event: 'run.changes-solved',
        subjectId: attempt.run,
        centre,
        detail: { result: attempt.resultSha256, kind, person: id, tried: found.tried },
      });
      return { body: found };
    }),
  );
}

interface AskedOf extends Explained {
  readonly person: Person;
  readonly centre: string;
}

interface Explained {
  readonly attempt: ExplainedAttempt;
  readonly registrations: Registrations;
}

/** A centre learns of a result once it is released. */
async function explainedAttempt({ store }: Performing, id: string, { reach }: Asked): Promise<Explained> {
  const facts = await existing(store.read, id);
  const attempt = attemptOf(facts);
  if (attempt === null) throw new ServiceProblem('wrong-state', `run ${id} has no accepted result`);
  if (reach !== null) requireReleased(facts);
  const { registrations } = readSnapshot(await archived(store.read, attempt.snapshotSha256));
  return { attempt, registrations };
}

function requireReleased(facts: RunFacts): void {
  if (!wasReleased(facts)) throw new ServiceProblem('wrong-state', `run ${facts.run.id} is not released`);
}

/** As it was when it was frozen; null where nobody of that name is registered. */
function centreOf({ kind, id }: Person, { recipients, donors }: Registrations): string | null {
  const found =
    kind === 'recipient'
      ? recipients.find((recipient) => recipient.id === id)
      : donors.find((donor) => donor.id === id && donor.recipientId === null);
  return found?.centre ?? null;
}

function forWhoever(
  document: ExplanationDocument,
  registrations: Registrations,
  { reach }: Asked,
): ExplanationDocument {
  if (reach === null) return document;
  const own = ownPeople(registrations, reach);
  const isOwn = ({ kind, id }: Person): boolean => (kind === 'recipient' ? own.recipients : own.donors).has(id);
  const people = document.people.filter(({ person }) => isOwn(person)).map((one) => cutDown(one, own));
  return { ...document, people };
}

function note({ note: tell }: Asked, { run, resultSha256 }: ExplainedAttempt, person: Person | null, centre?: string) {
  tell({
    event: 'run.explained',
    subjectId: run,
    centre,
    detail: { result: resultSha256, kind: person?.kind ?? 'everybody', person: person?.id ?? '' },
  });
}
