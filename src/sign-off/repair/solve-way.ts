/** One way on, solved by both engines, proved and checked like a run of its own. */
import { gunzipSync } from 'node:zlib';
import type { Team } from '../../../solver/index.ts';
import type { CriterionRecord, ResultDocument } from '../../matching-runs/result-document.ts';
import type { Snapshot } from '../../matching-runs/snapshot.ts';
import { checkSnapshot, solveSnapshot } from '../../matching-runs/solve-snapshot.ts';
import { sha256, type Policy } from '../../policy/policy.ts';
import { prepareProposals, type TransplantRow } from '../../proposals/prepare-proposals.ts';
import type { ProposalDocument } from '../../proposals/proposal-document.ts';
import type { Registrations } from '../../registrations/registration.ts';
import { archiveDocument, type ArchiveDocument } from '../../store/archive-store.ts';
import type { RepairBasis, WayName } from './repair-basis.ts';
import type { WayOn } from './repair-document.ts';
import { restrictedPeople, type Gift } from './restricted-people.ts';
import { hasGift, type WantedWay } from './wanted-ways.ts';

export interface RepairTask {
  readonly kind: 'repair';
  readonly basis: RepairBasis;
  /** Document of the version that was stopped. */
  readonly stopped: ProposalDocument;
  readonly policy: Policy;
  readonly hlaMapping: string | null;
  /** People of the stopped proposal, and all recipients that the released set had. */
  readonly stoppedRecipients: readonly string[];
  readonly stoppedDonors: readonly string[];
  readonly releasedRecipients: readonly string[];
}

export interface SolvedWay {
  readonly way: WayOn;
  /** Snapshot and result. */
  readonly archived: readonly ArchiveDocument[];
}

/** As a run has it: those who take no part are left out, and failed pairs are exclusions. */
export function snapshotOf(registrations: Registrations, { basis, policy, hlaMapping }: RepairTask): Snapshot {
  return {
    lkss: 'snapshot',
    version: 1,
    runDate: basis.date,
    policy,
    hlaMappingSha256: hlaMapping === null ? null : sha256(hlaMapping),
    registrations,
  };
}

export async function solveWay(
  way: WayName,
  registrations: Registrations,
  task: RepairTask,
  team: Team,
): Promise<SolvedWay> {
  const { basis, hlaMapping } = task;
  const texts = { snapshot: JSON.stringify(snapshotOf(registrations, task)), hlaMapping };
  const { outcome, result: solved } = await solveSnapshot({ kind: 'solve', ...texts, deadlineMs: null }, team);
  if (outcome !== 'optimal' || solved === null) throw new Error(`the way ${way} was not proved to be best`);
  const result = gunzipSync(solved.content).toString('utf8');
  const { accepted, reasons } = checkSnapshot({ kind: 'check', ...texts, result });
  const { proposals } = prepareProposals({ kind: 'propose', runId: basis.runId, ...texts, result });
  const { criteria, exchanges } = JSON.parse(result) as ResultDocument;
  const snapshot = archiveDocument('snapshot', texts.snapshot);
  const own = proposals.filter(({ transplants }) => !isOthersAltruist(transplants, task));
  return {
    way: {
      way,
      coincides: [],
      criteria: withoutAltruists(criteria, proposals.length - own.length),
      isWithoutBackArcs: false,
      verdict: accepted ? 'accepted' : 'refused',
      reasons,
      snapshotSha256: snapshot.sha256,
      resultSha256: solved.sha256,
      ...changesFor(
        exchanges.flatMap(({ recipients }) => recipients),
        task,
      ),
      staying: stayingIn(own.flatMap(giftsOf), task),
      proposals: own
        .sort((a, b) => stoppedIn(b, task) - stoppedIn(a, task))
        .map(({ document, transplants }) => ({
          document: gunzipSync(document.content).toString('utf8'),
          transplants,
        })),
    },
    archived: [snapshot, solved],
  };
}

/**
 * Null where it does not come out: then it is no way. Arcs against the direction of an exchange of three count, and are left; where
 * with them the same people would exchange otherwise, they are taken out too.
 */
export async function solveWanted(wanted: WantedWay, task: RepairTask, team: Team): Promise<SolvedWay | null> {
  const hasThrees = wanted.exchanges.some(({ length }) => length === 3);
  for (const hasBackArcs of hasThrees ? [true, false] : [false]) {
    const people = restrictedPeople(task.basis.ways['same-recipients'], { ...wanted, hasBackArcs });
    const solved = await solveWay(wanted.way, people, task, team);
    const gifts = solved.way.proposals.flatMap(giftsOf);
    if (!wanted.must.every((gift) => hasGift(gifts, gift))) continue;
    const isWithoutBackArcs = !hasBackArcs && hasThrees;
    return { ...solved, way: { ...solved.way, isWithoutBackArcs } };
  }
  return null;
}

interface WithTransplants {
  readonly transplants: readonly TransplantRow[];
}

export function giftsOf({ transplants }: WithTransplants): readonly Gift[] {
  return transplants.map(({ donorId: donor, recipientId: recipient }) => ({ donor, recipient }));
}

function stoppedIn({ transplants }: WithTransplants, { stoppedRecipients }: RepairTask): number {
  return transplants.filter(({ recipientId }) => recipientId !== null && stoppedRecipients.includes(recipientId))
    .length;
}

/** An altruist of another stopped proposal whom this way does not use is left for the repair of that one. */
function isOthersAltruist(transplants: readonly TransplantRow[], { stoppedDonors }: RepairTask): boolean {
  return transplants.length === 1 && !stoppedDonors.includes(transplants[0].donorId);
}

/** The gift to the waiting list that such an altruist would make counts in the result; it is no part of this way. */
function withoutAltruists(criteria: readonly CriterionRecord[], count: number): readonly CriterionRecord[] {
  return criteria.map(({ id, value, bound }) =>
    id === 'transplants' ? { id, value: Number(value) - count, bound: Number(bound) - count } : { id, value, bound },
  );
}

function stayingIn(gifts: readonly Gift[], { basis }: RepairTask): WayOn['staying'] {
  return basis.standing.filter((standing) => hasGift(gifts, standing));
}

export function changesFor(
  recipients: readonly string[],
  { stoppedRecipients, releasedRecipients }: RepairTask,
): Pick<WayOn, 'kept' | 'gained' | 'lost'> {
  return {
    kept: stoppedRecipients.filter((id) => recipients.includes(id)),
    gained: recipients.filter((id) => !releasedRecipients.includes(id)),
    lost: stoppedRecipients.filter((id) => !recipients.includes(id)),
  };
}
