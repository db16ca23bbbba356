import { describe, expect, test } from 'vitest';
import { compatibilityOf } from '../../../src/compatibility/compatibility.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../../../src/policy/policies.ts';
import { completedYears } from '../../../src/registrations/calendar-date.ts';
import { generateRegistrations } from '../../../src/registrations/generate-registrations.ts';
import { barredShare } from '../../../src/registrations/reference-panel.ts';
import { noticeShifts } from '../../../src/registrations/shifts.ts';
import { overfullLoci } from '../../../src/registrations/typing-loci.ts';

const DATE = '2026-10-01';
const SEEDS = ['a', 'b', 'c', 'd'];

function pool(seed: string, recipients = 300): ReturnType<typeof generateRegistrations> {
  return generateRegistrations({ recipients, altruists: 20, seed, date: DATE });
}

describe('generated registrations', () => {
  test('are the same for the same seed, and others for another', () => {
    expect(pool('same', 30)).toEqual(pool('same', 30));
    expect(pool('same', 30)).not.toEqual(pool('other', 30));
  });

  test.each(SEEDS)('have about as many possible gifts as pools of the scheme (seed %s)', (seed) => {
    const registrations = pool(seed);
    const compatibility = compatibilityOf(registrations, policyOf(DEFAULT_POLICY_ID)!, DATE);
    let arcs = 0;
    compatibility.donors.forEach((_, donor) => (arcs += compatibility.arcsOf(donor).recipients.length));
    const density = arcs / (registrations.donors.length * registrations.recipients.length);
    expect(density).toBeGreaterThan(0.06);
    expect(density).toBeLessThan(0.1);
  });

  test.each(SEEDS)('have the blood groups and the sensitisation of the scheme (seed %s)', (seed) => {
    const { recipients, donors } = pool(seed, 600);
    const share = (isOf: (recipient: (typeof recipients)[number]) => boolean): number =>
      recipients.filter(isOf).length / recipients.length;
    expect(Math.abs(share(({ bloodGroup }) => bloodGroup.abo === 'O') - 0.63)).toBeLessThan(0.08);
    expect(share(({ crfPercent }) => crfPercent >= 85)).toBeGreaterThan(0.5);
    expect(share(({ crfPercent }) => crfPercent === 0)).toBeGreaterThan(0.08);
    expect(donors.length - 20).toBeGreaterThan(600);
    expect(noticeShifts({ recipients, donors, exclusions: [] }, undefined, DATE)).toEqual([]);
  });

  test('are possible people', () => {
    const { recipients, donors } = pool('people');
    for (const { hla, birthDate } of [...recipients, ...donors]) {
      expect(overfullLoci(hla)).toEqual([]);
      expect(completedYears(birthDate, DATE)).toBeGreaterThanOrEqual(18);
      expect(completedYears(birthDate, DATE)).toBeLessThanOrEqual(75);
    }
    for (const { hla, unacceptable, crfPercent } of recipients) {
      expect(unacceptable.filter((name) => hla.includes(name))).toEqual([]);
      expect(Math.abs(100 * barredShare(unacceptable) - crfPercent)).toBeLessThanOrEqual(1);
    }
  });
});

describe('the reference panel', () => {
  test('is barred by more the more is unacceptable, by a broad antigen as by its splits, by an allele as by its antigen', () => {
    expect(barredShare([])).toBe(0);
    expect(barredShare(['A2'])).toBeGreaterThan(0.4);
    expect(barredShare(['A2', 'B7'])).toBeGreaterThan(barredShare(['A2']));
    expect(barredShare(['A9'])).toBe(barredShare(['A23', 'A24']));
    expect(barredShare(['A*02:01'])).toBe(barredShare(['A2']));
    expect(barredShare(['Bw4', 'Bw6'])).toBe(1);
  });
});
