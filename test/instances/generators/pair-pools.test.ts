import { describe, expect, it } from 'vitest';
import { heterogeneousPool } from '../../../instances/generators/heterogeneous-2013.ts';
import { saidmanPool } from '../../../instances/generators/saidman-2006.ts';
import { sparsePool } from '../../../instances/generators/sparse-2013.ts';
import { arcCount, gap, groupShare, pairedDensity } from './pool-figures.ts';

const SEED = 'pair statistics';
const OPTIONS = { recipients: 1000, altruists: 300, scores: 'one-point' } as const;

describe(`pools of pairs, seed "${SEED}"`, () => {
  const saidman = saidmanPool(OPTIONS, SEED);
  const sparse = sparsePool(OPTIONS, SEED);
  const heterogeneous = heterogeneousPool(OPTIONS, SEED);

  it('have the published densities', () => {
    expect(gap(pairedDensity(saidman), 0.25)).toBeLessThan(0.035);
    expect(gap(pairedDensity(sparse), 0.05)).toBeLessThan(0.01);
    expect(gap(pairedDensity(heterogeneous), 0.25)).toBeLessThan(0.01);
  });

  it('draw donors who are not in a pair as published', () => {
    const altruists = (pool: typeof saidman): typeof saidman.donors =>
      pool.donors.filter((donor) => donor.recipient === null);
    expect(gap(groupShare(altruists(saidman), 'O'), 0.4814)).toBeLessThan(0.09);
    expect(gap(groupShare(altruists(sparse), 'A'), 0.459)).toBeLessThan(0.09);
    expect(groupShare(sparse.donors, 'AB')).toBe(0);
  });

  it('hold only the published chances of a positive crossmatch', () => {
    const chances = (pool: typeof saidman): (number | null)[] =>
      [...new Set(pool.recipients.map((recipient) => recipient.crfShare))].toSorted((a, b) => (a ?? 0) - (b ?? 0));
    expect(chances(saidman)).toEqual([0.05, 0.2875, 0.45, 0.5875, 0.9, 0.925]);
    expect(chances(sparse)).toEqual([0.5, 0.625, 0.8, 0.85, 0.98, 0.985]);
  });

  it('keep blood-group compatible pairs only for a positive crossmatch, so rarely', () => {
    const compatible = saidman.recipients.filter((recipient) => recipient.hasBloodCompatibleDonor);
    expect(gap(compatible.length / saidman.recipients.length, 0.35)).toBeLessThan(0.1);
  });

  it('are easy in the first half and hard in the second', () => {
    const half = OPTIONS.recipients / 2;
    const hard = heterogeneous.donors.map((donor) => Array.from(donor.arcRecipients).filter((to) => to >= half).length);
    const hardMean = hard.reduce((sum, count) => sum + count, 0) / heterogeneous.donors.length;
    expect(gap(hardMean, 0.5)).toBeLessThan(0.12);
  });

  it('grow to thousands of pairs in compact arrays', () => {
    const large = saidmanPool({ ...OPTIONS, recipients: 3000, altruists: 0 }, SEED);
    expect(arcCount(large)).toBeGreaterThan(1_800_000);
    large.donors.forEach((donor) => {
      expect(ArrayBuffer.isView(donor.arcRecipients) && ArrayBuffer.isView(donor.arcScoreUnits)).toBe(true);
    });
  });
});
