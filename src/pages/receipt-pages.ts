/** The receipt of a decision: what was recorded, when and by whom. It can be opened again at any time. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ProposalView } from '../sign-off/proposal-view.ts';
import { transplantAddress } from './deciding.ts';
import { peopleRows } from './decision-pages.ts';
import { momentWords } from './page-words.ts';
import { refusalOf } from './interface-asking.ts';
import { decidedWords, outcomeWords } from './sign-off-words.ts';
import { seenIn } from './transplant-sheet.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

export function receiptPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get(
    '/proposals/:id/transplants/:position/decisions/:number',
    visiting(needs, showReceipt, {
      back: (visit) => transplantAddress(visit.param('id'), Number(visit.param('position'))),
    }),
  );
}

async function showReceipt(visit: Visit): Promise<FastifyReply> {
  const path = `/proposals/${visit.encoded('id')}/versions`;
  const { versions } = (await visit.ask<{ versions: readonly ProposalView[] }>('GET', path)).body;
  const proposal = versions.find(({ version }) => String(version) === (visit.query('version') || '1'));
  if (proposal === undefined) throw refusalOf('not-found');
  const { of } = seenIn(proposal, visit);
  // Of another centre's decision there is none.
  const decision = of.decisions.find(({ number }) => String(number) === visit.param('number'));
  if (decision?.by === undefined) throw refusalOf('not-found');
  const names = await visit.namesOf([decision.by]);
  return visit.show('decision-receipt', {
    proposal,
    of,
    title: outcomeWords(decision),
    isStopped: of.failure !== null,
    isVoid: decision.isVoid,
    facts: [
      ['Proposal', `${proposal.id}, version ${proposal.version}, transplant ${of.position}`],
      ...peopleRows({ of }),
      ['Decision', decidedWords(decision)],
      ['Recorded', momentWords(decision.at)],
      ['By', names[decision.by]],
      ['What was shown (SHA-256)', { digest: decision.shown }],
      ['This decision (SHA-256)', { digest: decision.digest }],
    ],
  });
}
