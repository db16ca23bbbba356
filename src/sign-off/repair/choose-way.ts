/** Ways on are recorded as they were computed; the second of two people who choose the same one puts it in place. */
import type { RunActContext } from '../../matching-runs/run-acts.ts';
import { ServiceProblem } from '../../problem.ts';
import type { PreparedProposal } from '../../proposals/prepare-proposals.ts';
import { recordNew, recordVersion } from '../../proposals/propose.ts';
import { archive, archiveDocument, archived } from '../../store/archive-store.ts';
import type { Act } from '../../store/store.ts';
import type { RepairTable } from '../../store/tables.ts';
import { carryOver } from '../carry-over.ts';
import type { ProposalFacts } from '../sign-off-store.ts';
import { basisDigest, type RepairBasis, type WayName } from './repair-basis.ts';
import { choicesOf, isStopped, lastRepair, repairBasis } from './repair-store.ts';
import { readRepairDocument, wayNamed, type WayOn } from './repair-document.ts';
import { nothingNow, type ComputedRepair } from './ways-on.ts';

const CHOOSERS_MIN = 2;

export async function recordRepair(
  act: Act,
  facts: ProposalFacts,
  basis: RepairBasis,
  { repair, documents }: ComputedRepair,
  { by, at, note }: RunActContext,
): Promise<void> {
  for (const document of [...documents, repair]) await archive(act, document, at);
  const { proposalId, version } = facts.version;
  const number = ((await lastRepair(act, facts))?.number ?? 0) + 1;
  const row: RepairTable = {
    proposalId,
    version,
    number,
    documentSha256: repair.sha256,
    basisSha256: basisDigest(basis),
    computedAt: at,
    computedBy: by,
  };
  await act.insertInto('repair').values(row).execute();
  note({ event: 'repair.computed', subjectId: proposalId, detail: { version, number, document: repair.sha256 } });
}

/** `shown`: digest of the ways that the person saw. Tells whether this was the second choice, and the way is in place. */
export async function chooseWay(
  act: Act,
  facts: ProposalFacts,
  { shown, way: asked }: { readonly shown: string; readonly way: WayName },
  context: RunActContext,
): Promise<boolean> {
  const { by, at, note } = context;
  if (!isStopped(facts))
    throw new ServiceProblem('wrong-state', 'this proposal is not stopped: nothing is to be repaired');
  const repair = await lastRepair(act, facts);
  if (repair?.documentSha256 !== shown) throw new ServiceProblem('stale', 'these are not the last ways computed');
  const { basis } = await repairBasis(act, facts, at);
  if (basisDigest(basis) !== repair.basisSha256) {
    throw new ServiceProblem('stale', 'people or decisions have changed since: have the ways computed again');
  }
  const way = wayNamed(readRepairDocument(await archived(act, shown)), asked);
  if (way === undefined) throw new ServiceProblem('wrong-state', `no way ${asked} was computed`);
  const name = way.way;
  if (way.verdict === 'refused') throw new ServiceProblem('wrong-state', 'the independent checker refused this way');
  const choices = (await choicesOf(act, repair)).filter((choice) => choice.way === name);
  if (choices.some(({ accountId }) => accountId === by)) {
    throw new ServiceProblem('wrong-state', 'you have chosen this way: the second choice is another person’s');
  }
  const { proposalId, version, number } = repair;
  await act
    .insertInto('repairChoice')
    .values({ proposalId, version, number, accountId: by, way: name, chosenAt: at })
    .execute();
  note({ event: 'repair.chosen', subjectId: proposalId, detail: { version, number, way: name, document: shown } });
  const choosers = [...choices.map(({ accountId }) => accountId), by];
  if (choosers.length < CHOOSERS_MIN) return false;
  await putInPlace(act, facts, way, { by: choosers.join(' '), policyDigest: basis.policyDigest }, context);
  return true;
}

/**
 * The exchange with most of its people becomes the next version; any other is a proposal of its own. What was agreed of a transplant
 * that is still there stays.
 */
async function putInPlace(
  act: Act,
  facts: ProposalFacts,
  { proposals }: WayOn,
  { by, policyDigest }: { readonly by: string; readonly policyDigest: string },
  context: RunActContext,
): Promise<void> {
  const { proposal, version } = facts;
  const prepared = proposals.map(({ document, transplants }): PreparedProposal => {
    return { document: archiveDocument('proposal', document), transplants };
  });
  const none = JSON.stringify(nothingNow(proposal.runId, policyDigest));
  const first = prepared[0] ?? { document: archiveDocument('proposal', none), transplants: [] };
  await recordVersion(act, proposal.id, version.version + 1, by, first, context);
  const { runId, runDate } = proposal;
  const others = await recordNew(act, { runId, runDate, proposedBy: by }, prepared.slice(1), context);
  for (const id of [proposal.id, ...others]) await carryOver(act, facts, id, context);
}
