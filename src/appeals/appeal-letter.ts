/** The letter that answers an appeal, to the person it is about: kept in the archive as it was confirmed. */
import type { LetterSection } from '../explanations/letter.ts';
import { dateWords } from '../registrations/written-words.ts';
import type { AppealAnswerTable, AppealTable } from '../store/appeal-tables.ts';
import { FINDINGS, type Finding } from './appeal-lists.ts';

export interface AppealLetter {
  readonly lkss: 'appeal-letter';
  readonly version: 1;
  readonly appeal: string;
  readonly kind: AppealTable['kind'];
  readonly person: string;
  readonly centre: string;
  readonly run: string;
  readonly receivedOn: string;
  /** The day on which it was confirmed. */
  readonly on: string;
  readonly sections: readonly LetterSection[];
}

/** `reason`: why the person stands where they stand, in words for them, each under its heading. */
export function appealLetter(
  appeal: AppealTable,
  answer: AppealAnswerTable,
  reason: readonly LetterSection[],
  on: string,
): AppealLetter {
  const { id, kind, personId, centre, runId, receivedOn, asks } = appeal;
  return {
    lkss: 'appeal-letter',
    version: 1,
    appeal: id,
    kind,
    person: personId,
    centre,
    run: runId,
    receivedOn,
    on,
    sections: [
      section('What you asked', [`We heard from you on ${dateWords(receivedOn)}.`, ...paragraphsOf(asks)]),
      section('What we found', [FINDINGS[answer.finding as Finding].letter, ...paragraphsOf(answer.found)]),
      ...reason,
      section('What changed', paragraphsOf(answer.changed)),
      section('If you want to ask more', [ASK_MORE]),
    ],
  };
}

function section(heading: string, paragraphs: readonly string[]): LetterSection {
  return { heading, paragraphs, items: [] };
}

const ASK_MORE =
  'Talk to your transplant centre. They can explain this letter to you. If you still think that something is wrong, they can ask us again for you.';

function paragraphsOf(text: string): readonly string[] {
  return text
    .split(/\r?\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function readAppealLetter(text: string): AppealLetter {
  const letter = JSON.parse(text) as AppealLetter;
  if (letter.lkss !== 'appeal-letter' || letter.version !== 1) throw new Error('the archive holds no letter there');
  return letter;
}
