/** A rule of compatibility: one predicate, and words for the case that it bars. */
import type { ParagraphName } from '../policy/paragraphs.ts';
import type { DonorFacts, RecipientFacts } from './facts.ts';

export const REASON_CODES = [
  'own-recipient',
  'suspended',
  'excluded',
  'blood-group',
  'unacceptable-antigen',
  'untyped-locus',
  'unmapped-allele',
  'antibody-sample',
  'donor-age',
  'donor-weight',
  'donor-egfr',
  'not-in-run',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** `not-in-run` is no rule between two people: one of them is excluded from the run. */
export interface Reason {
  readonly code: ReasonCode;
  /** A sentence without its stop. */
  readonly text: string;
  /** The paragraph that it follows from. */
  readonly field: ParagraphName;
}

/**
 * There is an arc exactly where no rule bars. `reasons` is asked only where `bars` is true, and then gives at least one: the
 * answer and its explanation come from the same predicate.
 */
export interface Rule {
  readonly code: ReasonCode;
  bars(donor: DonorFacts, recipient: RecipientFacts): boolean;
  reasons(donor: DonorFacts, recipient: RecipientFacts): readonly Omit<Reason, 'code'>[];
}
