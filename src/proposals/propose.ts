/** A released run becomes proposals, in the act of its release: none is released without them. */
import type { RunActContext } from '../matching-runs/run-acts.ts';
import { acceptedResultOf, type RunFacts } from '../matching-runs/run-status.ts';
import { frozenTexts } from '../matching-runs/solving.ts';
import { archive, archived } from '../store/archive-store.ts';
import type { Act, Store } from '../store/store.ts';
import type { PreparedProposal, PreparedProposals, ProposeTask } from './prepare-proposals.ts';

type Propose = (task: ProposeTask) => Promise<PreparedProposals>;

/** Computes the proposals of a run that has an accepted result, in a thread; once for all who ask at the same time. */
export function proposer(store: Store, propose: Propose): (facts: RunFacts) => Promise<PreparedProposals> {
  const underWay = new Map<string, Promise<PreparedProposals>>();
  return (facts) => {
    const result = acceptedResultOf(facts)!;
    const prepared =
      underWay.get(result) ?? proposalsFor(store, facts, propose).finally(() => void underWay.delete(result));
    underWay.set(result, prepared);
    return prepared;
  };
}

async function proposalsFor(store: Store, facts: RunFacts, propose: Propose): Promise<PreparedProposals> {
  const texts = await frozenTexts(store, facts.lock!.snapshotSha256);
  const result = await archived(store.read, acceptedResultOf(facts)!);
  return propose({ kind: 'propose', runId: facts.run.id, ...texts, result });
}

/** `facts` are those of the released run. Throws where the proposals are of another result. */
export async function recordProposals(
  act: Act,
  facts: RunFacts,
  { resultSha256, runDate, proposals }: PreparedProposals,
  context: RunActContext,
): Promise<void> {
  if (resultSha256 !== acceptedResultOf(facts))
    throw new Error('the proposals are not of the result that was released');
  const runId = facts.run.id;
  const approvers = facts.approvals.map(({ accountId }) => accountId).join(' ');
  await recordNew(act, { runId, runDate, proposedBy: approvers }, proposals, context);
}

export interface ProposedUnder {
  readonly runId: string;
  readonly runDate: string;
  /** Account ids with spaces between. */
  readonly proposedBy: string;
}

/** After those that the run has. Gives their ids. */
export async function recordNew(
  act: Act,
  { runId, runDate, proposedBy }: ProposedUnder,
  proposals: readonly PreparedProposal[],
  context: RunActContext,
): Promise<readonly string[]> {
  const last = await act
    .selectFrom('proposal')
    .select('number')
    .where('runId', '=', runId)
    .orderBy('number', 'desc')
    .executeTakeFirst();
  let number = last?.number ?? 0;
  const ids: string[] = [];
  for (const proposal of proposals) {
    const id = proposalId(runId, ++number);
    ids.push(id);
    await act.insertInto('proposal').values({ id, runId, number, runDate }).execute();
    await recordVersion(act, id, 1, proposedBy, proposal, context);
  }
  return ids;
}

/** `2026-q4-01-p007`: in the order of numbers. */
export function proposalId(runId: string, number: number): string {
  return `${runId}-p${String(number).padStart(3, '0')}`;
}

export async function recordVersion(
  act: Act,
  proposalId: string,
  version: number,
  proposedBy: string,
  { document, transplants }: PreparedProposal,
  { at, note }: RunActContext,
): Promise<void> {
  await archive(act, document, at);
  await act
    .insertInto('proposalVersion')
    .values({ proposalId, version, documentSha256: document.sha256, proposedAt: at, proposedBy })
    .execute();
  if (transplants.length > 0) {
    await act
      .insertInto('proposedTransplant')
      .values(transplants.map((row) => ({ proposalId, version, ...row })))
      .execute();
  }
  note({
    event: 'proposal.made',
    subjectId: proposalId,
    detail: { version, document: document.sha256, transplants: transplants.length },
  });
}
