/** Answering an appeal step by step: the finding, the fact that was wrong, what is written, and all of it once more. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { FINDING_CODES, TEXT_CHARACTERS, type Finding } from '../appeals/appeal-lists.ts';
import type { FactName } from '../appeals/corrected-facts.ts';
import type { WhatWouldHaveBeen } from '../appeals/what-would-have-been.ts';
import { aboutAppeal, appealAddress, reasonOf } from './appeal-pages.ts';
import { affectedRunWords, FACT_WORDS, FINDING_WORDS } from './appeal-words.ts';
import { refusalOf } from './interface-asking.ts';
import { fieldErrors, visiting, type FieldErrors, type PageNeeds, type Visit } from './visit.ts';

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
  app.get(
    '/appeals/:id/answer',
    visiting(needs, (visit) => showAnswering(visit)),
  );
  app.post('/appeals/:id/answer/check', visiting(needs, checkAnswer, { back: appealAddress }));
  app.post('/appeals/:id/answer/record', visiting(needs, recordAnswer, { back: appealAddress }));
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

/** First what the finding is; then, where a fact was wrong, which; then what was found and what changed. */
async function showAnswering(visit: Visit): Promise<FastifyReply> {
  if (!visit.may('appeal.answer')) throw refusalOf('forbidden');
  const finding = findingIn(visit.query('finding'));
  if (finding === null) return showFindings(visit, visit.query('sent') !== '');
  const facts = textsIn((visit.request.query as Sent)['facts']);
  const answer = { finding, facts, found: '', changed: '' };
  if (finding !== 'fact-wrong') return showTexts(visit, answer);
  if (wrongIn(facts) === null) {
    const errors = visit.query('sent') === '' ? {} : { facts: ANSWER_WORDS['facts'] };
    return showFacts(visit, facts, errors);
  }
  return showTexts(visit, answer);
}

async function showFindings(visit: Visit, isSent: boolean): Promise<FastifyReply> {
  const about = await aboutAppeal(visit);
  const items = Object.entries(FINDING_WORDS).map(([value, { text, hint }]) => ({ value, text, hint: { text: hint } }));
  const errors = isSent ? { finding: ANSWER_WORDS['finding'] } : {};
  return visit.show('appeal-finding', { ...about, items, errors, ...(await told(visit, about)) }, isSent ? 400 : 200);
}

async function showFacts(visit: Visit, chosen: readonly string[], errors: FieldErrors): Promise<FastifyReply> {
  const groups = await factGroups(visit, chosen);
  const status = Object.keys(errors).length > 0 ? 400 : 200;
  return visit.show('appeal-facts', { ...(await aboutAppeal(visit)), groups, errors }, status);
}

/** With what would have been, so that nobody answers without knowing it. */
async function showTexts(visit: Visit, answer: SentAnswer, errors: FieldErrors = {}): Promise<FastifyReply> {
  const about = await aboutAppeal(visit);
  const { finding, facts } = answer;
  const wrong = finding === 'fact-wrong' ? wrongIn(facts) : null;
  let whatIf: WhatWouldHaveBeen | null;
  try {
    whatIf = wrong && (await whatWouldBe(visit, wrong));
  } catch (error) {
    return showFacts(visit, facts, fieldErrors(error, ANSWER_WORDS));
  }
  return visit.show(
    'appeal-answer',
    {
      ...about,
      ...(await told(visit, about)),
      finding,
      findingText: FINDING_WORDS[finding!].text,
      facts,
      wrong: facts.map(factText),
      whatIf: whatIf?.runs.map((run) => affectedRunWords(run, about.view)) ?? null,
      // The version that was first shown: what came between is not overlooked.
      version: visit.field('version') || about.version,
      textMax: TEXT_CHARACTERS.found.max,
      values: answer,
      errors,
    },
    Object.keys(errors).length > 0 ? 400 : 200,
  );
}

/** The reason in one sentence, once it is computed. */
async function told(visit: Visit, { view }: Awaited<ReturnType<typeof aboutAppeal>>) {
  return { reason: view.explanation === null ? null : await reasonOf(visit) };
}

interface Wrong {
  readonly kind: string;
  readonly registration: string;
  readonly facts: readonly string[];
}

async function whatWouldBe(visit: Visit, { facts, kind, registration }: Wrong): Promise<WhatWouldHaveBeen> {
  const query = new URLSearchParams({ kind, registration });
  for (const fact of facts) query.append('facts', fact);
  return (await visit.ask<WhatWouldHaveBeen>('GET', `${appealAddress(visit)}/what-would-be?${query}`)).body;
}

/** Only facts that are registered otherwise now than the run had them can have been wrong. */
async function factGroups(visit: Visit, chosen: readonly string[]) {
  const { registrations } = (await visit.ask<Differences>('GET', `${appealAddress(visit)}/differences`)).body;
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

type Sent = Readonly<Record<string, unknown>>;

/** One, or several of one name. */
function textsIn(sent: unknown): readonly string[] {
  return [sent ?? []].flat().filter((value) => typeof value === 'string');
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
    facts: textsIn(((visit.request.body ?? {}) as Sent)['facts']),
  };
}

const FACT_VALUE = /^(recipient|donor) (\S+) (.+)$/;

/** Null where facts of several people, or of nobody, are chosen. */
function wrongIn(facts: readonly string[]): Wrong | null {
  const chosen = facts.map((value) => FACT_VALUE.exec(value)).filter((found) => found !== null);
  const [first] = chosen;
  if (first === undefined || chosen.some(([, kind, , id]) => kind !== first[1] || id !== first[3])) return null;
  return { kind: first[1], registration: first[3], facts: chosen.map(([, , fact]) => fact) };
}

function factText(value: string): string {
  const [, kind, fact, id] = FACT_VALUE.exec(value) ?? ['', '', '', value];
  return `${FACT_WORDS[fact as FactName] ?? fact} of ${kind} ${id}`;
}

function missing(answer: SentAnswer): FieldErrors {
  const isShort = (name: 'found' | 'changed'): boolean => answer[name].length < TEXT_CHARACTERS[name].min;
  return {
    ...(isShort('found') && { found: ANSWER_WORDS['found'] }),
    ...(isShort('changed') && { changed: ANSWER_WORDS['changed'] }),
  };
}

/** What was sent before: an answer without a finding, or without the wrong fact, begins anew. */
function isWhole({ finding, facts }: SentAnswer): boolean {
  return finding !== null && (finding !== 'fact-wrong' || wrongIn(facts) !== null);
}

async function checkAnswer(visit: Visit): Promise<FastifyReply> {
  const answer = sentAnswer(visit);
  if (!isWhole(answer)) return showFindings(visit, true);
  const errors = missing(answer);
  if (Object.keys(errors).length > 0 || visit.field('change') !== '') return showTexts(visit, answer, errors);
  const { finding, found, changed, facts } = answer;
  return visit.show('appeal-answer-check', {
    ...(await aboutAppeal(visit)),
    values: answer,
    version: visit.field('version'),
    rows: [
      ['Finding', FINDING_WORDS[finding!].text],
      ...(finding === 'fact-wrong' ? [['What was wrong', { lines: facts.map(factText) }]] : []),
      ['What was found', { lines: found.split(/\r?\n/) }],
      ['What changed', { lines: changed.split(/\r?\n/) }],
    ],
  });
}

async function recordAnswer(visit: Visit): Promise<FastifyReply> {
  const answer = sentAnswer(visit);
  if (!isWhole(answer)) return showFindings(visit, true);
  const { finding, found, changed, facts } = answer;
  const wrong = finding === 'fact-wrong' ? wrongIn(facts)! : {};
  try {
    await visit.act(`${appealAddress(visit)}/answer`, { finding, found, changed, ...wrong });
  } catch (error) {
    return showTexts(visit, answer, fieldErrors(error, ANSWER_WORDS));
  }
  return visit.goTo(`${appealAddress(visit)}?done=drafted`);
}
