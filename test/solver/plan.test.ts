/** Which way a pool is solved, and what is refused. */
import { describe, expect, it } from 'vitest';
import { javascriptEngine } from '../../solver/engines/javascript.ts';
import { planFor } from '../../solver/plan.ts';
import { solveHere } from '../../solver/solve.ts';
import { solve } from '../../solver/supervise.ts';
import type { Rules } from '../../solver/limits.ts';
import type { PoolDonor } from '../../solver/pool.ts';
import { randomPool } from '../oracle/random-pools.ts';
import { scheme } from '../property/solving.ts';

const isPaired = ({ recipient }: PoolDonor): boolean => recipient !== null;
const pools = Array.from({ length: 20 }, (_, seed) => randomPool(seed));
const pool = pools.find(({ donors }) => !donors.every(isPaired))!;

function withLimits(cyclePairsMax: number, chainPairsMax: number): Rules {
  return { ...scheme, limits: { cyclePairsMax, chainPairsMax } };
}

describe('the plan', () => {
  it.each([
    [2, 1, 'matching'],
    [2, 0, 'matching'],
    [0, 1, 'matching'],
    [0, 0, 'matching'],
    [3, 1, 'listing'],
    [2, 2, 'listing'],
  ])('for cycles of at most %i pairs and chains of at most %i is %3$s', (cycles, chains, method) => {
    expect(planFor(pool, withLimits(cycles, chains)).method).toBe(method);
  });

  it('does not mind how long chains may be where nobody starts any', () => {
    const without = pools.find(({ donors }) => donors.every(isPaired))!;
    expect(planFor(without, withLimits(2, 5)).method).toBe('matching');
    expect(planFor(pool, withLimits(2, 5)).method).toBe('listing');
  });

  it('says why', () => {
    expect(planFor(pool, withLimits(2, 1)).because).toBe('no exchange covers more than two rows');
    expect(planFor(pool, withLimits(2, 1), 'listing')).toEqual({ method: 'listing', because: 'as asked' });
  });

  it('is refused where exchanges are too long for a matching', async () => {
    const problem =
      'method matching is for cycles of at most 2 pairs and, with altruists, chains of at most 1 pair, not for 3 and 2: ' +
      'leave it out or lower the limits';
    const plan = planFor(pool, scheme, 'matching');
    const inThread = () => solveHere(pool, scheme, { engine: javascriptEngine(), threads: 1, now: () => 0, plan });
    expect(inThread).toThrow(expect.objectContaining({ problems: [problem] }));
    await expect(solve(pool, scheme, { method: 'matching' })).rejects.toMatchObject({ problems: [problem] });
    await expect(solve(pool, withLimits(2, 1), { method: 'matching' })).resolves.toMatchObject({ status: 'optimal' });
  });
});
