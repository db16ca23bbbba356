/** A registration as the store keeps it: one record for each recipient, donor and exclusion. */
import { createHash } from 'node:crypto';
import type { RegistrationTable } from '../store/tables.ts';
import type { DonorRegistration, Exclusion, RecipientRegistration, Registrations } from './registration.ts';

export type RecordKind = RegistrationTable['kind'];
export const PERSON_KINDS = ['recipient', 'donor'] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];

export type RegistrationRecord = Omit<RegistrationTable, 'version'>;

const REASON_DIGEST_CHARACTERS = 12;

/** In the order of kind and id. */
export function recordsOf({ recipients, donors, exclusions }: Registrations): readonly RegistrationRecord[] {
  const centreOf = new Map(recipients.map(({ id, centre }) => [id, centre]));
  return [
    ...recipients.map((recipient) => record('recipient', recipient.id, recipient.centre, recipient.centre, recipient)),
    ...donors.map((donor) => {
      const owner = donor.recipientId === null ? donor.centre : (centreOf.get(donor.recipientId) ?? donor.centre);
      return record('donor', donor.id, owner, donor.centre, donor);
    }),
    ...exclusions.map((exclusion) => {
      const owner = centreOf.get(exclusion.recipientId)!;
      return record('exclusion', exclusionId(exclusion), owner, owner, exclusion);
    }),
  ];
}

function record(kind: RecordKind, id: string, ownerCentre: string, centre: string, value: object): RegistrationRecord {
  return { kind, id, ownerCentre, centre, content: JSON.stringify(value) };
}

/** The two people, and the reason by its digest: it may be long. No id of a person has a tilde. */
function exclusionId({ recipientId, donorId, reason }: Exclusion): string {
  const digest = createHash('sha256').update(reason).digest('hex').slice(0, REASON_DIGEST_CHARACTERS);
  return `${recipientId}~${donorId}~${digest}`;
}

/** From records in the order of ids within each kind. */
export function registrationsOf(records: readonly Pick<RegistrationTable, 'kind' | 'content'>[]): Registrations {
  const of = <T>(kind: RecordKind): T[] =>
    records.filter((record) => record.kind === kind).map(({ content }) => JSON.parse(content) as T);
  return {
    recipients: of<RecipientRegistration>('recipient'),
    donors: of<DonorRegistration>('donor'),
    exclusions: of<Exclusion>('exclusion').sort(byPair),
  };
}

/** As an import gives them: by both ids and the reason. */
function byPair(a: Exclusion, b: Exclusion): number {
  return (
    compareText(a.recipientId, b.recipientId) || compareText(a.donorId, b.donorId) || compareText(a.reason, b.reason)
  );
}

/** By code units: databases order by the language they are set to. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
