/**
 * Where one person of a pool stands in a proved run: in the chosen set, or not and for exactly one reason. Reasons are tried in the
 * order in which they are listed, so that everybody has one and nobody has two.
 */
import type { Certificate } from '../certificate/certificate.ts';
import type { Exchange } from '../exchange.ts';
import type { CriterionId } from '../limits.ts';

/** A row of the packing: recipients and altruists are each in at most one exchange. `id` is the recipient's, or the altruist's as a donor. */
export interface Person {
  readonly kind: 'recipient' | 'altruist';
  readonly id: string;
}

export type Standing = Chosen | NoGiver | NoTaker | NoExchange | Outweighed | Equal;

export interface Chosen {
  readonly kind: 'chosen';
  readonly exchange: Exchange;
}

/** No donor of the pool has an arc to this recipient. */
export interface NoGiver {
  readonly kind: 'no-giver';
}

/** None of this recipient's own donors, or not this altruist, has an arc to anybody. */
export interface NoTaker {
  readonly kind: 'no-taker';
}

/** There are arcs in and out, but no exchange within the limits has this person in it. */
export interface NoExchange {
  readonly kind: 'no-exchange';
}

/** Every set with this person in an exchange is worse; the best of these is `alternative`. */
export interface Outweighed {
  readonly kind: 'outweighed';
  /** Admissible exchanges that this person is in. */
  readonly exchanges: number;
  /** The first criterion in which `alternative` falls short of the chosen set, and what each is worth in it (natural sense; score in units). */
  readonly criterion: CriterionId;
  readonly chosenValue: number;
  readonly alternativeValue: number;
  readonly alternative: Alternative;
}

/** Another set, equal in every criterion, has this person in an exchange: only the draw decided. */
export interface Equal {
  readonly kind: 'equal';
  readonly exchanges: number;
  readonly alternative: Alternative;
}

/** A best set under conditions, with a certificate that the checker accepted. */
export interface Alternative {
  readonly criteria: readonly { readonly id: CriterionId; readonly value: number }[];
  readonly exchanges: readonly Exchange[];
  readonly unusedAltruists: readonly string[];
  readonly certificate: Certificate;
}
