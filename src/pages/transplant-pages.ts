/** One transplant of a proposal: where it stands, and what whoever looks can do now. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { TransplantStatus } from '../proposals/proposal-status.ts';
import { actsOf, isMine, proposalAddress } from './deciding.ts';
import { TRANSPLANT_WORDS } from './page-words.ts';
import { decidersOf, historyRows, scoreRows } from './proposal-sheet.ts';
import { todayOf } from './sign-off-pages.ts';
import { awaitedWords } from './sign-off-words.ts';
import { peopleOf, transplantAnswer, transplantConcerns, transplantSeen } from './transplant-sheet.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

/** Before these there is no outcome to record. */
const BEFORE_SURGERY: readonly TransplantStatus[] = ['proposed', 'accepted', 'approved', 'failed'];

export function transplantPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get(
    '/proposals/:id/transplants/:position',
    visiting(needs, showTransplant, { back: (visit) => proposalAddress(visit.param('id')) }),
  );
}

async function showTransplant(visit: Visit): Promise<FastifyReply> {
  const seen = await transplantSeen(visit);
  const { proposal, of } = seen;
  const alone = { ...proposal, transplants: [of] };
  const names = await visit.namesOf(decidersOf([alone]));
  const today = todayOf(visit);
  const hasOutcome = !BEFORE_SURGERY.includes(of.status) && proposal.status !== 'stopped';
  return visit.show('transplant', {
    proposal,
    of,
    answer: transplantAnswer(seen, visit),
    status: TRANSPLANT_WORDS[of.status],
    concerns: transplantConcerns(seen),
    acts: actsOf(visit, proposal, of),
    awaited: awaitedWords(of.awaited, (one) => isMine(visit, one, of), today),
    people: await peopleOf(visit, seen),
    history: historyRows(alone, names),
    scores: scoreRows(alone),
    outcome: hasOutcome ? `/outcomes/${encodeURIComponent(proposal.id)}/${of.position}` : null,
    digests: [['What you were shown (SHA-256)', { digest: of.shown }]],
  });
}
