/** Letters: plain enough to be read, the same whoever other people are, and nobody else in them. */
import { describe, expect, it } from 'vitest';
import { REASON_KINDS } from '../../../src/explanations/explanation.ts';
import { letterText, letterTo, type Letter } from '../../../src/explanations/letter.ts';
import { HEADINGS } from '../../../src/explanations/letter-words.ts';
import { EXPLANATIONS, SECRET } from './made-reasons.ts';
import { readingOf } from './reading-age.ts';

const ABOUT = { run: 'a7', runDate: '2026-10-14' };
const PLAIN_YEARS_MAX = 11;
const MEDICAL_YEARS_MAX = 14;

const letters = EXPLANATIONS.map((explanation) => ({ explanation, letter: letterTo(explanation, ABOUT) }));

function textsOf({ sections }: Letter): readonly string[] {
  return sections.flatMap(({ paragraphs, items }) => [...paragraphs, ...items]);
}

describe('the measure of reading', () => {
  it('knows easy from hard', () => {
    expect(readingOf('The cat sat on the mat. It was fat.').ageYears).toBeLessThan(7);
    const hard =
      'Histocompatibility considerations notwithstanding, sensitised candidates demonstrated disproportionately unfavourable outcomes.';
    expect(readingOf(hard).ageYears).toBeGreaterThan(20);
  });
});

describe('every sentence of a letter, with every reason', () => {
  it('comes from every reason, of recipients and of altruists', () => {
    const kinds = letters.map(({ explanation: { person, reason } }) => `${person.kind} ${reason.kind}`);
    expect(new Set(kinds).size).toBe(2 * REASON_KINDS.length);
    expect(new Set(letters.flatMap(({ letter }) => textsOf(letter))).size).toBeGreaterThan(50);
  });

  it('is read at the age of 11 at most, and of 14 where it is about medicine', () => {
    const sections = letters.flatMap(({ letter }) => letter.sections);
    const hard = [
      ...sections.flatMap(({ heading, paragraphs }) => tooHard([heading, ...paragraphs], PLAIN_YEARS_MAX)),
      ...sections.flatMap(({ items }) => tooHard(items, MEDICAL_YEARS_MAX)),
    ];
    expect([...new Set(hard)]).toEqual([]);
  });

  it('makes a letter that is read at the age of 11 at most as a whole', () => {
    const ages = letters.map(({ letter }) => readingOf(textsOf(letter).join('\n')).ageYears);
    expect(Math.max(...ages)).toBeLessThanOrEqual(PLAIN_YEARS_MAX);
    // Not by being empty.
    for (const { letter } of letters) expect(readingOf(textsOf(letter).join('\n')).words).toBeGreaterThan(100);
  });
});

function tooHard(texts: readonly string[], yearsMax: number): readonly string[] {
  return texts.filter((text) => readingOf(text).ageYears > yearsMax);
}

describe('a letter', () => {
  it('says what the scheme is for, the reason, whose fault it is not, what comes next, and how to ask again', () => {
    for (const { explanation, letter } of letters) {
      const headings = letter.sections.map(({ heading }) => heading);
      const isChosen = explanation.reason.kind === 'chosen';
      const wanted = isChosen ? (['scheme', 'reason', 'again'] as const) : (Object.keys(HEADINGS) as 'scheme'[]);
      expect(headings).toEqual(wanted.map((name) => HEADINGS[name]));
      expect(letterText(letter)).toContain(`a7/${explanation.person.id}`);
    }
  });

  it('has nothing of other people in it, and none of the words of clinicians without what they mean', () => {
    for (const { letter } of letters) {
      const text = letterText(letter);
      expect(text).not.toContain(SECRET);
      expect(text).not.toMatch(/HLA|antigen|crossmatch|\bcRF\b|eGFR|titre|altruist|arc\b|criterion|optim|recipient/i);
      if (/antibod/i.test(text)) expect(text).toContain('Antibodies: these are part of your blood');
      if (/tissue type/i.test(text)) expect(text).toContain('Tissue type is what');
    }
  });

  it('tells the month of the next run', () => {
    const [{ explanation }] = letters.filter(({ explanation: { reason } }) => reason.kind === 'equal');
    const told = (runDate: string | null): string => letterText(letterTo(explanation, { run: null, runDate }));
    expect(told('2026-10-14')).toContain('in January 2027');
    expect(told('2026-01-14')).toContain('in April 2026');
    expect(told('2026-09-30')).toContain('in October 2026');
    expect(told(null)).toContain('in about three months');
  });

  it('is another for each reason', () => {
    const ofRecipients = letters.filter(({ explanation }) => explanation.person.kind === 'recipient');
    const byKind = Map.groupBy(ofRecipients, ({ explanation }) => explanation.reason.kind);
    const texts = [...byKind.values()].map((of) => new Set(of.map(({ letter }) => letterText(letter))));
    for (const [at, own] of texts.entries()) {
      const others = new Set(texts.filter((_, other) => other !== at).flatMap((set) => [...set]));
      expect([...own].filter((text) => others.has(text))).toEqual([]);
    }
    expect(texts).toHaveLength(REASON_KINDS.length);
  });
});
