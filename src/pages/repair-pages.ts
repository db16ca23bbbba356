/** Where an exchange is stopped: its ways on side by side, chosen by two people; and what a repair has changed. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { endsWithout } from '../proposals/proposal-status.ts';
import { isTold } from '../sign-off/drawing/drawn-proposal.ts';
import { LEG_STATES } from '../sign-off/exchange-words.ts';
import type { ProposalView } from '../sign-off/proposal-view.ts';
import type { RepairView } from '../sign-off/repair/repair-routes.ts';
import { InterfaceRefusal, refusalOf } from './interface-asking.ts';
import { recommendationWords, waySheet, wayTitle } from './repair-words.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

const CHOOSERS = 2;

export function repairPages(app: FastifyInstance, needs: PageNeeds): void {
  const back = { back: (visit: Visit): string => `${addressOf(visit)}/repair` };
  app.get(
    '/proposals/:id/repair',
    visiting(needs, (visit) => showRepair(visit)),
  );
  app.post('/proposals/:id/repair', visiting(needs, compute, back));
  app.get('/proposals/:id/repair/choose', visiting(needs, showChoosing));
  app.post('/proposals/:id/repair/choose', visiting(needs, choose, back));
}

function addressOf(visit: Visit): string {
  return `/proposals/${visit.encoded('id')}`;
}

async function showRepair(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  const proposal = (await visit.ask<ProposalView>('GET', addressOf(visit))).body;
  const repair = await repairOf(visit);
  const names = await visit.namesOf(repair?.ways.flatMap(({ chosenBy }) => chosenBy) ?? []);
  const mayChoose = visit.may('repair.choose');
  const sheets = repair?.ways.map((way) => waySheet(way, repair, names)) ?? [];
  return visit.show(
    'repair',
    {
      proposal,
      isStopped: proposal.status === 'stopped',
      stoppedBy: stoppedBy(proposal),
      repair,
      // The recommended one first, the others as they are listed.
      ways: [...sheets.filter((way) => way.isRecommended), ...sheets.filter((way) => !way.isRecommended)],
      recommendation: repair && recommendationWords(repair.recommended, repair.ways),
      recommended: repair && wayTitle(repair.recommended.way),
      mayCompute: visit.may('repair.compute'),
      mayChoose: mayChoose && repair?.isCurrent === true,
      chosenByMe:
        repair?.ways.filter(({ chosenBy }) => chosenBy.includes(visit.visitor.id)).map(({ way }) => way) ?? [],
      ...more,
    },
    status,
  );
}

/** Null where none have been computed for the version that holds. */
async function repairOf(visit: Visit): Promise<RepairView | null> {
  try {
    return (await visit.ask<RepairView>('GET', `${addressOf(visit)}/repair`)).body;
  } catch (error) {
    if (error instanceof InterfaceRefusal && error.document.code === 'wrong-state') return null;
    throw error;
  }
}

/** What ended it, one line for each transplant that cannot proceed. */
function stoppedBy({ transplants }: ProposalView): readonly string[] {
  return transplants
    .filter(isTold)
    .filter(({ status }) => endsWithout(status))
    .map(({ status, donor, recipient, failure }) => {
      const why = status === 'failed' ? failure?.reason?.says : undefined;
      return `${donor?.id} to ${recipient?.id ?? 'the waiting list'}: ${why ?? LEG_STATES[status].words}`;
    });
}

async function compute(visit: Visit): Promise<FastifyReply> {
  await visit.act(`${addressOf(visit)}/repair`);
  return visit.goTo(`${addressOf(visit)}/repair`);
}

/** What is chosen stands on the page; password and code are asked for again where they were given long ago. */
async function showChoosing(visit: Visit): Promise<FastifyReply> {
  if (visit.may('repair.choose') && !visit.visitor.isFresh) {
    return visit.goTo(`/sign-in-again?to=${encodeURIComponent(visit.request.url)}`);
  }
  const proposal = (await visit.ask<ProposalView>('GET', addressOf(visit))).body;
  const repair = (await visit.ask<RepairView>('GET', `${addressOf(visit)}/repair`)).body;
  const way = repair.ways.find((one) => one.way === visit.query('way'));
  if (way === undefined) {
    throw refusalOf('not-found');
  }
  if (!repair.isCurrent) return showRepair(visit, STALE, 412);
  const names = await visit.namesOf(way.chosenBy);
  return visit.show('repair-choose', {
    proposal,
    shown: repair.shown,
    way: waySheet(way, repair, names),
    isSecond: way.chosenBy.length === CHOOSERS - 1 && !way.chosenBy.includes(visit.visitor.id),
    isMine: way.chosenBy.includes(visit.visitor.id),
    mayChoose: visit.may('repair.choose'),
  });
}

const STALE = {
  errors: { again: 'Nothing was chosen: people or decisions have changed since these ways were computed' },
};

async function choose(visit: Visit): Promise<FastifyReply> {
  const [shown, way] = [visit.field('shown'), visit.field('way')];
  try {
    const { body } = await visit.act<ProposalView>(`${addressOf(visit)}/repair/choose`, { shown, way });
    const isDone = body.status !== 'stopped';
    return visit.goTo(`${addressOf(visit)}/${isDone ? 'changes' : `repair?chosen=${encodeURIComponent(way)}`}`);
  } catch (error) {
    if (error instanceof InterfaceRefusal && error.document.code === 'stale') return showRepair(visit, STALE, 412);
    throw error;
  }
}
