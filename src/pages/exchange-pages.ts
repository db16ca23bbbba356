/** The chosen exchanges of a run: all in a table, and each drawn. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { exchangeDrawing, type DrawnPerson, type LegState } from '../sign-off/drawing/exchange-drawing.ts';
import { LEG_STATES } from '../sign-off/exchange-words.ts';
import { drawingSvg } from './drawing-svg.ts';
import { InterfaceRefusal } from './interface-asking.ts';
import { exchangeWords, quarterWords } from './page-words.ts';
import { PROBLEMS } from '../problem.ts';
import { addressOf } from './run-pages.ts';
import { resultOf } from './run-sheet.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

export function exchangePages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/runs/:id/exchanges', visiting(needs, showExchanges, { back: addressOf }));
  app.get(
    '/runs/:id/exchanges/:number',
    visiting(needs, showExchange, { back: (visit) => `${addressOf(visit)}/exchanges` }),
  );
}

async function chosen(visit: Visit) {
  const { body: run } = await visit.ask<RunView>('GET', addressOf(visit));
  // Asked of the interface even where the page knows that it will refuse: refusals are told to the audit.
  if (!visit.may('run.read-result')) await visit.ask('GET', `${addressOf(visit)}/result`);
  const read = await resultOf(visit, run);
  return { run, result: read?.isAccepted ? read.result : null };
}

async function showExchanges(visit: Visit): Promise<FastifyReply> {
  const { run, result } = await chosen(visit);
  const rows = (result?.exchanges ?? []).map((exchange, index) => [
    { text: `Exchange ${index + 1}`, href: `/runs/${run.id}/exchanges/${index + 1}` },
    exchangeWords(exchange),
    exchange.recipients.join(', '),
    exchange.donors.join(', '),
    exchange.score,
  ]);
  const unused = result?.unusedAltruists ?? [];
  return visit.show('exchanges', { run, quarter: quarterWords(run.quarter), rows, unused, state: stateOf(run).words });
}

async function showExchange(visit: Visit): Promise<FastifyReply> {
  const { run, result } = await chosen(visit);
  const number = Number(visit.param('number'));
  const exchange = result?.exchanges[number - 1];
  if (result === null || exchange === undefined) {
    throw new InterfaceRefusal({ type: 'urn:lkss:problem:not-found', ...PROBLEMS['not-found'], code: 'not-found' });
  }
  const states = exchange.gifts.map(() => stateOf(run));
  return visit.show('exchange', {
    run,
    number,
    last: result.exchanges.length,
    kind: exchangeWords(exchange),
    drawing: drawingSvg(drawingOf(exchange, states), 'exchange'),
    gifts: giftRows(exchange, states),
    facts: [
      ['Score', `${exchange.score} points`],
      ...(exchange.donors.length === 3 ? [['Shorter exchanges contained in it', exchange.backArcs]] : []),
    ],
  });
}

/** Until the two centres, the laboratories and the panel have spoken, a released gift is a proposal. */
function stateOf({ approvals, approvalsNeeded }: RunView): LegState {
  return approvals.length >= approvalsNeeded
    ? LEG_STATES.proposed
    : { ...LEG_STATES.proposed, words: 'chosen, not released yet' };
}

const person = (id: string): DrawnPerson => ({ id, bloodGroup: null });

function drawingOf(exchange: ExchangeRecord, states: readonly LegState[]) {
  const gifts = exchange.gifts.map(({ donor, recipient }, at) => ({
    donor: person(donor),
    recipient: recipient === null ? null : person(recipient),
    state: states[at],
  }));
  return exchangeDrawing({ kind: exchange.kind, title: exchangeWords(exchange), gifts, backArcs: [] });
}

function giftRows({ kind, gifts }: ExchangeRecord, states: readonly LegState[]) {
  return gifts.map(({ donor, recipient, score }, at) => {
    const own = kind === 'chain' && at === 0 ? 'Nobody: altruistic donor' : gifts.at(at - 1)!.recipient;
    return [at + 1, donor, own, recipient ?? 'The waiting list', recipient === null ? '' : score, states[at].words];
  });
}
