/** Imports in the store: received, then confirmed by the sender or discarded. Only a confirmed one changes registrations. */
import { archive, archived, type ArchiveDocument } from '../store/archive-store.ts';
import type { Act, Reading } from '../store/store.ts';
import type { RegistrationImportTable } from '../store/tables.ts';
import { replaceRegistrations, registryVersion, type AppliedChanges } from './registration-store.ts';
import type { Registrations } from './registration.ts';

export type ImportStatus = 'received' | 'confirmed' | 'discarded';

export function importStatusOf({ confirmedAt, discardedAt }: RegistrationImportTable): ImportStatus {
  if (confirmedAt !== null) return 'confirmed';
  return discardedAt === null ? 'received' : 'discarded';
}

/** What was understood of a delivery, ready to be put. */
export interface ReceivedImport {
  readonly sourceName: string;
  readonly sourceSha256: string;
  /** Of the centre whose people it replaces; null for all. */
  readonly centre: string | null;
  readonly registrations: ArchiveDocument;
  readonly readBack: ArchiveDocument;
  /** Of the registry that the read-back sheet compares with. */
  readonly registryVersion: number;
}

export async function putImport(
  act: Act,
  id: string,
  received: ReceivedImport,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<void> {
  const { registrations, readBack, ...rest } = received;
  await archive(act, registrations, at);
  await archive(act, readBack, at);
  await act
    .insertInto('registrationImport')
    .values({
      id,
      receivedAt: at,
      receivedBy: by,
      ...rest,
      registrationsSha256: registrations.sha256,
      readBackSha256: readBack.sha256,
      confirmedAt: null,
      confirmedBy: null,
      discardedAt: null,
      discardedBy: null,
    })
    .execute();
}

export async function importOf(reading: Reading, id: string): Promise<RegistrationImportTable | undefined> {
  return reading.selectFrom('registrationImport').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The latest first. `centre` null: of all. */
export async function importsOf(
  reading: Reading,
  { centre, before, limit }: { centre: string | null; before: string | null; limit: number },
): Promise<readonly RegistrationImportTable[]> {
  let query = reading.selectFrom('registrationImport').selectAll();
  if (centre !== null) query = query.where('centre', '=', centre);
  if (before !== null) query = query.where('receivedAt', '<', before);
  return query.orderBy('receivedAt', 'desc').limit(limit).execute();
}

export async function registrationsIn(reading: Reading, row: RegistrationImportTable): Promise<Registrations> {
  return JSON.parse(await archived(reading, row.registrationsSha256)) as Registrations;
}

/** An import is not what it was when it was received: somebody has ended it, or registrations have changed since. */
export type ImportRefusal = 'not-received' | 'registry-changed';

export async function confirmImport(
  act: Act,
  row: RegistrationImportTable,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<AppliedChanges | ImportRefusal> {
  if (importStatusOf(row) !== 'received') return 'not-received';
  if ((await registryVersion(act)) !== row.registryVersion) return 'registry-changed';
  const registrations = await registrationsIn(act, row);
  const changes = await replaceRegistrations(act, registrations, row.centre, { by, at, importId: row.id });
  await act
    .updateTable('registrationImport')
    .set({ confirmedAt: at, confirmedBy: by })
    .where('id', '=', row.id)
    .execute();
  return changes;
}

export async function discardImport(
  act: Act,
  row: RegistrationImportTable,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<ImportRefusal | null> {
  if (importStatusOf(row) !== 'received') return 'not-received';
  await act
    .updateTable('registrationImport')
    .set({ discardedAt: at, discardedBy: by })
    .where('id', '=', row.id)
    .execute();
  return null;
}
