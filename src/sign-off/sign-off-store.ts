/** Proposals with all that was decided of them, from the store. */
import { readProposalDocument, type ProposalDocument } from '../proposals/proposal-document.ts';
import { archived } from '../store/archive-store.ts';
import type { TransplantOutcomeTable } from '../store/outcome-tables.ts';
import type { Reading } from '../store/store.ts';
import type {
  ProposalTable,
  ProposalVersionTable,
  ProposedTransplantTable,
  RegistrationTable,
  TransplantDecisionTable,
} from '../store/tables.ts';
import { originsOf, type DecisionOrigin } from './decision-origins.ts';
import { shownData } from './shown-data.ts';
import type { TransplantFacts } from './transplant-status.ts';

export interface ProposalFacts {
  readonly proposal: ProposalTable;
  /** The one that holds. */
  readonly version: ProposalVersionTable;
  /** In the order of giving. */
  readonly transplants: readonly TransplantFacts[];
  /** Every centre that one of its people belongs to, or did in an earlier version. */
  readonly centres: readonly string[];
  /** Of the decisions that were carried over from an earlier version. */
  readonly origins: readonly DecisionOrigin[];
}

export async function proposalFacts(reading: Reading, id: string): Promise<ProposalFacts | null> {
  const proposal = await reading.selectFrom('proposal').selectAll().where('id', '=', id).executeTakeFirst();
  return proposal === undefined ? null : factsOfProposal(reading, proposal);
}

/** Each version with what was decided of it, the first first. */
export async function versionsOf(reading: Reading, { proposal }: ProposalFacts): Promise<readonly ProposalFacts[]> {
  const versions = await reading
    .selectFrom('proposalVersion')
    .selectAll()
    .where('proposalId', '=', proposal.id)
    .orderBy('version')
    .execute();
  const facts: ProposalFacts[] = [];
  for (const version of versions) facts.push(await factsOfVersion(reading, proposal, version));
  return facts;
}

export async function documentOf(reading: Reading, { version }: ProposalFacts): Promise<ProposalDocument> {
  return readProposalDocument(await archived(reading, version.documentSha256));
}

export interface ProposalFilter {
  /** Id of a run; null for all. */
  readonly run: string | null;
  /** Only proposals after this one. */
  readonly after: string;
  readonly limit: number;
  /** Only proposals with people of this centre; null for all. */
  readonly centre: string | null;
}

/** In the order of ids. */
export async function proposalsAfter(
  reading: Reading,
  { run, after, limit, centre }: ProposalFilter,
): Promise<readonly ProposalFacts[]> {
  let query = reading.selectFrom('proposal').selectAll().where('id', '>', after);
  if (run !== null) query = query.where('runId', '=', run);
  if (centre !== null) {
    query = query.where('id', 'in', (eb) =>
      eb
        .selectFrom('proposedTransplant')
        .select('proposalId')
        .where((is) =>
          is.or([
            is('donorCentre', '=', centre),
            is('donorOwnerCentre', '=', centre),
            is('recipientCentre', '=', centre),
          ]),
        ),
    );
  }
  const proposals = await query.orderBy('id').limit(limit).execute();
  const facts: ProposalFacts[] = [];
  // One after the other: in an act there is one connection, which answers one question at a time.
  for (const proposal of proposals) facts.push(await factsOfProposal(reading, proposal));
  return facts;
}

async function factsOfProposal(reading: Reading, proposal: ProposalTable): Promise<ProposalFacts> {
  const proposalId = proposal.id;
  const version = await reading
    .selectFrom('proposalVersion')
    .selectAll()
    .where('proposalId', '=', proposalId)
    .orderBy('version', 'desc')
    .executeTakeFirstOrThrow();
  return factsOfVersion(reading, proposal, version);
}

async function factsOfVersion(
  reading: Reading,
  proposal: ProposalTable,
  version: ProposalVersionTable,
): Promise<ProposalFacts> {
  const proposalId = proposal.id;
  const of = { proposalId, version: version.version };
  const transplants = await transplantsOf(reading, of);
  const decisions = await decisionsOf(reading, of);
  const outcomes = await outcomesOf(reading, of);
  const people = await peopleOf(reading, transplants);
  return {
    proposal,
    version,
    transplants: transplants.map((transplant) => ({
      transplant,
      decisions: decisions.filter(({ position }) => position === transplant.position),
      outcomes: outcomes.filter(({ position }) => position === transplant.position),
      ...shownData(version, transplant, people),
    })),
    centres: await centresEver(reading, proposalId),
    origins: await originsOf(reading, proposal, version, decisions),
  };
}

type VersionKey = Pick<ProposalVersionTable, 'proposalId' | 'version'>;

function transplantsOf(reading: Reading, { proposalId, version }: VersionKey): Promise<ProposedTransplantTable[]> {
  return reading
    .selectFrom('proposedTransplant')
    .selectAll()
    .where('proposalId', '=', proposalId)
    .where('version', '=', version)
    .orderBy('position')
    .execute();
}

function decisionsOf(reading: Reading, { proposalId, version }: VersionKey): Promise<TransplantDecisionTable[]> {
  return reading
    .selectFrom('transplantDecision')
    .selectAll()
    .where('proposalId', '=', proposalId)
    .where('version', '=', version)
    .orderBy('number')
    .execute();
}

function outcomesOf(reading: Reading, { proposalId, version }: VersionKey): Promise<TransplantOutcomeTable[]> {
  return reading
    .selectFrom('transplantOutcome')
    .selectAll()
    .where('proposalId', '=', proposalId)
    .where('version', '=', version)
    .orderBy('number')
    .execute();
}

async function centresEver(reading: Reading, proposalId: string): Promise<readonly string[]> {
  const rows = await reading
    .selectFrom('proposedTransplant')
    .selectAll()
    .where('proposalId', '=', proposalId)
    .execute();
  return [...new Set(rows.flatMap(centresOf))];
}

/** Registrations as they are now, and every exclusion that concerns these people. */
async function peopleOf(
  reading: Reading,
  transplants: readonly ProposedTransplantTable[],
): Promise<readonly RegistrationTable[]> {
  const donors = transplants.map(({ donorId }) => donorId);
  const recipients = transplants.flatMap(({ recipientId }) => recipientId ?? []);
  const rows = await reading
    .selectFrom('registration')
    .selectAll()
    .where((is) =>
      is.or([
        ...(donors.length === 0 ? [] : [is.and([is('kind', '=', 'donor'), is('id', 'in', donors)])]),
        ...(recipients.length === 0 ? [] : [is.and([is('kind', '=', 'recipient'), is('id', 'in', recipients)])]),
        is('kind', '=', 'exclusion'),
      ]),
    )
    .execute();
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Of the donor and of the recipient. */
export function centresOf(transplant: ProposedTransplantTable): readonly string[] {
  return [...donorCentresOf(transplant), ...(transplant.recipientCentre === null ? [] : [transplant.recipientCentre])];
}

/** A donor is known to their own centre and to the one that answers for the record. */
export function donorCentresOf({ donorCentre, donorOwnerCentre }: ProposedTransplantTable): readonly string[] {
  return [donorCentre, donorOwnerCentre];
}
