/** What is recorded where somebody asks why they stand where they stand. `tables.ts` says what kinds of value there are. */
/** The challenge as it came in, with all that decided. Nothing of it is ever changed. */
export interface AppealTable {
  /** `A-2026-0001`: year and number. */
  readonly id: string;
  readonly year: number;
  /** 1, 2, 3 and so on within the year. */
  readonly number: number;
  readonly runId: string;
  readonly kind: 'recipient' | 'altruist';
  readonly personId: string;
  /** ODS code of the centre that answers for the person. */
  readonly centre: string;
  /** Code for whoever asked. */
  readonly inNameOf: string;
  /** What they ask, in their words. */
  readonly asks: string;
  readonly receivedOn: string;
  /** SHA-256 of the person's registration as the run had it. */
  readonly personSha256: string;
  readonly snapshotSha256: string;
  readonly policyDigest: string;
  readonly programVersion: string;
  readonly programDigest: string;
  readonly poolDigest: string;
  readonly resultSha256: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

/** Who answers for an appeal. The last one counts. */
export interface AppealOwnerTable {
  readonly appealId: string;
  /** 1, 2, 3 in the order in which they took it. */
  readonly number: number;
  readonly accountId: string;
  /** Why it was handed over; null for the first. */
  readonly reason: string | null;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

/** The reason as it was computed. The last one counts. */
export interface AppealExplanationTable {
  readonly appealId: string;
  readonly number: number;
  /** In the archive. */
  readonly documentSha256: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

/** An answer as its owner wrote it. The last one counts. */
export interface AppealAnswerTable {
  readonly appealId: string;
  readonly number: number;
  /** Code from the list of findings. */
  readonly finding: string;
  readonly found: string;
  readonly changed: string;
  /** Of a fact that was wrong: whose registration, and the names of its facts with spaces between; else null. */
  readonly registrationKind: 'recipient' | 'donor' | null;
  readonly registrationId: string | null;
  readonly facts: string | null;
  /** What would have been, in the archive; null where no fact was wrong. */
  readonly whatIfSha256: string | null;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

/** What the second person said of an answer. */
export interface AppealReplyTable {
  readonly appealId: string;
  /** Of the answer. */
  readonly number: number;
  readonly outcome: 'confirmed' | 'returned';
  /** Why it was returned; null where it was confirmed. */
  readonly reason: string | null;
  /** In the archive; null where it was returned. */
  readonly letterSha256: string | null;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

export interface AppealEndingTable {
  readonly appealId: string;
  readonly outcome: 'closed' | 'withdrawn';
  /** Why it was withdrawn; null where it was closed. */
  readonly reason: string | null;
  /** The day on which the letter was given, or the appeal withdrawn. */
  readonly onDate: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}
