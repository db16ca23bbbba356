/** What is asked at a follow-up, field by field, with closed lists and sensible ranges. Units stand in the names. */
import type { FollowUpSide } from './follow-up-stages.ts';

export const YES_NO = { yes: 'yes', no: 'no' } as const;

export const CONTACTS = {
  followed: 'seen, or known of',
  'lost-to-follow-up': 'lost to follow-up: nothing could be learned',
} as const;

export const GRAFT_STATES = { functioning: 'the transplant functions', failed: 'the transplant has failed' } as const;

export const GRAFT_FAILURE_CAUSES = {
  'acute-rejection': 'acute rejection',
  'chronic-rejection': 'chronic rejection',
  thrombosis: 'thrombosis of artery or vein',
  'surgical-complication': 'another complication of the operation',
  'recurrent-disease': 'the first disease of the kidneys came back',
  infection: 'infection, BK virus nephropathy among them',
  'never-functioned': 'the transplant never functioned',
  'not-taking-medicines': 'medicines were not taken',
  'failed-otherwise': 'another known cause',
  'cause-not-known': 'the cause is not known',
} as const;

/**
 * The worst complication since the last form, by the classification of Clavien and Dindo (Dindo, Demartines, Clavien, Ann Surg
 * 2004;240:205-213).
 */
export const COMPLICATION_GRADES = {
  none: 'no complication',
  I: 'I: needs no treatment but simple remedies',
  II: 'II: needs medicines or a transfusion',
  IIIa: 'IIIa: needs an intervention, without general anaesthesia',
  IIIb: 'IIIb: needs an intervention under general anaesthesia',
  IVa: 'IVa: life-threatening, one organ fails',
  IVb: 'IVb: life-threatening, several organs fail',
  V: 'V: death',
} as const;

/** Albumin to creatinine ratio of the urine, by the categories of KDIGO (2012). */
export const PROTEINURIA_LEVELS = {
  A1: 'less than 3 mg/mmol',
  A2: '3 to 30 mg/mmol',
  A3: 'more than 30 mg/mmol',
  'not-measured': 'not measured',
} as const;

/** Why an entry takes the place of one before. */
export const CORRECTION_REASONS = {
  'entered-by-mistake': 'it was entered by mistake, or for another transplant',
  'wrong-value': 'a value or a day was wrong',
  'wrong-reason': 'the reason was wrong',
  'learned-later': 'more was learned later',
} as const;

export type FollowUpField =
  | { readonly kind: 'date'; readonly label: string }
  | { readonly kind: 'code'; readonly label: string; readonly codes: Readonly<Record<string, string>> }
  | {
      readonly kind: 'integer';
      readonly label: string;
      readonly unit: string;
      readonly min: number;
      readonly max: number;
    };

const SEEN: Readonly<Record<string, FollowUpField>> = {
  contact: { kind: 'code', label: 'Contact', codes: CONTACTS },
  seenOn: { kind: 'date', label: 'Day that this form speaks of' },
  isAlive: { kind: 'code', label: 'Alive', codes: YES_NO },
  diedOn: { kind: 'date', label: 'Day of death' },
};
const CREATININE: Readonly<Record<string, FollowUpField>> = {
  creatinineUmolPerL: { kind: 'integer', label: 'Serum creatinine', unit: 'µmol/L', min: 20, max: 2000 },
  creatinineOn: { kind: 'date', label: 'Day of the creatinine sample' },
};
const COMPLICATIONS: Readonly<Record<string, FollowUpField>> = {
  complicationGrade: { kind: 'code', label: 'Worst complication since the last form', codes: COMPLICATION_GRADES },
};

export const FOLLOW_UP_FIELDS: Readonly<Record<FollowUpSide, Readonly<Record<string, FollowUpField>>>> = {
  recipient: {
    ...SEEN,
    graft: { kind: 'code', label: 'Transplant', codes: GRAFT_STATES },
    graftFailedOn: { kind: 'date', label: 'Day on which the transplant failed' },
    graftFailureCause: { kind: 'code', label: 'Cause of the failure', codes: GRAFT_FAILURE_CAUSES },
    ...CREATININE,
    heightCm: { kind: 'integer', label: 'Height', unit: 'cm', min: 45, max: 230 },
    rejectionEpisodesTreated: {
      kind: 'integer',
      label: 'Episodes of rejection treated since the last form',
      unit: 'episodes',
      min: 0,
      max: 20,
    },
    ...COMPLICATIONS,
  },
  donor: {
    ...SEEN,
    ...CREATININE,
    systolicMmHg: { kind: 'integer', label: 'Systolic blood pressure', unit: 'mmHg', min: 60, max: 260 },
    diastolicMmHg: { kind: 'integer', label: 'Diastolic blood pressure', unit: 'mmHg', min: 30, max: 160 },
    proteinuria: {
      kind: 'code',
      label: 'Protein in the urine (albumin to creatinine ratio)',
      codes: PROTEINURIA_LEVELS,
    },
    ...COMPLICATIONS,
  },
};
