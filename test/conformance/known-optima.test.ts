/** Pools whose optima are known from unrelated programs. */
import { afterAll, describe, expect, it } from 'vitest';
import { checkCertificate, type EngineChoice, SCORE_UNITS_PER_POINT, solve, solverTeam } from '../../solver/index.ts';
import { rulesOf } from '../../src/policy/policy.ts';
import { hasKnownPools, knownPool, policy, rowsOf } from './known-pools.ts';
import { expectMostRecipients, mostRecipients } from './preflib-rows.ts';

const present = hasKnownPools();
const ukRows = present ? rowsOf('uk-optima.tsv') : [];
const recipientsOf = (file: string): number => Number(/_(\d+)/.exec(file)?.[1] ?? 0);

/** Chains of more pairs take minutes where there are many altruists: `test/slow/`. */
const CHAIN_PAIRS_MAX = 3;
const preflibRows = present
  ? mostRecipients().filter(({ pairs, chainPairsMax }) => pairs <= 128 && chainPairsMax <= CHAIN_PAIRS_MAX)
  : [];

// Skipped only where the folder is absent, which is said on the console.
describe.skipIf(!present)('known optima', () => {
  const team = solverTeam(2);
  afterAll(() => team.end());

  it('are there', () => {
    expect(ukRows.length).toBeGreaterThan(10);
    expect(preflibRows.length).toBeGreaterThan(15);
  });

  const cases = ukRows.map((row) => {
    const engine: EngineChoice = recipientsOf(row['file']) <= 200 ? 'both' : 'highs';
    return { file: row['file'], engine, row };
  });

  it.each(cases)('$file under the scheme: $engine', async ({ file, engine, row }) => {
    const pool = knownPool(file);
    const rules = rulesOf(policy, file);
    const result = await solve(pool, rules, { engine, team });
    expect(result.status).toBe('optimal');
    const [effective, transplants, threeWay, backArcs, score] = result.criteria.map(({ value }) => value);
    expect({ effective, transplants, threeWay, backArcs }).toEqual({
      effective: Number(row['effective_two_way']),
      transplants: Number(row['transplants']),
      threeWay: Number(row['three_way']),
      backArcs: Number(row['back_arcs']),
    });
    expect((score / SCORE_UNITS_PER_POINT).toFixed(5)).toBe(Number(row['score']).toFixed(5));
    expect(checkCertificate(pool, result.certificate, rules)).toMatchObject({ accepted: true });
  });

  it.each(preflibRows)('$file, cycles of $cyclePairsMax, chains of $chainPairsMax pairs: $recipients', (row) =>
    expectMostRecipients(row, { engine: row.pairs <= 32 ? 'both' : 'highs', team }),
  );
});
