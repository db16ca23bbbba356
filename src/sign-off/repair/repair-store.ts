/** What the ways on from a proposal are computed from, as the store has it, and what was computed and chosen. */
import { readSnapshot, type Snapshot } from '../../matching-runs/snapshot.ts';
import { policyDigest } from '../../policy/policy.ts';
import { dateInUk } from '../../registrations/calendar-date.ts';
import { currentRegistrations } from '../../registrations/registration-store.ts';
import { archived } from '../../store/archive-store.ts';
import type { Reading } from '../../store/store.ts';
import type { ProposedTransplantTable, RepairChoiceTable, RepairTable } from '../../store/tables.ts';
import { DECISIONS, type DecisionKind } from '../decisions.ts';
import { standingTransplants } from '../carry-over.ts';
import { documentOf, proposalsAfter, type ProposalFacts } from '../sign-off-store.ts';
import { exchangeState } from '../transplant-status.ts';
import {
  partyOf,
  partyOfRun,
  peopleByWay,
  without,
  type Failure,
  type Party,
  type RepairBasis,
} from './repair-basis.ts';
import type { RepairTask } from './solve-way.ts';

const ALL = 100_000;

/** An exchange of which a donor has given is not: its people stay committed, and nothing takes its place. */
export function isStopped({ transplants }: ProposalFacts): boolean {
  return exchangeState(transplants) === 'stopped';
}

interface FoundBasis {
  readonly basis: RepairBasis;
  readonly snapshot: Snapshot;
  readonly stopped: Party;
  readonly released: Party;
}

/** What the ways on from a stopped proposal are computed from, on the day of the moment. */
export async function repairBasis(reading: Reading, facts: ProposalFacts, at: string): Promise<FoundBasis> {
  const { runId } = facts.proposal;
  const lock = await reading
    .selectFrom('runLock')
    .select('snapshotSha256')
    .where('runId', '=', runId)
    .executeTakeFirstOrThrow();
  const snapshot = readSnapshot(await archived(reading, lock.snapshotSha256));
  const proposals = await proposalsAfter(reading, { run: runId, after: '', limit: ALL, centre: null });
  const live = proposals.filter((proposal) => proposal.proposal.id !== facts.proposal.id && !isStopped(proposal));
  const committed = partyOf(live.flatMap(({ transplants }) => transplants));
  const everProposed = await transplantsOfRun(reading, runId);
  const stopped = without(
    partyOf(everProposed.filter(({ transplant }) => transplant.proposalId === facts.proposal.id)),
    committed,
  );
  const basis: RepairBasis = {
    runId,
    date: dateInUk(at),
    policyDigest: policyDigest(snapshot.policy),
    ways: peopleByWay({
      registrations: await currentRegistrations(reading),
      inRun: partyOfRun(snapshot.registrations),
      stopped,
      committed,
      failures: await failuresOf(reading, runId),
    }),
    standing: standingTransplants(facts),
  };
  const released = partyOf(everProposed.filter(({ transplant }) => transplant.version === 1));
  return { basis, snapshot, stopped, released };
}

/** Everything that a thread needs to compute them. */
export async function repairTask(reading: Reading, facts: ProposalFacts, at: string): Promise<RepairTask> {
  const { basis, snapshot, stopped, released } = await repairBasis(reading, facts, at);
  const { policy, hlaMappingSha256 } = snapshot;
  return {
    kind: 'repair',
    basis,
    stopped: await documentOf(reading, facts),
    policy,
    hlaMapping: hlaMappingSha256 === null ? null : await archived(reading, hlaMappingSha256),
    stoppedRecipients: [...stopped.recipients].sort(),
    stoppedDonors: [...stopped.donors].sort(),
    releasedRecipients: [...released.recipients].sort(),
  };
}

/** Of every version of every proposal. */
async function transplantsOfRun(
  reading: Reading,
  runId: string,
): Promise<readonly { readonly transplant: ProposedTransplantTable }[]> {
  const rows = await reading
    .selectFrom('proposedTransplant')
    .innerJoin('proposal', 'proposal.id', 'proposedTransplant.proposalId')
    .selectAll('proposedTransplant')
    .where('proposal.runId', '=', runId)
    .execute();
  return rows.map((transplant) => ({ transplant }));
}

/** All that bars anybody in the run, of all versions, in one order. */
async function failuresOf(reading: Reading, runId: string): Promise<readonly Failure[]> {
  return [...(await refusals(reading, runId)), ...(await notTransplanted(reading, runId))];
}

async function refusals(reading: Reading, runId: string): Promise<readonly Failure[]> {
  const rows = await reading
    .selectFrom('transplantDecision as decision')
    .innerJoin('proposedTransplant as transplant', (join) =>
      join
        .onRef('transplant.proposalId', '=', 'decision.proposalId')
        .onRef('transplant.version', '=', 'decision.version')
        .onRef('transplant.position', '=', 'decision.position'),
    )
    .innerJoin('proposal', 'proposal.id', 'decision.proposalId')
    .select(['transplant.donorId', 'transplant.recipientId', 'decision.kind', 'decision.reason', 'decision.outcome'])
    .where('proposal.runId', '=', runId)
    .orderBy('decision.decidedAt')
    .orderBy('decision.proposalId')
    .orderBy('decision.position')
    .orderBy('decision.number')
    .execute();
  return rows.flatMap(({ donorId, recipientId, kind, reason, outcome }) =>
    outcome === DECISIONS[kind as DecisionKind].no ? [{ donorId, recipientId, kind, reason: reason ?? '' }] : [],
  );
}

/** By the last entry for each transplant. */
async function notTransplanted(reading: Reading, runId: string): Promise<readonly Failure[]> {
  const rows = await reading
    .selectFrom('transplantOutcome as outcome')
    .innerJoin('proposedTransplant as transplant', (join) =>
      join
        .onRef('transplant.proposalId', '=', 'outcome.proposalId')
        .onRef('transplant.version', '=', 'outcome.version')
        .onRef('transplant.position', '=', 'outcome.position'),
    )
    .innerJoin('proposal', 'proposal.id', 'outcome.proposalId')
    .select([
      'transplant.proposalId',
      'transplant.version',
      'transplant.position',
      'transplant.donorId',
      'transplant.recipientId',
      'outcome.reason',
    ])
    .where('proposal.runId', '=', runId)
    .orderBy('outcome.proposalId')
    .orderBy('outcome.version')
    .orderBy('outcome.position')
    .orderBy('outcome.number')
    .execute();
  const last = new Map(rows.map((row) => [`${row.proposalId} ${row.version} ${row.position}`, row]));
  return [...last.values()].flatMap(({ donorId, recipientId, reason }) =>
    reason === null ? [] : [{ donorId, recipientId, kind: 'outcome', reason }],
  );
}

/** The last that was computed for the version that holds. */
export async function lastRepair(reading: Reading, { version }: ProposalFacts): Promise<RepairTable | undefined> {
  return reading
    .selectFrom('repair')
    .selectAll()
    .where('proposalId', '=', version.proposalId)
    .where('version', '=', version.version)
    .orderBy('number', 'desc')
    .executeTakeFirst();
}

export async function choicesOf(
  reading: Reading,
  { proposalId, version, number }: RepairTable,
): Promise<readonly RepairChoiceTable[]> {
  return reading
    .selectFrom('repairChoice')
    .selectAll()
    .where('proposalId', '=', proposalId)
    .where('version', '=', version)
    .where('number', '=', number)
    .orderBy('chosenAt')
    .execute();
}
