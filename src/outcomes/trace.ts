/**
 * A transplant traced back, link by link: outcome, signatures, proposal, checked result, snapshot, policy, registrations. Whatever can
 * be computed again is: each link says whether the digest that the record names is that of what the record holds. The certificate
 * itself is checked again by `lkss doctor`, and the chain of the audit by `lkss audit verify`.
 */
import { APPROVERS_MIN } from '../matching-runs/run-status.ts';
import { auditEvents } from '../audit/audit-store.ts';
import type { ResultDocument } from '../matching-runs/result-document.ts';
import { readSnapshot } from '../matching-runs/snapshot.ts';
import { policyDigest, sha256 } from '../policy/policy.ts';
import { readProposalDocument, type ProposalDocument } from '../proposals/proposal-document.ts';
import { recordsOf } from '../registrations/registration-record.ts';
import { decisionDigest } from '../sign-off/decide.ts';
import type { ProposalFacts } from '../sign-off/sign-off-store.ts';
import type { TransplantFacts } from '../sign-off/transplant-status.ts';
import { archived } from '../store/archive-store.ts';
import type { FollowUpTable } from '../store/outcome-tables.ts';
import type { Reading } from '../store/store.ts';
import { followUpDigest, outcomeDigest } from './entry-digests.ts';
import { originOf, type Origin, type RunOrigin } from './trace-origin.ts';

export interface Link {
  readonly what: string;
  /** A digest, where the link is one. */
  readonly digest: string | null;
  readonly holds: boolean;
  readonly says: string;
}

export interface Traced {
  readonly document: ProposalDocument | null;
  readonly origin: RunOrigin;
  readonly links: readonly Link[];
}

const EVENTS_MAX = 100_000;

export async function trace(
  reading: Reading,
  facts: ProposalFacts,
  of: TransplantFacts,
  forms: readonly FollowUpTable[],
): Promise<Traced> {
  const { documentSha256 } = facts.version;
  const text = await archivedText(reading, documentSha256);
  const document = text === null ? null : readProposalDocument(text);
  const origin = await originOf(reading, facts, document?.resultSha256 ?? null);
  const links = [
    documentLink(documentSha256, document, facts, of),
    ...(await resultLinks(reading, document, origin.origin, of)),
    ...(await snapshotLinks(reading, document, origin, of)),
    approvalLink(origin.origin),
    ...(await signatureLinks(reading, of, forms)),
  ];
  return { document, origin, links };
}

/** Null where the archive has it no more, or has something else. */
async function archivedText(reading: Reading, digest: string | null): Promise<string | null> {
  if (digest === null) return null;
  try {
    return await archived(reading, digest);
  } catch {
    return null;
  }
}

function link(what: string, digest: string | null, holds: boolean, yes: string, no: string): Link {
  return { what, digest, holds, says: holds ? yes : no };
}

function documentLink(
  digest: string,
  document: ProposalDocument | null,
  { proposal }: ProposalFacts,
  { transplant }: TransplantFacts,
): Link {
  const told = document?.transplants[transplant.position - 1];
  const isIt =
    document?.run === proposal.runId && told?.donor === transplant.donorId && told.recipient === transplant.recipientId;
  return link(
    'proposal',
    digest,
    isIt,
    'the archived proposal has this digest, and this transplant at this place',
    'the archive has no proposal of this digest with this transplant at this place',
  );
}

async function resultLinks(
  reading: Reading,
  document: ProposalDocument | null,
  { resultSha256, verdict, kind }: Origin,
  { transplant }: TransplantFacts,
): Promise<readonly Link[]> {
  const text = await archivedText(reading, resultSha256);
  const result = text === null ? null : (JSON.parse(text) as ResultDocument);
  const isUnused = document?.kind === 'unused-altruist' && result?.unusedAltruists.includes(transplant.donorId);
  const isGift = result?.exchanges.some(({ gifts }) =>
    gifts.some(({ donor, recipient }) => donor === transplant.donorId && recipient === transplant.recipientId),
  );
  return [
    link(
      'result',
      resultSha256,
      result?.status === 'optimal' && (isUnused === true || isGift === true),
      'the archived result has this digest, is proved to be the best, and has this gift',
      'the archive has no proved result of this digest with this gift',
    ),
    link(
      'check',
      null,
      verdict === 'accepted',
      kind === 'run'
        ? 'the independent checker accepted the result'
        : 'the independent checker accepted the way chosen',
      'no acceptance by the independent checker is recorded',
    ),
  ];
}

async function snapshotLinks(
  reading: Reading,
  document: ProposalDocument | null,
  { run, origin }: RunOrigin,
  { transplant }: TransplantFacts,
): Promise<readonly Link[]> {
  const text = await archivedText(reading, origin.snapshotSha256);
  const snapshot = text === null ? null : readSnapshot(text);
  const records = snapshot === null ? [] : recordsOf(snapshot.registrations);
  const digestOf = (kind: string, id: string | null): string | null => {
    const record = records.find((one) => one.kind === kind && one.id === id);
    return record === undefined ? null : sha256(record.content);
  };
  const policy = snapshot === null ? null : policyDigest(snapshot.policy);
  const { donorId, donorSha256, recipientId, recipientSha256 } = transplant;
  return [
    link(
      'snapshot',
      origin.snapshotSha256,
      snapshot !== null,
      'the archived snapshot has this digest',
      'the archive has no snapshot of this digest',
    ),
    link(
      'policy',
      run.lock?.policyDigest ?? null,
      policy !== null && policy === run.lock?.policyDigest && policy === document?.policyDigest,
      'the policy in the snapshot is that of the lock and of the proposal',
      'snapshot, lock and proposal do not name the same policy',
    ),
    link(
      'registrations',
      null,
      digestOf('donor', donorId) === donorSha256 && digestOf('recipient', recipientId) === recipientSha256,
      'donor and recipient are in the snapshot as the proposal has them',
      'the snapshot does not have donor and recipient as the proposal has them',
    ),
  ];
}

function approvalLink({ approvals, kind }: Origin): Link {
  return link(
    'approvals',
    null,
    new Set(approvals.map(({ by }) => by)).size >= APPROVERS_MIN,
    kind === 'run' ? 'two different people approved this result' : 'two different people chose this way',
    'two different people are not recorded',
  );
}

/** Each row of the record against the digest that the audit was told in the act that wrote it. */
async function signatureLinks(
  reading: Reading,
  { transplant, decisions, outcomes }: TransplantFacts,
  forms: readonly FollowUpTable[],
): Promise<readonly Link[]> {
  const events = await auditEvents(reading, {
    after: 0,
    limit: EVENTS_MAX,
    subjectKind: 'proposal',
    subjectId: transplant.proposalId,
  });
  const told = new Set(
    events.flatMap(({ event, detail }) => {
      const { decision, outcome, form } = JSON.parse(detail) as Readonly<Record<string, string>>;
      return [decision, outcome, form].flatMap((digest) => (digest === undefined ? [] : [`${event} ${digest}`]));
    }),
  );
  const signed = (what: string, by: readonly string[], digest: string): Link =>
    link(
      what,
      digest,
      by.some((event) => told.has(`${event} ${digest}`)),
      'the record is what the audit was told when it was made',
      'the audit was told of no such record',
    );
  return [
    ...decisions.map((row) =>
      signed(`decision ${row.number}`, ['decision.recorded', 'decision.carried-over'], decisionDigest(row)),
    ),
    ...outcomes.map((row) => signed(`outcome ${row.number}`, ['outcome.recorded'], outcomeDigest(row))),
    ...forms.map((row) =>
      signed(`${row.side} at ${row.stageMonths} months, ${row.number}`, ['follow-up.recorded'], followUpDigest(row)),
    ),
  ];
}
