import { expect, it } from 'vitest';
import type { ExchangeRecord } from '../../../src/matching-runs/exchange-record.ts';
import { sortedRows, type ExchangeRow, type Sort } from '../../../src/pages/exchange-rows.ts';
import type { ProposalView } from '../../../src/sign-off/proposal-view.ts';

function row(number: number, donors: number, score: string, centre: string, status: string | null): ExchangeRow {
  const exchange = {
    kind: 'cycle',
    donors: Array.from({ length: donors }, String),
    score,
  } as unknown as ExchangeRecord;
  return { number, exchange, centres: [centre], proposal: status === null ? null : ({ status } as ProposalView) };
}

const ROWS = [
  row(1, 2, '20.00000', 'RRK', 'stopped'),
  row(2, 3, '100.50000', 'RJ1', 'proposed'),
  row(3, 2, '100.40000', 'RTH', 'scheduled'),
  row(4, 3, '9.00000', 'RJ1', 'proposed'),
];

it.each([
  [null, [1, 2, 3, 4]],
  ['kind', [2, 4, 1, 3]],
  // As numbers, not as texts.
  ['score', [2, 3, 1, 4]],
  ['centres', [2, 4, 1, 3]],
  ['state', [2, 4, 3, 1]],
] as const)('are in the order of %s, equal ones as the result has them', (sort: Sort | null, expected) => {
  expect(sortedRows(ROWS, sort).map(({ number }) => number)).toEqual(expected);
});
