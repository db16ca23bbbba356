/**
 * Estimated glomerular filtration rate from serum creatinine, in mL/min/1.73 m², rounded to whole numbers (halves up).
 *
 * - Adults: the CKD-EPI creatinine equation of 2009 (Levey et al., Ann Intern Med 2009;150:604-612) without its factor for
 *   ethnicity, as NICE guideline NG203 (2021, 1.1) asks for in the United Kingdom.
 * - Under 18: the bedside Schwartz equation of 2009 (Schwartz et al., J Am Soc Nephrol 2009;20:629-637), which needs a height.
 *
 * Both are for creatinine traceable to the reference method (IDMS), as laboratories in the United Kingdom report it.
 */
export interface EgfrFacts {
  readonly creatinineUmolPerL: number;
  /** Completed, on the day of the sample. */
  readonly ageYears: number;
  readonly sex: 'F' | 'M';
  /** Asked for under 18. */
  readonly heightCm: number | null;
}

/** Kept with the facts that it was computed from, so that anybody can compute it again. */
export interface Egfr extends EgfrFacts {
  readonly formula: 'CKD-EPI 2009 creatinine, no ethnicity factor' | 'bedside Schwartz 2009';
  /** Of this program's writing of it. */
  readonly version: 1;
  readonly mlPerMinPer173: number;
}

export const ADULT_AGE_YEARS = 18;
const UMOL_PER_L_IN_MG_PER_DL = 88.4;

/** Throws where somebody under 18 has no height: the form asks for it. */
export function egfrOf(facts: EgfrFacts): Egfr {
  if (facts.ageYears >= ADULT_AGE_YEARS) {
    const mlPerMinPer173 = Math.round(ckdEpi2009(facts));
    return { formula: 'CKD-EPI 2009 creatinine, no ethnicity factor', version: 1, mlPerMinPer173, ...facts };
  }
  if (facts.heightCm === null) throw new Error('the bedside Schwartz equation needs a height');
  const mlPerMinPer173 = Math.round(bedsideSchwartz(facts.creatinineUmolPerL, facts.heightCm));
  return { formula: 'bedside Schwartz 2009', version: 1, mlPerMinPer173, ...facts };
}

/** Not rounded. */
export function ckdEpi2009({ creatinineUmolPerL, ageYears, sex }: Omit<EgfrFacts, 'heightCm'>): number {
  const isFemale = sex === 'F';
  const ratio = creatinineUmolPerL / UMOL_PER_L_IN_MG_PER_DL / (isFemale ? 0.7 : 0.9);
  const low = Math.min(ratio, 1) ** (isFemale ? -0.329 : -0.411);
  return 141 * low * Math.max(ratio, 1) ** -1.209 * 0.993 ** ageYears * (isFemale ? 1.018 : 1);
}

/** Not rounded. */
export function bedsideSchwartz(creatinineUmolPerL: number, heightCm: number): number {
  return (0.413 * UMOL_PER_L_IN_MG_PER_DL * heightCm) / creatinineUmolPerL;
}
