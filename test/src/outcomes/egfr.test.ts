import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bedsideSchwartz, ckdEpi2009, egfrOf } from '../../../src/outcomes/egfr.ts';

const UMOL = 88.4;

/** Levey et al. 2009, table 2: 144 for women and 141 for men, by whether creatinine is at most 0.7 or 0.9 mg/dL. */
function table(sex: 'F' | 'M', mgPerDl: number, age: number): number {
  const [factor, kappa, low] = sex === 'F' ? [144, 0.7, -0.329] : [141, 0.9, -0.411];
  return factor * (mgPerDl / kappa) ** (mgPerDl <= kappa ? low : -1.209) * 0.993 ** age;
}

describe('estimated filtration', () => {
  it('of adults is that of published examples', () => {
    // R package transplantr (CRAN), test-egfr.R.
    expect(ckdEpi2009({ creatinineUmolPerL: 120, ageYears: 45.2, sex: 'M' })).toBeCloseTo(62.5, 1);
    // droracle.ai/articles/725047: a man of 53.
    expect(Math.round(ckdEpi2009({ creatinineUmolPerL: 111, ageYears: 53, sex: 'M' }))).toBe(65);
  });

  it('of adults is that of the four lines of the published table, rounded as it is', () => {
    for (const sex of ['F', 'M'] as const) {
      for (const mgPerDl of [0.4, 0.6, 0.7, 0.71, 0.9, 0.91, 1.2, 2.5, 8]) {
        for (const age of [18, 40, 65, 90]) {
          const estimated = ckdEpi2009({ creatinineUmolPerL: mgPerDl * UMOL, ageYears: age, sex });
          expect(Math.abs(estimated / table(sex, mgPerDl, age) - 1), `${sex} ${mgPerDl} ${age}`).toBeLessThan(0.004);
        }
      }
    }
  });

  it('of children is that of published examples', () => {
    // transplantr, test-egfr.R; calculatorlib.com/pediatric-gfr-calculator.
    expect(bedsideSchwartz(0.6 * UMOL, 101)).toBeCloseTo(69.5, 1);
    expect(bedsideSchwartz(0.5 * UMOL, 100)).toBeCloseTo(82.6, 1);
  });

  it('says by which formula, and needs a height of whoever is under 18', () => {
    const child = { creatinineUmolPerL: 60, ageYears: 17, sex: 'F', heightCm: 150 } as const;
    expect(egfrOf(child)).toEqual({ formula: 'bedside Schwartz 2009', version: 1, mlPerMinPer173: 91, ...child });
    expect(egfrOf({ ...child, ageYears: 18, heightCm: null })).toMatchObject({
      formula: 'CKD-EPI 2009 creatinine, no ethnicity factor',
      mlPerMinPer173: 128,
    });
    expect(() => egfrOf({ ...child, heightCm: null })).toThrow('needs a height');
  });

  it('never rises with creatinine or age, and is a whole number', () => {
    const person = fc.record({
      creatinineUmolPerL: fc.integer({ min: 20, max: 1999 }),
      ageYears: fc.integer({ min: 18, max: 99 }),
      sex: fc.constantFrom('F', 'M'),
      heightCm: fc.constant(null),
    });
    fc.assert(
      fc.property(person, (facts) => {
        const value = egfrOf(facts).mlPerMinPer173;
        expect(Number.isInteger(value)).toBe(true);
        const higher = { ...facts, creatinineUmolPerL: facts.creatinineUmolPerL + 1 };
        expect(egfrOf(higher).mlPerMinPer173).toBeLessThanOrEqual(value);
        expect(egfrOf({ ...facts, ageYears: facts.ageYears + 1 }).mlPerMinPer173).toBeLessThanOrEqual(value);
      }),
    );
  });
});
