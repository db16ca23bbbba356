import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../../../src/registrations/calendar-date.ts';
import { generateRegistrations } from '../../../src/registrations/generate-registrations.ts';
import { plantFaults } from '../../../src/registrations/plant-faults.ts';
import { qualityGate, type GateOptions } from '../../../src/registrations/quality-gate.ts';
import type {
  DonorRegistration,
  RecipientRegistration,
  Registrations,
} from '../../../src/registrations/registration.ts';
import { accepted, readTexts, SAMPLE } from './samples.ts';

const DATE = '2026-10-01';
const FRESHNESS = {
  antibodySampleDaysMax: 92,
  consentDaysMax: 365,
  assessmentDaysMax: 365,
  authorityApprovalDaysMax: 365,
};
const RUN: GateOptions = { date: DATE, freshness: FRESHNESS, trial: false };
const POOL = generateRegistrations({ recipients: 40, altruists: 5, seed: 'gate', date: DATE });

function withRecipient(change: Partial<RecipientRegistration>): Registrations {
  const [first, ...others] = POOL.recipients;
  return { ...POOL, recipients: [{ ...first, ...change }, ...others] };
}

function withAltruist(change: Partial<DonorRegistration>): Registrations {
  const donors = POOL.donors.map((donor, index) =>
    index === POOL.donors.length - 1 ? { ...donor, ...change } : donor,
  );
  return { ...POOL, donors };
}

function reasonsIn(registrations: Registrations, id: string, options = RUN): readonly string[] {
  return qualityGate(registrations, options).excluded.find((person) => person.id === id)?.reasons ?? [];
}

const RECIPIENT = POOL.recipients[0];
const ALTRUIST = POOL.donors.at(-1)!;

describe('the gate', () => {
  test('lets everyone in whose facts are whole and fresh', () => {
    const { runnable, excluded, skipped } = qualityGate(POOL, RUN);
    expect(runnable).toEqual(POOL);
    expect([excluded, skipped]).toEqual([[], []]);
  });

  test.each<[string, Partial<RecipientRegistration>, string]>([
    [
      'a single entry of the blood group',
      { second: { ...RECIPIENT.second, bloodGroup: null } },
      'blood group entered only once',
    ],
    ['a single entry of HLA', { second: { ...RECIPIENT.second, hla: null } }, 'HLA entered only once'],
    [
      'entries that differ in the subgroup',
      {
        bloodGroup: { abo: 'A', subgroup: 'A2' },
        second: { ...RECIPIENT.second, bloodGroup: { abo: 'A', subgroup: 'A1' } },
      },
      'the two entries of the blood group differ: A2 and A1',
    ],
    [
      'entries that differ in HLA',
      { second: { ...RECIPIENT.second, hla: [...RECIPIENT.hla, 'A80'] } },
      'the two entries of HLA differ in A80',
    ],
    [
      'a sample too old',
      { antibodySampleDate: '2026-06-30' },
      'antibody sample of 2026-06-30 is 93 days old, more than 92',
    ],
    ['no sample', { antibodySampleDate: null }, 'no date of antibody sample'],
    [
      'a sample from the future',
      { antibodySampleDate: '2026-10-02' },
      'antibody sample dated 2026-10-02, after the day of the run',
    ],
    ['a suspension', { status: { state: 'suspended', reason: 'unwell' } }, 'suspended: unwell'],
    [
      'a typing without DR',
      { hla: ['A1', 'B8'], second: { ...RECIPIENT.second, hla: ['A1', 'B8'] } },
      'HLA typing without DR',
    ],
  ])('keeps out a recipient with %s', (_, change, reason) => {
    const registrations = withRecipient(change);
    expect(reasonsIn(registrations, RECIPIENT.id)).toContain(reason);
    const { runnable } = qualityGate(registrations, RUN);
    expect(runnable.recipients).toHaveLength(POOL.recipients.length - 1);
    expect(runnable.donors.filter(({ recipientId }) => recipientId === RECIPIENT.id)).toEqual([]);
  });

  test.each<[string, Partial<DonorRegistration>, RegExp]>([
    ['without consent', { consentDate: null }, /^no date of consent$/],
    [
      'whose assessment is too old',
      { assessmentDate: addDays(DATE, -366) },
      /^assessment of .* is 366 days old, more than 365$/,
    ],
    ['without approval', { authorityApprovalDate: null }, /^no date of approval/],
    ['who is a child', { birthDate: '2008-10-02' }, /^17 years old on the day of the run/],
  ])('keeps out an altruist %s', (_, change, reason) => {
    expect(reasonsIn(withAltruist(change), ALTRUIST.id)).toEqual([expect.stringMatching(reason)]);
  });

  test('lets in at the limit and on the eighteenth birthday', () => {
    expect(reasonsIn(withRecipient({ antibodySampleDate: addDays(DATE, -92) }), RECIPIENT.id)).toEqual([]);
    expect(reasonsIn(withAltruist({ birthDate: '2008-10-01', consentDate: DATE }), ALTRUIST.id)).toEqual([]);
  });

  test('does not ask paired donors for an approval', () => {
    const donors = POOL.donors.map((donor) =>
      donor.recipientId === null ? donor : { ...donor, authorityApprovalDate: null },
    );
    expect(qualityGate({ ...POOL, donors }, RUN).excluded).toEqual([]);
  });

  test('keeps out both of two who seem to be one', () => {
    const { birthDate, sex, bloodGroup, hla } = RECIPIENT;
    const registrations = withAltruist({
      birthDate,
      sex,
      bloodGroup,
      hla: hla.toReversed(),
      second: { bloodGroup, hla },
    });
    expect(reasonsIn(registrations, ALTRUIST.id)[0]).toContain(`the same person as ${RECIPIENT.id}`);
    expect(reasonsIn(registrations, RECIPIENT.id)[0]).toContain(`the same person as ${ALTRUIST.id}`);
  });

  test('in a trial asks neither for second entries nor for dates, and says so', async () => {
    const { registrations } = accepted(await readTexts(SAMPLE));
    const strict = qualityGate(registrations, RUN);
    expect(strict.runnable.recipients).toEqual([]);
    const trial = qualityGate(registrations, { ...RUN, trial: true });
    expect(trial.runnable.recipients.map(({ id }) => id)).toEqual(['R1', 'R2']);
    expect(trial.runnable.donors.map(({ id }) => id)).toEqual(['D1', 'D2', 'D4']);
    expect(trial.excluded.map(({ id }) => id)).toEqual(['R3', 'D3']);
    expect(trial.skipped).toHaveLength(2);
  });

  test('finds every planted fault', () => {
    const { registrations, planted } = plantFaults(POOL, { count: 20, seed: 'faults', date: DATE });
    const { excluded } = qualityGate(registrations, RUN);
    const unfound = planted.filter(({ donorId }) => !excluded.some(({ id }) => id === donorId));
    expect(unfound).toEqual([]);
    expect(planted).toHaveLength(20);
  });

  test('lets nobody stale through, and everyone is either in or out', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -30, max: 500 }), fc.nat(10), (seed, days, count) => {
        const made = generateRegistrations({ recipients: 8, altruists: 2, seed, date: DATE });
        const { registrations } = plantFaults(made, { count, seed, date: DATE });
        const date = addDays(DATE, days);
        const { runnable, excluded } = qualityGate(registrations, { ...RUN, date });
        for (const { antibodySampleDate } of runnable.recipients) {
          expect(daysBetween(antibodySampleDate!, date)).toBeLessThanOrEqual(92);
        }
        for (const { consentDate, recipientId } of runnable.donors) {
          expect(daysBetween(consentDate!, date)).toBeLessThanOrEqual(365);
          expect(recipientId === null || runnable.recipients.some(({ id }) => id === recipientId)).toBe(true);
        }
        const all = registrations.recipients.length + registrations.donors.length;
        expect(runnable.recipients.length + runnable.donors.length + excluded.length).toBe(all);
        for (const { reasons } of excluded) expect(reasons.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });

  test('tells how complete the centres are', () => {
    const registrations = withAltruist({ weightKg: null, centre: 'XYZ9' });
    const found = qualityGate(registrations, RUN).completeness.find(({ centre }) => centre === 'XYZ9');
    expect(found).toMatchObject({ table: 'donors', people: 1, filled: { weight_kg: 0, egfr: 1, hla_second: 1 } });
  });
});
