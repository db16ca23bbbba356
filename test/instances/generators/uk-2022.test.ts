import { describe, expect, it } from 'vitest';
import { isBloodCompatible } from '../../../instances/generators/blood-groups.ts';
import { type UkOptions, ukPool } from '../../../instances/generators/uk-2022.ts';
import { gap, groupShare, pairedDensity } from './pool-figures.ts';

const SEED = 'uk statistics';
const OPTIONS: UkOptions = {
  recipients: 2000,
  altruists: 400,
  scores: 'uniform',
  pra0: 'crossmatch',
  setAside: false,
};

describe(`ukPool, seed "${SEED}"`, () => {
  const all = ukPool(OPTIONS, SEED);
  const paired = all.donors.filter((donor) => donor.recipient !== null);

  it('draws blood groups as published', () => {
    expect(gap(groupShare(all.recipients, 'O'), 0.6293)).toBeLessThan(0.04);
    expect(gap(groupShare(all.recipients, 'A'), 0.2325)).toBeLessThan(0.04);
    expect(gap(groupShare(all.recipients, 'AB'), 0.0263)).toBeLessThan(0.015);
    const altruists = all.donors.filter((donor) => donor.recipient === null);
    expect(gap(groupShare(altruists, 'A'), 0.399)).toBeLessThan(0.08);
    const ofO = paired.filter((donor) => all.recipients[donor.recipient ?? 0].bloodGroup === 'O');
    expect(gap(groupShare(ofO, 'O'), 0.3721)).toBeLessThan(0.05);
    expect(gap(groupShare(ofO, 'A'), 0.4899)).toBeLessThan(0.05);
  });

  it('draws one to four donors each, about 1.102 in the mean', () => {
    const counts = all.recipients.map((_, recipient) => paired.filter((donor) => donor.recipient === recipient).length);
    expect(Math.min(...counts)).toBe(1);
    expect(Math.max(...counts)).toBeLessThanOrEqual(4);
    expect(gap(paired.length / all.recipients.length, 1.102)).toBeLessThan(0.03);
  });

  it('draws ages from 18 to 68, both reached', () => {
    const ages = all.donors.map((donor) => donor.ageYears ?? Number.NaN);
    expect(Math.min(...ages)).toBe(18);
    expect(Math.max(...ages)).toBe(68);
  });

  it('draws cRF by whether an own donor is blood-group compatible', () => {
    all.recipients.forEach((recipient, index) => {
      const compatible = paired
        .filter((donor) => donor.recipient === index)
        .some((donor) => isBloodCompatible(donor.bloodGroup ?? 'O', recipient.bloodGroup ?? 'O'));
      expect(recipient.hasBloodCompatibleDonor).toBe(compatible);
    });
    const shareAtZero = (compatible: boolean): number => {
      const some = all.recipients.filter((recipient) => recipient.hasBloodCompatibleDonor === compatible);
      return some.filter((recipient) => recipient.crfShare === 0).length / some.length;
    };
    expect(gap(shareAtZero(true), 0.0435)).toBeLessThan(0.025);
    expect(gap(shareAtZero(false), 0.3568)).toBeLessThan(0.05);
  });

  it('is denser where PRA0 counts crossmatches', () => {
    const options = { ...OPTIONS, recipients: 1000, altruists: 0, setAside: true };
    const crossmatch = pairedDensity(ukPool({ ...options, pra0: 'crossmatch' }, SEED));
    const compatibility = pairedDensity(ukPool({ ...options, pra0: 'compatibility' }, SEED));
    expect(crossmatch).toBeGreaterThan(compatibility * 1.1);
    expect(gap(crossmatch, 0.072)).toBeLessThan(0.015);
    expect(gap(compatibility, 0.057)).toBeLessThan(0.012);
  });

  it('sets aside the recipients whom an own donor suits', () => {
    const kept = ukPool({ ...OPTIONS, altruists: 0, setAside: true }, SEED);
    expect(kept.recipients).toHaveLength(OPTIONS.recipients);
    const compatibleShare = (pool: typeof kept): number =>
      pool.recipients.filter((recipient) => recipient.hasBloodCompatibleDonor).length / pool.recipients.length;
    expect(compatibleShare(kept)).toBeLessThan(compatibleShare(all) - 0.02);
  });

  it('takes altruists as a share of all donors', () => {
    const pool = ukPool({ ...OPTIONS, recipients: 200, altruists: { share: 0.2 }, setAside: true }, SEED);
    const altruists = pool.donors.filter((donor) => donor.recipient === null);
    expect(altruists.length / pool.donors.length).toBeCloseTo(0.2, 2);
    altruists.forEach((altruist) => expect(altruist.arcRecipients.length).toBeGreaterThan(0));
  });

  it('scores uniformly from 1 to 90 points, or like the scheme', () => {
    const uniform = all.donors.flatMap((donor) => Array.from(donor.arcScoreUnits));
    expect(Math.min(...new Set(uniform))).toBe(100_000);
    expect(Math.max(...new Set(uniform))).toBe(9_000_000);
    const scheme = ukPool({ ...OPTIONS, recipients: 300, altruists: 0, scores: 'scheme' }, SEED);
    scheme.donors.forEach((donor) =>
      Array.from(donor.arcScoreUnits).forEach((units, arc) => {
        const { crfShare } = scheme.recipients[donor.arcRecipients[arc]];
        const rest = (units - Math.round((crfShare ?? 0) * 5_000_000)) / 100_000;
        expect([0, 5, 10, 15]).toContain(rest % 50);
      }),
    );
  });
});
