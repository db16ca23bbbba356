/** Transplants that were made and their follow-up, from the store. */
import { readSnapshot } from '../matching-runs/snapshot.ts';
import { recordOf } from '../registrations/registration-store.ts';
import { archived } from '../store/archive-store.ts';
import type { FollowUpTable, TransplantOutcomeTable } from '../store/outcome-tables.ts';
import type { Reading } from '../store/store.ts';
import type { ProposedTransplantTable } from '../store/tables.ts';

export interface MadeTransplant {
  readonly transplant: ProposedTransplantTable;
  readonly runId: string;
  /** When the exchange was first proposed. */
  readonly proposedAt: string;
  /** The entry that counts. */
  readonly outcome: TransplantOutcomeTable;
}

type TransplantKey = Pick<ProposedTransplantTable, 'proposalId' | 'version' | 'position'>;

export function keyOf({ proposalId, version, position }: TransplantKey): string {
  return `${proposalId} ${version} ${position}`;
}

/** The last entry for each transplant of any proposal. */
export async function lastOutcomes(reading: Reading): Promise<ReadonlyMap<string, TransplantOutcomeTable>> {
  const rows = await reading.selectFrom('transplantOutcome').selectAll().orderBy('number').execute();
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** Every transplant that was made, by proposal and position. */
export async function madeTransplants(reading: Reading): Promise<readonly MadeTransplant[]> {
  return (await givenTransplants(reading)).filter(({ outcome }) => outcome.outcome === 'transplanted');
}

/** Every transplant whose donor's kidney was taken out, wherever it went. */
export async function givenTransplants(reading: Reading): Promise<readonly MadeTransplant[]> {
  const outcomes = await lastOutcomes(reading);
  const ids = [...new Set([...outcomes.values()].map(({ proposalId }) => proposalId))];
  if (ids.length === 0) return [];
  const transplants = await reading
    .selectFrom('proposedTransplant')
    .selectAll()
    .where('proposalId', 'in', ids)
    .execute();
  const proposals = await reading
    .selectFrom('proposal')
    .innerJoin('proposalVersion', 'proposalVersion.proposalId', 'proposal.id')
    .select(['proposal.id', 'proposal.runId', 'proposalVersion.proposedAt'])
    .where('proposalVersion.version', '=', 1)
    .where('proposal.id', 'in', ids)
    .execute();
  const proposalOf = new Map(proposals.map((row) => [row.id, row]));
  return transplants
    .flatMap((transplant) => {
      const outcome = outcomes.get(keyOf(transplant));
      const { runId, proposedAt } = proposalOf.get(transplant.proposalId)!;
      return outcome?.kidneyRemoved === 'yes' ? [{ transplant, runId, proposedAt, outcome }] : [];
    })
    .sort((a, b) => (keyOf(a.transplant) < keyOf(b.transplant) ? -1 : 1));
}

/** In the order of recording; of one transplant, or of all. */
export async function followUps(reading: Reading, of?: TransplantKey): Promise<readonly FollowUpTable[]> {
  let query = reading.selectFrom('followUp').selectAll();
  if (of !== undefined) {
    const { proposalId, version, position } = of;
    query = query.where('proposalId', '=', proposalId).where('version', '=', version).where('position', '=', position);
  }
  return query.orderBy('stageMonths').orderBy('number').execute();
}

/** Birth date and sex as registered now or, where the person is registered no more, as the run had them. */
export async function personFacts(
  reading: Reading,
  kind: 'recipient' | 'donor',
  id: string,
  runId: string,
): Promise<{ readonly birthDate: string; readonly sex: 'F' | 'M' } | null> {
  const current = await recordOf(reading, kind, id);
  if (current !== undefined) return JSON.parse(current.content) as { birthDate: string; sex: 'F' | 'M' };
  const lock = await reading
    .selectFrom('runLock')
    .select('snapshotSha256')
    .where('runId', '=', runId)
    .executeTakeFirst();
  if (lock === undefined) return null;
  const { recipients, donors } = readSnapshot(await archived(reading, lock.snapshotSha256)).registrations;
  return (kind === 'donor' ? donors : recipients).find((person) => person.id === id) ?? null;
}
