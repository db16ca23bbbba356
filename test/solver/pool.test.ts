import { describe, expect, it } from 'vitest';
import { canonicalPool, type Pool, type PoolDonor, problemsOfPool } from '../../solver/pool.ts';
import { drawsFrom, randomPool } from '../oracle/random-pools.ts';
import { shuffledPool } from '../property/changed-pools.ts';

function poolWith(change: Partial<PoolDonor>, rest: Partial<Pool> = {}): Pool {
  const donor = { id: 'd', recipient: 0, successionClass: 0, arcRecipients: [1], arcScoreUnits: [1] };
  return { recipients: ['r', 's'], donors: [{ ...donor, ...change }], successionUnits: [[0]], ...rest };
}

function plain(pool: Pool) {
  const donors = pool.donors.map((donor) => ({
    ...donor,
    arcRecipients: Array.from(donor.arcRecipients),
    arcScoreUnits: Array.from(donor.arcScoreUnits),
  }));
  return { ...pool, donors };
}

/** Who is whose, and every arc with its score, by id. */
function giftsOf({ recipients, donors }: Pool): string[] {
  return donors.flatMap(({ id, recipient, arcRecipients, arcScoreUnits }) => [
    JSON.stringify([id, recipient === null ? null : recipients[recipient]]),
    ...Array.from(arcRecipients, (to, arc) => JSON.stringify([id, recipients[to], arcScoreUnits[arc]])),
  ]);
}

describe('the canonical pool', () => {
  it('is the same for every order of the input, and for itself', () => {
    for (let seed = 0; seed < 300; seed++) {
      const pool = randomPool(seed);
      const canonical = plain(canonicalPool(pool));
      expect(plain(canonicalPool(shuffledPool(pool, drawsFrom(seed)))), `seed ${seed}`).toEqual(canonical);
      expect(plain(canonicalPool(canonical)), `seed ${seed}`).toEqual(canonical);
    }
  });

  it('keeps who gives to whom, and the score of it', () => {
    for (let seed = 0; seed < 300; seed++) {
      const pool = randomPool(seed);
      expect(giftsOf(canonicalPool(pool)).sort(), `seed ${seed}`).toEqual(giftsOf(pool).sort());
    }
  });

  it('orders ids by code unit, not by locale or number', () => {
    const donors = ['ä', 'b', 'B', '10', '9'].map((id) => {
      return { id, recipient: null, successionClass: 0, arcRecipients: [], arcScoreUnits: [] };
    });
    const pool = canonicalPool({ recipients: [], donors, successionUnits: [[0]] });
    expect(pool.donors.map(({ id }) => id)).toEqual(['10', '9', 'B', 'b', 'ä']);
  });

  it('leaves its input as it was', () => {
    const pool = randomPool(3);
    const before = JSON.stringify(pool);
    canonicalPool(pool);
    expect(JSON.stringify(pool)).toBe(before);
  });
});

describe('problems of a pool', () => {
  it('has none for a sound pool', () => {
    expect(problemsOfPool(poolWith({}))).toEqual([]);
    expect(problemsOfPool({ recipients: [], donors: [], successionUnits: [] })).toEqual([]);
  });

  it.each<[string, Pool, string]>([
    ['a repeated recipient', poolWith({}, { recipients: ['r', 'r'] }), 'recipient r appears twice'],
    [
      'a repeated donor',
      poolWith({}, { donors: [...poolWith({}).donors, ...poolWith({}).donors] }),
      'donor d appears twice',
    ],
    ['ragged succession units', poolWith({}, { successionUnits: [[0, 1]] }), 'successionUnits[0]'],
    ['negative succession units', poolWith({}, { successionUnits: [[-1]] }), 'successionUnits[0]'],
    ['an unknown own recipient', poolWith({ recipient: 2 }), 'donor d names an unknown recipient'],
    ['a fractional own recipient', poolWith({ recipient: 0.5 }), 'donor d names an unknown recipient'],
    ['an unknown class', poolWith({ successionClass: 1 }), 'no such succession class'],
    ['a score too many', poolWith({ arcScoreUnits: [1, 1] }), '1 arcs but 2 scores'],
    ['an unknown recipient of an arc', poolWith({ arcRecipients: [2] }), 'recipient #2: unknown recipient'],
    ['a fractional recipient of an arc', poolWith({ arcRecipients: [0.5] }), 'unknown recipient'],
    ["a donor's own recipient", poolWith({ arcRecipients: [0] }), "a donor's own recipient"],
    ['a repeated arc', poolWith({ arcRecipients: [1, 1], arcScoreUnits: [1, 1] }), 'appears twice'],
    ['a negative score', poolWith({ arcScoreUnits: [-1] }), 'score units must be an integer >= 0'],
    ['a fractional score', poolWith({ arcScoreUnits: [0.5] }), 'score units must be an integer >= 0'],
    ['a score that is no number', poolWith({ arcScoreUnits: [Number.NaN] }), 'score units must be an integer >= 0'],
    ['a score beyond exact integers', poolWith({ arcScoreUnits: [2 ** 53] }), 'score units must be an integer >= 0'],
  ])('names %s', (_name, pool, problem) => {
    const problems = problemsOfPool(pool);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it('names all of them together', () => {
    const pool = poolWith({ recipient: 9, successionClass: -1, arcRecipients: [1, 1, 7], arcScoreUnits: [1, -1, 1] });
    expect(problemsOfPool(pool)).toHaveLength(5);
  });
});
