/**
 * A proposal as a document: one exchange of the accepted result with its transplants, and what could stand in for it. It is made
 * from the archive alone, kept there, and never changes.
 */
export interface ProposalDocument {
  readonly lkss: 'proposal';
  readonly version: 1;
  readonly run: string;
  /** SHA-256 of the result document that it is from; null where there is none. */
  readonly resultSha256: string | null;
  readonly policyDigest: string;
  readonly kind: ProposalKind;
  /** In the order of giving. */
  readonly transplants: readonly ProposedTransplant[];
  readonly backArcs: number;
  /** Those that are arcs, and who would give; absent where they were not recorded yet. */
  readonly backArcList?: readonly BackArc[];
  /** Points with five decimals. */
  readonly score: string;
  /** The same recipients in the same order by other donors of theirs. */
  readonly alternates: readonly StandIn[];
  /** What can go ahead where the whole cannot. */
  readonly embedded: readonly StandIn[];
}

/**
 * An altruist whom no exchange uses gives to the waiting list: a proposal of its own kind. `next-run` has no transplant: its
 * people wait.
 */
export type ProposalKind = 'cycle' | 'chain' | 'unused-altruist' | 'next-run';

export interface ProposedTransplant {
  readonly donor: string;
  /** Null for the waiting list. */
  readonly recipient: string | null;
  /** Null for the waiting list, which earns no points. */
  readonly score: TransplantScore | null;
}

/** The donor is one of the exchange, or another donor of the same recipient. */
export interface BackArc {
  readonly donor: string;
  /** Null for an altruist. */
  readonly ownRecipient: string | null;
  readonly recipient: string;
}

/** Points with five decimals; the parts add up to the total. */
export interface TransplantScore {
  readonly previousRuns: string;
  readonly crf: string;
  readonly hla: string;
  readonly hlaMismatchLevel: number;
  /** For ages of this donor and the next that are close to each other. */
  readonly age: string;
  readonly tieBreaker: string;
  readonly total: string;
}

/** An alternate or embedded exchange. */
export interface StandIn {
  readonly kind: 'cycle' | 'chain';
  readonly transplants: readonly Pick<ProposedTransplant, 'donor' | 'recipient'>[];
  readonly backArcs: number;
  readonly score: string;
}

export function readProposalDocument(text: string): ProposalDocument {
  const document = JSON.parse(text) as ProposalDocument;
  if (document.lkss !== 'proposal' || document.version !== 1) throw new Error('the archive holds no proposal there');
  return document;
}
