/** What is read of an appeal: the reason with its evidence, the answer by the second person, the letter, what would have been. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppealLetter } from '../appeals/appeal-letter.ts';
import type { AppealView } from '../appeals/appeal-view.ts';
import type { AffectedRun, WhatWouldHaveBeen } from '../appeals/what-would-have-been.ts';
import { aboutAppeal, answerRows, appealAddress, explainedIn } from './appeal-pages.ts';
import { affectedRunWords, clockTag, FACT_WORDS, personText } from './appeal-words.ts';
import { centreWords, CRITERION_WORDS, dateWords, exchangeWords } from './page-words.ts';
import { changeWords } from './repair-words.ts';
import { fieldErrors, visiting, type PageNeeds, type Visit } from './visit.ts';
import { whySheet } from './why-sheet.ts';

export function appealReadingPages(app: FastifyInstance, needs: PageNeeds): void {
  app.post('/appeals/:id/explain', visiting(needs, explain, { back: appealAddress }));
  app.get('/appeals/:id/why', visiting(needs, showWhy));
  app.get(
    '/appeals/:id/confirm',
    visiting(needs, (visit) => showConfirming(visit)),
  );
  const confirming = { back: (visit: Visit) => `${appealAddress(visit)}/confirm` };
  app.post('/appeals/:id/confirm', visiting(needs, confirm, confirming));
  app.post('/appeals/:id/return', visiting(needs, giveBack, confirming));
  app.get('/appeals/:id/letter', visiting(needs, showLetter));
  app.get('/appeals/:id/what-if', visiting(needs, showWhatIf));
}

async function explain(visit: Visit): Promise<FastifyReply> {
  await visit.act(`${appealAddress(visit)}/explain`);
  return visit.goTo(`${appealAddress(visit)}?done=explained`);
}

async function showWhy(visit: Visit): Promise<FastifyReply> {
  const about = await aboutAppeal(visit);
  const { explanation, sha256 } = await explainedIn(visit);
  const { facts, ...sheet } = whySheet(explanation, explanation.people[0]);
  const kept = ['This reason (SHA-256)', { digest: sha256 }];
  const isWhole = visit.visitor.centre === null;
  return visit.show('appeal-why', { ...about, ...sheet, facts: [...facts, kept], isWhole });
}

interface Letter {
  /** Null before it is confirmed. */
  readonly sha256: string | null;
  readonly letter: AppealLetter;
}

/** What is confirmed stands on the page; password and code are asked for again where they were given long ago. */
async function showConfirming(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  if (visit.may('appeal.confirm') && !visit.visitor.isFresh) {
    return visit.goTo(`/sign-in-again?to=${encodeURIComponent(`${appealAddress(visit)}/confirm`)}`);
  }
  const about = await aboutAppeal(visit);
  const { view } = about;
  const names = await visit.namesOf([view.answer?.by ?? null]);
  const isWaiting = view.status === 'drafted' && view.answer !== null;
  const letter = isWaiting ? (await visit.ask<Letter>('GET', `${appealAddress(visit)}/letter`)).body.letter : null;
  return visit.show(
    'appeal-confirm',
    {
      ...about,
      letter,
      clock: clockTag(view.clock),
      rows: answerRows(view, names),
      isMine: view.answer?.by === visit.visitor.id,
      mayConfirm: isWaiting && visit.may('appeal.confirm') && view.answer?.by !== visit.visitor.id,
      mayReadWhatIf: view.answer?.whatIf != null && visit.may('run.what-if'),
      ...more,
    },
    status,
  );
}

async function confirm(visit: Visit): Promise<FastifyReply> {
  await visit.act(`${appealAddress(visit)}/confirm`);
  return visit.goTo(`${appealAddress(visit)}?done=answered`);
}

async function giveBack(visit: Visit): Promise<FastifyReply> {
  const reason = visit.field('reason');
  try {
    await visit.act(`${appealAddress(visit)}/return`, { reason });
  } catch (error) {
    const errors = fieldErrors(error, { reason: 'Write why it goes back, in 3 to 500 characters' });
    return showConfirming(visit, { errors, values: { reason } }, 400);
  }
  return visit.goTo(`${appealAddress(visit)}?done=returned`);
}

async function showLetter(visit: Visit): Promise<FastifyReply> {
  const { sha256, letter } = (await visit.ask<Letter>('GET', `${appealAddress(visit)}/letter`)).body;
  return visit.show('appeal-letter', {
    letter,
    sha256,
    centre: centreWords(letter.centre),
    who: personText(letter.kind, letter.person),
  });
}

async function showWhatIf(visit: Visit): Promise<FastifyReply> {
  const about = await aboutAppeal(visit);
  const { body } = await visit.ask<WhatWouldHaveBeen & { sha256: string }>('GET', `${appealAddress(visit)}/what-if`);
  const { registration, runs, sha256 } = body;
  return visit.show('appeal-what-if', {
    ...about,
    sha256,
    wrong: registration.facts.map((fact) => FACT_WORDS[fact]),
    registration,
    runs: runs.map((run) => affectedRun(run, about.view)),
  });
}

function affectedRun(affected: AffectedRun, view: AppealView) {
  const { run, runDate, comparison } = affected;
  const answer = affectedRunWords(affected, view);
  const about = { run, name: `Run ${run}, ${dateWords(runDate)}`, answer };
  if (comparison === null) return { ...about, criteria: [], exchanges: [] };
  const [released, wouldBe] = comparison.recipients.only;
  return {
    ...about,
    criteria: comparison.criteria.map(({ id, values: [first, second] }) => [
      CRITERION_WORDS[id],
      first,
      second,
      first === null || second === null ? '' : changeWords(id, second, first),
    ]),
    released,
    wouldBe,
    exchanges: comparison.exchanges.only.map((only) =>
      only.map((exchange) => [
        exchangeWords(exchange),
        { lines: exchange.gifts.map(({ donor, recipient }) => `${donor} gives to ${recipient ?? 'the waiting list'}`) },
      ]),
    ),
  };
}
