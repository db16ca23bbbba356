/** The person an appeal is about, as the run had them. */
import { recordsOf } from '../registrations/registration-record.ts';
import { recordOf } from '../registrations/registration-store.ts';
import type { Registrations } from '../registrations/registration.ts';
import { sha256 } from '../policy/policy.ts';
import type { AppealTable } from '../store/appeal-tables.ts';
import type { Reading } from '../store/store.ts';

export type AppealedKind = AppealTable['kind'];

export interface AppealedPerson {
  readonly kind: AppealedKind;
  readonly id: string;
  /** ODS code of their centre in the run. */
  readonly centre: string;
  /** SHA-256 of the registration as the run had it. */
  readonly sha256: string;
  /** Of a recipient, ids of the donors who gave for them. */
  readonly ownDonors: readonly string[];
}

/** A recipient, or an altruist: donors of a pair stand where their recipient stands. Null where the run had nobody of that id. */
export function appealedPerson(registrations: Registrations, kind: AppealedKind, id: string): AppealedPerson | null {
  const { donors } = registrations;
  if (kind === 'altruist' && !donors.some((donor) => donor.id === id && donor.recipientId === null)) return null;
  const record = recordsOf(registrations).find((one) => one.kind === registrationKindOf(kind) && one.id === id);
  if (record === undefined) return null;
  return {
    kind,
    id,
    centre: record.centre,
    sha256: sha256(record.content),
    ownDonors: donors.filter(({ recipientId }) => kind === 'recipient' && recipientId === id).map((donor) => donor.id),
  };
}

export function registrationKindOf(kind: AppealedKind): 'recipient' | 'donor' {
  return kind === 'altruist' ? 'donor' : 'recipient';
}

/** The centre that answers for them now; where they are registered no more, the one that did in the run. */
export async function centreNow(reading: Reading, { kind, id, centre }: AppealedPerson): Promise<string> {
  return (await recordOf(reading, registrationKindOf(kind), id))?.ownerCentre ?? centre;
}
