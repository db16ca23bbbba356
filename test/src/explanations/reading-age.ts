/**
 * The age at which a text is read with ease: the Flesch–Kincaid grade (Kincaid and others, 1975) as a grade of schools in the United
 * States, at which children are five years older than its number.
 */
import { syllable } from 'syllable';

export interface Reading {
  readonly ageYears: number;
  readonly words: number;
  readonly sentences: number;
}

export function readingOf(text: string): Reading {
  const sentences = text.split(/[.!?](?=\s|$)|\n/).filter((part) => /\p{L}/u.test(part));
  const words = sentences.flatMap((sentence) => sentence.match(/[\p{L}\d][\p{L}\d’'-]*/gu) ?? []);
  const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
  const grade = 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
  return { ageYears: grade + 5, words: words.length, sentences: sentences.length };
}
