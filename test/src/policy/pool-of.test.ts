import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../instances/instance.ts';
import { policyOf } from '../../../src/policy/policies.ts';
import { agePartsOf, ageUnitsOf } from '../../../src/policy/donor-age.ts';
import { poolOf } from '../../../src/policy/pool-of.ts';

const POLICY = policyOf('2015-04')!;

function instanceOfAges(ages: readonly (number | null)[]): Instance {
  return {
    recipients: ages.map((_, at) => ({
      id: `r${at}`,
      crfShare: null,
      bloodGroup: null,
      hasBloodCompatibleDonor: null,
    })),
    donors: ages.map((ageYears, at) => ({
      id: `d${at}`,
      recipient: at,
      ageYears,
      bloodGroup: null,
      arcRecipients: [(at + 1) % ages.length],
      arcScoreUnits: [100_000],
    })),
  };
}

describe('what ages add', () => {
  it.each([
    [50, 50, 3, 4900],
    [50, 40, 3, 3600],
    [50, 30, 3, 2500],
    [30, 50, 3, 2500],
    [50, 29, 0, 2401],
    [50.5, 30, 0, 2450],
    [18, 90, 0, 4],
  ])('ages %d and %d: %d points and %d units', (age, next, points, tieBreakerUnits) => {
    expect(agePartsOf(POLICY.donorAge, age, next)).toEqual({ points, tieBreakerUnits });
  });

  it('earns no points at the limit where the rule is not inclusive', () => {
    const strict = { ...POLICY.donorAge, differenceInclusive: false };
    expect(agePartsOf(strict, 50, 30).points).toBe(0);
    expect(agePartsOf(strict, 50, 31).points).toBe(3);
  });

  it('adds nothing where an age is missing', () => {
    expect(ageUnitsOf(agePartsOf(POLICY.donorAge, null, 50))).toBe(0);
    expect(ageUnitsOf(agePartsOf(POLICY.donorAge, 50, null))).toBe(0);
  });
});

describe('the pool of an instance', () => {
  it('has one class for each distinct age and one for missing ages', () => {
    const { pool, missingAges } = poolOf(instanceOfAges([50, 30, null, 50, 29, null]), POLICY);
    expect(missingAges).toBe(2);
    expect(pool.donors.map(({ successionClass }) => successionClass)).toEqual([2, 1, 3, 2, 0, 3]);
    expect(pool.successionUnits).toEqual([
      [304_900, 304_761, 2_401, 0],
      [304_761, 304_900, 302_500, 0],
      [2_401, 302_500, 304_900, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('keeps ids, own recipients, arcs and scores', () => {
    const { pool } = poolOf(instanceOfAges([40, 41]), POLICY);
    expect(pool.recipients).toEqual(['r0', 'r1']);
    expect(pool.donors[1]).toEqual({
      id: 'd1',
      recipient: 1,
      successionClass: 1,
      arcRecipients: [0],
      arcScoreUnits: [100_000],
    });
  });
});
