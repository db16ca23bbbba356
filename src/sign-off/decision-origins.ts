/**
 * Where decisions were taken that a version of a proposal took over from the one before: they are older than the version, and
 * keep the time at which they were taken.
 */
import type { Reading } from '../store/store.ts';
import type { ProposalTable, ProposalVersionTable, TransplantDecisionTable } from '../store/tables.ts';

export interface DecisionOrigin {
  readonly position: number;
  readonly number: number;
  /** Where it was taken first. */
  readonly proposal: string;
  readonly version: number;
}

/** Of those decisions of the version that were carried over. */
export async function originsOf(
  reading: Reading,
  { runId }: ProposalTable,
  version: ProposalVersionTable,
  decisions: readonly TransplantDecisionTable[],
): Promise<readonly DecisionOrigin[]> {
  const carried = decisions.filter(({ decidedAt }) => decidedAt < version.proposedAt);
  const origins: DecisionOrigin[] = [];
  for (const { position, number, ...decision } of carried) {
    const origin = await originOf(reading, runId, { position, ...decision });
    origins.push({ position, number, ...origin });
  }
  return origins;
}

/** The same decision, by kind, person and time, on the same two people, in a version that was there already. */
async function originOf(
  reading: Reading,
  runId: string,
  { proposalId, version, position, kind, decidedAt, decidedBy }: Omit<TransplantDecisionTable, 'number'>,
): Promise<Pick<DecisionOrigin, 'proposal' | 'version'>> {
  const own = reading
    .selectFrom('proposedTransplant')
    .where('proposalId', '=', proposalId)
    .where('version', '=', version)
    .where('position', '=', position);
  return reading
    .selectFrom('transplantDecision as decision')
    .innerJoin('proposedTransplant as transplant', (join) =>
      join
        .onRef('transplant.proposalId', '=', 'decision.proposalId')
        .onRef('transplant.version', '=', 'decision.version')
        .onRef('transplant.position', '=', 'decision.position'),
    )
    .innerJoin('proposalVersion', (join) =>
      join
        .onRef('proposalVersion.proposalId', '=', 'decision.proposalId')
        .onRef('proposalVersion.version', '=', 'decision.version'),
    )
    .innerJoin('proposal', 'proposal.id', 'decision.proposalId')
    .select(['decision.proposalId as proposal', 'decision.version as version'])
    .where('proposal.runId', '=', runId)
    .where('decision.kind', '=', kind)
    .where('decision.decidedAt', '=', decidedAt)
    .where('decision.decidedBy', '=', decidedBy)
    .where('transplant.donorId', '=', own.select('donorId'))
    .where('transplant.recipientId', '=', own.select('recipientId'))
    .whereRef('proposalVersion.proposedAt', '<=', 'decision.decidedAt')
    .executeTakeFirstOrThrow();
}
