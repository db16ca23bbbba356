/** What one exchange counts of each criterion but the score: the definitions of `solver/criteria/catalogue.ts`, of a record. */
import type { CriterionId } from '../../solver/index.ts';

export interface CountedExchange {
  readonly isChain: boolean;
  /** The altruistic donor of a chain included. */
  readonly donors: number;
  readonly backArcs: number;
}

/** Of an altruistic donor alone too: a chain of one donor. Conditions are no criteria, and count nothing. */
export function criterionCount(
  id: Exclude<CriterionId, 'score'>,
  { isChain, donors, backArcs }: CountedExchange,
): number {
  switch (id) {
    case 'effective-two-way':
      return Number(isChain ? donors > 1 : donors === 2 || (donors === 3 && backArcs > 0));
    case 'transplants':
      return donors;
    case 'three-way':
      return Number(donors === 3);
    case 'back-arcs':
      return donors === 3 ? backArcs : 0;
    case 'recipients':
      return isChain ? donors - 1 : donors;
    case 'required':
    case 'forbidden':
      return 0;
  }
}
