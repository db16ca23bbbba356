/**
 * One exchange as it is exported: the same data for every format. What is null is not told: a centre's pack names its own people
 * only, by the rule of `sign-off/proposal-view.ts`.
 */
import { endsWithout } from '../proposals/proposal-status.ts';
import { gunzipSync } from 'node:zlib';
import {
  readProposalDocument,
  type BackArc,
  type ProposalDocument,
  type StandIn,
  type TransplantScore,
} from '../proposals/proposal-document.ts';
import { proposalId } from '../proposals/propose.ts';
import type { PreparedProposal, PreparedProposals } from '../proposals/prepare-proposals.ts';
import type { Registrations } from '../registrations/registration.ts';
import { bloodGroupText } from '../registrations/registration-table.ts';
import type { ProposalView, TransplantView } from '../sign-off/proposal-view.ts';

export interface ExchangeSheet {
  /** Id of the proposal. */
  readonly id: string;
  readonly version: number;
  readonly kind: ProposalDocument['kind'];
  /** Whether one of its transplants cannot proceed, and with it the whole. */
  readonly isStopped: boolean;
  readonly backArcs: number;
  /** Those that are arcs, and who would give. */
  readonly backArcList: readonly BackArc[] | null;
  readonly score: string | null;
  /** In the order of giving. */
  readonly transplants: readonly TransplantSheet[];
  readonly alternates: readonly StandIn[] | null;
  readonly embedded: readonly StandIn[] | null;
}

export interface TransplantSheet {
  readonly position: number;
  /** Null where neither person is told. */
  readonly to: 'recipient' | 'waiting-list' | null;
  readonly donor: SheetPerson | null;
  readonly recipient: SheetPerson | null;
  readonly score: TransplantScore | null;
  /** Whether it cannot proceed, or did not on the day. */
  readonly isFailed: boolean;
}

export interface SheetPerson {
  readonly id: string;
  /** ODS code of the person's own centre. */
  readonly centre: string;
  /** As registered when the exchange was computed; null where that is no longer kept. */
  readonly bloodGroup: string | null;
}

/** By `donor D1` or `recipient R1`. */
export type BloodGroups = ReadonlyMap<string, string>;

/** Every exchange as it was released, whole. */
export function sheetsAsReleased(
  runId: string,
  { proposals }: PreparedProposals,
  bloodGroups: BloodGroups,
): readonly ExchangeSheet[] {
  return proposals.map((proposal, index) => wholeSheet(proposalId(runId, index + 1), proposal, bloodGroups));
}

function wholeSheet(
  id: string,
  { document: packed, transplants }: PreparedProposal,
  groups: BloodGroups,
): ExchangeSheet {
  const document = readProposalDocument(gunzipSync(packed.content).toString('utf8'));
  const { kind, backArcs, backArcList = null, score, alternates, embedded } = document;
  return {
    id,
    version: 1,
    kind,
    isStopped: false,
    backArcs,
    backArcList,
    score,
    transplants: transplants.map(({ position, donorId, donorCentre, recipientId, recipientCentre }, at) => ({
      position,
      to: recipientId === null ? 'waiting-list' : 'recipient',
      donor: sheetPerson('donor', { id: donorId, centre: donorCentre }, groups),
      recipient:
        recipientId === null ? null : sheetPerson('recipient', { id: recipientId, centre: recipientCentre! }, groups),
      score: document.transplants[at].score,
      isFailed: false,
    })),
    alternates,
    embedded,
  };
}

/** As a centre sees it: `view` tells no more than the centre may know. */
export function sheetOfView(view: ProposalView, groups: BloodGroups): ExchangeSheet {
  return {
    id: view.id,
    version: view.version,
    kind: view.kind,
    isStopped: view.status === 'stopped',
    backArcs: view.backArcs,
    backArcList: null,
    score: view.score,
    transplants: view.transplants.map((transplant): TransplantSheet => {
      const { position, status } = transplant;
      const isFailed = endsWithout(status);
      if (!isSeen(transplant)) return { position, to: null, donor: null, recipient: null, score: null, isFailed };
      const { to, donor, recipient, score } = transplant;
      return {
        position,
        to,
        donor: donor && sheetPerson('donor', donor, groups),
        recipient: recipient && sheetPerson('recipient', recipient, groups),
        score,
        isFailed,
      };
    }),
    alternates: view.alternates,
    embedded: view.embedded,
  };
}

export function isSeen(transplant: ProposalView['transplants'][number]): transplant is TransplantView {
  return 'to' in transplant;
}

function sheetPerson(
  kind: 'donor' | 'recipient',
  { id, centre }: Pick<SheetPerson, 'id' | 'centre'>,
  groups: BloodGroups,
): SheetPerson {
  return { id, centre, bloodGroup: groups.get(`${kind} ${id}`) ?? null };
}

export function bloodGroupsIn({ donors, recipients }: Registrations): BloodGroups {
  return new Map([
    ...donors.map(({ id, bloodGroup }) => [`donor ${id}`, bloodGroupText(bloodGroup)] as const),
    ...recipients.map(({ id, bloodGroup }) => [`recipient ${id}`, bloodGroupText(bloodGroup)] as const),
  ]);
}
