/**
 * The tables of the store, as queries see them. Both databases hold the same few kinds of value, so that nothing changes its
 * meaning on the way: text, integers and bytes. Moments are ISO 8601 in UTC, dates `YYYY-MM-DD`, both as text: no driver ever
 * makes a date of them, and no time zone moves one. Null is absent.
 */
import type {
  AppealAnswerTable,
  AppealEndingTable,
  AppealExplanationTable,
  AppealOwnerTable,
  AppealReplyTable,
  AppealTable,
} from './appeal-tables.ts';
import type { FollowUpTable, TransplantOutcomeTable } from './outcome-tables.ts';

export interface Tables {
  readonly storeInfo: StoreInfoTable;
  readonly archive: ArchiveTable;
  readonly account: AccountTable;
  readonly session: SessionTable;
  readonly openIdRequest: OpenIdRequestTable;
  readonly auditEvent: AuditEventTable;
  readonly auditHead: AuditHeadTable;
  readonly performedRequest: PerformedRequestTable;
  readonly registry: RegistryTable;
  readonly registrationImport: RegistrationImportTable;
  readonly registration: RegistrationTable;
  readonly registrationVersion: RegistrationVersionTable;
  readonly identity: IdentityTable;
  readonly plannedRun: PlannedRunTable;
  readonly matchingRun: MatchingRunTable;
  readonly runLock: RunLockTable;
  readonly runAttempt: RunAttemptTable;
  readonly runCheck: RunCheckTable;
  readonly runApproval: RunApprovalTable;
  readonly runClosure: RunClosureTable;
  readonly runProgress: RunProgressTable;
  readonly proposal: ProposalTable;
  readonly proposalVersion: ProposalVersionTable;
  readonly proposedTransplant: ProposedTransplantTable;
  readonly transplantDecision: TransplantDecisionTable;
  readonly repair: RepairTable;
  readonly repairChoice: RepairChoiceTable;
  readonly transplantOutcome: TransplantOutcomeTable;
  readonly followUp: FollowUpTable;
  readonly appeal: AppealTable;
  readonly appealOwner: AppealOwnerTable;
  readonly appealExplanation: AppealExplanationTable;
  readonly appealAnswer: AppealAnswerTable;
  readonly appealReply: AppealReplyTable;
  readonly appealEnding: AppealEndingTable;
}

/** What the store says of itself. */
export interface StoreInfoTable {
  readonly name: string;
  readonly value: string;
}

/** Documents that never change, by the SHA-256 of their bytes, kept compressed. */
export interface ArchiveTable {
  readonly sha256: string;
  readonly kind: string;
  /** Before compression. */
  readonly sizeBytes: number;
  readonly content: Uint8Array;
  readonly archivedAt: string;
}

export interface AccountTable {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  /** ODS code; null for people of the scheme itself. */
  readonly centre: string | null;
  /** Names of roles with spaces between, in the order of the catalogue. */
  readonly roles: string;
  readonly passwordHash: string | null;
  readonly totpSecret: string | null;
  /** Time step of the last code that was taken: no code is taken twice. */
  readonly totpLastStep: number;
  readonly openIdSubject: string | null;
  readonly failedSignIns: number;
  /** No sign-in is tried before this moment. */
  readonly lockedUntil: string | null;
  readonly createdAt: string;
  readonly disabledAt: string | null;
  readonly version: number;
}

export interface SessionTable {
  readonly tokenSha256: string;
  readonly accountId: string;
  readonly signedInAt: string;
  readonly lastSeenAt: string;
  readonly endedAt: string | null;
}

/** A sign-in with an organisation's provider, under way. */
export interface OpenIdRequestTable {
  readonly stateSha256: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly startedAt: string;
}

export interface AuditEventTable {
  /** 1, 2, 3 and so on without a gap. */
  readonly seq: number;
  readonly at: string;
  readonly event: string;
  /** Account id, or the part of the program that acted by itself. */
  readonly actor: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly centre: string | null;
  /** JSON object with the fields that the catalogue lists for the event. */
  readonly detail: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** One row: the last event. */
export interface AuditHeadTable {
  readonly one: number;
  readonly seq: number;
  readonly hash: string;
}

/** What was answered to a request with an idempotency key: given again when it is sent again. */
export interface PerformedRequestTable {
  readonly accountId: string;
  readonly idempotencyKey: string;
  readonly requestSha256: string;
  readonly status: number;
  readonly headers: string;
  readonly body: string;
  readonly performedAt: string;
}

/** One row: counts every change of any registration. */
export interface RegistryTable {
  readonly one: number;
  readonly version: number;
}

export interface RegistrationImportTable {
  readonly id: string;
  readonly receivedAt: string;
  readonly receivedBy: string;
  /** ODS code of the centre whose people are replaced; null for all centres. */
  readonly centre: string | null;
  readonly sourceName: string;
  readonly sourceSha256: string;
  /** Of the registrations in the archive. */
  readonly registrationsSha256: string;
  /** Of the read-back sheet in the archive. */
  readonly readBackSha256: string;
  /** Of the registry when the read-back sheet was made. */
  readonly registryVersion: number;
  readonly confirmedAt: string | null;
  readonly confirmedBy: string | null;
  readonly discardedAt: string | null;
  readonly discardedBy: string | null;
}

/** Whoever is registered now. */
export interface RegistrationTable {
  readonly kind: 'recipient' | 'donor' | 'exclusion';
  readonly id: string;
  readonly version: number;
  /** ODS code of the centre that answers for the record: of a paired donor and an exclusion, the recipient's. */
  readonly ownerCentre: string;
  /** ODS code of the person's own centre. */
  readonly centre: string;
  readonly content: string;
}

/** Every state that a registration ever had. */
export interface RegistrationVersionTable {
  readonly kind: 'recipient' | 'donor' | 'exclusion';
  readonly id: string;
  readonly version: number;
  readonly ownerCentre: string;
  /** Null where the registration was removed, or its content let go when its time was over. */
  readonly content: string | null;
  /** SHA-256 of the content; null where it was removed. */
  readonly contentSha256: string | null;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly importId: string | null;
  /** When the next version took its place. */
  readonly supersededAt: string | null;
}

/** Who a person is, sealed: nothing but the pages of their own centre ever opens it. */
export interface IdentityTable {
  readonly kind: 'recipient' | 'donor';
  readonly id: string;
  readonly ownerCentre: string;
  readonly sealed: Uint8Array;
  readonly version: number;
  readonly updatedAt: string;
}

export interface PlannedRunTable {
  readonly quarter: string;
  readonly opensOn: string;
  readonly cutOffOn: string;
  readonly runOn: string;
  readonly surgeryFrom: string;
  readonly surgeryTo: string;
  readonly plannedAt: string;
}

export interface MatchingRunTable {
  readonly id: string;
  readonly quarter: string;
  readonly runDate: string;
  readonly policyId: string;
  readonly openedAt: string;
  readonly openedBy: string;
  /** Counts every act on the run. */
  readonly version: number;
}

export interface RunLockTable {
  readonly runId: string;
  readonly lockedAt: string;
  readonly lockedBy: string;
  readonly snapshotSha256: string;
  readonly policyDigest: string;
  readonly programVersion: string;
  readonly programDigest: string;
  readonly poolDigest: string;
  /** Of the list of those kept out, in the archive. */
  readonly excludedSha256: string;
  readonly registryVersion: number;
  readonly recipients: number;
  readonly donors: number;
  readonly altruists: number;
  readonly arcs: number;
}

export interface RunAttemptTable {
  readonly runId: string;
  /** 1, 2, 3 and so on. */
  readonly attempt: number;
  readonly requestedAt: string;
  readonly requestedBy: string;
  /** How often a process has taken it up. */
  readonly starts: number;
  readonly finishedAt: string | null;
  readonly outcome: 'optimal' | 'interrupted' | 'failed' | null;
  /** Why it failed. */
  readonly reason: string | null;
  readonly resultSha256: string | null;
}

export interface RunCheckTable {
  readonly runId: string;
  readonly attempt: number;
  readonly checkedAt: string;
  readonly verdict: 'accepted' | 'refused';
  /** JSON list of texts. */
  readonly reasons: string;
}

export interface RunApprovalTable {
  readonly runId: string;
  readonly accountId: string;
  readonly approvedAt: string;
  /** What was approved. */
  readonly resultSha256: string;
}

export interface RunClosureTable {
  readonly runId: string;
  readonly closedAt: string;
  readonly closedBy: string;
  readonly reason: string;
}

/** How far the solving of a run has come: overwritten, and no part of the record. */
export interface RunProgressTable {
  readonly runId: string;
  readonly attempt: number;
  readonly at: string;
  readonly content: string;
}

/** What became of one exchange of a released run, or of one altruist whom no exchange uses. */
export interface ProposalTable {
  readonly id: string;
  readonly runId: string;
  /** 1, 2, 3 and so on within the run. */
  readonly number: number;
  readonly runDate: string;
}

/** 1 as released. The last one holds. */
export interface ProposalVersionTable {
  readonly proposalId: string;
  readonly version: number;
  /** Of the document in the archive. */
  readonly documentSha256: string;
  readonly proposedAt: string;
  /** Account ids of the people under whose names it stands, with spaces between. */
  readonly proposedBy: string;
}

export interface ProposedTransplantTable {
  readonly proposalId: string;
  readonly version: number;
  /** 1, 2, 3 in the order of giving. */
  readonly position: number;
  readonly donorId: string;
  /** ODS code of the donor's own centre. */
  readonly donorCentre: string;
  /** ODS code of the centre that answers for the donor's record. */
  readonly donorOwnerCentre: string;
  /** SHA-256 of the donor's registration as the run had it. */
  readonly donorSha256: string;
  /** Null where the kidney goes to the waiting list. */
  readonly recipientId: string | null;
  readonly recipientCentre: string | null;
  readonly recipientSha256: string | null;
}

export interface TransplantDecisionTable {
  readonly proposalId: string;
  readonly version: number;
  readonly position: number;
  /** 1, 2, 3 in the order in which they were taken. */
  readonly number: number;
  readonly kind: string;
  readonly outcome: string;
  /** Code from the list of reasons; null where it says yes. */
  readonly reason: string | null;
  /** Of a crossmatch. */
  readonly method: string | null;
  /** Of the crossmatch, the panel's answer or the surgery; else the day of the decision. */
  readonly onDate: string;
  /** ODS code of the centre for which it was taken; null for the scheme. */
  readonly centre: string | null;
  /** Digest of the data that it was taken on. */
  readonly shownSha256: string;
  readonly decidedAt: string;
  readonly decidedBy: string;
}

/** The ways on from one version of a proposal, as they were at one moment. */
export interface RepairTable {
  readonly proposalId: string;
  readonly version: number;
  /** 1, 2, 3 in the order in which they were computed. */
  readonly number: number;
  /** Of the ways, in the archive. */
  readonly documentSha256: string;
  /** Digest of everything that they were computed from. */
  readonly basisSha256: string;
  readonly computedAt: string;
  readonly computedBy: string;
}

export interface RepairChoiceTable {
  readonly proposalId: string;
  readonly version: number;
  /** Of the repair. */
  readonly number: number;
  readonly accountId: string;
  readonly way: string;
  readonly chosenAt: string;
}
