/** Made-up people for tests: ordinary in all that a test does not name. */
import * as fc from 'fast-check';
import { ANTIGENS } from '../../../src/hla/antigen-table.ts';
import type { HlaRule, Policy } from '../../../src/policy/policy.ts';
import { policyOf } from '../../../src/policy/policies.ts';
import type {
  Abo,
  BloodGroup,
  DonorRegistration,
  RecipientRegistration,
  Registrations,
} from '../../../src/registrations/registration.ts';

export const DATE = '2026-01-15';
export const POLICY: Policy = policyOf('2024-10')!;

export function policyWith(hla: Partial<HlaRule>): Policy {
  return { ...POLICY, hla: { ...POLICY.hla, ...hla } };
}

export function group(abo: Abo, subgroup: BloodGroup['subgroup'] = null): BloodGroup {
  return { abo, subgroup };
}

export function recipient(changes: Partial<RecipientRegistration> = {}): RecipientRegistration {
  return {
    id: 'R1',
    centre: 'RRK',
    birthDate: '1980-06-15',
    sex: 'F',
    bloodGroup: group('AB'),
    hla: ['A1', 'B8', 'DR17'],
    second: { bloodGroup: null, hla: null },
    status: { state: 'active' },
    unacceptable: [],
    antibodySampleDate: '2026-01-01',
    crfPercent: 0,
    crfCalculator: null,
    previousRuns: 0,
    donorCriteria: { ageYearsMin: null, ageYearsMax: null, weightKgMin: null, weightKgMax: null, egfrMin: null },
    accepts: { aboTitreMax: null, aboTitre: null, hla: [] },
    ...changes,
  };
}

export function donor(changes: Partial<DonorRegistration> = {}): DonorRegistration {
  return {
    id: 'D1',
    recipientId: null,
    centre: 'RRK',
    birthDate: '1975-06-15',
    sex: 'M',
    bloodGroup: group('O'),
    hla: ['A2', 'B7', 'DR15'],
    second: { bloodGroup: null, hla: null },
    status: { state: 'active' },
    weightKg: null,
    egfr: null,
    consentDate: '2026-01-01',
    assessmentDate: '2026-01-01',
    authorityApprovalDate: null,
    ...changes,
  };
}

export function registrationsOf(
  recipients: readonly RecipientRegistration[],
  donors: readonly DonorRegistration[],
  exclusions: Registrations['exclusions'] = [],
): Registrations {
  return { recipients, donors, exclusions };
}

const ALLELES = [
  'A*02:01',
  'A*02:05',
  'A*24:02',
  'A*24:03',
  'B*15:01',
  'B*15:30',
  'B*27:08',
  'B*44:02',
  'C*07:01',
  'DRB1*15:01',
  'DRB4*01:03',
  'DQB1*03:02',
  'DQA1*05:01',
  'DPB1*04:01',
  'A*03:01N',
] as const;

export const anyName: fc.Arbitrary<string> = fc.constantFrom(...ANTIGENS.map(({ name }) => name), ...ALLELES);

const anyGroup: fc.Arbitrary<BloodGroup> = fc.oneof(
  fc.constantFrom<Abo>('O', 'A', 'B', 'AB').map((abo) => group(abo)),
  fc.constantFrom(group('A', 'A1'), group('A', 'A2'), group('AB', 'A1'), group('AB', 'A2')),
);

const anyLimit = (min: number, max: number): fc.Arbitrary<number | null> =>
  fc.option(fc.integer({ min, max }), { nil: null, freq: 4 });

const anyStatus: fc.Arbitrary<DonorRegistration['status']> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ state: 'active' as const }) },
  { weight: 1, arbitrary: fc.constant({ state: 'suspended' as const, reason: 'unwell' }) },
);

const anyRecipient = fc.record({
  bloodGroup: anyGroup,
  hla: fc.array(anyName, { maxLength: 6 }),
  unacceptable: fc.array(anyName, { maxLength: 4 }),
  crfPercent: fc.integer({ min: 0, max: 100 }),
  previousRuns: fc.nat(9),
  status: anyStatus,
  antibodySampleDate: fc.constantFrom('2026-01-01', '2025-11-30', '2025-01-01', null),
  donorCriteria: fc.record({
    ageYearsMin: anyLimit(18, 30),
    ageYearsMax: anyLimit(60, 80),
    weightKgMin: anyLimit(40, 60),
    weightKgMax: anyLimit(90, 120),
    egfrMin: anyLimit(60, 90),
  }),
  accepts: fc.record({
    aboTitreMax: anyLimit(1, 64),
    aboTitre: anyLimit(1, 128),
    hla: fc.array(anyName, { maxLength: 1 }),
  }),
});

const anyDonor = fc.record({
  bloodGroup: anyGroup,
  hla: fc.array(anyName, { maxLength: 6 }),
  birthDate: fc.constantFrom('1948-02-29', '1960-01-15', '1960-01-16', '1990-07-01', '2007-12-31'),
  status: anyStatus,
  weightKg: anyLimit(45, 130),
  egfr: anyLimit(50, 120),
});

/** Up to four recipients, and donors some of whom are theirs, with ids R1.. and D1... */
export const anyRegistrations: fc.Arbitrary<Registrations> = fc
  .record({
    recipients: fc.array(anyRecipient, { minLength: 1, maxLength: 4 }),
    donors: fc.array(fc.tuple(anyDonor, fc.option(fc.nat(3), { nil: null })), { minLength: 1, maxLength: 5 }),
    exclusions: fc.array(fc.tuple(fc.nat(3), fc.nat(4)), { maxLength: 2 }),
  })
  .map(({ recipients, donors, exclusions }) => {
    const recipientId = (index: number): string => `R${(index % recipients.length) + 1}`;
    return registrationsOf(
      recipients.map((changes, index) => recipient({ id: recipientId(index), ...changes })),
      donors.map(([changes, own], index) =>
        donor({ id: `D${index + 1}`, recipientId: own === null ? null : recipientId(own), ...changes }),
      ),
      exclusions.map(([to, from]) => ({
        recipientId: recipientId(to),
        donorId: `D${(from % donors.length) + 1}`,
        reason: 'positive crossmatch',
      })),
    );
  });
