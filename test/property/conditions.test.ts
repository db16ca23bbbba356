/** What is asked for besides the criteria, against the oracle, and what the checker refuses of it. */
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../solver/certificate/check.ts';
import { withConditions, type Conditions, type Rules } from '../../solver/limits.ts';
import { problemsOfConditions } from '../../solver/criteria/conditions.ts';
import { canonicalPool, type Pool } from '../../solver/pool.ts';
import { bestSets, everyExchange, isTooLarge, nameOfSet } from '../oracle/brute-force.ts';
import { randomPool, randomRules } from '../oracle/random-pools.ts';
import { bothEngines, LISTINGS, seedsOf, solveWith, valuesOf } from './solving.ts';

const { highs, javascript } = await bothEngines();

/** Some of the people of a pool, and some of its exchanges, by the seed. */
function someConditions(pool: Pool, rules: Rules, seed: number): Conditions {
  const takes = (index: number): boolean => ((seed >>> (index % 13)) + index) % 3 === 0;
  const altruists = pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => id);
  const required = {
    recipients: pool.recipients.filter((_, index) => takes(index)),
    altruists: altruists.filter((_, index) => takes(index + 5)),
  };
  const forbidden = everyExchange(pool, rules.limits).filter((_, index) => takes(index + 2));
  return { ...(seed % 3 !== 1 && { required }), ...(seed % 3 !== 2 && { forbidden }) };
}

describe('conditions', () => {
  it('come before every criterion, and are proved like one', () => {
    let compared = 0;
    for (const seed of seedsOf(70_000, 1_500)) {
      const [pool, plain] = [randomPool(seed, 8), randomRules(seed, 4, 3)];
      if (isTooLarge(pool, plain)) continue;
      const rules = withConditions(plain, someConditions(pool, plain, seed));
      const name = `LKSS_SEED=${seed}`;
      const truth = bestSets(pool, rules);
      const result = solveWith(seed % 10 === 0 ? highs : javascript, pool, rules);
      expect(valuesOf(result), name).toEqual(truth.values);
      expect(truth.sets.map(nameOfSet), name).toContain(nameOfSet(result.exchanges));
      expect(result.coOptimalSets, name).toEqual({ count: truth.sets.length, exact: true });
      for (const listing of LISTINGS) {
        expect(checkCertificate(pool, result.certificate, rules, listing), name).toMatchObject({ accepted: true });
      }
      expect(checkCertificate(pool, result.certificate, plain), name).toMatchObject({ accepted: false });
      compared++;
    }
    if (process.env['LKSS_SEED'] === undefined) expect(compared).toBeGreaterThan(700);
  });

  it('hold however a forbidden cycle is turned', () => {
    const pool = canonicalPool(randomPool(11, 6));
    const plain: Rules = {
      limits: { cyclePairsMax: 3, chainPairsMax: 2 },
      criteria: ['transplants'],
      backArcs: 'any-donor',
      tieSeed: '',
    };
    const cycles = everyExchange(pool, plain.limits).filter(({ kind }) => kind === 'cycle');
    expect(cycles.length).toBeGreaterThan(0);
    const turned = cycles.map(({ kind, donors }) => ({ kind, donors: [...donors.slice(1), donors[0]] }));
    const result = solveWith(javascript, pool, withConditions(plain, { forbidden: turned }));
    expect(result.exchanges.filter(({ kind }) => kind === 'cycle')).toEqual([]);
    expect(result.criteria[0]).toEqual({ id: 'forbidden', value: 0, bound: 0 });
  });

  it('name people and donors that are there', () => {
    const pool = randomPool(11, 6);
    const problems = problemsOfConditions(pool, {
      required: {
        recipients: ['nobody'],
        altruists: ['none', pool.donors.find(({ recipient }) => recipient !== null)!.id],
      },
      forbidden: [
        { kind: 'cycle', donors: ['x', 'y'] },
        { kind: 'chain', donors: [] },
      ],
    });
    expect(problems).toHaveLength(6);
  });
});
