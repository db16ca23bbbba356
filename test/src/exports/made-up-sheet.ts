/** Exchanges as they are exported, of whatever people a test needs. */
import type { ExchangeSheet, SheetPerson } from '../../../src/exports/exchange-sheet.ts';
import type { ReleaseStamp } from '../../../src/exports/release-stamp.ts';

const digest = (letter: string): string => letter.repeat(64);

export const STAMP: ReleaseStamp = {
  run: '2026-q4-01',
  quarter: '2026-Q4',
  runDate: '2026-10-14',
  releasedAt: '2026-10-14T10:20:30.000Z',
  checkedAt: '2026-10-14T10:05:00.000Z',
  verdict: 'accepted',
  policy: '2015-04',
  policyDigest: digest('a'),
  program: 'lkss 0.1.0',
  programDigest: digest('b'),
  snapshotDigest: digest('c'),
  poolDigest: digest('d'),
  resultDigest: digest('e'),
};

const SCORE = {
  previousRuns: '50.00000',
  crf: '12.00000',
  hla: '5.00000',
  hlaMismatchLevel: 3,
  age: '3.00000',
  tieBreaker: '0.01156',
  total: '70.01156',
};

/** A ring in which each donor gives to the recipient of the next, who is at the next centre. */
export function ringOf(ids: readonly string[], more: Partial<ExchangeSheet> = {}): ExchangeSheet {
  const person = (prefix: string, at: number): SheetPerson => ({
    id: `${prefix}${ids[at % ids.length]}`,
    centre: ['RJ1', 'RRK', 'R0A'][(at % ids.length) % 3],
    bloodGroup: ['O', 'A2', 'AB'][(at % ids.length) % 3],
  });
  return {
    id: '2026-q4-01-p001',
    version: 1,
    kind: 'cycle',
    isStopped: false,
    backArcs: 1,
    backArcList: [],
    score: '210.03468',
    transplants: ids.map((_, at) => ({
      position: at + 1,
      to: 'recipient',
      donor: person('', at),
      recipient: person('', at + 1),
      score: SCORE,
      isFailed: false,
    })),
    alternates: [],
    embedded: [],
    ...more,
  };
}
