/** Decisions of judgement with the time that each was read before, from the record and the audit. */
import type { Reading } from '../store/store.ts';
import { DECISIONS, type DecisionKind } from './decisions.ts';
import type { TakenDecision } from './hasty-decisions.ts';

/** A crossmatch and a day are facts, not judgements. */
const OF_JUDGEMENT: readonly DecisionKind[] = ['donor-centre', 'recipient-centre', 'panel'];

export async function takenDecisions(reading: Reading): Promise<readonly TakenDecision[]> {
  const readings = await firstReadings(reading);
  const rows = await reading
    .selectFrom('transplantDecision as decision')
    .innerJoin('proposalVersion as version', (join) =>
      join.onRef('version.proposalId', '=', 'decision.proposalId').onRef('version.version', '=', 'decision.version'),
    )
    .select(['decision.proposalId', 'decision.version', 'kind', 'outcome', 'centre', 'decidedAt', 'decidedBy'])
    .where('kind', 'in', [...OF_JUDGEMENT])
    // Those that a later version took over were taken before, and are counted there.
    .whereRef('decision.decidedAt', '>=', 'version.proposedAt')
    .execute();
  return rows.map(({ proposalId, version, kind, outcome, centre, decidedAt, decidedBy }) => ({
    by: decidedBy,
    centre,
    isYes: outcome === DECISIONS[kind as DecisionKind].yes,
    readSeconds: secondsBetween(readings.get(keyOf(decidedBy, proposalId, version)), decidedAt),
  }));
}

/** When each person first read each version of each proposal that was judged. */
async function firstReadings(reading: Reading): Promise<ReadonlyMap<string, string>> {
  const rows = await reading
    .selectFrom('auditEvent')
    .select(({ fn }) => ['actor', 'subjectId', 'detail', fn.min('at').as('first')])
    .where('event', '=', 'proposal.read')
    .where('subjectKind', '=', 'proposal')
    .where('subjectId', 'in', (of) =>
      of
        .selectFrom('transplantDecision')
        .select('proposalId')
        .where('kind', 'in', [...OF_JUDGEMENT]),
    )
    .groupBy(['actor', 'subjectId', 'detail'])
    .execute();
  return new Map(
    rows.map(({ actor, subjectId, detail, first }) => {
      const { version } = JSON.parse(detail) as { readonly version: number };
      return [keyOf(actor, subjectId, version), first];
    }),
  );
}

function keyOf(person: string, proposal: string, version: number): string {
  return JSON.stringify([person, proposal, version]);
}

function secondsBetween(read: string | undefined, decided: string): number | null {
  if (read === undefined || read > decided) return null;
  return (Date.parse(decided) - Date.parse(read)) / 1000;
}
