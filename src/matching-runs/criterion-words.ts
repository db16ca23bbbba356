/** The criteria as people of the scheme call them. */
import type { CriterionId } from '../../solver/index.ts';

export const CRITERION_WORDS: Readonly<Record<CriterionId, string>> = {
  'effective-two-way': 'Exchanges that are, or contain, a two-way exchange',
  transplants: 'Transplants',
  'three-way': 'Three-way exchanges (as few as possible)',
  'back-arcs': 'Two-way exchanges contained in three-way exchanges',
  score: 'Score (points)',
  recipients: 'Recipients transplanted',
};
