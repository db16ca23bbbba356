/**
 * Where a transplant stands. The status is never stored: it follows from the recorded decisions and from the data as they are
 * now, and what may be decided next follows from the status.
 *
 * - A yes counts only on the data that it was given on: any later change of them voids it, for good. A no is never voided.
 * - The two centres accept by two different people. Until they have, and the crossmatch is negative, nothing is more than proposed.
 * - Approval of a directed donation, which a registration may have, is none: the panel decides on each transplant of an exchange.
 * - What became of it on its day outweighs everything before: nothing is decided of it any more, and nothing is voided.
 */
import {
  endsWithout,
  LIVE_STATUSES,
  proposalStatusOf,
  type ProposalStatus,
  type TransplantStatus,
} from '../proposals/proposal-status.ts';
import type { Abo } from '../registrations/registration.ts';
import type { TransplantOutcomeTable } from '../store/outcome-tables.ts';
import type { ProposedTransplantTable, TransplantDecisionTable } from '../store/tables.ts';
import { ACTIONS, DECISIONS, DECISION_KINDS, type Action, type DecisionKind } from './decisions.ts';

/** Why nothing can be agreed to, as the registrations are now. */
export type Obstacle =
  'donor-removed' | 'donor-suspended' | 'recipient-removed' | 'recipient-suspended' | 'pair-excluded';

/** Of what the digest of the data is made, each with a digest of its own: two of them tell what has changed in between. */
export const SHOWN_PARTS = ['proposal', 'donor', 'recipient', 'exclusions'] as const;
export type ShownParts = Readonly<Record<(typeof SHOWN_PARTS)[number], string>>;

export interface TransplantFacts {
  readonly transplant: ProposedTransplantTable;
  /** In order. */
  readonly decisions: readonly TransplantDecisionTable[];
  /** What became of it, in the order of recording; the last one counts. */
  readonly outcomes: readonly TransplantOutcomeTable[];
  /** Digest of the data as they are now. */
  readonly shownSha256: string;
  readonly shownParts: ShownParts;
  readonly obstacle: Obstacle | null;
  /** Whether a registration is no longer what the run had. */
  readonly isChangedSinceRun: boolean;
  /** As they are registered now. */
  readonly donorBloodGroup: Abo | null;
  readonly recipientBloodGroup: Abo | null;
}

/** What was recorded of a transplant: where it stands follows from this alone. */
export type RecordedTransplant = Pick<TransplantFacts, 'transplant' | 'decisions' | 'outcomes' | 'shownSha256'>;

const isYes = ({ kind, outcome }: TransplantDecisionTable): boolean => outcome === DECISIONS[kind as DecisionKind].yes;

export function outcomeOf({ outcomes }: RecordedTransplant): TransplantOutcomeTable | null {
  return outcomes.at(-1) ?? null;
}

/** The no that ended it, where there is one: the first. */
export function failureOf({ decisions }: RecordedTransplant): TransplantDecisionTable | null {
  return decisions.find((decision) => !isYes(decision)) ?? null;
}

/** Given on data that have changed since; none once it is known what became of it. */
export function voidedDecisions(facts: RecordedTransplant): readonly TransplantDecisionTable[] {
  const { decisions, shownSha256 } = facts;
  if (outcomeOf(facts) !== null) return [];
  return decisions.filter((decision) => isYes(decision) && decision.shownSha256 !== shownSha256);
}

/** The yes of each kind that counts now: the last one, on the data as they are. */
export function countingDecisions({
  decisions,
  shownSha256,
}: RecordedTransplant): ReadonlyMap<DecisionKind, TransplantDecisionTable> {
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

/** What makes a transplant an accepted one. */
export const OF_AGREEMENT: readonly DecisionKind[] = ['crossmatch', 'donor-centre', 'recipient-centre'];

export function statusOf(facts: RecordedTransplant): TransplantStatus {
  const outcome = outcomeOf(facts);
  if (outcome !== null) return outcome.outcome;
  if (failureOf(facts) !== null) return 'failed';
  const counting = countingDecisions(facts);
  if (!OF_AGREEMENT.every((kind) => counting.has(kind))) return 'proposed';
  if (!counting.has('panel')) return 'accepted';
  return counting.has('surgery') ? 'scheduled' : 'approved';
}

/** What is waited for, in the order of the process. */
export function awaitedDecisions(facts: RecordedTransplant): readonly DecisionKind[] {
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

/**
 * The day of surgery that was last set with everything agreed to on the same data, though these may have changed since: what
 * happened on it can be recorded.
 */
export function lastScheduled(facts: RecordedTransplant): TransplantDecisionTable | null {
  const set = facts.decisions.filter(({ kind }) => kind === 'surgery');
  const whole = set.findLast(({ shownSha256 }) => {
    const counting = countingDecisions({ ...facts, shownSha256 });
    return DECISION_KINDS.every((kind) => counting.has(kind));
  });
  return whole ?? null;
}

/**
 * Of the exchange that a transplant belongs to. `stopped`: one of its transplants cannot proceed, and no kidney was taken out.
 * `under-way`: one was, which nobody can take back: nothing stops the exchange any more, and each transplant ends in an outcome.
 */
export type ExchangeState = 'open' | 'stopped' | 'under-way';

export function exchangeState(transplants: readonly RecordedTransplant[]): ExchangeState {
  if (transplants.some(hasGiven)) return 'under-way';
  return transplants.some(hasEndedWithout) ? 'stopped' : 'open';
}

/** Whether the donor's kidney was taken out, wherever it went. */
export function hasGiven(facts: RecordedTransplant): boolean {
  return outcomeOf(facts)?.kidneyRemoved === 'yes';
}

/** Whether it is certain that its recipient does not get this kidney. */
export function hasEndedWithout(facts: RecordedTransplant): boolean {
  return endsWithout(statusOf(facts));
}

export function proposalStanding(transplants: readonly RecordedTransplant[]): ProposalStatus {
  return proposalStatusOf(transplants.map(statusOf), exchangeState(transplants) === 'under-way');
}

/** When each action is possible. A crossmatch may be done again, and anybody may come to say no until the operation. */
const POSSIBLE: Readonly<Record<Action, readonly TransplantStatus[]>> = {
  'crossmatch-negative': LIVE_STATUSES,
  'crossmatch-positive': LIVE_STATUSES,
  'donor-centre-accepted': ['proposed'],
  'donor-centre-declined': LIVE_STATUSES,
  'recipient-centre-accepted': ['proposed'],
  'recipient-centre-declined': LIVE_STATUSES,
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

/** Each ends a transplant. */
const NO_ACTIONS: readonly Action[] = [
  'crossmatch-positive',
  'donor-centre-declined',
  'recipient-centre-declined',
  'panel-refused',
];

export function isPossible(action: Action, facts: TransplantFacts, exchange: ExchangeState): boolean {
  if (exchange === 'stopped' || !POSSIBLE[action].includes(statusOf(facts))) return false;
  if (exchange === 'under-way' && NO_ACTIONS.includes(action)) return false;
  if (facts.obstacle !== null && NEEDS_NO_OBSTACLE.includes(action)) return false;
  const accepting = DECISION_KINDS.find((kind) => otherCentre(kind) !== null && action === `${kind}-accepted`);
  return accepting === undefined || !countingDecisions(facts).has(accepting);
}

export function possibleActions(facts: TransplantFacts, exchange: ExchangeState): readonly Action[] {
  return ACTIONS.filter((action) => isPossible(action, facts, exchange));
}
