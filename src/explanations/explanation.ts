/**
 * Why each person stands where they stand in a run, as data: one reason a person, with the facts that it rests on. Other voices
 * are made from it: `clinician-words.ts` and `letter.ts`.
 */
import type { Certificate, CriterionId, Person } from '../../solver/index.ts';
import type { ReasonCode } from '../compatibility/rule.ts';
import type { Mismatches, MismatchLevel } from '../hla/mismatches.ts';
import type { CriterionRecord } from '../matching-runs/result-document.ts';
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import type { Paragraph, ParagraphName } from '../policy/paragraphs.ts';
import type { EntryFault } from '../registrations/quality-gate.ts';

export interface ExplanationDocument {
  readonly lkss: 'explanation';
  readonly version: 1;
  /** Id of the run in the store, and its day; null where a pool was explained that is in none. */
  readonly run: string | null;
  readonly runDate: string | null;
  readonly policy: string;
  readonly policyDigest: string;
  /** The policy in sentences: what reasons follow from. */
  readonly paragraphs: readonly Paragraph[];
  readonly poolDigest: string;
  /** Made without double entry and freshness of facts: not to be acted on. */
  readonly trial?: true;
  /** Of the archived result that is explained; null where there is none. */
  readonly resultSha256: string | null;
  /** What the chosen set is worth, in the order of the policy. */
  readonly criteria: readonly CriterionValue[];
  /** Recipients, then altruists, each in the order of ids. Paired donors follow their recipient. */
  readonly people: readonly PersonExplanation[];
}

export type CriterionValue = Pick<CriterionRecord, 'id' | 'value'>;

export interface PersonExplanation {
  readonly person: Person;
  readonly reason: Reason;
  /** Own donors who are registered and not in the run. */
  readonly donorsLeftOut: readonly LeftOutDonor[];
}

export interface LeftOutDonor {
  readonly id: string;
  readonly faults: readonly EntryFault[];
}

export type Reason = Chosen | NotEligible | NoGiver | NoTaker | NoExchange | Outweighed | Equal;
export type ReasonKind = Reason['kind'];

/** In the order in which they are tried: everybody has one, and nobody two. */
export const REASON_KINDS = [
  'chosen',
  'not-eligible',
  'no-giver',
  'no-taker',
  'no-exchange',
  'outweighed',
  'equal',
] as const satisfies readonly ReasonKind[];

/** Registered, and kept out of the run. */
export interface NotEligible {
  readonly kind: 'not-eligible';
  readonly faults: readonly EntryFault[];
}

/** No donor of the run can give to this recipient. */
export interface NoGiver {
  readonly kind: 'no-giver';
  /** Donors of the run, own ones and altruists included. */
  readonly donors: number;
  /** Null where nothing is known but who can give to whom. */
  readonly bars: readonly BarCount[] | null;
}

/** None of the recipient's own donors, or not this altruist, can give to any recipient of the run. */
export interface NoTaker {
  readonly kind: 'no-taker';
  /** Recipients of the run. */
  readonly recipients: number;
  readonly donors: readonly { readonly id: string; readonly bars: readonly BarCount[] | null }[];
}

/** How many people one rule bars. Several rules can bar the same person, who is then counted with each of them. */
export interface BarCount {
  readonly code: ReasonCode;
  /** Whom this rule bars, be it alone or with others. */
  readonly barred: number;
  /** Whom no other rule bars besides. */
  readonly alone: number;
  /** The paragraphs that the rule follows from. */
  readonly fields: readonly ParagraphName[];
}

/** There are gifts to and from this person, but no exchange within the limits has them in it. */
export interface NoExchange {
  readonly kind: 'no-exchange';
  /** Donors who can give to the recipient; null for an altruist. */
  readonly givers: number | null;
  /** Recipients to whom the person's donors, or the altruist, can give. */
  readonly takers: number;
}

/** Every set of exchanges with this person is worse than the chosen one. */
export interface Outweighed {
  readonly kind: 'outweighed';
  /** Admissible exchanges that this person is in. */
  readonly exchanges: number;
  readonly falls: Fall;
  readonly best: AlternativeSet;
}

/** Another set is as good in every criterion and has this person in it: the draw decided. */
export interface Equal {
  readonly kind: 'equal';
  readonly exchanges: number;
  readonly best: AlternativeSet;
}

/** The first criterion in which another set falls short of the chosen one. */
export interface Fall {
  readonly criterion: CriterionId;
  readonly chosen: CriterionRecord['value'];
  readonly other: CriterionRecord['value'];
  /** How much worse, as a number above 0, or points. */
  readonly by: CriterionRecord['value'];
}

/** What is null, or left out of ids, is not for whoever asks (`cut-down.ts`); exchanges and certificates are left out too where many people are explained at once. */
export interface AlternativeSet {
  readonly criteria: readonly CriterionValue[];
  readonly exchangeCount: number;
  readonly exchanges: readonly ExchangeRecord[] | null;
  /** Recipients who are transplanted only in this set, and only in the chosen one. */
  readonly gained: Told;
  readonly lost: Told;
  /** That no set under the condition is better: accepted by the independent checker. */
  readonly certificate: Certificate | null;
}

export interface Told {
  readonly count: number;
  readonly ids: readonly string[];
}

export interface Chosen {
  readonly kind: 'chosen';
  /** Place among the chosen exchanges, from 1. */
  readonly number: number;
  readonly exchange: Pick<ExchangeRecord, 'kind' | 'backArcs'>;
  /** In the order of giving; in a chain the altruist's first. */
  readonly gifts: readonly Gift[];
  /** Of the whole exchange: points with five decimals. */
  readonly points: string | null;
  /** Other admissible exchanges of exactly the same people. */
  readonly others: readonly OtherExchange[] | null;
  /** The best set without this exchange; null where it was not asked for. */
  readonly without: WithoutExchange | null;
}

/** `points` and `parts` are told together: points with five decimals, the sum of the parts. */
export interface Gift {
  readonly donor: string | null;
  readonly recipient: string | null;
  /** Then there is no recipient, and no points. */
  readonly isToWaitingList: boolean;
  readonly points: string | null;
  readonly parts: readonly ScorePart[];
  /** HLA mismatches between donor and recipient; null where only the arc is known. */
  readonly mismatches: (Mismatches & { readonly level: MismatchLevel }) | null;
}

/** `arc` is the score as a pool file has it, without its own parts. */
export interface ScorePart {
  readonly of: 'previous-runs' | 'sensitisation' | 'hla' | 'arc' | 'donor-age' | 'tie-breaker';
  readonly points: string;
  readonly field: ParagraphName | null;
}

export interface OtherExchange {
  readonly exchange: ExchangeRecord;
  /** The first criterion in which it falls short of the chosen exchange; null where it is worth the same. */
  readonly falls: Fall | null;
}

export interface WithoutExchange {
  /** Null where another set is as good in every criterion. */
  readonly falls: Fall | null;
  readonly best: AlternativeSet;
}
