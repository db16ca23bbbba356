/** Answering an appeal step by step, confirming the answer as the second person, the letter, and what would have been. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppealLetter } from '../appeals/appeal-letter.ts';
import { FINDING_CODES, TEXT_CHARACTERS, type Finding } from '../appeals/appeal-lists.ts';
import type { AppealView } from '../appeals/appeal-view.ts';
import type { FactName } from '../appeals/corrected-facts.ts';
import type { WhatWouldHaveBeen } from '../appeals/what-would-have-been.ts';
import { answerRows, appealAddress, explainedIn, reasonOf } from './appeal-pages.ts';
import { clockTag, FACT_WORDS, FINDING_WORDS, personText } from './appeal-words.ts';
import { centreWords, CRITERION_WORDS, dateWords, exchangeWords } from './page-words.ts';
import { refusalOf } from './interface-asking.ts';
import { changeWords } from './repair-words.ts';
import { fieldErrors, visiting, type FieldErrors, type PageNeeds, type Visit } from './visit.ts';
import { whySheet } from './why-sheet.ts';

const ANSWER_WORDS: FieldErrors = {
  finding: 'Choose what you found',
  found: textWords('Write what was found', 'found'),
  'found.health-number': 'What was found: leave out the health service number',
  'found.names-somebody': 'What was found: leave out the ids of other people, the letter is about one person',
  changed: textWords('Write what changed, and where nothing did, why not', 'changed'),
  'changed.health-number': 'What changed: leave out the health service number',
  'changed.names-somebody': 'What changed: leave out the ids of other people, the letter is about one person',
  facts: 'Choose which fact was wrong, of one person only',
};

function textWords(does: string, name: 'found' | 'changed'): string {
  return `${does}, in ${TEXT_CHARACTERS[name].min} to ${TEXT_CHARACTERS[name].max} characters`;
}

export function appealAnswerPages(app: FastifyInstance, needs: PageNeeds): void {
  const back = { back: appealAddress };
  app.get(
    '/appeals/:id/answer',
    visiting(needs, (visit) => showAnswering(visit)),
  );
  app.post('/appeals/:id/explain', visiting(needs, explain, back));
  app.get('/appeals/:id/why', visiting(needs, showWhy));
  app.post('/appeals/:id/answer/check', visiting(needs, checkAnswer, back));
  app.post('/appeals/:id/answer/record', visiting(needs, recordAnswer, back));
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

async function viewOf(visit: Visit) {
  const { body: view, version } = await visit.ask<AppealView>('GET', appealAddress(visit));
  const caption = `Appeal ${view.id}: ${personText(view.kind, view.person).toLowerCase()}, run ${view.run}`;
  return { view, version, caption: caption.replace(view.person.toLowerCase(), view.person) };
}

async function explain(visit: Visit): Promise<FastifyReply> {
  await visit.act(`${appealAddress(visit)}/explain`);
  return visit.goTo(`${appealAddress(visit)}?done=explained`);
}

async function showWhy(visit: Visit): Promise<FastifyReply> {
  const about = await viewOf(visit);
  const { explanation, sha256 } = await explainedIn(visit);
  const { facts, ...sheet } = whySheet(explanation, explanation.people[0]);
  const kept = ['This reason (SHA-256)', { digest: sha256 }];
  const isWhole = visit.visitor.centre === null;
  return visit.show('appeal-why', { ...about, ...sheet, facts: [...facts, kept], isWhole });
}

interface Differences {
  readonly registrations: readonly {
    readonly kind: 'recipient' | 'donor';
    readonly id: string;
    readonly facts: readonly FactName[] | null;
  }[];
}

function findingIn(text: string): Finding | null {
  return FINDING_CODES.find((code) => code === text) ?? null;
}

/** First what the finding is; then what was found and what changed. */
async function showAnswering(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  const about = await viewOf(visit);
  if (!visit.may('appeal.answer')) throw refusalOf('forbidden');
  const finding = findingIn(visit.field('finding') || visit.query('finding'));
  if (finding === null) {
    const isSent = visit.query('sent') !== '';
    const errors = isSent ? { finding: ANSWER_WORDS['finding'] } : {};
    const reason = about.view.explanation === null ? null : await reasonOf(visit);
    const items = Object.entries(FINDING_WORDS).map(([value, { text, hint }]) => ({
      value,
      text,
      hint: { text: hint },
    }));
    return visit.show('appeal-finding', { ...about, items, errors, reason }, isSent ? 400 : status);
  }
  const groups = finding === 'fact-wrong' ? await factGroups(visit) : [];
  return visit.show(
    'appeal-answer',
    {
      ...about,
      finding,
      findingText: FINDING_WORDS[finding].text,
      groups,
      isFactWrong: finding === 'fact-wrong',
      reason: about.view.explanation === null ? null : await reasonOf(visit),
      textMax: TEXT_CHARACTERS.found.max,
      ...more,
    },
    status,
  );
}

/** Only facts that are registered otherwise now than the run had them can have been wrong. */
async function factGroups(visit: Visit) {
  const { registrations } = (await visit.ask<Differences>('GET', `${appealAddress(visit)}/differences`)).body;
  const chosen = factsSent(visit);
  return registrations.map(({ kind, id, facts }) => ({
    title: kind === 'recipient' ? `Recipient ${id}` : `Donor ${id}`,
    href: `/registrations/${kind}/${encodeURIComponent(id)}`,
    isGone: facts === null,
    items: (facts ?? []).map((fact) => {
      const value = `${kind} ${fact} ${id}`;
      return { value, text: FACT_WORDS[fact], checked: chosen.includes(value) };
    }),
  }));
}

function factsSent(visit: Visit): readonly string[] {
  const sent = (visit.request.body ?? {}) as Readonly<Record<string, unknown>>;
  return [sent['facts'] ?? []].flat().filter((value) => typeof value === 'string');
}

interface SentAnswer {
  readonly finding: Finding | null;
  readonly found: string;
  readonly changed: string;
  readonly facts: readonly string[];
}

function sentAnswer(visit: Visit): SentAnswer {
  return {
    finding: findingIn(visit.field('finding')),
    found: visit.field('found'),
    changed: visit.field('changed'),
    facts: factsSent(visit),
  };
}

/** As the interface takes it; undefined where facts of several people, or of nobody, are chosen. */
function bodyOf({ finding, found, changed, facts }: SentAnswer): object | undefined {
  if (finding !== 'fact-wrong') return { finding, found, changed };
  const chosen = facts.map((value) => /^(recipient|donor) (\S+) (.+)$/.exec(value)).filter((found) => found !== null);
  const people = new Set(chosen.map(([, kind, , id]) => `${kind} ${id}`));
  if (people.size !== 1) return undefined;
  const [, kind, , registration] = chosen[0];
  return { finding, found, changed, kind, registration, facts: chosen.map(([, , fact]) => fact) };
}

function missing(answer: SentAnswer): FieldErrors {
  const isShort = (name: 'found' | 'changed'): boolean => answer[name].length < TEXT_CHARACTERS[name].min;
  return {
    ...(isShort('found') && { found: ANSWER_WORDS['found'] }),
    ...(isShort('changed') && { changed: ANSWER_WORDS['changed'] }),
    ...(bodyOf(answer) === undefined && { facts: ANSWER_WORDS['facts'] }),
  };
}

async function checkAnswer(visit: Visit): Promise<FastifyReply> {
  const answer = sentAnswer(visit);
  const { finding, found, changed, facts } = answer;
  if (finding === null) return showAnswering(visit);
  const errors = missing(answer);
  if (Object.keys(errors).length > 0 || visit.field('change') !== '') {
    return showAnswering(visit, { values: answer, errors }, Object.keys(errors).length > 0 ? 400 : 200);
  }
  const about = await viewOf(visit);
  return visit.show('appeal-answer-check', {
    ...about,
    values: answer,
    // The version that was first shown: what came between is not overlooked.
    version: visit.field('version'),
    isFactWrong: finding === 'fact-wrong',
    rows: [
      ['Finding', FINDING_WORDS[finding].text],
      ['What was found', { lines: found.split(/\r?\n/) }],
      ['What changed', { lines: changed.split(/\r?\n/) }],
      ...(finding === 'fact-wrong' ? [['What was wrong', { lines: facts.map(factText) }]] : []),
    ],
  });
}

function factText(value: string): string {
  const [, kind, fact, id] = /^(recipient|donor) (\S+) (.+)$/.exec(value)!;
  return `${FACT_WORDS[fact as FactName]} of ${kind} ${id}`;
}

async function recordAnswer(visit: Visit): Promise<FastifyReply> {
  const answer = sentAnswer(visit);
  const errors = missing(answer);
  if (answer.finding === null || Object.keys(errors).length > 0) {
    return showAnswering(visit, { values: answer, errors }, 400);
  }
  try {
    await visit.act(`${appealAddress(visit)}/answer`, bodyOf(answer));
  } catch (error) {
    return showAnswering(visit, { values: answer, errors: fieldErrors(error, ANSWER_WORDS) }, 400);
  }
  return visit.goTo(`${appealAddress(visit)}?done=drafted`);
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
  const about = await viewOf(visit);
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
  const about = await viewOf(visit);
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

function affectedRun({ run, runDate, comparison, reason }: WhatWouldHaveBeen['runs'][number], view: AppealView) {
  const name = `Run ${run}, ${dateWords(runDate)}`;
  if (comparison === null) return { name, run, reason, answer: null };
  const [released, wouldBe] = comparison.recipients.only;
  const isGained = wouldBe.includes(view.person);
  const isLost = released.includes(view.person);
  const who = personText(view.kind, view.person);
  return {
    name,
    run,
    reason: null,
    answer: isGained
      ? `${who} would have been chosen, and was not.`
      : isLost
        ? `${who} was chosen, and would not have been.`
        : `Whether ${who} is chosen would not have been different.`,
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
