/** Criteria as digits of one number: what is put together comes apart again, and places that are too narrow are found out. */
import { describe, expect, it } from 'vitest';
import { digitOf, digitsFor } from '../../../solver/matching/digits.ts';
import { matchLevels } from '../../../solver/matching/match-levels.ts';
import { CRITERION_IDS, senseOf } from '../../../solver/limits.ts';
import { bestSets, everyExchange } from '../../oracle/brute-force.ts';
import { drawsFrom, randomPool, randomRules } from '../../oracle/random-pools.ts';
import { seedsOf } from '../../property/solving.ts';
import { compiled } from '../compiled.ts';

describe('digits', () => {
  it('come apart as they were put together, negative ones too', () => {
    for (const seed of seedsOf(0, 500)) {
      const draw = drawsFrom(seed);
      const largest = [1 + draw(3), draw(3), 0, draw(2 ** 25)].slice(0, 1 + draw(4));
      const digits = digitsFor(largest, 2_000);
      const count = digits.places.length;
      const number = Array.from(
        { length: count },
        (_, level) => draw(8 * largest[level] + 1) * (draw(2) === 0 ? 1 : -1),
      );
      const together = Float64Array.of(number.reduce((sum, digit, level) => sum + digit * digits.places[level], 0));
      for (let level = 0; level < count; level++) {
        expect(digitOf(digits, level, together)[0] + 0, `LKSS_SEED=${seed}`).toBe(number[level] + 0);
      }
    }
  });

  it('are those of the criteria that find a place', () => {
    expect(digitsFor([1, 2, 0, 0, 2 ** 26], 5_000).places).toHaveLength(5);
    expect(digitsFor([2 ** 41, 2], 5_000).places).toEqual([1]);
    expect(digitsFor([2, 2 ** 41, 2], 5_000).places).toEqual([1]);
    expect(digitsFor([1, 0, 0], 5_000).places).toEqual([1, 1, 1]);
  });

  it('of too little room are not believed', () => {
    let refused = 0;
    for (const seed of seedsOf(0, 1_500)) {
      const pool = randomPool(seed, 9);
      const rules = { ...randomRules(seed, 2, 1), criteria: CRITERION_IDS.slice(seed % 5) };
      if (everyExchange(pool, rules.limits).length > 40) continue;
      const { packing } = compiled(pool, rules);
      const places = rules.criteria.map((_, level) => 2 ** (rules.criteria.length - 1 - level));
      const truth = bestSets(pool, rules).values;
      const { steps } = matchLevels(packing, { places });
      if (steps.length < places.length) refused++;
      steps.forEach(({ bound }, level) => {
        expect(senseOf(rules.criteria[level]) * bound + 0, `LKSS_SEED=${seed}`).toBe(truth[level]);
      });
    }
    if (process.env['LKSS_SEED'] === undefined) expect(refused).toBeGreaterThan(50);
  });
});
