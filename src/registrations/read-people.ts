/** Rows of the three tables as registrations. A row with a fault gives none, and all of its faults. */
import {
  readBloodGroup,
  readCalculator,
  readCentre,
  readDate,
  readDecimal,
  readId,
  readOneOf,
  readReason,
  readTitre,
  readWhole,
  type CellReader,
} from './cell-values.ts';
import { datesInOrder, datesUpTo, typingFits } from './person-checks.ts';
import type {
  BloodGroup,
  DonorRegistration,
  Exclusion,
  RecipientRegistration,
  SecondEntry,
  Status,
} from './registration.ts';
import type { RegistrationLog } from './registration-log.ts';
import type { RowCells } from './sheet-rows.ts';

export const EGFR_UNIT = 'mL/min/1.73m2';

/** Quarterly runs since 2007 will be a hundred in 2032. */
const PREVIOUS_RUNS_MAX = 120;
const readDonorAge = readWhole(18, 100);
const readWeight = readDecimal(30, 250);
const readEgfr = readDecimal(30, 200);

/** What all readers of rows need. */
export interface Reading {
  readonly log: RegistrationLog;
  readonly readNames: CellReader<readonly string[]>;
  /** Day of the import, where it is known. */
  readonly date: string | undefined;
}

/** Whatever has no undefined field, of an object whose fields may be undefined where a cell could not be read. */
type Read<T> = { readonly [Key in keyof T]: T[Key] | undefined };

export function readRecipient(row: RowCells, reading: Reading): RecipientRegistration | null {
  const { log, readNames } = reading;
  const before = log.problemCount;
  const recipient: Read<RecipientRegistration> = {
    id: row.value('recipient_id', readId),
    ...readPerson(row, reading),
    unacceptable: row.valueOr('unacceptable', readNames, []),
    antibodySampleDate: row.valueOr('unacceptable_sample_date', readDate, null),
    crfPercent: row.value('crf_percent', readDecimal(0, 100)),
    crfCalculator: row.valueOr('crf_calculator', readCalculator, null),
    previousRuns: row.value('previous_runs', readWhole(0, PREVIOUS_RUNS_MAX)),
    donorCriteria: {
      ageYearsMin: row.valueOr('donor_age_min', readDonorAge, null) ?? null,
      ageYearsMax: row.valueOr('donor_age_max', readDonorAge, null) ?? null,
      weightKgMin: row.valueOr('donor_weight_min', readWeight, null) ?? null,
      weightKgMax: row.valueOr('donor_weight_max', readWeight, null) ?? null,
      egfrMin: row.valueOr('donor_egfr_min', readEgfr, null) ?? null,
    },
    accepts: {
      aboTitreMax: row.valueOr('accepts_abo_titre_max', readTitre, null) ?? null,
      aboTitre: row.valueOr('abo_titre', readTitre, null) ?? null,
      hla: row.valueOr('accepts_hla', readNames, []) ?? [],
    },
  };
  if (row.isIncomplete || log.problemCount > before) return null;
  const whole = recipient as RecipientRegistration;
  checkRecipient(whole, row, log);
  return log.problemCount > before ? null : whole;
}

export function readDonor(row: RowCells, reading: Reading): DonorRegistration | null {
  const { log } = reading;
  const before = log.problemCount;
  const donor: Read<DonorRegistration> = {
    id: row.value('donor_id', readId),
    recipientId: row.valueOr('recipient_id', readId, null),
    ...readPerson(row, reading),
    weightKg: row.valueOr('weight_kg', readWeight, null),
    egfr: row.valueOr('egfr', readEgfr, null),
    consentDate: row.valueOr('consent_date', readDate, null),
    assessmentDate: row.valueOr('assessment_date', readDate, null),
    authorityApprovalDate: row.valueOr('authority_approval_date', readDate, null),
  };
  row.valueOr('egfr_unit', readOneOf(EGFR_UNIT), null);
  if (row.isIncomplete || log.problemCount > before) return null;
  const whole = donor as DonorRegistration;
  typingFits(whole, row, log);
  for (const column of ['consent_date', 'assessment_date', 'authority_approval_date']) {
    datesInOrder(row, 'birth_date', column, 18, log);
  }
  return log.problemCount > before ? null : whole;
}

export function readExclusion(row: RowCells, { log }: Reading): Exclusion | null {
  const recipientId = row.value('recipient_id', readId);
  const donorId = row.value('donor_id', readId);
  const reason = row.valueOr('reason', readReason, '');
  if (reason === '') log.warn('missing-reason', row.place('reason'), 'the reason for the exclusion');
  if (recipientId === undefined || donorId === undefined || reason === undefined) return null;
  return { recipientId, donorId, reason };
}

type SharedFields = 'centre' | 'birthDate' | 'sex' | 'bloodGroup' | 'hla' | 'second' | 'status';

function readPerson(row: RowCells, { log, readNames, date }: Reading): Read<Pick<RecipientRegistration, SharedFields>> {
  datesUpTo(date, row, log);
  const second: Read<SecondEntry> = {
    bloodGroup: row.valueOr('blood_group_second', readBloodGroup, null),
    hla: row.valueOr('hla_second', readNames, null),
  };
  return {
    centre: row.value('centre', readCentre),
    birthDate: row.value('birth_date', readDate),
    sex: row.value('sex', readOneOf('F', 'M')),
    bloodGroup: readGroup(row, log),
    hla: row.value('hla', readNames),
    second: second as SecondEntry,
    status: readStatus(row, log),
  };
}

/** The subgroup stands in the group (`A2B`) or in a column of its own; where in both, they must be the same. */
function readGroup(row: RowCells, log: RegistrationLog): BloodGroup | undefined {
  const group = row.value('blood_group', readBloodGroup);
  const subgroup = row.valueOr('blood_subgroup', readOneOf('A1', 'A2'), null);
  if (group === undefined || subgroup === undefined || subgroup === null) return group;
  const isPossible = group.abo === 'A' || group.abo === 'AB';
  if (isPossible && (group.subgroup ?? subgroup) === subgroup) return { abo: group.abo, subgroup };
  const expected = isPossible ? 'the same subgroup as in blood_group' : 'no subgroup of a group without A';
  log.refuse('contradiction', row.place('blood_subgroup'), expected, subgroup);
  return undefined;
}

function readStatus(row: RowCells, log: RegistrationLog): Status | undefined {
  const state = row.value('status', readOneOf('active', 'suspended'));
  const reason = row.valueOr('status_reason', readReason, '');
  if (state === undefined || reason === undefined) return undefined;
  if (state === 'suspended') {
    if (reason === '') log.warn('missing-reason', row.place('status_reason'), 'the reason for the suspension');
    return { state, reason };
  }
  if (reason !== '') log.refuse('contradiction', row.place('status_reason'), 'no reason where active', reason);
  return { state };
}

function checkRecipient(recipient: RecipientRegistration, row: RowCells, log: RegistrationLog): void {
  const { donorCriteria, unacceptable, accepts, crfPercent } = recipient;
  typingFits(recipient, row, log);
  datesInOrder(row, 'birth_date', 'unacceptable_sample_date', 0, log);
  const ranges = [
    ['donor_age_min', donorCriteria.ageYearsMin, donorCriteria.ageYearsMax],
    ['donor_weight_min', donorCriteria.weightKgMin, donorCriteria.weightKgMax],
  ] as const;
  for (const [column, min, max] of ranges) {
    if (min !== null && max !== null && min > max) {
      log.refuse('contradiction', row.place(column), `at most ${max}, the maximum of the same row`, String(min));
    }
  }
  const notBarred = accepts.hla.filter((name) => !unacceptable.includes(name));
  if (notBarred.length > 0) {
    const expected = 'only names that also stand under unacceptable';
    log.refuse('contradiction', row.place('accepts_hla'), expected, notBarred.join(' '));
  }
  if ((crfPercent === 0 && unacceptable.length > 0) || (crfPercent > 0 && unacceptable.length === 0)) {
    const expected = unacceptable.length > 0 ? 'more than 0: antigens are listed' : '0: no antigens are listed';
    log.warn('implausible', row.place('crf_percent'), expected, String(crfPercent));
  }
}
