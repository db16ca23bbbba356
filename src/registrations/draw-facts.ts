/** Single facts of made-up people, apart from HLA and blood group. */
import type { Random } from '../../instances/generators/random.ts';
import { addDays, addYears } from './calendar-date.ts';
import type { Acceptance, DonorCriteria, DonorRegistration } from './registration.ts';

const AGE_YEARS_MAX = 75;

export function pick<T>(choices: readonly T[], random: Random): T {
  return choices[random.integer(0, choices.length - 1)];
}

/** Of someone from `ageYearsMin` to 75 years old on the date, every age as likely (as in Delorme et al., who stop at 68). */
export function drawBirthDate(date: string, ageYearsMin: number, random: Random): string {
  const years = random.integer(ageYearsMin, AGE_YEARS_MAX);
  return addDays(addYears(date, -years), -random.integer(0, 364));
}

export function drawPhysique(random: Random): Pick<DonorRegistration, 'weightKg' | 'egfr'> {
  return { weightKg: random.integer(52, 102), egfr: random.integer(78, 118) };
}

/** In the order in which they come about, all within the year before. */
export function drawDonorDates(
  date: string,
  random: Random,
): Pick<DonorRegistration, 'consentDate' | 'assessmentDate' | 'authorityApprovalDate'> {
  const consentDate = addDays(date, -random.integer(200, 330));
  const assessmentDate = addDays(consentDate, random.integer(14, 90));
  return { consentDate, assessmentDate, authorityApprovalDate: addDays(assessmentDate, random.integer(14, 90)) };
}

export function drawCriteria(random: Random): DonorCriteria {
  const sometimes = (share: number, min: number, max: number): number | null =>
    random.float() < share ? random.integer(min, max) : null;
  return {
    ageYearsMin: sometimes(0.95, 18, 30),
    ageYearsMax: sometimes(0.95, 54, 72),
    weightKgMin: sometimes(0.35, 38, 50),
    weightKgMax: sometimes(0.25, 105, 150),
    egfrMin: sometimes(0.3, 50, 60),
  };
}

/** Extended criteria, for about one recipient in eight. */
export function drawAcceptance(abo: string, unacceptable: readonly string[], random: Random): Acceptance {
  const hasTitre = abo !== 'AB' && random.float() < 0.3;
  const acceptsAbo = hasTitre && random.float() < 0.4;
  const acceptsHla = unacceptable.length > 2 && random.float() < 0.1;
  return {
    aboTitreMax: acceptsAbo ? pick([4, 8, 16], random) : null,
    aboTitre: hasTitre ? 2 ** random.integer(1, 9) : null,
    hla: acceptsHla ? [pick(unacceptable, random)] : [],
  };
}
