/** Proposals of a released run: all of them, and where each of its transplants stands. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { isTold } from '../sign-off/drawing/drawn-proposal.ts';
import type { ProposalView } from '../sign-off/proposal-view.ts';
import { proposalAddress } from './deciding.ts';
import { refusalOf } from './interface-asking.ts';
import { dateWords, momentWords, PROPOSAL_WORDS, quarterWords } from './page-words.ts';
import {
  answerOf,
  backArcRows,
  decidersOf,
  drawingOf,
  historyRows,
  proposalKindWords,
  scoreRows,
  standInRows,
  transplantRows,
  versionRows,
} from './proposal-sheet.ts';
import { todayOf } from './sign-off-pages.ts';
import { proposalsOf, releasedRuns } from './sign-off-rows.ts';
import { overdueWords } from './sign-off-words.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

export function proposalPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/proposals', visiting(needs, showProposals));
  app.get('/proposals/:id', visiting(needs, showProposal, { back: () => '/proposals' }));
  app.get('/proposals/:id/versions/:version', visiting(needs, showVersion, { back: addressOf }));
}

function addressOf(visit: Visit): string {
  return `/proposals/${visit.encoded('id')}`;
}

async function showProposals(visit: Visit): Promise<FastifyReply> {
  const runs = await releasedRuns(visit);
  const run = visit.query('run') === '' ? runs[0] : runs.find(({ id }) => id === visit.query('run'));
  // Asked for even where no run is released: whether this is for whoever looks, the interface says.
  const proposals = await proposalsOf(visit, run?.id ?? visit.query('run'));
  const today = todayOf(visit);
  return visit.show('proposals', {
    run,
    quarter: run === undefined ? null : quarterWords(run.quarter),
    runs: runs.map(({ id, quarter }) => ({ id, text: quarterWords(quarter), isShown: id === run?.id })),
    rows: proposals.map((proposal) => [
      { text: proposal.id, href: proposalAddress(proposal.id) },
      proposalKindWords(proposal),
      PROPOSAL_WORDS[proposal.status],
      nextDeadline(proposal, today),
    ]),
  });
}

function nextDeadline({ transplants }: ProposalView, today: string): string {
  const days = transplants.filter(isTold).flatMap(({ awaited }) => awaited.map(({ dueOn }) => dueOn));
  const next = days.sort()[0];
  return next === undefined ? '' : `${dateWords(next)}, ${overdueWords(next, today)}`;
}

async function showProposal(visit: Visit): Promise<FastifyReply> {
  const { body: proposal } = await visit.ask<ProposalView>('GET', addressOf(visit));
  const earlier =
    proposal.version === 1 ? [] : (await versionsOf(visit)).filter((one) => one.version < proposal.version);
  const names = await visit.namesOf(decidersOf([proposal, ...earlier]));
  return visit.show('proposal', {
    ...sheetOf(proposal, visit, names),
    earlier: versionRows(earlier, names),
    isOld: false,
    repair: proposal.status === 'stopped' && visit.may('repair.read') ? `${addressOf(visit)}/repair` : null,
  });
}

async function versionsOf(visit: Visit): Promise<readonly ProposalView[]> {
  return (await visit.ask<{ versions: readonly ProposalView[] }>('GET', `${addressOf(visit)}/versions`)).body.versions;
}

/** As it was proposed and decided of before another took its place. */
async function showVersion(visit: Visit): Promise<FastifyReply> {
  const versions = await versionsOf(visit);
  const proposal = versions.find(({ version }) => String(version) === visit.param('version'));
  if (proposal === undefined) throw refusalOf('not-found');
  if (proposal === versions.at(-1)) return visit.goTo(addressOf(visit));
  const names = await visit.namesOf(decidersOf([proposal]));
  return visit.show('proposal', { ...sheetOf(proposal, visit, names), earlier: [], isOld: true, repair: null });
}

function sheetOf(proposal: ProposalView, visit: Visit, names: Readonly<Record<string, string>>) {
  const { run, version, document, proposedAt, proposedBy, score, alternates, embedded } = proposal;
  return {
    proposal,
    answer: answerOf(proposal),
    status: PROPOSAL_WORDS[proposal.status],
    drawing: drawingOf(proposal, 'proposal'),
    transplants: transplantRows(proposal, visit, todayOf(visit)),
    backArcs: backArcRows(proposal),
    history: historyRows(proposal, names),
    scores: scoreRows(proposal),
    alternates: standInRows(alternates ?? []),
    embedded: standInRows(embedded ?? []),
    isOfScheme: alternates !== null,
    facts: [
      ['Matching run', { text: run, href: `/runs/${run}` }],
      ['Proposed', `${momentWords(proposedAt)}, by ${proposedBy.map((id) => names[id]).join(' and ')}`],
      ...(score === null ? [] : [['Score of the exchange', `${score} points`]]),
      [`Proposal, version ${version} (SHA-256)`, { digest: document }],
    ],
  };
}
