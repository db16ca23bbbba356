/** Names of the counts of exchanges by size, as the scheme's result has them: `two_way_exchanges` and so on. */
import type { SchemeTotals } from '../matching-runs/scheme-result.ts';

const NUMBERS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

export function wayCounts({ byDonors }: SchemeTotals): [name: string, count: number][] {
  return byDonors.map(({ donors, count }) => [`${NUMBERS[donors - 2] ?? donors}_way_exchanges`, count]);
}
