/** What is known of a person, as rows of a name and a value in words. */
import type { BloodGroup, DonorRegistration, RecipientRegistration, Status } from '../registrations/registration.ts';
import { centreAndCode, dateWords, type StatusWords } from './page-words.ts';

/** Names the fact whose value is another person. */
export const GIVES_FOR = 'Gives for';

export type FactRow = readonly [name: string, value: string];

export function isDonor(registration: RecipientRegistration | DonorRegistration): registration is DonorRegistration {
  return 'recipientId' in registration;
}

export function statusWords(status: Status): StatusWords {
  return status.state === 'active' ? { text: 'Active', colour: 'green' } : { text: 'Suspended', colour: 'red' };
}

export function factRows(registration: RecipientRegistration | DonorRegistration): readonly FactRow[] {
  const { centre, birthDate, sex, bloodGroup, hla, second, status } = registration;
  return [
    ...(status.state === 'suspended' ? [['Suspended because', status.reason] as const] : []),
    ['Transplant centre', centreAndCode(centre)],
    ['Born', dateWords(birthDate)],
    ['Sex', sex === 'F' ? 'Female' : 'Male'],
    ['Blood group', bloodGroupWords(bloodGroup)],
    ['Blood group, second entry', second.bloodGroup === null ? MISSING : bloodGroupWords(second.bloodGroup)],
    ['HLA', hla.join(' ')],
    ['HLA, second entry', second.hla === null ? MISSING : second.hla.join(' ')],
    ...(isDonor(registration) ? donorRows(registration) : recipientRows(registration)),
  ];
}

const MISSING = 'Missing: needed before the person can take part in a run';

function donorRows(donor: DonorRegistration): readonly FactRow[] {
  return [
    [GIVES_FOR, donor.recipientId ?? 'Nobody: altruistic donor'],
    ['Weight', unit(donor.weightKg, 'kg')],
    ['Kidney function (eGFR)', unit(donor.egfr, 'mL/min/1.73 m²')],
    ['Consent', day(donor.consentDate)],
    ['Assessment', day(donor.assessmentDate)],
    ['Approval by the Human Tissue Authority', day(donor.authorityApprovalDate)],
  ];
}

function recipientRows(recipient: RecipientRegistration): readonly FactRow[] {
  const { donorCriteria: limits, accepts } = recipient;
  return [
    ['Unacceptable antigens', recipient.unacceptable.join(' ') || 'None'],
    ['Antibody sample', day(recipient.antibodySampleDate)],
    [
      'Calculated reaction frequency',
      `${recipient.crfPercent}%${recipient.crfCalculator ? ` (${recipient.crfCalculator})` : ''}`,
    ],
    ['Matching runs before', String(recipient.previousRuns)],
    ['Accepts donors of age', range(limits.ageYearsMin, limits.ageYearsMax, 'years')],
    ['Accepts donors of weight', range(limits.weightKgMin, limits.weightKgMax, 'kg')],
    ['Accepts donors with kidney function (eGFR)', range(limits.egfrMin, null, 'mL/min/1.73 m²')],
    ['Accepts another blood group', accepts.aboTitreMax === null ? 'No' : `Up to a titre of 1:${accepts.aboTitreMax}`],
    ['Own titre', accepts.aboTitre === null ? '' : `1:${accepts.aboTitre}`],
    ['Accepts after all', accepts.hla.join(' ') || 'No unacceptable antigen'],
  ];
}

function bloodGroupWords({ abo, subgroup }: BloodGroup): string {
  return subgroup === null ? abo : `${abo} (${subgroup})`;
}

function day(date: string | null): string {
  return date === null ? '' : dateWords(date);
}

function unit(value: number | null, name: string): string {
  return value === null ? '' : `${value} ${name}`;
}

function range(min: number | null, max: number | null, name: string): string {
  if (min === null && max === null) return 'No limit';
  if (max === null) return `At least ${min} ${name}`;
  return min === null ? `At most ${max} ${name}` : `${min} to ${max} ${name}`;
}
