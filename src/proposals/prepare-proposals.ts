/** From the archive of a run to its proposals: takes a while, and is done in a thread before the run is released. */
import type { Explanation } from '../compatibility/compatibility.ts';
import { PoolIndex } from '../matching-runs/exchange-record.ts';
import { pointsOf } from '../matching-runs/points.ts';
import { poolDigestOf, type ResultDocument } from '../matching-runs/result-document.ts';
import { schemeResult, type SchemeExchange, type SchemeStep } from '../matching-runs/scheme-result.ts';
import { poolOfSnapshot, readSnapshot } from '../matching-runs/snapshot.ts';
import { policyDigest, sha256 } from '../policy/policy.ts';
import { poolOf } from '../policy/pool-of.ts';
import { recordsOf, type RegistrationRecord } from '../registrations/registration-record.ts';
import type { Registrations } from '../registrations/registration.ts';
import { SCORE_UNITS_PER_POINT } from '../../solver/index.ts';
import { archiveDocument, type ArchiveDocument } from '../store/archive-store.ts';
import type { ProposedTransplantTable } from '../store/tables.ts';
import { backArcsWithin } from './back-arcs.ts';
import type { BackArc, ProposalDocument, ProposedTransplant, StandIn, TransplantScore } from './proposal-document.ts';

export interface ProposeTask {
  readonly kind: 'propose';
  readonly runId: string;
  readonly snapshot: string;
  readonly hlaMapping: string | null;
  readonly result: string;
}

export type TransplantRow = Omit<ProposedTransplantTable, 'proposalId' | 'version'>;

export interface PreparedProposal {
  readonly document: ArchiveDocument;
  readonly transplants: readonly TransplantRow[];
}

export interface PreparedProposals {
  /** Of the result that they are from. */
  readonly resultSha256: string;
  readonly runDate: string;
  readonly proposals: readonly PreparedProposal[];
}

type BackArcsOf = (exchange: StandIn) => readonly BackArc[];
type Explain = (donor: string, recipient: string) => Explanation | undefined;

/** Exchanges in the order of the result, then altruists whom none uses in the order of their ids. */
export function prepareProposals({ runId, snapshot: text, hlaMapping, result }: ProposeTask): PreparedProposals {
  const snapshot = readSnapshot(text);
  const { policy } = snapshot;
  const { instance, explain } = poolOfSnapshot(snapshot, hlaMapping);
  const { pool } = poolOf(instance, policy);
  const document = JSON.parse(result) as ResultDocument;
  const subject = { instance, format: null, pool, policy, poolDigest: poolDigestOf(instance) };
  const scheme = schemeResult(subject, document);
  const byId = new Map(scheme.exchanges.map((exchange) => [exchange.id, exchange]));
  const people = peopleOf(snapshot.registrations);
  const resultSha256 = sha256(result);
  const index = new PoolIndex(pool);
  const backArcsOf: BackArcsOf = ({ kind, transplants }) => {
    return backArcsWithin(
      index,
      kind,
      transplants.map(({ donor }) => donor),
      policy.backArcs,
    );
  };
  const origin = { run: runId, resultSha256, policyDigest: policyDigest(policy) };
  const parts = [
    ...scheme.chosen.exchanges.map((id) => partsOfExchange(byId.get(id)!, byId, explain, backArcsOf)),
    ...document.unusedAltruists.map(partsOfAltruist),
  ];
  return {
    resultSha256,
    runDate: snapshot.runDate,
    proposals: parts.map((part) => ({
      document: archiveDocument(
        'proposal',
        JSON.stringify({ lkss: 'proposal', version: 1, ...origin, ...part } satisfies ProposalDocument),
      ),
      transplants: part.transplants.map((transplant, at) => transplantRow(transplant, at + 1, people)),
    })),
  };
}

type ProposalParts = Omit<ProposalDocument, 'lkss' | 'version' | 'run' | 'resultSha256' | 'policyDigest'>;

function partsOfExchange(
  exchange: SchemeExchange,
  byId: ReadonlyMap<string, SchemeExchange>,
  explain: Explain,
  backArcsOf: BackArcsOf,
): ProposalParts {
  const whole = standIn(exchange);
  const embedded = new Set(exchange.steps.flatMap(({ embedded: id }) => id ?? []));
  return {
    ...whole,
    backArcList: backArcsOf(whole),
    transplants: giftsOf(exchange).map(({ step, ...gift }) => ({ ...gift, score: scoreOf(gift, step, explain) })),
    alternates: exchange.alternates.map((id) => standIn(byId.get(id)!)),
    embedded: [...embedded].map((id) => standIn(byId.get(id)!)),
  };
}

function partsOfAltruist(donor: string): ProposalParts {
  return {
    kind: 'unused-altruist',
    transplants: [{ donor, recipient: null, score: null }],
    backArcs: 0,
    backArcList: [],
    score: pointsOf(0),
    alternates: [],
    embedded: [],
  };
}

function standIn(exchange: SchemeExchange): StandIn {
  return {
    kind: exchange.steps[0].recipient === null ? 'chain' : 'cycle',
    transplants: giftsOf(exchange).map(({ donor, recipient }) => ({ donor, recipient })),
    backArcs: exchange.backArcs,
    score: pointsOf(exchange.scoreUnits),
  };
}

/** Each donor's gift goes to the recipient of the next; the last of a chain's to the waiting list. */
function giftsOf({ steps }: SchemeExchange) {
  return steps.map((step, at) => {
    const next = at + 1 < steps.length ? steps[at + 1] : steps[0];
    return { step, donor: step.donor, recipient: next.recipient };
  });
}

function scoreOf(
  { donor, recipient }: Pick<ProposedTransplant, 'donor' | 'recipient'>,
  { scoreUnits, agePoints, tieBreakerUnits }: SchemeStep,
  explain: Explain,
): TransplantScore | null {
  if (recipient === null) return null;
  const explanation = explain(donor, recipient);
  if (explanation?.arc !== true) throw new Error(`the result has donor ${donor} give to ${recipient}, who must not`);
  const { previousRunsUnits, crfUnits, hlaUnits, mismatchLevel, totalUnits } = explanation.scoreParts;
  if (totalUnits !== scoreUnits) throw new Error(`the arc from ${donor} to ${recipient} has two scores`);
  const ageUnits = agePoints * SCORE_UNITS_PER_POINT;
  return {
    previousRuns: pointsOf(previousRunsUnits),
    crf: pointsOf(crfUnits),
    hla: pointsOf(hlaUnits),
    hlaMismatchLevel: mismatchLevel,
    age: pointsOf(ageUnits),
    tieBreaker: pointsOf(tieBreakerUnits),
    total: pointsOf(scoreUnits + ageUnits + tieBreakerUnits),
  };
}

type People = ReadonlyMap<string, RegistrationRecord>;

function peopleOf(registrations: Registrations): People {
  return new Map(recordsOf(registrations).map((record) => [`${record.kind} ${record.id}`, record]));
}

function transplantRow({ donor, recipient }: ProposedTransplant, position: number, people: People): TransplantRow {
  const giver = people.get(`donor ${donor}`)!;
  const receiver = recipient === null ? undefined : people.get(`recipient ${recipient}`)!;
  return {
    position,
    donorId: donor,
    donorCentre: giver.centre,
    donorOwnerCentre: giver.ownerCentre,
    donorSha256: sha256(giver.content),
    recipientId: recipient,
    recipientCentre: receiver?.centre ?? null,
    recipientSha256: receiver === undefined ? null : sha256(receiver.content),
  };
}
