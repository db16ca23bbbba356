/** Blood groups: the ordinary table, donors of subgroup A2, and recipients who accept an incompatible group by titre. */
import type { BloodGroupRule, Policy } from '../../policy/policy.ts';
import type { Abo, Acceptance, BloodGroup } from '../../registrations/registration.ts';
import type { Rule } from '../rule.ts';

/** Recipients' groups by donor's: a donor may give no antigen, A or B, that the recipient lacks. */
const RECIPIENTS_OF: Readonly<Record<Abo, readonly Abo[]>> = {
  O: ['O', 'A', 'B', 'AB'],
  A: ['A', 'AB'],
  B: ['B', 'AB'],
  AB: ['AB'],
};

/** The group left when weak A is not counted. */
const WITHOUT_A: Readonly<Record<Abo, Abo>> = { O: 'O', A: 'O', B: 'B', AB: 'B' };

export type BloodGroupAnswer =
  | { readonly gives: true; readonly by: 'group' | 'weak-a' | 'titre' }
  | { readonly gives: false; readonly why: 'incompatible' | 'titre-unknown' | 'titre-too-high' };

/** Whether a donor's group may give to a recipient's. */
export function bloodGroupAnswer(
  donor: BloodGroup,
  recipient: Abo,
  accepts: Pick<Acceptance, 'aboTitre' | 'aboTitreMax'>,
  rule: BloodGroupRule,
): BloodGroupAnswer {
  if (isCompatible(donor.abo, recipient)) return { gives: true, by: 'group' };
  const isWeakAOnly = donor.subgroup === 'A2' && isCompatible(WITHOUT_A[donor.abo], recipient);
  if (isWeakAOnly && rule.a2Donors === 'compatible') return { gives: true, by: 'weak-a' };
  const isTitreHeard = rule.incompatible === 'with-titre' || (isWeakAOnly && rule.a2Donors === 'with-titre');
  const { aboTitre, aboTitreMax } = accepts;
  if (!isTitreHeard || aboTitreMax === null) return { gives: false, why: 'incompatible' };
  if (aboTitre === null) return { gives: false, why: 'titre-unknown' };
  return aboTitre <= aboTitreMax ? { gives: true, by: 'titre' } : { gives: false, why: 'titre-too-high' };
}

export function isCompatible(donor: Abo, recipient: Abo): boolean {
  return RECIPIENTS_OF[donor].includes(recipient);
}

export function groupText({ abo, subgroup }: BloodGroup): string {
  return subgroup === null ? abo : abo.replace('A', subgroup);
}

export function bloodGroupRule({ bloodGroups: rule }: Policy): Rule {
  return {
    code: 'blood-group',
    bars(donor, recipient) {
      const { bloodGroup, accepts } = recipient.registration;
      if (isCompatible(donor.registration.bloodGroup.abo, bloodGroup.abo)) return false;
      return !bloodGroupAnswer(donor.registration.bloodGroup, bloodGroup.abo, accepts, rule).gives;
    },
    reasons(donor, recipient) {
      const { bloodGroup, accepts } = recipient.registration;
      const answer = bloodGroupAnswer(donor.registration.bloodGroup, bloodGroup.abo, accepts, rule);
      const groups = `blood group ${groupText(donor.registration.bloodGroup)} cannot give to ${groupText(bloodGroup)}`;
      const field =
        donor.registration.bloodGroup.subgroup === 'A2' ? 'bloodGroups.a2Donors' : 'bloodGroups.incompatible';
      return [{ text: `${groups}${answer.gives ? '' : whyText(answer.why, accepts)}`, field }];
    },
  };
}

function whyText(
  why: Exclude<BloodGroupAnswer, { gives: true }>['why'],
  { aboTitre, aboTitreMax }: Pick<Acceptance, 'aboTitre' | 'aboTitreMax'>,
): string {
  if (why === 'titre-unknown') return `: accepted up to a titre of 1:${aboTitreMax}, but no titre is recorded`;
  if (why === 'titre-too-high') return `: the titre is 1:${aboTitre}, accepted up to 1:${aboTitreMax}`;
  return '';
}
