/** The ways on from a stopped proposal: which are computed, which of them are the same, and what each would change. Done in a thread. */
import { criterionCount } from '../../matching-runs/criterion-count.ts';
import { exchangeName } from '../../matching-runs/exchange-record.ts';
import { solverTeam, type CriterionId, type Team } from '../../../solver/index.ts';
import type { ProposalDocument } from '../../proposals/proposal-document.ts';
import { archiveDocument, type ArchiveDocument } from '../../store/archive-store.ts';
import { isAccepted } from '../carry-over.ts';
import { compareCriteria } from './recommended-way.ts';
import type { CriterionValue, RepairDocument, WayOn } from './repair-document.ts';
import {
  changesFor,
  giftsOf,
  snapshotOf,
  solveWanted,
  solveWay,
  type RepairTask,
  type SolvedWay,
} from './solve-way.ts';
import { AdmissibleExchanges, hasGift } from './wanted-ways.ts';

export interface ComputedRepair {
  readonly repair: ArchiveDocument;
  /** Snapshots and results. */
  readonly documents: readonly ArchiveDocument[];
}

/** The engines of each way, side by side. */
const THREADS = 2;

export async function waysOn(task: RepairTask): Promise<ComputedRepair> {
  const team = solverTeam(THREADS);
  try {
    const solved = await solvedWays(task, team);
    const repair: RepairDocument = {
      lkss: 'repair',
      version: 2,
      run: task.basis.runId,
      before: criteriaOfProposal(task.stopped, task.policy.criteria),
      ways: merged([...solved.map(({ way }) => way), waiting(task)]),
    };
    return {
      repair: archiveDocument('repair', JSON.stringify(repair)),
      documents: solved.flatMap(({ archived }) => archived),
    };
  } finally {
    await team.end();
  }
}

/** In the order in which they are listed. */
async function solvedWays(task: RepairTask, team: Team): Promise<readonly SolvedWay[]> {
  const { ways: people } = task.basis;
  const admissible = new AdmissibleExchanges(snapshotOf(people['same-recipients'], task), task.hlaMapping);
  const same = await solveWay('same-recipients', people['same-recipients'], task, team);
  const standIns: SolvedWay[] = [];
  for (const wanted of admissible.standIns(task.stopped)) {
    const solved = await solveWanted(wanted, task, team);
    if (solved !== null) standIns.push(solved);
  }
  const keeping = await keepingWay(same, admissible, task, team);
  const uncommitted = await solveWay('uncommitted', people.uncommitted, task, team);
  return [same, ...(keeping === null ? [] : [keeping]), ...standIns, uncommitted];
}

/** The best of those that keep all that is accepted; null where nothing is, or no exchange keeps it. */
async function keepingWay(
  same: SolvedWay,
  admissible: AdmissibleExchanges,
  task: RepairTask,
  team: Team,
): Promise<SolvedWay | null> {
  const accepted = task.basis.standing.filter(isAccepted);
  if (accepted.length === 0) return null;
  const gifts = same.way.proposals.flatMap(giftsOf);
  if (accepted.every((gift) => hasGift(gifts, gift))) return { ...same, way: { ...same.way, way: 'accepted-kept' } };
  let best: SolvedWay | null = null;
  for (const wanted of admissible.keeping(accepted)) {
    const solved = await solveWanted(wanted, task, team);
    if (solved === null) continue;
    if (best === null || compareCriteria(solved.way.criteria, best.way.criteria) > 0) best = solved;
  }
  return best;
}

/** Ways that come to the same exchanges stand as one, under the first name; what comes to none is waiting. */
function merged(ways: readonly WayOn[]): readonly WayOn[] {
  const firsts = ways.filter((way, at) =>
    way.proposals.length === 0
      ? way.way === 'next-run'
      : ways.findIndex((other) => nameOf(other) === nameOf(way)) === at,
  );
  return firsts.map((first) => ({
    ...first,
    coincides: ways
      .filter((other) => other !== first && nameOf(other) === nameOf(first))
      .map(({ way, verdict, reasons, snapshotSha256, resultSha256 }) => {
        return { way, verdict, reasons, snapshotSha256, resultSha256 };
      }),
  }));
}

function nameOf({ proposals }: WayOn): string {
  return JSON.stringify(proposals.map((of) => exchangeName(giftsOf(of))).sort());
}

/** Nobody of the stopped proposal is transplanted now. */
function waiting(task: RepairTask): WayOn {
  return {
    way: 'next-run',
    coincides: [],
    criteria: task.policy.criteria.map((id) => {
      const value = id === 'score' ? '0.00000' : 0;
      return { id, value, bound: value };
    }),
    isWithoutBackArcs: false,
    verdict: null,
    reasons: [],
    snapshotSha256: null,
    resultSha256: null,
    ...changesFor([], task),
    staying: [],
    proposals: [],
  };
}

/** What the stopped exchange was worth, as the criteria define it. */
function criteriaOfProposal(
  { kind, transplants, backArcs, score }: ProposalDocument,
  criteria: readonly CriterionId[],
): readonly CriterionValue[] {
  const isChain = kind === 'chain' || kind === 'unused-altruist';
  const counted = { isChain, donors: transplants.length, backArcs };
  return criteria.map((id) => ({ id, value: id === 'score' ? score : criterionCount(id, counted) }));
}

/** What takes the place of a proposal where its people wait, or where a way has no exchange at all. */
export function nothingNow(run: string, policyDigest: string): ProposalDocument {
  return {
    lkss: 'proposal',
    version: 1,
    run,
    resultSha256: null,
    policyDigest,
    kind: 'next-run',
    transplants: [],
    backArcs: 0,
    backArcList: [],
    score: '0.00000',
    alternates: [],
    embedded: [],
  };
}
