import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../instances/generators/random.ts';

function fourFloats(seed: string): number[] {
  const random = randomFrom(seed);
  return Array.from({ length: 4 }, () => random.float());
}

describe('randomFrom', () => {
  it('gives these numbers for this seed, for ever', () => {
    const random = randomFrom('pinned');
    expect(Array.from({ length: 6 }, () => random.integer(0, 999_999))).toMatchInlineSnapshot(`
      [
        688904,
        502526,
        556147,
        183234,
        79573,
        367053,
      ]
    `);
  });

  it('repeats itself for the same seed and differs for another', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (seed, suffix) => {
        expect(fourFloats(seed)).toEqual(fourFloats(seed));
        expect(fourFloats(seed)).not.toEqual(fourFloats(seed + suffix));
      }),
    );
  });

  it('stays within bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -1000, max: 1000 }), fc.nat(1000), (seed, min, span) => {
        const random = randomFrom(seed);
        for (let draw = 0; draw < 20; draw++) {
          const share = random.float();
          expect(share >= 0 && share < 1).toBe(true);
          const whole = random.integer(min, min + span);
          expect(Number.isInteger(whole) && whole >= min && whole <= min + span).toBe(true);
        }
      }),
    );
  });

  it('never chooses a weight of zero', () => {
    const weights = fc.array(fc.nat(5), { minLength: 1, maxLength: 8 }).filter((list) => list.some((w) => w > 0));
    fc.assert(
      fc.property(fc.string(), weights, (seed, list) => {
        const random = randomFrom(seed);
        for (let draw = 0; draw < 20; draw++) expect(list[random.weightedIndex(list)]).toBeGreaterThan(0);
      }),
    );
  });

  it('spreads evenly: floats over 16 bins, choices by weight', () => {
    const random = randomFrom('spread');
    const draws = 160_000;
    const bins = Array.from({ length: 16 }, () => 0);
    const chosen = [0, 0, 0];
    for (let draw = 0; draw < draws; draw++) {
      bins[Math.floor(random.float() * 16)]++;
      chosen[random.weightedIndex([1, 0, 3])]++;
    }
    // Chi-square with 15 degrees of freedom passes 50 less than once in 80,000.
    expect(bins.reduce((sum, bin) => sum + (bin - draws / 16) ** 2 / (draws / 16), 0)).toBeLessThan(50);
    expect(chosen[1]).toBe(0);
    expect(chosen[0] / draws).toBeCloseTo(0.25, 2);
  });
});
