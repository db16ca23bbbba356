/**
 * What centres and laboratories record of the people in the scheme. Frozen plain data, pseudonymous: names and numbers
 * live in `identity.ts` and never come here. Dates are calendar dates as `YYYY-MM-DD`, without a time zone.
 */
export const ABO_GROUPS = ['O', 'A', 'B', 'AB'] as const;
export type Abo = (typeof ABO_GROUPS)[number];

export interface BloodGroup {
  readonly abo: Abo;
  /** Of group A or AB: A1, or A2 (weak), where it was determined. */
  readonly subgroup: 'A1' | 'A2' | null;
}

export interface Registrations {
  readonly recipients: readonly RecipientRegistration[];
  readonly donors: readonly DonorRegistration[];
  readonly exclusions: readonly Exclusion[];
}

export type Status = { readonly state: 'active' } | { readonly state: 'suspended'; readonly reason: string };

/** A fact that two sources must give alike before its person may enter a run: null where the second has not. */
export interface SecondEntry {
  readonly bloodGroup: BloodGroup | null;
  readonly hla: readonly string[] | null;
}

interface Person {
  readonly id: string;
  /** ODS code of the transplant centre. */
  readonly centre: string;
  readonly birthDate: string;
  readonly sex: 'F' | 'M';
  readonly bloodGroup: BloodGroup;
  /** Antigens and alleles as reported, each checked against the table (`A24`, `A*02:01`); order as given. */
  readonly hla: readonly string[];
  readonly second: SecondEntry;
  readonly status: Status;
}

export interface RecipientRegistration extends Person {
  /** Antigens and alleles that bar a donor. */
  readonly unacceptable: readonly string[];
  /** When the sample was taken that `unacceptable` was listed from. */
  readonly antibodySampleDate: string | null;
  /** Calculated reaction frequency, 0 to 100, with the version of the calculator. */
  readonly crfPercent: number;
  readonly crfCalculator: string | null;
  /** Quarterly matching runs taken part in before. */
  readonly previousRuns: number;
  readonly donorCriteria: DonorCriteria;
  readonly accepts: Acceptance;
}

/** Least and most that a recipient's centre accepts of a donor; null where it sets no limit. */
export interface DonorCriteria {
  readonly ageYearsMin: number | null;
  readonly ageYearsMax: number | null;
  readonly weightKgMin: number | null;
  readonly weightKgMax: number | null;
  readonly egfrMin: number | null;
}

/** What a recipient accepts beyond the ordinary rules (extended matching criteria, since January 2012). */
export interface Acceptance {
  /** Highest antibody titre at which a blood-group-incompatible donor is accepted (the reciprocal: 8 for 1:8), or null. */
  readonly aboTitreMax: number | null;
  /** The recipient's own titres by antigen of the donor, where measured. */
  readonly aboTitre: number | null;
  /** Unacceptable antigens that are accepted after all at low strength. */
  readonly hla: readonly string[];
}

export interface DonorRegistration extends Person {
  /** Own recipient's id, or null for an altruist. */
  readonly recipientId: string | null;
  readonly weightKg: number | null;
  /** Estimated glomerular filtration rate in mL/min/1.73 m2. */
  readonly egfr: number | null;
  readonly consentDate: string | null;
  readonly assessmentDate: string | null;
  /** Approval by the Human Tissue Authority. */
  readonly authorityApprovalDate: string | null;
}

/** This donor must not give to this recipient. */
export interface Exclusion {
  readonly recipientId: string;
  readonly donorId: string;
  readonly reason: string;
}

/** A fault in what was sent, addressed so that the sender finds it. */
export interface RegistrationProblem {
  readonly code: string;
  readonly file: string;
  /** Line of the file, the header being 1; null for the file as a whole. */
  readonly row: number | null;
  readonly column: string | null;
  readonly expected: string;
  readonly found: string | null;
}
