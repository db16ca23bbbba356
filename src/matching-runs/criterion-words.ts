/** The criteria, and sets that are equal in all of them, as people of the scheme call them. */
import type { CriterionId } from '../../solver/index.ts';
import { counted } from '../registrations/written-words.ts';
import type { ResultDocument } from './result-document.ts';

export const CRITERION_WORDS: Readonly<Record<CriterionId, string>> = {
  'effective-two-way': 'Exchanges that are, or contain, a two-way exchange',
  transplants: 'Transplants',
  'three-way': 'Three-way exchanges (as few as possible)',
  'back-arcs': 'Two-way exchanges contained in three-way exchanges',
  score: 'Score (points)',
  recipients: 'Recipients transplanted',
  required: 'People required, in an exchange',
  forbidden: 'Exchanges forbidden, chosen all the same',
};

/** Null where nothing is known of other sets. */
export function tiesWords({ coOptimalSets, coOptimalSetsExact }: ResultDocument): string | null {
  if (coOptimalSets === null) return null;
  if (coOptimalSets === 1) {
    return coOptimalSetsExact ? 'No other set is as good.' : 'Other sets may be as good: they were not counted.';
  }
  const count = counted(coOptimalSets, 'set');
  return `${coOptimalSetsExact ? '' : 'At least '}${count} are equally good in every criterion; this is one of them.`;
}
