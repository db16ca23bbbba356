/** The known optima that take too long for every run: every row of most recipients up to 1,024 pairs and chains of six, both engines on larger pools. */
import { afterAll, describe, expect, it } from 'vitest';
import { solve, solverTeam } from '../../solver/index.ts';
import { rulesOf } from '../../src/policy/policy.ts';
import { hasKnownPools, knownPool, policy } from '../conformance/known-pools.ts';
import { expectMostRecipients, mostRecipients } from '../conformance/preflib-rows.ts';

const present = hasKnownPools();
const rows = present ? mostRecipients() : [];

// Skipped only where the folder is absent, which is said on the console.
describe.skipIf(!present)('known optima of large pools', () => {
  const team = solverTeam(2);
  afterAll(() => team.end());

  it.each(rows)(
    '$file, cycles of $cyclePairsMax, chains of $chainPairsMax pairs: $recipients',
    (row) => expectMostRecipients(row, { engine: 'highs', team }),
    1_800_000,
  );

  it.each(['uk/uk_300.json', 'uk/uk_scored_300_20_crossmatch.json'])(
    '%s by both engines',
    async (file) => {
      const result = await solve(knownPool(file), rulesOf(policy, file), { engine: 'both', team });
      expect(result.status).toBe('optimal');
    },
    1_800_000,
  );
});
