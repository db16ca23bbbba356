import { describe, expect, it } from 'vitest';
import { appealLetter } from '../../../src/appeals/appeal-letter.ts';
import { FINDING_CODES, FINDINGS } from '../../../src/appeals/appeal-lists.ts';
import { readingOf } from '../explanations/reading-age.ts';
import { answer, appealThatIs } from './appeals-in-state.ts';

/** Read by whoever is that old, as the letters about runs are. */
const READING_YEARS_MAX = 11;
const { appeal } = appealThatIs('drafted');
const reason = [{ heading: 'What happened', paragraphs: ['No kidney suited you.'], items: ['Blood group.'] }];
const letterOf = (finding: string, found = 'All was right.', changed = 'Nothing changes.') =>
  appealLetter(
    { ...appeal, asks: 'Why?\r\n\r\nI wait.' },
    { ...answer(1), finding, found, changed },
    reason,
    '2026-10-06',
  );

describe('the letter of an appeal', () => {
  it('says what was asked, found and changed, with the reason as it stands', () => {
    const { sections, on, person, appeal: id } = letterOf('not-upheld', 'One.\nTwo.');
    expect([on, person, id]).toEqual(['2026-10-06', appeal.personId, appeal.id]);
    expect(sections.map(({ heading, paragraphs, items }) => [heading, paragraphs, items]).slice(0, -1)).toEqual([
      ['What you asked', ['We heard from you on 1 October 2026.', 'Why?', 'I wait.'], []],
      ['What we found', [FINDINGS['not-upheld'].letter, 'One.', 'Two.'], []],
      ['What happened', ['No kidney suited you.'], ['Blood group.']],
      ['What changed', ['Nothing changes.'], []],
    ]);
  });

  it.each(FINDING_CODES)('is written for whoever reads like a child, where the finding is %s', (finding) => {
    const { sections } = letterOf(finding);
    for (const { heading, paragraphs } of sections.filter((_, at) => [0, 1, 4].includes(at))) {
      const text = [heading, ...paragraphs].join('\n');
      expect(readingOf(text).ageYears, text).toBeLessThanOrEqual(READING_YEARS_MAX);
    }
    expect(sections[1].paragraphs[0]).toBe(FINDINGS[finding].letter);
  });
});
