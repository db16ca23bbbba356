/**
 * A proposal as it is shown. Whoever answers for all sees all; a centre sees its own people and, of the others, the place in the
 * exchange and where it stands: nothing by which a person is known, or could be reckoned from points or ages.
 */
import type { BackArc, ProposalDocument, StandIn, TransplantScore } from '../proposals/proposal-document.ts';
import type { ProposalStatus, TransplantStatus } from '../proposals/proposal-status.ts';
import type { Abo } from '../registrations/registration.ts';
import type { TransplantDecisionTable } from '../store/tables.ts';
import { decisionDigest } from './decide.ts';
import { dueOn } from './deadlines.ts';
import { concernsOf } from './concerns.ts';
import { REASONS, type Action, type DecisionKind } from './decisions.ts';
import { donorCentresOf, type ProposalFacts } from './sign-off-store.ts';
import {
  awaitedDecisions,
  exchangeState,
  failureOf,
  possibleActions,
  proposalStanding,
  statusOf,
  voidedDecisions,
  type Obstacle,
  type ShownParts,
  type TransplantFacts,
} from './transplant-status.ts';

export interface ProposalView {
  readonly id: string;
  readonly run: string;
  readonly version: number;
  readonly kind: ProposalDocument['kind'];
  readonly status: ProposalStatus;
  readonly proposedAt: string;
  /** Account ids of the people of the scheme under whose names it stands. */
  readonly proposedBy: readonly string[];
  /** SHA-256 of the proposal in the archive. */
  readonly document: string;
  readonly backArcs: number;
  /** Null to centres, and where they were not recorded yet. */
  readonly backArcList: readonly BackArc[] | null;
  /** What people should know beside the status. */
  readonly concerns: readonly string[];
  readonly transplants: readonly (TransplantView | OthersView)[];
  /** These three: null to a centre that is not all of the exchange. */
  readonly score: string | null;
  readonly alternates: readonly StandIn[] | null;
  readonly embedded: readonly StandIn[] | null;
}

/** Of a transplant between people of other centres. */
export interface OthersView {
  readonly position: number;
  readonly status: TransplantStatus;
}

export interface TransplantView extends OthersView {
  readonly to: 'recipient' | 'waiting-list';
  /** Null where the person is another centre's. */
  readonly donor: PersonView | null;
  readonly recipient: PersonView | null;
  readonly score: TransplantScore | null;
  /** To be sent with a decision: it holds only for what was shown. */
  readonly shown: string;
  readonly shownParts: ShownParts;
  readonly obstacle: Obstacle | 'on-the-other-side' | null;
  readonly isChangedSinceRun: boolean;
  readonly possible: readonly Action[];
  readonly awaited: readonly AwaitedView[];
  readonly decisions: readonly DecisionView[];
  readonly failure: DecisionView | null;
}

export interface PersonView {
  readonly id: string;
  readonly centre: string;
  /** As registered now; null where the person is no longer registered. */
  readonly bloodGroup: Abo | null;
}

export interface AwaitedView {
  readonly decision: DecisionKind;
  /** ODS code; `scheme` for the operator; null where it is another centre's. */
  readonly from: string | null;
  readonly dueOn: string;
  readonly isOverdue: boolean;
}

export interface DecisionView {
  readonly decision: string;
  readonly outcome: string;
  readonly at: string;
  readonly on: string;
  /** Whether the data have changed since: then it counts no longer. */
  readonly isVoid: boolean;
  /** Of a decision that was taken on an earlier version and still stands; null where it was taken on this one. */
  readonly carriedFrom: { readonly proposal: string; readonly version: number } | null;
  /** The rest only of decisions of the own centre and of the scheme. */
  readonly number?: number;
  readonly by?: string;
  /** SHA-256 of the whole decision, as the audit has it, and of the data that it was taken on. */
  readonly digest?: string;
  readonly shown?: string;
  readonly reason?: { readonly code: string; readonly says: string } | null;
  readonly method?: string | null;
}

/** Who looks: a centre, or null for whoever answers for all. `today` is a date. */
export interface Looking {
  readonly centre: string | null;
  readonly today: string;
}

export function proposalView(facts: ProposalFacts, document: ProposalDocument, looking: Looking): ProposalView {
  const { proposal, version, transplants } = facts;
  const status = proposalStanding(transplants);
  const isWhole = transplants.every((of) => seesDonor(of, looking) && seesRecipient(of, looking));
  return {
    id: proposal.id,
    run: proposal.runId,
    version: version.version,
    kind: document.kind,
    status,
    proposedAt: version.proposedAt,
    proposedBy: version.proposedBy.split(' '),
    document: version.documentSha256,
    backArcs: document.backArcs,
    backArcList: looking.centre === null ? (document.backArcList ?? null) : null,
    concerns: concernsOf(transplants, looking.centre),
    transplants: transplants.map((of, index) =>
      isOwn(of, looking)
        ? transplantView(of, facts, document.transplants[index].score, looking)
        : { position: of.transplant.position, status: statusOf(of) },
    ),
    score: isWhole ? document.score : null,
    alternates: looking.centre === null ? document.alternates : null,
    embedded: looking.centre === null ? document.embedded : null,
  };
}

export interface DueView extends AwaitedView {
  readonly proposal: string;
  readonly position: number;
}

/** What is waited for, on the side of whoever looks, longest due first. */
export function dueOf(facts: ProposalFacts, looking: Looking): readonly DueView[] {
  if (exchangeState(facts.transplants) === 'stopped') return [];
  return facts.transplants
    .filter((of) => isOwn(of, looking))
    .flatMap((of) =>
      awaitedView(of, facts, looking)
        .filter(({ from }) => from !== null && (looking.centre === null || from === looking.centre))
        .map((awaited) => ({ proposal: facts.proposal.id, position: of.transplant.position, ...awaited })),
    );
}

export function isOwn(of: TransplantFacts, looking: Looking): boolean {
  return seesDonor(of, looking) || (of.transplant.recipientId !== null && seesRecipient(of, looking));
}

function seesDonor({ transplant }: TransplantFacts, { centre }: Looking): boolean {
  return centre === null || donorCentresOf(transplant).includes(centre);
}

/** The waiting list is nobody's secret. */
function seesRecipient({ transplant }: TransplantFacts, { centre }: Looking): boolean {
  return centre === null || transplant.recipientId === null || transplant.recipientCentre === centre;
}

function transplantView(
  of: TransplantFacts,
  facts: ProposalFacts,
  score: TransplantScore | null,
  looking: Looking,
): TransplantView {
  const { position, donorId, donorCentre, recipientId, recipientCentre } = of.transplant;
  const [isDonorSeen, isRecipientSeen] = [seesDonor(of, looking), seesRecipient(of, looking)];
  const exchange = exchangeState(facts.transplants);
  const voided = voidedDecisions(of);
  const shownDecision = (decision: TransplantDecisionTable): DecisionView =>
    decisionView(decision, { isVoid: voided.includes(decision), carriedFrom: originIn(facts, decision) }, looking);
  const failure = failureOf(of);
  return {
    position,
    status: statusOf(of),
    to: recipientId === null ? 'waiting-list' : 'recipient',
    donor: isDonorSeen ? { id: donorId, centre: donorCentre, bloodGroup: of.donorBloodGroup } : null,
    recipient:
      isRecipientSeen && recipientId !== null
        ? { id: recipientId, centre: recipientCentre!, bloodGroup: of.recipientBloodGroup }
        : null,
    score: isDonorSeen && isRecipientSeen ? score : null,
    shown: of.shownSha256,
    shownParts: of.shownParts,
    obstacle: obstacleSeen(of.obstacle, isDonorSeen, isRecipientSeen),
    isChangedSinceRun: of.isChangedSinceRun,
    possible: possibleActions(of, exchange),
    awaited: exchange === 'stopped' ? [] : awaitedView(of, facts, looking),
    decisions: of.decisions.map(shownDecision),
    failure: failure === null ? null : shownDecision(failure),
  };
}

/** Of the other side only that there is something. */
function obstacleSeen(
  obstacle: Obstacle | null,
  isDonorSeen: boolean,
  isRecipientSeen: boolean,
): TransplantView['obstacle'] {
  if (obstacle === null) return null;
  const isHidden =
    (obstacle.startsWith('donor') && !isDonorSeen) || (obstacle.startsWith('recipient') && !isRecipientSeen);
  return isHidden ? 'on-the-other-side' : obstacle;
}

function awaitedView(
  of: TransplantFacts,
  { proposal, version }: ProposalFacts,
  looking: Looking,
): readonly AwaitedView[] {
  return awaitedDecisions(of).map((decision) => {
    const due = dueOn(decision, proposal.runDate, version.proposedAt);
    const from = deciderOf(decision, of);
    const isSeen = looking.centre === null || from === looking.centre || from === 'scheme';
    return { decision, from: isSeen ? from : null, dueOn: due, isOverdue: due < looking.today };
  });
}

/** Who decides: a centre, or the scheme for the panel and for the waiting list. */
export function deciderOf(decision: DecisionKind, { transplant }: TransplantFacts): string {
  if (decision === 'panel') return 'scheme';
  if (decision === 'donor-centre') return transplant.donorCentre;
  return transplant.recipientCentre ?? 'scheme';
}

export function originIn({ origins }: ProposalFacts, { position, number }: TransplantDecisionTable) {
  const origin = origins.find((of) => of.position === position && of.number === number);
  return origin === undefined ? null : { proposal: origin.proposal, version: origin.version };
}

export function decisionView(
  decision: TransplantDecisionTable,
  standing: Pick<DecisionView, 'isVoid' | 'carriedFrom'>,
  { centre }: Looking,
): DecisionView {
  const { number, kind, outcome, reason, method, onDate: on, decidedAt: at, decidedBy: by } = decision;
  const view = { decision: kind, outcome, at, on, ...standing };
  if (centre !== null && decision.centre !== null && decision.centre !== centre) return view;
  return {
    ...view,
    number,
    by,
    digest: decisionDigest(decision),
    shown: decision.shownSha256,
    method,
    reason: reason === null ? null : { code: reason, says: meaningOf(kind, reason) },
  };
}

function meaningOf(kind: string, reason: string): string {
  const reasons: Readonly<Record<string, string>> = REASONS[kind as keyof typeof REASONS];
  return reasons[reason];
}
