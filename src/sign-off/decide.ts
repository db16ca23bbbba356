/** One decision on one transplant: looks at the facts, refuses what they do not allow, records a fact and tells the audit. */
import type { AuditNote } from '../audit/catalogue.ts';
import { sha256 } from '../policy/policy.ts';
import { ServiceProblem } from '../problem.ts';
import type { Act } from '../store/store.ts';
import type { TransplantDecisionTable } from '../store/tables.ts';
import type { Action, DecisionKind } from './decisions.ts';
import type { ProposalFacts } from './sign-off-store.ts';
import {
  countingDecisions,
  exchangeState,
  isPossible,
  otherCentre,
  outcomeOf,
  statusOf,
  type ExchangeState,
  type TransplantFacts,
} from './transplant-status.ts';

export interface Decision {
  readonly kind: DecisionKind;
  readonly outcome: string;
  readonly reason: string | null;
  readonly method: string | null;
  readonly onDate: string;
  /** The centre for which it is taken; null for the scheme. */
  readonly centre: string | null;
  /** Digest of what the person saw. */
  readonly shown: string;
}

interface DecidingContext {
  readonly by: string;
  readonly at: string;
  note(note: AuditNote): void;
}

/** `facts` were read in the same act. */
export async function decide(
  act: Act,
  facts: ProposalFacts,
  of: TransplantFacts,
  { shown, ...decision }: Decision,
  { by, at, note }: DecidingContext,
): Promise<void> {
  refuseWhatIsNotPossible(facts, of, decision, shown, by);
  const { proposalId, version, position } = of.transplant;
  const number = (of.decisions.at(-1)?.number ?? 0) + 1;
  const row: TransplantDecisionTable = {
    proposalId,
    version,
    position,
    number,
    ...decision,
    shownSha256: shown,
    decidedAt: at,
    decidedBy: by,
  };
  await act.insertInto('transplantDecision').values(row).execute();
  const { kind, centre } = decision;
  note({
    event: 'decision.recorded',
    subjectId: proposalId,
    centre: centre ?? undefined,
    detail: { version, position, number, kind, shown, decision: decisionDigest(row) },
  });
}

/** By this the audit, which holds no clinical value, tells one decision from any other. */
export function decisionDigest(row: TransplantDecisionTable): string {
  const { proposalId, version, position, number, kind, outcome, reason, method, onDate, centre } = row;
  const { shownSha256, decidedAt, decidedBy } = row;
  const values = [proposalId, version, position, number, kind, outcome, reason, method, onDate, centre];
  return sha256(JSON.stringify([...values, shownSha256, decidedAt, decidedBy]));
}

function refuseWhatIsNotPossible(
  { transplants }: ProposalFacts,
  of: TransplantFacts,
  { kind, outcome }: Pick<Decision, 'kind' | 'outcome'>,
  shown: string,
  by: string,
): void {
  if (shown !== of.shownSha256) throw new ServiceProblem('stale', 'the data have changed since you were shown them');
  const exchange = exchangeState(transplants);
  if (!isPossible(`${kind}-${outcome}` as Action, of, exchange)) {
    throw new ServiceProblem('wrong-state', `${standsAs(of, exchange)}: ${kind} ${outcome} is not possible`);
  }
  const other = otherCentre(kind);
  if (other !== null && outcome === 'accepted' && countingDecisions(of).get(other)?.decidedBy === by) {
    throw new ServiceProblem(
      'wrong-state',
      'you have accepted for the other centre: this acceptance is another person’s',
    );
  }
}

function standsAs(of: TransplantFacts, exchange: ExchangeState): string {
  if (exchange === 'stopped') return 'the proposal is stopped';
  const why = of.obstacle === null || outcomeOf(of) !== null ? '' : ` (${of.obstacle})`;
  const underWay = exchange === 'under-way' ? ', and a donor of the exchange has given' : '';
  return `the transplant is ${statusOf(of)}${why}${underWay}`;
}
