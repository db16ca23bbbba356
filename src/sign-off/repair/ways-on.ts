/**
 * The ways on from a stopped proposal, each solved, proved and checked like a run of its own: from a snapshot in which those who
 * take no part are left out and failed pairs are exclusions. Done in a thread.
 */
import { gunzipSync } from 'node:zlib';
import type { ResultDocument } from '../../matching-runs/result-document.ts';
import type { Snapshot } from '../../matching-runs/snapshot.ts';
import { checkSnapshot, solveSnapshot } from '../../matching-runs/solve-snapshot.ts';
import { sha256, type Policy } from '../../policy/policy.ts';
import { prepareProposals, type TransplantRow } from '../../proposals/prepare-proposals.ts';
import type { ProposalDocument } from '../../proposals/proposal-document.ts';
import type { Registrations } from '../../registrations/registration.ts';
import { archiveDocument, type ArchiveDocument } from '../../store/archive-store.ts';
import { COMPUTED_WAYS, type RepairBasis, type WayName } from './repair-basis.ts';

export interface RepairTask {
  readonly kind: 'repair';
  readonly basis: RepairBasis;
  readonly policy: Policy;
  readonly hlaMapping: string | null;
  /** People of the stopped proposal, and all recipients that the released set had. */
  readonly stoppedRecipients: readonly string[];
  readonly stoppedDonors: readonly string[];
  readonly releasedRecipients: readonly string[];
}

/** Kept in the archive: all that choosing one of them needs. */
export interface RepairDocument {
  readonly lkss: 'repair';
  readonly version: 1;
  readonly run: string;
  readonly ways: readonly WayOn[];
}

export interface WayOn {
  readonly way: WayName;
  /** In the order of the policy, of the exchanges of this way alone. */
  readonly criteria: ResultDocument['criteria'];
  /** Of the independent checker; null where nothing was computed. */
  readonly verdict: 'accepted' | 'refused' | null;
  readonly reasons: readonly string[];
  /** In the archive, with its certificate. */
  readonly snapshotSha256: string | null;
  readonly resultSha256: string | null;
  /** Recipients: of the stopped proposal who still have a transplant, whom the released set had not, and who lose theirs. */
  readonly kept: readonly string[];
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** The first takes the place of the stopped one. */
  readonly proposals: readonly { readonly document: string; readonly transplants: readonly TransplantRow[] }[];
}

export interface ComputedRepair {
  readonly repair: ArchiveDocument;
  /** Snapshots and results. */
  readonly documents: readonly ArchiveDocument[];
}

export async function waysOn(task: RepairTask): Promise<ComputedRepair> {
  const documents: ArchiveDocument[] = [];
  const ways: WayOn[] = [];
  for (const name of COMPUTED_WAYS) {
    const { way, archived } = await solved(name, task.basis.ways[name], task);
    documents.push(...archived);
    ways.push(way);
  }
  ways.push(waiting(task));
  const repair: RepairDocument = { lkss: 'repair', version: 1, run: task.basis.runId, ways };
  return { repair: archiveDocument('repair', JSON.stringify(repair)), documents };
}

export function readRepairDocument(text: string): RepairDocument {
  const document = JSON.parse(text) as RepairDocument;
  if (document.lkss !== 'repair' || document.version !== 1) throw new Error('the archive holds no repair there');
  return document;
}

async function solved(
  way: WayName,
  registrations: Registrations,
  task: RepairTask,
): Promise<{ way: WayOn; archived: readonly ArchiveDocument[] }> {
  const { basis, policy, hlaMapping } = task;
  const snapshot: Snapshot = {
    lkss: 'snapshot',
    version: 1,
    runDate: basis.date,
    policy,
    hlaMappingSha256: hlaMapping === null ? null : sha256(hlaMapping),
    registrations,
  };
  const texts = { snapshot: JSON.stringify(snapshot), hlaMapping };
  const { outcome, result: archivedResult } = await solveSnapshot({ kind: 'solve', ...texts, deadlineMs: null });
  if (outcome !== 'optimal' || archivedResult === null) throw new Error(`the way ${way} was not proved to be best`);
  const result = gunzipSync(archivedResult.content).toString('utf8');
  const { accepted, reasons } = checkSnapshot({ kind: 'check', ...texts, result });
  const { proposals } = prepareProposals({ kind: 'propose', runId: basis.runId, ...texts, result });
  const { criteria, exchanges } = JSON.parse(result) as ResultDocument;
  const archivedSnapshot = archiveDocument('snapshot', texts.snapshot);
  const stopped = new Set(task.stoppedRecipients);
  const holdsStopped = ({ transplants }: { readonly transplants: readonly TransplantRow[] }): number =>
    transplants.filter(({ recipientId }) => recipientId !== null && stopped.has(recipientId)).length;
  return {
    way: {
      way,
      criteria,
      verdict: accepted ? 'accepted' : 'refused',
      reasons,
      snapshotSha256: archivedSnapshot.sha256,
      resultSha256: archivedResult.sha256,
      ...changesFor(
        exchanges.flatMap(({ recipients }) => recipients),
        task,
      ),
      proposals: proposals
        .filter(({ transplants }) => !isOthersAltruist(transplants, task))
        .sort((a, b) => holdsStopped(b) - holdsStopped(a))
        .map(({ document, transplants }) => ({
          document: gunzipSync(document.content).toString('utf8'),
          transplants,
        })),
    },
    archived: [archivedSnapshot, archivedResult],
  };
}

/** An altruist of another stopped proposal whom this way does not use is left for the repair of that one. */
function isOthersAltruist(transplants: readonly TransplantRow[], { stoppedDonors }: RepairTask): boolean {
  return transplants.length === 1 && !stoppedDonors.includes(transplants[0].donorId);
}

/** Nobody of the stopped proposal is transplanted now. */
function waiting(task: RepairTask): WayOn {
  return {
    way: 'next-run',
    criteria: task.policy.criteria.map((id) => {
      const value = id === 'score' ? '0.00000' : 0;
      return { id, value, bound: value };
    }),
    verdict: null,
    reasons: [],
    snapshotSha256: null,
    resultSha256: null,
    ...changesFor([], task),
    proposals: [],
  };
}

function changesFor(
  recipients: readonly string[],
  { stoppedRecipients, releasedRecipients }: RepairTask,
): Pick<WayOn, 'kept' | 'gained' | 'lost'> {
  return {
    kept: stoppedRecipients.filter((id) => recipients.includes(id)),
    gained: recipients.filter((id) => !releasedRecipients.includes(id)),
    lost: stoppedRecipients.filter((id) => !recipients.includes(id)),
  };
}

/** What takes the place of a proposal where its people wait, or where a way has no exchange at all. */
export function nothingNow(run: string, policyDigest: string): ProposalDocument {
  return {
    lkss: 'proposal',
    version: 1,
    run,
    resultSha256: null,
    policyDigest,
    kind: 'next-run',
    transplants: [],
    backArcs: 0,
    backArcList: [],
    score: '0.00000',
    alternates: [],
    embedded: [],
  };
}
