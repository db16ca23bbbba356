/** Registrations as tables of text, cell by cell what an import reads: for writing, digests and comparisons. */
import { COLUMNS, type TableName } from './columns.ts';
import { EGFR_UNIT } from './read-people.ts';
import type {
  BloodGroup,
  DonorRegistration,
  Exclusion,
  RecipientRegistration,
  Registrations,
  Status,
} from './registration.ts';

/** Cells by column. Every column of the table but those that only say again what another says. */
export type TableRow = Readonly<Record<string, string>>;

export interface RegistrationTable {
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

/** The subgroup is written with the group. */
const UNWRITTEN = 'blood_subgroup';

/** In the order of the registrations, which is that of ids. */
export function registrationTables(registrations: Registrations): readonly RegistrationTable[] {
  const { recipients, donors, exclusions } = registrations;
  return [
    { table: 'recipients', columns: columnsOf('recipients'), rows: recipients.map(recipientRow) },
    { table: 'donors', columns: columnsOf('donors'), rows: donors.map(donorRow) },
    { table: 'exclusions', columns: columnsOf('exclusions'), rows: exclusions.map(exclusionRow) },
  ];
}

/** What tells the rows of a table apart. */
export function keyOf(table: TableName, row: TableRow): string {
  if (table === 'recipients') return row['recipient_id'];
  return table === 'donors' ? row['donor_id'] : `${row['recipient_id']} ${row['donor_id']} ${row['reason']}`;
}

function columnsOf(table: TableName): readonly string[] {
  return COLUMNS[table].map(({ name }) => name).filter((name) => name !== UNWRITTEN);
}

function recipientRow(recipient: RecipientRegistration): TableRow {
  const { donorCriteria: criteria, accepts } = recipient;
  return {
    recipient_id: recipient.id,
    ...personCells(recipient),
    unacceptable: recipient.unacceptable.join(' '),
    crf_percent: String(recipient.crfPercent),
    previous_runs: String(recipient.previousRuns),
    donor_age_min: cell(criteria.ageYearsMin),
    donor_age_max: cell(criteria.ageYearsMax),
    unacceptable_sample_date: cell(recipient.antibodySampleDate),
    crf_calculator: cell(recipient.crfCalculator),
    donor_weight_min: cell(criteria.weightKgMin),
    donor_weight_max: cell(criteria.weightKgMax),
    donor_egfr_min: cell(criteria.egfrMin),
    accepts_abo_titre_max: cell(accepts.aboTitreMax),
    abo_titre: cell(accepts.aboTitre),
    accepts_hla: accepts.hla.join(' '),
  };
}

function donorRow(donor: DonorRegistration): TableRow {
  return {
    donor_id: donor.id,
    recipient_id: cell(donor.recipientId),
    ...personCells(donor),
    weight_kg: cell(donor.weightKg),
    egfr: cell(donor.egfr),
    egfr_unit: donor.egfr === null ? '' : EGFR_UNIT,
    consent_date: cell(donor.consentDate),
    assessment_date: cell(donor.assessmentDate),
    authority_approval_date: cell(donor.authorityApprovalDate),
  };
}

function exclusionRow({ recipientId, donorId, reason }: Exclusion): TableRow {
  return { recipient_id: recipientId, donor_id: donorId, reason };
}

function personCells(person: RecipientRegistration | DonorRegistration): TableRow {
  const { bloodGroup, hla } = person.second;
  return {
    centre: person.centre,
    birth_date: person.birthDate,
    sex: person.sex,
    blood_group: bloodGroupText(person.bloodGroup),
    hla: person.hla.join(' '),
    status: person.status.state,
    status_reason: reasonOf(person.status),
    blood_group_second: bloodGroup === null ? '' : bloodGroupText(bloodGroup),
    hla_second: hla === null ? '' : hla.join(' '),
  };
}

/** `A`, `A2`, `A2B`: the group with its subgroup, as laboratories write it. */
export function bloodGroupText({ abo, subgroup }: BloodGroup): string {
  if (subgroup === null) return abo;
  return abo === 'AB' ? `${subgroup}B` : subgroup;
}

function reasonOf(status: Status): string {
  return status.state === 'suspended' ? status.reason : '';
}

function cell(value: string | number | null): string {
  return value === null ? '' : String(value);
}
