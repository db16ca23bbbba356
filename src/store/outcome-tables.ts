/** What is recorded of transplants once they were made, or were not. `tables.ts` says what kinds of value there are. */
/** What became of a transplant on its day. The last one counts; the others stay. */
export interface TransplantOutcomeTable {
  readonly proposalId: string;
  readonly version: number;
  readonly position: number;
  /** 1, 2, 3 in the order in which they were recorded. */
  readonly number: number;
  readonly outcome: 'transplanted' | 'not-transplanted';
  /** Code from the list of reasons; null where it was transplanted. */
  readonly reason: string | null;
  /** Whether the donor's kidney was taken out, wherever it went. */
  readonly kidneyRemoved: 'yes' | 'no';
  /** Code for why it takes the place of the entry before; null for the first. */
  readonly correctionReason: string | null;
  readonly onDate: string;
  /** ODS code of the centre for which it was recorded; null for the scheme. */
  readonly centre: string | null;
  /** Digest of the data that were shown. */
  readonly shownSha256: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

/** How a recipient or donor of a transplant was at a stage after it. The last one of a stage counts; the others stay. */
export interface FollowUpTable {
  readonly proposalId: string;
  readonly version: number;
  readonly position: number;
  readonly side: 'recipient' | 'donor';
  /** 3, 12, 24, 36 and so on: months after the transplant. */
  readonly stageMonths: number;
  /** 1, 2, 3 in the order in which they were recorded. */
  readonly number: number;
  /** The form as JSON. */
  readonly content: string;
  readonly correctionReason: string | null;
  /** ODS code of the centre for which it was recorded; null for the scheme. */
  readonly centre: string | null;
  readonly shownSha256: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}
