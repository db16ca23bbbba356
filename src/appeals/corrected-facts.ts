/** Facts of a registration that may have been wrong in a run, and the registration with some of them put right. */
import type { DonorRegistration, RecipientRegistration } from '../registrations/registration.ts';

export type Registration = RecipientRegistration | DonorRegistration;

/**
 * The fields that go with each fact: what is put right in one entry is put right in the second. Whether a person takes part and for whom a
 * donor gives change from run to run by themselves, and are nothing that was wrong.
 */
const FIELDS = {
  'birth-date': ['birthDate'],
  sex: ['sex'],
  'blood-group': ['bloodGroup'],
  hla: ['hla'],
  'unacceptable-antigens': ['unacceptable', 'antibodySampleDate'],
  'reaction-frequency': ['crfPercent', 'crfCalculator'],
  'previous-runs': ['previousRuns'],
  'donor-criteria': ['donorCriteria'],
  accepts: ['accepts'],
  weight: ['weightKg'],
  'kidney-function': ['egfr'],
  'consent-date': ['consentDate'],
  'assessment-date': ['assessmentDate'],
  'authority-approval-date': ['authorityApprovalDate'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FactName = keyof typeof FIELDS;
export const FACT_NAMES = Object.keys(FIELDS) as [FactName, ...FactName[]];

/** In which the registration of today is not what the run had; in the order of the list. */
export function differingFacts(then: Registration, now: Registration): readonly FactName[] {
  return FACT_NAMES.filter((fact) => valueOf(then, fact) !== valueOf(now, fact));
}

/** As the run had it, but for these facts, which are as they are now. */
export function withFactsOf<Of extends Registration>(then: Of, now: Of, facts: readonly FactName[]): Of {
  const fields = facts.flatMap((fact): readonly string[] => FIELDS[fact]);
  const [old, present] = [then, now] as unknown as Readonly<Record<string, unknown>>[];
  const corrected = Object.fromEntries(
    Object.entries(old).map(([field, value]) => [field, fields.includes(field) ? present[field] : value]),
  );
  const second = {
    bloodGroup: facts.includes('blood-group') ? now.second.bloodGroup : then.second.bloodGroup,
    hla: facts.includes('hla') ? now.second.hla : then.second.hla,
  };
  return { ...corrected, second } as unknown as Of;
}

/** Whether another run had one of these facts as this one did. */
export function hasSameFact(one: Registration, other: Registration, facts: readonly FactName[]): boolean {
  return facts.some((fact) => valueOf(one, fact) === valueOf(other, fact));
}

function valueOf(registration: Registration, fact: FactName): string {
  const fields = registration as unknown as Readonly<Record<string, unknown>>;
  const { second } = registration;
  const again = fact === 'blood-group' ? second.bloodGroup : fact === 'hla' ? second.hla : null;
  return JSON.stringify([...FIELDS[fact].map((field) => fields[field] ?? null), again]);
}
