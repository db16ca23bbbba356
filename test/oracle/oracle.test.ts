import { describe, expect, it } from 'vitest';
import { problemsOfRules, type Rules } from '../../solver/limits.ts';
import { type Pool, type PoolDonor, problemsOfPool } from '../../solver/pool.ts';
import { bestSets, compareValues, everyExchange, nameOfSet, unusedAltruists } from './brute-force.ts';
import { everySmallPool, randomPool, randomRules } from './random-pools.ts';

const scheme: Rules = {
  limits: { cyclePairsMax: 3, chainPairsMax: 2 },
  criteria: ['effective-two-way', 'transplants', 'three-way', 'back-arcs', 'score'],
  backArcs: 'any-donor',
  tieSeed: '',
};

/** Pairs and altruists by what they give: { 1: [2], x: [1] } is donor d1 of recipient 1 giving to 2, and an altruist x. */
function poolOf(gives: Readonly<Record<string, readonly number[]>>): Pool {
  const recipients = Object.keys(gives).filter((name) => name !== 'x');
  const donors = Object.entries(gives).map(([name, to]): PoolDonor => {
    const arcRecipients = to.map((recipient) => recipients.indexOf(String(recipient)));
    const own = name === 'x' ? null : recipients.indexOf(name);
    return { id: `d${name}`, recipient: own, successionClass: 0, arcRecipients, arcScoreUnits: to.map(() => 100) };
  });
  return { recipients, donors, successionUnits: [[5]] };
}

function donorsOf(pool: Pool, recipient: number): PoolDonor[] {
  return pool.donors.filter((donor) => donor.recipient === recipient);
}

describe('the oracle', () => {
  it('prefers a two-way to a three-way without back-arc, though it transplants fewer', () => {
    const { values, sets } = bestSets(poolOf({ 1: [2], 2: [1, 3], 3: [4], 4: [2] }), scheme);
    expect(values).toEqual([1, 2, 0, 0, 210]);
    expect(sets).toEqual([[{ kind: 'cycle', donors: ['d1', 'd2'] }]]);
  });

  it('counts a three-way with a back-arc as effective', () => {
    const { values } = bestSets(poolOf({ 1: [2, 3], 2: [3], 3: [1] }), scheme);
    expect(values).toEqual([1, 3, 1, 1, 315]);
  });

  it('counts the gift to the waiting list, of a chain and of an unused altruist', () => {
    expect(bestSets(poolOf({ 1: [2], 2: [], x: [1] }), scheme).values).toEqual([1, 3, 1, 1, 210]);
    expect(bestSets(poolOf({ 1: [], x: [] }), scheme)).toEqual({ values: [0, 1, 0, 0, 0], sets: [[]] });
    expect(unusedAltruists(poolOf({ 1: [], x: [1] }), [])).toEqual(['dx']);
  });

  it('finds all sets that are equally good', () => {
    const everyone = poolOf({ 1: [2, 3, 4], 2: [1, 3, 4], 3: [1, 2, 4], 4: [1, 2, 3] });
    const { values, sets } = bestSets(everyone, scheme);
    expect(values).toEqual([2, 4, 0, 0, 420]);
    expect(new Set(sets.map(nameOfSet)).size).toBe(3);
    // Six pairs, eight ways round three of them.
    expect(everyExchange(everyone, scheme.limits)).toHaveLength(14);
  });

  it('orders values by sense and by level', () => {
    expect(compareValues(['three-way'], [1], [2])).toBe(1);
    expect(compareValues(['transplants', 'three-way'], [3, 5], [2, 0])).toBe(1);
    expect(compareValues(['score'], [3], [4])).toBe(-1);
    expect(compareValues(['score'], [4], [4])).toBe(0);
  });
});

describe('the pools', () => {
  it('are sound, and the same for the same seed', () => {
    for (let seed = 0; seed < 2_000; seed++) {
      expect(problemsOfPool(randomPool(seed)), `seed ${seed}`).toEqual([]);
      expect(problemsOfRules(randomRules(seed)), `seed ${seed}`).toEqual([]);
      expect(randomPool(seed)).toEqual(randomPool(seed));
    }
  });

  it('have every shape', () => {
    const pools = Array.from({ length: 500 }, (_, seed) => randomPool(seed));
    const somewhere = (test: (pool: Pool) => boolean) => expect(pools.filter(test).length).toBeGreaterThan(10);
    somewhere((pool) => pool.recipients.some((_, recipient) => donorsOf(pool, recipient).length > 1));
    somewhere((pool) => pool.recipients.some((_, recipient) => donorsOf(pool, recipient).length === 0));
    somewhere((pool) => pool.donors.filter((donor) => donor.recipient === null).length > 1);
    somewhere((pool) => everyExchange(pool, scheme.limits).length === 0);
    somewhere((pool) => everyExchange(pool, scheme.limits).length > 50);
    somewhere((pool) => pool.recipients.includes('__proto__'));
  });

  it('of at most three are all different', () => {
    const pools = [...everySmallPool(3)].map((pool) => JSON.stringify(pool));
    expect(new Set(pools).size).toBe(pools.length);
    // Two to the number of possible arcs, for each number of altruists among one, two and three.
    expect(pools).toHaveLength(1 + 1 + (4 + 2 + 1) + (64 + 16 + 4 + 1));
  });
});
