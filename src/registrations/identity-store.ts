/** Identities in the store, each sealed. Nothing of one is ever in an error, an event or a query. */
import type { AuditNote } from '../audit/catalogue.ts';
import type { Act, Reading } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import type { IdentityKey } from './identity-key.ts';
import { NONCE_BYTES, seal, unseal, type IdentifiedPerson, type Identity } from './identity-seal.ts';

export interface OwnedPerson extends IdentifiedPerson {
  /** ODS code of the centre that answers for the person's registration. */
  readonly ownerCentre: string;
}

export interface StoredIdentity extends OwnedPerson {
  readonly identity: Identity;
  readonly version: number;
  readonly updatedAt: string;
}

export type IdentityChange =
  | { readonly ok: true; readonly version: number; readonly note: AuditNote }
  /** Somebody else changed it since: `version` is what there is now, 0 where nothing. */
  | { readonly ok: false; readonly version: number };

/** A seal that does not open: it was made with another key or for another person, or was damaged. */
export class IdentitySealed extends Error {
  constructor({ kind, id }: IdentifiedPerson) {
    super(`the identity of ${kind} ${id} does not open: other key, other person, or damaged`);
  }
}

/** `expectedVersion` is 0 where there is none yet. The caller records `note` in the same act. */
export async function putIdentity(
  act: Act,
  person: OwnedPerson,
  identity: Identity,
  expectedVersion: number,
  key: IdentityKey,
  surroundings: Surroundings,
): Promise<IdentityChange> {
  const { kind, id, ownerCentre } = person;
  const present = await rowOf(act, person);
  const presentVersion = present?.version ?? 0;
  if (presentVersion !== expectedVersion) return { ok: false, version: presentVersion };
  const version = presentVersion + 1;
  const sealed = sealedBytes(identity, person, key, surroundings);
  const row = { ownerCentre, sealed, version, updatedAt: surroundings.now() };
  if (present === undefined) {
    await act
      .insertInto('identity')
      .values({ kind, id, ...row })
      .execute();
  } else await act.updateTable('identity').set(row).where('kind', '=', kind).where('id', '=', id).execute();
  const note: AuditNote = {
    event: 'identity.changed',
    subjectId: id,
    centre: ownerCentre,
    detail: { kind, version },
  };
  return { ok: true, version, note };
}

/** Null where none was put. Throws `IdentitySealed`. */
export async function identityOf(
  reading: Reading,
  kind: IdentifiedPerson['kind'],
  id: string,
  key: IdentityKey,
): Promise<StoredIdentity | null> {
  const row = await rowOf(reading, { kind, id });
  if (row === undefined) return null;
  const { sealed, ...rest } = row;
  return { ...rest, identity: opened(sealed, row, key) };
}

/** Seals every identity anew; versions stay. Gives their count. Throws `IdentitySealed` where one does not open. */
export async function rotateIdentityKey(
  act: Act,
  oldKey: IdentityKey,
  newKey: IdentityKey,
  surroundings: Surroundings,
): Promise<number> {
  const rows = await act
    .selectFrom('identity')
    .select(['kind', 'id', 'sealed'])
    .orderBy('kind')
    .orderBy('id')
    .execute();
  for (const row of rows) {
    const sealed = sealedBytes(opened(row.sealed, row, oldKey), row, newKey, surroundings);
    await act.updateTable('identity').set({ sealed }).where('kind', '=', row.kind).where('id', '=', row.id).execute();
  }
  return rows.length;
}

function rowOf(reading: Reading, { kind, id }: IdentifiedPerson) {
  return reading.selectFrom('identity').selectAll().where('kind', '=', kind).where('id', '=', id).executeTakeFirst();
}

function sealedBytes(
  identity: Identity,
  person: IdentifiedPerson,
  key: IdentityKey,
  surroundings: Surroundings,
): Uint8Array {
  return seal(identity, person, key, surroundings.randomBytes(NONCE_BYTES));
}

function opened(sealed: Uint8Array, person: IdentifiedPerson, key: IdentityKey): Identity {
  const identity = unseal(sealed, person, key);
  if (identity === null) throw new IdentitySealed(person);
  return identity;
}
