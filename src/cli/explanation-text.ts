/** An explanation for people who read a terminal: how many have which reason, then each person in words. */
import { clinicianWords, REASON_WORDS } from '../explanations/clinician-words.ts';
import {
  REASON_KINDS,
  type ExplanationDocument,
  type PersonExplanation,
  type ReasonKind,
} from '../explanations/explanation.ts';
import { helpWords } from '../explanations/help-words.ts';
import { letterText, letterTo } from '../explanations/letter.ts';
import type { WhatWouldHelp } from '../explanations/what-would-help.ts';
import { table, wrapped } from './columns.ts';
import { counted, grouped } from './words.ts';

/** Lines of at most 100 columns, ended by a line break. Of everybody, only those are told of who are in no chosen exchange. */
export function explanationText(document: ExplanationDocument): string {
  const { people } = document;
  const sections =
    people.length === 1
      ? [personSection(document, people[0])]
      : [headline(document), ...NOT_CHOSEN.map((kind) => reasonSection(document, kind))];
  return `${[...sections, trialSection(document), endSection(document)]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** One after the other, with a line between. */
export function lettersText(document: ExplanationDocument): string {
  const { people: all } = document;
  const people = all.length === 1 ? all : NOT_CHOSEN.flatMap((kind) => withReason(document, kind));
  const letters = people.map((one) => letterText(letterTo(one, document)));
  return letters.length === 0 ? 'Nobody is left without an exchange.\n' : letters.join(`\n${'-'.repeat(72)}\n\n`);
}

/** What would have helped one person. */
export function changesText(found: WhatWouldHelp): string {
  const { answer, changes } = helpWords(found);
  return `${[...wrapped(answer), ...changes.flatMap((change) => wrapped(change, '    ', '  - '))].join('\n')}\n`;
}

const NOT_CHOSEN = REASON_KINDS.filter((kind) => kind !== 'chosen');

function withReason({ people }: ExplanationDocument, kind: ReasonKind): readonly PersonExplanation[] {
  return people.filter(({ reason }) => reason.kind === kind);
}

function headline(document: ExplanationDocument): string[] {
  return [
    `${counted(document.people.length, 'person', 'people')}, each with one reason`,
    ...table(
      REASON_KINDS.map((kind) => [`  ${REASON_WORDS[kind]}`, grouped(withReason(document, kind).length)]),
      [1],
    ),
  ];
}

function reasonSection(document: ExplanationDocument, kind: ReasonKind): string[] {
  const people = withReason(document, kind);
  if (people.length === 0) return [];
  const answers = people.map((one) => clinicianWords(one, document.paragraphs).answer);
  return [REASON_WORDS[kind], ...answers.flatMap((answer) => wrapped(answer, '    ', '  - '))];
}

function personSection({ paragraphs }: ExplanationDocument, one: PersonExplanation): string[] {
  const { answer, evidence } = clinicianWords(one, paragraphs);
  return [
    ...wrapped(answer),
    ...evidence.flatMap(({ text, policy }) => [
      ...wrapped(text, '    ', '  - '),
      ...policy.flatMap((of) => wrapped(`Policy: ${of.text} [${of.field}]`, '      ')),
    ]),
  ];
}

function trialSection({ trial }: ExplanationDocument): string[] {
  return trial === true
    ? wrapped('PLEASE NOTE: made as a trial, without double entry and freshness of facts. Not to be acted on.')
    : [];
}

function endSection({ run, policy, policyDigest, poolDigest, resultSha256 }: ExplanationDocument): string[] {
  return [
    ...wrapped(
      'What depends on other sets was found by solving again; the checker, which shares nothing with the search, accepted each.',
    ),
    ...table([
      ...(run === null ? [] : [['  Run', run]]),
      [`  Policy ${policy}`, policyDigest],
      ['  Pool', poolDigest],
      ...(resultSha256 === null ? [] : [['  Result', resultSha256]]),
    ]),
  ];
}
