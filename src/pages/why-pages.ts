/** Why each person was matched in a run, or not: everybody in a table, one person with the evidence, and the letter to them. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { REASON_WORDS } from '../explanations/clinician-words.ts';
import { helpWords } from '../explanations/help-words.ts';
import { REASON_KINDS, type ExplanationDocument, type PersonExplanation } from '../explanations/explanation.ts';
import type { WhatWouldHelp } from '../explanations/what-would-help.ts';
import { letterTo } from '../explanations/letter.ts';
import { TITLE } from '../explanations/letter-words.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { refusalOf } from './interface-asking.ts';
import { counted, quarterWords } from './page-words.ts';
import { addressOf } from './run-pages.ts';
import { isReleased } from './sign-off-rows.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';
import { PERSON_WORDS, whySheet } from './why-sheet.ts';

export function whyPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/runs/:id/why', visiting(needs, showEverybody, { back: addressOf }));
  app.get('/runs/:id/why/:kind/:person', visiting(needs, showPerson, { back: everybodyAt }));
  app.get('/runs/:id/why/:kind/:person/letter', visiting(needs, showLetter, { back: personAt }));
  app.get('/runs/:id/why/:kind/:person/changes', visiting(needs, showChanges, { back: personAt }));
}

function everybodyAt(visit: Visit): string {
  return `${addressOf(visit)}/why`;
}

function personAt(visit: Visit): string {
  return `${everybodyAt(visit)}/${visit.encoded('kind')}/${visit.encoded('person')}`;
}

async function showEverybody(visit: Visit): Promise<FastifyReply> {
  const { body: run } = await visit.ask<RunView>('GET', addressOf(visit));
  const { people } = (await visit.ask<ExplanationDocument>('GET', `${addressOf(visit)}/explanations`)).body;
  const byKind = Map.groupBy(people, ({ reason }) => reason.kind);
  const notChosen = people.length - (byKind.get('chosen')?.length ?? 0);
  return visit.show('why-everybody', {
    run,
    quarter: quarterWords(run.quarter),
    answer: `${notChosen} of ${counted(people.length, 'person was', 'people were')} not matched`,
    counts: REASON_KINDS.map((kind) => [REASON_WORDS[kind], byKind.get(kind)?.length ?? 0]),
    rows: [...REASON_KINDS.slice(1), REASON_KINDS[0]]
      .flatMap((kind) => byKind.get(kind) ?? [])
      .map(({ person, reason }) => [
        { text: person.id, href: `/runs/${run.id}/why/${person.kind}/${encodeURIComponent(person.id)}` },
        PERSON_WORDS[person.kind],
        REASON_WORDS[reason.kind],
      ]),
  });
}

async function explained(visit: Visit) {
  const { body: run } = await visit.ask<RunView>('GET', addressOf(visit));
  const path = `${addressOf(visit)}/explanations/${visit.encoded('kind')}/${visit.encoded('person')}`;
  const { body: document } = await visit.ask<ExplanationDocument>('GET', path);
  return { run, document, explanation: document.people[0] as PersonExplanation };
}

async function showPerson(visit: Visit): Promise<FastifyReply> {
  const { run, document, explanation } = await explained(visit);
  const { kind, id } = explanation.person;
  const mayAppeal = isReleased(run) && visit.may('appeal.bring');
  return visit.show('why', {
    run,
    quarter: quarterWords(run.quarter),
    person: explanation.person,
    who: PERSON_WORDS[kind],
    registration: `/registrations/${kind === 'recipient' ? 'recipient' : 'donor'}/${encodeURIComponent(id)}`,
    here: personAt(visit),
    hasLetter: isReleased(run),
    isLeft: !['chosen', 'not-eligible'].includes(explanation.reason.kind),
    appeal: mayAppeal ? `/appeals/bring?${new URLSearchParams({ kind, person: id, run: run.id })}` : null,
    mayReadRegistration: visit.may('registration.read'),
    mayReadResult: visit.may('run.read-result'),
    ...whySheet(document, explanation),
  });
}

async function showLetter(visit: Visit): Promise<FastifyReply> {
  const { run, document, explanation } = await explained(visit);
  // What is not released yet may still come out otherwise.
  if (!isReleased(run)) throw refusalOf('wrong-state');
  const { kind, id } = explanation.person;
  return visit.show('why-letter', {
    run,
    here: personAt(visit),
    heading: TITLE,
    letter: letterTo(explanation, document),
    paper: `/api/runs/${run.id}/explanations/${kind}/${encodeURIComponent(id)}/letter`,
  });
}

async function showChanges(visit: Visit): Promise<FastifyReply> {
  const { body: run } = await visit.ask<RunView>('GET', addressOf(visit));
  const path = `${addressOf(visit)}/explanations/${visit.encoded('kind')}/${visit.encoded('person')}/changes`;
  const { body: found } = await visit.ask<WhatWouldHelp>('GET', path);
  const { answer, changes } = helpWords(found);
  return visit.show('why-changes', {
    run,
    quarter: quarterWords(run.quarter),
    here: personAt(visit),
    who: PERSON_WORDS[found.person.kind],
    id: found.person.id,
    heading:
      changes.length === 0
        ? 'No change of a single fact would have helped'
        : `${counted(changes.length, 'change')} of a single fact would have helped`,
    answer: `${answer.charAt(0).toUpperCase()}${answer.slice(1)}`,
    changes,
  });
}
