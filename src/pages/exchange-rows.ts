/** The chosen exchanges, each with the proposal that it became, in the order that is asked for. */
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import { proposalId } from '../proposals/propose.ts';
import { isTold } from '../sign-off/drawing/drawn-proposal.ts';
import type { ProposalView } from '../sign-off/proposal-view.ts';
import { compareExchanges } from '../../solver/index.ts';
import { exchangeWords, PROPOSAL_WORDS } from './page-words.ts';

export interface ExchangeRow {
  /** In the order of the result. */
  readonly number: number;
  readonly exchange: ExchangeRecord;
  /** As it stands now; null before the release. */
  readonly proposal: ProposalView | null;
  /** ODS codes; none before the release. */
  readonly centres: readonly string[];
}

export const SORTS = [
  { key: 'kind', text: 'Kind' },
  { key: 'centres', text: 'Centres' },
  { key: 'score', text: 'Score (points)' },
  { key: 'state', text: 'State' },
] as const;
export type Sort = (typeof SORTS)[number]['key'];

/** Proposals are numbered in the canonical order of the exchanges. */
export function exchangeRows(
  run: string,
  exchanges: readonly ExchangeRecord[],
  proposals: readonly ProposalView[],
): readonly ExchangeRow[] {
  const byId = new Map(proposals.map((proposal) => [proposal.id, proposal]));
  const order = [...exchanges].sort(compareExchanges);
  return exchanges.map((exchange, index) => {
    const proposal = byId.get(proposalId(run, order.indexOf(exchange) + 1)) ?? null;
    return { number: index + 1, exchange, proposal, centres: proposal === null ? [] : centresOf(proposal) };
  });
}

function centresOf({ transplants }: ProposalView): readonly string[] {
  const centres = transplants
    .filter(isTold)
    .flatMap(({ donor, recipient }) => [donor, recipient].flatMap((person) => person?.centre ?? []));
  return [...new Set(centres)].sort();
}

const STATUSES = Object.keys(PROPOSAL_WORDS);

/** Equal ones stay in the order of the result; the highest score first. */
export function sortedRows(rows: readonly ExchangeRow[], sort: Sort | null): readonly ExchangeRow[] {
  if (sort === null) return rows;
  const keys = {
    kind: ({ exchange }: ExchangeRow) => exchangeWords(exchange),
    centres: ({ centres }: ExchangeRow) => centres.join(' '),
    score: ({ exchange }: ExchangeRow) => -Number(exchange.score),
    state: ({ proposal }: ExchangeRow) => (proposal === null ? -1 : STATUSES.indexOf(proposal.status)),
  } as const;
  const keyOf = keys[sort];
  return [...rows].sort((a, b) => {
    const [first, second] = [keyOf(a), keyOf(b)];
    return first < second ? -1 : first > second ? 1 : 0;
  });
}
