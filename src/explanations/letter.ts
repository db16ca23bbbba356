/**
 * An explanation as a letter to the person it is about, in plain words. Its sentences are chosen by the reason alone: nothing in it
 * names or describes another person, and nothing in it would change if another person were somebody else.
 */
import type { Person } from '../../solver/index.ts';
import { REASON_CODES } from '../compatibility/rule.ts';
import { ENTRY_FAULT_CODES } from '../registrations/quality-gate.ts';
import { monthWords } from '../registrations/written-words.ts';
import type { NoGiver, PersonExplanation, Reason } from './explanation.ts';
import {
  againWords,
  BAR_WORDS,
  BLAME_WORDS,
  CHOSEN_WORDS,
  costWords,
  EQUAL_WORDS,
  FAULT_WORDS,
  HEADINGS,
  KEPT_OUT_WORDS,
  nextWords,
  NO_EXCHANGE_WORDS,
  NO_GIVER_RULES,
  NO_GIVER_WORDS,
  NO_TAKER_WORDS,
  OUTWEIGHED_WORDS,
  SCHEME_WORDS,
  waysWords,
} from './letter-words.ts';

export interface Letter {
  /** What the person is known by, and quotes. */
  readonly reference: string;
  /** Month of the run; null where that is not known. */
  readonly run: string | null;
  readonly sections: readonly LetterSection[];
}

export interface LetterSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** After the paragraphs. */
  readonly items: readonly string[];
}

export interface LetterAbout {
  /** Id of the run; null where it is in no store. */
  readonly run: string | null;
  readonly runDate: string | null;
}

export function letterTo({ person, reason }: PersonExplanation, { run, runDate }: LetterAbout): Letter {
  const { kind, id } = person;
  const reference = run === null ? id : `${run}/${id}`;
  const when = runDate === null ? 'in about three months' : `in ${monthWords(quarterAfter(runDate))}`;
  const [paragraphs, items] = reasonParagraphs(person, reason);
  return {
    reference,
    run: runDate === null ? null : monthWords(runDate),
    sections: [
      section('scheme', [SCHEME_WORDS[kind]]),
      section('reason', paragraphs, items),
      ...(reason.kind === 'chosen'
        ? []
        : [
            section('blame', [BLAME_WORDS[kind]]),
            section('next', [nextWords(kind, reason.kind === 'not-eligible', when)]),
          ]),
      section('again', [againWords(reference)]),
    ],
  };
}

function section(
  heading: keyof typeof HEADINGS,
  paragraphs: readonly string[],
  items: readonly string[] = [],
): LetterSection {
  return { heading: HEADINGS[heading], paragraphs, items };
}

type Told = readonly [paragraphs: string[], items: string[]];

function reasonParagraphs({ kind }: Person, reason: Reason): Told {
  switch (reason.kind) {
    case 'not-eligible': {
      const found = new Set(reason.faults.map(({ code }) => code));
      return [[KEPT_OUT_WORDS], ENTRY_FAULT_CODES.filter((code) => found.has(code)).map((code) => FAULT_WORDS[code])];
    }
    case 'no-giver':
      return noGiverTold(reason);
    case 'no-taker':
      return [[NO_TAKER_WORDS[kind]], []];
    case 'no-exchange':
      return [[NO_EXCHANGE_WORDS[kind]], []];
    case 'outweighed': {
      const { criterion, by } = reason.falls;
      return [[waysWords(kind, reason.exchanges), OUTWEIGHED_WORDS, costWords(criterion, by)], []];
    }
    case 'equal':
      return [[waysWords(kind, reason.exchanges), EQUAL_WORDS], []];
    case 'chosen':
      return [[CHOSEN_WORDS[kind]], []];
  }
}

/** In the order of the rules: how many each bars says something of other people. That own donors give to others is no news. */
function noGiverTold({ bars }: NoGiver): Told {
  const found = new Set(bars?.map(({ code }) => code));
  const codes = REASON_CODES.filter((code) => found.has(code) && code !== 'own-recipient');
  if (codes.length === 0) return [[NO_GIVER_WORDS], []];
  return [[NO_GIVER_WORDS, NO_GIVER_RULES], codes.map((code) => BAR_WORDS[code])];
}

/** A day of the quarter that follows. */
function quarterAfter(date: string): string {
  const [year, month] = date.split('-').map(Number);
  const next = (Math.ceil(month / 3) * 3 + 1) % 12;
  return `${next === 1 ? year + 1 : year}-${String(next).padStart(2, '0')}-01`;
}

/** As lines of plain text, each paragraph one. */
export function letterText({ reference, run, sections }: Letter): string {
  const lines = sections.flatMap(({ heading, paragraphs, items }) => [
    '',
    heading,
    ...paragraphs,
    ...items.map((item) => `- ${item}`),
  ]);
  return [`Your number: ${reference}`, ...(run === null ? [] : [`Run of ${run}`]), ...lines].join('\n').concat('\n');
}
