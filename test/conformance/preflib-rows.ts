/** The rows of most recipients transplanted, of pools of some sizes, as cases of a conformance test. */
import { expect } from 'vitest';
import { checkCertificate, type Rules, solve, type SolveOptions } from '../../solver/index.ts';
import { knownPool, rowsOf } from './known-pools.ts';

export interface MostRecipients {
  readonly file: string;
  readonly pairs: number;
  readonly cyclePairsMax: number;
  /** The file counts arcs out of the altruist into pairs, and so pairs. */
  readonly chainPairsMax: number;
  readonly recipients: number;
}

export function mostRecipients(): MostRecipients[] {
  return rowsOf('preflib-optima.tsv').map((row) => ({
    file: row['file'],
    pairs: Number(row['pairs']),
    cyclePairsMax: Number(row['cycle_pairs_max']),
    chainPairsMax: Number(row['chain_arcs_max']),
    recipients: Number(row['recipients_transplanted']),
  }));
}

export async function expectMostRecipients(row: MostRecipients, options: SolveOptions): Promise<void> {
  const pool = knownPool(row.file);
  const { cyclePairsMax, chainPairsMax } = row;
  const rules: Rules = {
    limits: { cyclePairsMax, chainPairsMax },
    criteria: ['recipients'],
    backArcs: 'any-donor',
    tieSeed: '',
  };
  const result = await solve(pool, rules, options);
  expect(result.status).toBe('optimal');
  expect(result.criteria).toEqual([{ id: 'recipients', value: row.recipients, bound: row.recipients }]);
  expect(checkCertificate(pool, result.certificate, rules)).toMatchObject({ accepted: true });
}
