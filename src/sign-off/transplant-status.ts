/**
 * Where a transplant stands. The status is never stored: it follows from the recorded decisions and from the data as they are
 * now, and what may be decided next follows from the status.
 *
 * - A yes counts only on the data that it was given on: any later change of them voids it, for good. A no is never voided.
 * - The two centres accept by two different people. Until they have, and the crossmatch is negative, nothing is more than proposed.
 * - Approval of a directed donation, which a registration may have, is none: the panel decides on each transplant of an exchange.
 */
import type { TransplantStatus } from '../proposals/proposal-status.ts';
import type { ProposedTransplantTable, TransplantDecisionTable } from '../store/tables.ts';
import { ACTIONS, DECISIONS, DECISION_KINDS, type Action, type DecisionKind } from './decisions.ts';

/** Why nothing can be agreed to, as the registrations are now. */
export type Obstacle =
  'donor-removed' | 'donor-suspended' | 'recipient-removed' | 'recipient-suspended' | 'pair-excluded';

export interface TransplantFacts {
  readonly transplant: ProposedTransplantTable;
  /** In order. */
  readonly decisions: readonly TransplantDecisionTable[];
  /** Digest of the data as they are now. */
  readonly shownSha256: string;
  readonly obstacle: Obstacle | null;
  /** Whether a registration is no longer what the run had. */
  readonly isChangedSinceRun: boolean;
}

const isYes = ({ kind, outcome }: TransplantDecisionTable): boolean => outcome === DECISIONS[kind as DecisionKind].yes;

/** The no that ended it, where there is one: the first. */
export function failureOf({ decisions }: TransplantFacts): TransplantDecisionTable | null {
  return decisions.find((decision) => !isYes(decision)) ?? null;
}

/** Given on data that have changed since. */
export function voidedDecisions({ decisions, shownSha256 }: TransplantFacts): readonly TransplantDecisionTable[] {
  return decisions.filter((decision) => isYes(decision) && decision.shownSha256 !== shownSha256);
}

/** The yes of each kind that counts now: the last one, on the data as they are. */
export function countingDecisions({
  decisions,
  shownSha256,
}: TransplantFacts): ReadonlyMap<DecisionKind, TransplantDecisionTable> {
  const counting = new Map<DecisionKind, TransplantDecisionTable>();
  for (const decision of decisions) {
    if (!isYes(decision) || decision.shownSha256 !== shownSha256) continue;
    const kind = decision.kind as DecisionKind;
    const other = otherCentre(kind);
    // The second acceptance is another person's.
    if (other !== null && counting.get(other)?.decidedBy === decision.decidedBy) continue;
    counting.set(kind, decision);
  }
  return counting;
}

/** The side of the other centre in an acceptance. */
export function otherCentre(kind: DecisionKind): DecisionKind | null {
  if (kind === 'donor-centre') return 'recipient-centre';
  return kind === 'recipient-centre' ? 'donor-centre' : null;
}

const OF_AGREEMENT: readonly DecisionKind[] = ['crossmatch', 'donor-centre', 'recipient-centre'];

export function statusOf(facts: TransplantFacts): TransplantStatus {
  if (failureOf(facts) !== null) return 'failed';
  const counting = countingDecisions(facts);
  if (!OF_AGREEMENT.every((kind) => counting.has(kind))) return 'proposed';
  if (!counting.has('panel')) return 'accepted';
  return counting.has('surgery') ? 'scheduled' : 'approved';
}

/** What is waited for, in the order of the process. */
export function awaitedDecisions(facts: TransplantFacts): readonly DecisionKind[] {
  const counting = countingDecisions(facts);
  const missing = (kinds: readonly DecisionKind[]) => kinds.filter((kind) => !counting.has(kind));
  switch (statusOf(facts)) {
    case 'proposed':
      return missing(OF_AGREEMENT);
    case 'accepted':
      return ['panel'];
    case 'approved':
      return ['surgery'];
    default:
      return [];
  }
}

const LIVE: readonly TransplantStatus[] = ['proposed', 'accepted', 'approved', 'scheduled'];

/** When each action is possible. A crossmatch may be done again, and anybody may come to say no until the operation. */
const POSSIBLE: Readonly<Record<Action, readonly TransplantStatus[]>> = {
  'crossmatch-negative': LIVE,
  'crossmatch-positive': LIVE,
  'donor-centre-accepted': ['proposed'],
  'donor-centre-declined': LIVE,
  'recipient-centre-accepted': ['proposed'],
  'recipient-centre-declined': LIVE,
  'panel-approved': ['accepted'],
  'panel-refused': ['accepted', 'approved', 'scheduled'],
  'surgery-set': ['approved', 'scheduled'],
};

const NEEDS_NO_OBSTACLE: readonly Action[] = [
  'donor-centre-accepted',
  'recipient-centre-accepted',
  'panel-approved',
  'surgery-set',
];

/** `isStopped`: another transplant of the same exchange cannot proceed. */
export function isPossible(action: Action, facts: TransplantFacts, isStopped: boolean): boolean {
  if (isStopped || !POSSIBLE[action].includes(statusOf(facts))) return false;
  if (facts.obstacle !== null && NEEDS_NO_OBSTACLE.includes(action)) return false;
  const accepting = DECISION_KINDS.find((kind) => otherCentre(kind) !== null && action === `${kind}-accepted`);
  return accepting === undefined || !countingDecisions(facts).has(accepting);
}

export function possibleActions(facts: TransplantFacts, isStopped: boolean): readonly Action[] {
  return ACTIONS.filter((action) => isPossible(action, facts, isStopped));
}
