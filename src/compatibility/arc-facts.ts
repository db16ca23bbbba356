/** The recorded facts behind an arc, for people: what each rule looked at, and found no bar in. */
import type { Policy } from '../policy/policy.ts';
import type { DonorFacts, RecipientFacts } from './facts.ts';
import { bloodGroupAnswer, groupText } from './rules/blood-group.ts';

/** Sentences without their stop. Only of a donor and a recipient whom no rule bars. */
export function arcFacts(donor: DonorFacts, recipient: RecipientFacts, policy: Policy): readonly string[] {
  return [
    groupFact(donor, recipient, policy),
    `the donor is typed ${listed(donor.registration.hla)}`,
    `unacceptable to the recipient: ${listed(recipient.registration.unacceptable)}${acceptedText(recipient)}`,
    sampleFact(recipient),
    `the donor is ${donor.ageYears} years old; ${criteriaText(recipient)}`,
    'both are active, the donor is not registered with this recipient, and no exclusion is recorded',
  ];
}

function groupFact({ registration }: DonorFacts, recipient: RecipientFacts, { bloodGroups }: Policy): string {
  const { bloodGroup, accepts } = recipient.registration;
  const groups = `blood group ${groupText(registration.bloodGroup)} gives to ${groupText(bloodGroup)}`;
  const answer = bloodGroupAnswer(registration.bloodGroup, bloodGroup.abo, accepts, bloodGroups);
  if (!answer.gives || answer.by === 'group') return groups;
  if (answer.by === 'weak-a') return `${groups}, as weak A is not counted [bloodGroups.a2Donors]`;
  return `${groups} at a titre of 1:${accepts.aboTitre}, accepted up to 1:${accepts.aboTitreMax} [bloodGroups.incompatible]`;
}

function acceptedText({ registration }: RecipientFacts): string {
  const { hla } = registration.accepts;
  return hla.length === 0 ? '' : `, of which accepted after all: ${listed(hla)} [hla.acceptedAntigens]`;
}

function sampleFact({ registration, sampleAgeDays }: RecipientFacts): string {
  if (sampleAgeDays === null) return 'no antibody sample is recorded';
  return `the antibody sample of ${registration.antibodySampleDate} is ${sampleAgeDays} days old`;
}

function criteriaText({ registration }: RecipientFacts): string {
  const { ageYearsMin, ageYearsMax, weightKgMin, weightKgMax, egfrMin } = registration.donorCriteria;
  const limits = [
    rangeText('an age', ageYearsMin, ageYearsMax, 'years'),
    rangeText('a weight', weightKgMin, weightKgMax, 'kg'),
    rangeText('an eGFR', egfrMin, null, 'mL/min/1.73 m2'),
  ].filter((text) => text !== null);
  return limits.length === 0
    ? 'the recipient’s centre sets no limits'
    : `the recipient’s centre asks for ${limits.join(', ')}`;
}

function rangeText(what: string, min: number | null, max: number | null, unit: string): string | null {
  if (min === null && max === null) return null;
  const bounds = [min === null ? '' : `of at least ${min}`, max === null ? '' : `of at most ${max}`];
  return `${what} ${bounds.filter((bound) => bound !== '').join(' and ')} ${unit}`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : [...names].sort().join(' ');
}
