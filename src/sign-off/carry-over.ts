/**
 * What was agreed on a transplant that a repaired proposal still has, and that rests on the same data, stays: as decisions of the
 * new version, bound to what is shown of it, under the names and times at which they were taken. The day of the operation does not
 * stay, since all of an exchange are operated at the same time and the exchange is another. Nor does anything on a kidney for the
 * waiting list, whose recipient lkss does not know. A no never stays, nor anything on a transplant that was to be made and was not;
 * a void yes stays void.
 */
import type { RunActContext } from '../matching-runs/run-acts.ts';
import type { Act } from '../store/store.ts';
import type { TransplantDecisionTable } from '../store/tables.ts';
import { decisionDigest } from './decide.ts';
import type { DecisionKind } from './decisions.ts';
import { proposalFacts, type ProposalFacts } from './sign-off-store.ts';
import { countingDecisions, failureOf, OF_AGREEMENT, outcomeOf, type TransplantFacts } from './transplant-status.ts';

/** A transplant on which something was agreed that still counts. */
export interface StandingTransplant {
  readonly donor: string;
  readonly recipient: string;
  readonly decisions: readonly DecisionKind[];
}

export function standingTransplants({ transplants }: Pick<ProposalFacts, 'transplants'>): StandingTransplant[] {
  return transplants.flatMap((of) => {
    const { donorId: donor, recipientId: recipient } = of.transplant;
    const decisions = standingDecisions(of).map(({ kind }) => kind as DecisionKind);
    return recipient === null || decisions.length === 0 ? [] : [{ donor, recipient, decisions }];
  });
}

/** Whether crossmatch and both centres are agreed: a way on can be asked to keep it. */
export function isAccepted({ decisions }: StandingTransplant): boolean {
  return OF_AGREEMENT.every((kind) => decisions.includes(kind));
}

/** In the order in which they were taken. */
function standingDecisions(of: TransplantFacts): readonly TransplantDecisionTable[] {
  if (of.transplant.recipientId === null || of.obstacle !== null) return [];
  if (failureOf(of) !== null || outcomeOf(of) !== null) return [];
  const counting = new Set(countingDecisions(of).values());
  return of.decisions.filter((decision) => counting.has(decision) && decision.kind !== 'surgery');
}

/** `before`: the stopped version, as it stood. The version that now holds of the other proposal has nothing decided yet. */
export async function carryOver(
  act: Act,
  before: ProposalFacts,
  proposalId: string,
  context: RunActContext,
): Promise<void> {
  const after = (await proposalFacts(act, proposalId))!;
  for (const of of after.transplants) {
    const { donorId, recipientId } = of.transplant;
    const same = before.transplants.find(
      ({ transplant }) => transplant.donorId === donorId && transplant.recipientId === recipientId,
    );
    if (same === undefined || of.obstacle !== null) continue;
    let number = 0;
    for (const decision of standingDecisions(same)) await carryDecision(act, decision, of, ++number, context);
  }
}

async function carryDecision(
  act: Act,
  decision: TransplantDecisionTable,
  { transplant, shownSha256 }: TransplantFacts,
  number: number,
  { note }: RunActContext,
): Promise<void> {
  const { proposalId, version, position } = transplant;
  const row: TransplantDecisionTable = { ...decision, proposalId, version, position, number, shownSha256 };
  await act.insertInto('transplantDecision').values(row).execute();
  const { kind, centre } = row;
  note({
    event: 'decision.carried-over',
    subjectId: proposalId,
    centre: centre ?? undefined,
    detail: {
      version,
      position,
      number,
      kind,
      shown: shownSha256,
      decision: decisionDigest(row),
      from: decisionDigest(decision),
    },
  });
}
