/** The number of threads shows in nothing but the statistics. */
import { describe, expect, it } from 'vitest';
import { type Pool, type Rules, solve, type SolveResult } from '../../solver/index.ts';
import { drawsFrom } from '../oracle/random-pools.ts';
import { generatedPool, shuffledPool } from './changed-pools.ts';
import { scheme } from './solving.ts';

/** Paths, by estimate, above which the whole team enumerates: of chains too, though there is no altruist to start one. */
const TEAM_PATHS = 30_000_000;
const rules: Rules = {
  ...scheme,
  limits: { cyclePairsMax: 3, chainPairsMax: 4 },
  criteria: ['effective-two-way', 'transplants', 'score'],
};

function bytesOf({ statistics: _statistics, ...result }: SolveResult): string {
  return JSON.stringify(result);
}

/** Of four arcs: as many as donors, times the mean of arcs a donor for each arc. */
function pathsOf({ donors }: Pool): number {
  const arcs = donors.reduce((sum, donor) => sum + donor.arcRecipients.length, 0);
  return donors.length * (arcs / donors.length) ** 4;
}

describe('threads', () => {
  it('give the same bytes, one, two or three of them, in any order of the pool', async () => {
    const pool = generatedPool('saidman', 130, 0, 'threads');
    expect(pathsOf(pool)).toBeGreaterThan(2 * TEAM_PATHS);
    const alone = await solve(pool, rules, { threads: 1, engine: 'highs' });
    expect(alone.statistics.cycles).toBeGreaterThan(1_000);
    for (const threads of [2, 3]) {
      const given = threads === 3 ? shuffledPool(pool, drawsFrom(threads)) : pool;
      const together = await solve(given, rules, { threads, engine: 'highs' });
      expect(together.statistics.threads).toBe(threads);
      expect(together.statistics.cycles).toBe(alone.statistics.cycles);
      expect(bytesOf(together)).toBe(bytesOf(alone));
    }
  });
});
