/** The words used for people, one place for all commands. */
import type { CriterionId } from '../../solver/index.ts';
import { pointsOf } from '../matching-runs/points.ts';

const CRITERION_TITLES: Readonly<Record<CriterionId, string>> = {
  'effective-two-way': 'effective two-way exchanges',
  transplants: 'transplants',
  'three-way': 'three-way exchanges',
  'back-arcs': 'back-arcs',
  score: 'total score',
  recipients: 'recipients transplanted',
  required: 'people required',
  forbidden: 'exchanges forbidden',
};

export function criterionTitle(id: CriterionId): string {
  return CRITERION_TITLES[id];
}

/** A value for people; the score, given in units, in points. */
export function valueText(id: CriterionId, value: number): string {
  return id === 'score' ? `${grouped(pointsOf(value))} points` : grouped(String(value));
}

/** Thousands set apart by commas. */
export function grouped(number: string | number): string {
  const [whole, ...decimals] = String(number).split('.');
  return [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...decimals].join('.');
}

/** `1 recipient`, `2 recipients`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

const NUMBER_WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** A small number in words, a larger one in digits. */
export function numberWord(count: number): string {
  return NUMBER_WORDS[count] ?? String(count);
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
