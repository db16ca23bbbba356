/** An explanation for people who read a terminal: how many have which reason, then each person in words. */
import { clinicianWords, personWords, REASON_WORDS } from '../explanations/clinician-words.ts';
import { REASON_KINDS, type ExplanationDocument, type PersonExplanation } from '../explanations/explanation.ts';
import { letterText, letterTo } from '../explanations/letter.ts';
import { table, wrapped } from './columns.ts';
import { capital, counted, grouped } from './words.ts';

/** Lines of at most 100 columns, ended by a line break. Of everybody, only those are told of who are in no chosen exchange. */
export function explanationText(document: ExplanationDocument): string {
  const { people } = document;
  const sections =
    people.length === 1
      ? [personSection(document, people[0])]
      : [headline(document), ...notChosen(document).map((one) => shortSection(document, one))];
  return `${[...sections, trialSection(document), endSection(document)]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** One after the other, with a line between. */
export function lettersText(document: ExplanationDocument): string {
  const people = document.people.length === 1 ? document.people : notChosen(document);
  const letters = people.map((one) => letterText(letterTo(one, document)));
  return letters.length === 0 ? 'Nobody is left without an exchange.\n' : letters.join(`\n${'-'.repeat(72)}\n\n`);
}

function notChosen({ people }: ExplanationDocument): readonly PersonExplanation[] {
  return REASON_KINDS.filter((kind) => kind !== 'chosen').flatMap((kind) =>
    people.filter(({ reason }) => reason.kind === kind),
  );
}

function headline({ people }: ExplanationDocument): string[] {
  const count = (kind: (typeof REASON_KINDS)[number]): number =>
    people.filter(({ reason }) => reason.kind === kind).length;
  return [
    `${counted(people.length, 'person', 'people')}, each with one reason`,
    ...table(
      REASON_KINDS.map((kind) => [`  ${REASON_WORDS[kind]}`, grouped(count(kind))]),
      [1],
    ),
  ];
}

function shortSection({ paragraphs }: ExplanationDocument, one: PersonExplanation): string[] {
  return [capital(personWords(one.person)), ...wrapped(clinicianWords(one, paragraphs).answer, '  ')];
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
