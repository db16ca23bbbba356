/** The chosen exchanges of a run: all in a table that can be sorted, and each drawn; once released, with where each stands. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import type { ResultDocument } from '../matching-runs/result-document.ts';
import { exchangeDrawing, type DrawnPerson, type LegState } from '../sign-off/drawing/exchange-drawing.ts';
import { LEG_STATES } from '../sign-off/exchange-words.ts';
import type { ProposalView } from '../sign-off/proposal-view.ts';
import { drawingSvg } from './drawing-svg.ts';
import { exchangeRows, SORTS, sortedRows, type ExchangeRow } from './exchange-rows.ts';
import { exchangeWords, PROPOSAL_WORDS, quarterWords } from './page-words.ts';
import { refusalOf } from './interface-asking.ts';
import { drawingOf, stateWords } from './proposal-sheet.ts';
import { addressOf } from './run-pages.ts';
import { resultOf } from './run-sheet.ts';
import { isReleased, proposalsOf } from './sign-off-rows.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

export function exchangePages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/runs/:id/exchanges', visiting(needs, showExchanges, { back: addressOf }));
  app.get(
    '/runs/:id/exchanges/:number',
    visiting(needs, showExchange, { back: (visit) => `${addressOf(visit)}/exchanges` }),
  );
}

interface Chosen {
  readonly run: RunView;
  /** Null until it was checked. */
  readonly result: ResultDocument | null;
}

async function chosen(visit: Visit): Promise<Chosen> {
  const { body: run } = await visit.ask<RunView>('GET', addressOf(visit));
  // Asked of the interface even where the page knows that it will refuse: refusals are told to the audit.
  if (!visit.may('run.read-result')) await visit.ask('GET', `${addressOf(visit)}/result`);
  const read = await resultOf(visit, run);
  return { run, result: read?.isAccepted ? read.result : null };
}

async function rowsOf(visit: Visit, { run, result }: Chosen): Promise<readonly ExchangeRow[]> {
  if (result === null) return [];
  const proposals = isReleased(run) ? await proposalsOf(visit, run.id) : [];
  return exchangeRows(run.id, result.exchanges, proposals);
}

async function showExchanges(visit: Visit): Promise<FastifyReply> {
  const { run, result } = await chosen(visit);
  const rows = await rowsOf(visit, { run, result });
  const sort = SORTS.find(({ key }) => key === visit.query('sort')) ?? null;
  const here = `/runs/${run.id}/exchanges`;
  const released = isReleased(run);
  return visit.show('exchanges', {
    run,
    quarter: quarterWords(run.quarter),
    isReleased: released,
    heads: [
      'Exchange',
      ...SORTS.map(({ key, text }) => headOf(text, `${here}?sort=${key}`, key === sort?.key, key === 'score')),
    ],
    sorts: SORTS.map(({ key, text }) => ({ text, href: `${here}?sort=${key}`, isHere: key === sort?.key })),
    rows: sortedRows(rows, sort?.key ?? null).map(({ number, exchange, centres, proposal }) => [
      { text: `Exchange ${number}`, href: `${here}/${number}` },
      exchangeWords(exchange),
      { lines: centres },
      exchange.score,
      proposal === null ? 'Chosen, not released yet' : PROPOSAL_WORDS[proposal.status],
    ]),
    unused: result?.unusedAltruists ?? [],
  });
}

function headOf(text: string, href: string, isSorted: boolean, isDescending: boolean) {
  return { text, href, sort: isSorted ? (isDescending ? 'descending' : 'ascending') : null };
}

async function showExchange(visit: Visit): Promise<FastifyReply> {
  const { run, result } = await chosen(visit);
  const rows = await rowsOf(visit, { run, result });
  const row = rows.find(({ number }) => String(number) === visit.param('number'));
  if (row === undefined) throw refusalOf('not-found');
  const { exchange, number, proposal } = row;
  const released = proposal === null ? null : await firstVersion(visit, proposal);
  const states = exchange.gifts.map((_, at) =>
    released === null ? NOT_RELEASED.words : stateWords(released.transplants[at]),
  );
  return visit.show('exchange', {
    run,
    number,
    last: rows.length,
    kind: exchangeWords(exchange),
    proposal,
    status: proposal === null ? null : PROPOSAL_WORDS[proposal.status],
    drawing: released === null ? drawingBefore(exchange) : drawingOf(released, 'exchange'),
    gifts: giftRows(exchange, states),
    whys: exchange.recipients.map((id) => ({ id, href: `/runs/${run.id}/why/recipient/${encodeURIComponent(id)}` })),
    without: visit.may('run.what-if')
      ? `/compare?a=${run.id}&forbid=${encodeURIComponent(exchange.donors.join())}`
      : null,
    facts: [
      ['Score', `${exchange.score} points`],
      ...(exchange.donors.length === 3 ? [['Shorter exchanges contained in it', exchange.backArcs]] : []),
    ],
  });
}

/** As it was released, whatever took its place since. */
async function firstVersion(visit: Visit, proposal: ProposalView): Promise<ProposalView> {
  if (proposal.version === 1) return proposal;
  const path = `/proposals/${encodeURIComponent(proposal.id)}/versions`;
  return (await visit.ask<{ versions: readonly ProposalView[] }>('GET', path)).body.versions[0];
}

const NOT_RELEASED: LegState = { ...LEG_STATES.proposed, words: 'chosen, not released yet' };
const person = (id: string): DrawnPerson => ({ id, bloodGroup: null });

function drawingBefore(exchange: ExchangeRecord): string {
  const gifts = exchange.gifts.map(({ donor, recipient }) => ({
    donor: person(donor),
    recipient: recipient === null ? null : person(recipient),
    state: NOT_RELEASED,
  }));
  const { kind } = exchange;
  return drawingSvg(exchangeDrawing({ kind, title: exchangeWords(exchange), gifts, backArcs: [] }), 'exchange');
}

function giftRows({ kind, gifts }: ExchangeRecord, states: readonly string[]) {
  return gifts.map(({ donor, recipient, score }, at) => {
    const own = kind === 'chain' && at === 0 ? 'Nobody: altruistic donor' : gifts.at(at - 1)!.recipient;
    return [at + 1, donor, own, recipient ?? 'The waiting list', recipient === null ? '' : score, states[at]];
  });
}
