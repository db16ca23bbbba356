/** What the page of a proposal shows, made from what the interface tells of it. */
import { drawnProposal, isTold, legState } from '../sign-off/drawing/drawn-proposal.ts';
import { exchangeDrawing } from '../sign-off/drawing/exchange-drawing.ts';
import { exchangeTitle } from '../sign-off/exchange-words.ts';
import type { StandIn } from '../proposals/proposal-document.ts';
import type { DecisionView, OthersView, ProposalView, TransplantView } from '../sign-off/proposal-view.ts';
import { isMine, transplantAddress } from './deciding.ts';
import { drawingSvg } from './drawing-svg.ts';
import { momentWords, PROPOSAL_WORDS, TRANSPLANT_WORDS } from './page-words.ts';
import { personWords } from './sign-off-pages.ts';
import { awaitedWords, decidedWords } from './sign-off-words.ts';
import type { Visit } from './visit.ts';

export function proposalKindWords({ kind, transplants }: Pick<ProposalView, 'kind' | 'transplants'>): string {
  if (kind === 'next-run') return 'Waits for the next run';
  return exchangeTitle(kind === 'cycle' ? 'cycle' : 'chain', transplants.length);
}

const ANSWERS: Readonly<Record<ProposalView['status'], string>> = {
  proposed: 'crossmatches and acceptances are awaited',
  accepted: 'the answer of the panel is awaited',
  approved: 'days of surgery are to be set',
  scheduled: 'days of surgery are set',
  completed: 'completed, each transplant has come to its end',
  stopped: 'stopped, one transplant cannot proceed',
  'given-up': 'given up, its people wait for the next run',
};

export function answerOf(proposal: ProposalView): string {
  return `${proposalKindWords(proposal)}: ${ANSWERS[proposal.status]}`;
}

export function drawingOf(proposal: ProposalView, name: string): string | null {
  return proposal.transplants.length === 0 ? null : drawingSvg(exchangeDrawing(drawnProposal(proposal)), name);
}

/** Which donor could also give to whom, of the people as they are drawn. */
export function backArcRows({ backArcList }: ProposalView): readonly (readonly string[])[] {
  return (backArcList ?? []).map(({ donor, ownRecipient, recipient }) => [
    donor,
    ownRecipient ?? 'Nobody: altruistic donor',
    recipient,
  ]);
}

export function transplantRows(proposal: ProposalView, visit: Visit, today: string) {
  return proposal.transplants.map((of) => [
    isTold(of)
      ? { text: `Transplant ${of.position}`, href: transplantAddress(proposal.id, of.position) }
      : `Transplant ${of.position}`,
    isTold(of) ? personWords('Donor', of.donor) : 'Donor of another centre',
    toWords(of, proposal),
    TRANSPLANT_WORDS[of.status],
    isTold(of) ? awaitedCell(of, proposal, visit, today) : '',
  ]);
}

function toWords(of: TransplantView | OthersView, { kind, transplants }: ProposalView): string {
  const isToList = isTold(of) ? of.to === 'waiting-list' : kind !== 'cycle' && of.position === transplants.length;
  if (isToList) return 'The waiting list';
  return personWords('Recipient', isTold(of) ? of.recipient : null);
}

function awaitedCell(of: TransplantView, { status }: ProposalView, visit: Visit, today: string) {
  if (of.failure !== null) return decidedWords(of.failure);
  if (status === 'stopped') return 'Nothing: the exchange is stopped';
  return { items: awaitedWords(of.awaited, (one) => isMine(visit, one, of), today) };
}

/** Every decision in the order of time; of another centre's that it was taken, not by whom or why. */
export function historyRows({ transplants }: ProposalView, names: Readonly<Record<string, string>>) {
  const taken = transplants.filter(isTold).flatMap((of) => of.decisions.map((decision) => ({ of, decision })));
  return taken
    .sort((a, b) => (a.decision.at < b.decision.at ? -1 : 1))
    .map(({ of, decision }) => [
      momentWords(decision.at),
      `Transplant ${of.position}`,
      { lines: [decidedWords(decision), ...carriedWords(decision)] },
      decision.by === undefined ? 'Another centre' : names[decision.by],
      decision.isVoid ? { text: 'Void', colour: 'grey' } : { text: 'Counts', colour: 'green' },
      decision.digest === undefined ? '' : { digest: decision.digest },
    ]);
}

function carriedWords({ carriedFrom }: DecisionView): readonly string[] {
  return carriedFrom === null ? [] : [`Still stands from version ${carriedFrom.version} of ${carriedFrom.proposal}`];
}

export function decidersOf(proposals: readonly ProposalView[]): readonly (string | null)[] {
  return proposals.flatMap(({ transplants, proposedBy }) => [
    ...proposedBy,
    ...transplants.filter(isTold).flatMap(({ decisions }) => decisions.map(({ by }) => by ?? null)),
  ]);
}

/** Points by their parts, where they may be seen. */
export function scoreRows({ transplants }: ProposalView) {
  return transplants.filter(isTold).flatMap(({ position, score }) => {
    if (score === null) return [];
    const { previousRuns, crf, hla, age, tieBreaker, total } = score;
    return [[`Transplant ${position}`, previousRuns, crf, hla, age, tieBreaker, total]];
  });
}

export function standInRows(exchanges: readonly StandIn[]) {
  return exchanges.map(({ kind, transplants, score }) => [
    exchangeTitle(kind, transplants.length),
    { lines: transplants.map(({ donor, recipient }) => `${donor} gives to ${recipient ?? 'the waiting list'}`) },
    score,
  ]);
}

export function versionRows(versions: readonly ProposalView[], names: Readonly<Record<string, string>>) {
  return versions.map((proposal) => [
    { text: `Version ${proposal.version}`, href: `/proposals/${proposal.id}/versions/${proposal.version}` },
    momentWords(proposal.proposedAt),
    proposal.proposedBy.map((id) => names[id]).join(' and '),
    proposalKindWords(proposal),
    PROPOSAL_WORDS[proposal.status],
  ]);
}

/** Each transplant as the drawing says it. */
export function stateWords(of: TransplantView | OthersView): string {
  const { words } = legState(of);
  return words[0].toUpperCase() + words.slice(1);
}
