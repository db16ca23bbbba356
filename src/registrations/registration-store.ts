/** Registrations in the store: what holds now, and every version there was. */
import { createHash } from 'node:crypto';
import type { Act, Reading } from '../store/store.ts';
import type { RegistrationTable, RegistrationVersionTable } from '../store/tables.ts';
import {
  compareText,
  recordsOf,
  registrationsOf,
  type PersonKind,
  type RegistrationRecord,
} from './registration-record.ts';
import type { Registrations, Status } from './registration.ts';

/** Counts every change of any registration; 0 where there was none. */
export async function registryVersion(reading: Reading): Promise<number> {
  const row = await reading.selectFrom('registry').select('version').executeTakeFirst();
  return row?.version ?? 0;
}

/** All that hold now, or those that one centre answers for. */
export async function currentRecords(reading: Reading, centre: string | null): Promise<readonly RegistrationTable[]> {
  let query = reading.selectFrom('registration').selectAll();
  if (centre !== null) query = query.where('ownerCentre', '=', centre);
  const rows = await query.execute();
  return rows.sort((a, b) => compareText(a.kind, b.kind) || compareText(a.id, b.id));
}

export async function currentRegistrations(reading: Reading, centre: string | null = null): Promise<Registrations> {
  return registrationsOf(await currentRecords(reading, centre));
}

export async function recordOf(reading: Reading, kind: PersonKind, id: string): Promise<RegistrationTable | undefined> {
  return reading
    .selectFrom('registration')
    .selectAll()
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** In the order of ids as the database has it. `centre`: of records it answers for, or of people of its own. */
export async function recordsAfter(
  reading: Reading,
  { kind, after, limit, centre }: { kind: PersonKind; after: string; limit: number; centre: string | null },
): Promise<readonly RegistrationTable[]> {
  let query = reading.selectFrom('registration').selectAll().where('kind', '=', kind).where('id', '>', after);
  if (centre !== null) query = query.where((is) => is.or([is('ownerCentre', '=', centre), is('centre', '=', centre)]));
  return query.orderBy('id').limit(limit).execute();
}

export async function versionsOf(
  reading: Reading,
  kind: PersonKind,
  id: string,
): Promise<readonly RegistrationVersionTable[]> {
  return reading
    .selectFrom('registrationVersion')
    .selectAll()
    .where('kind', '=', kind)
    .where('id', '=', id)
    .orderBy('version')
    .execute();
}

export interface RecordedBy {
  readonly by: string;
  readonly at: string;
  readonly importId: string | null;
}

export interface AppliedChanges {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** The registry's version afterwards. */
  readonly registry: number;
}

/** Puts registrations in the place of all, or of those that one centre answers for. Whoever stays the same is left alone. */
export async function replaceRegistrations(
  act: Act,
  registrations: Registrations,
  centre: string | null,
  recorded: RecordedBy,
): Promise<AppliedChanges> {
  const before = new Map((await currentRecords(act, centre)).map((row) => [keyOf(row), row]));
  const counts = { added: 0, changed: 0, removed: 0 };
  for (const record of recordsOf(registrations)) {
    const old = before.get(keyOf(record));
    before.delete(keyOf(record));
    if (old?.content === record.content && old.ownerCentre === record.ownerCentre) continue;
    counts[old === undefined ? 'added' : 'changed']++;
    await putVersion(act, record, recorded);
  }
  for (const row of before.values()) {
    counts.removed++;
    await removeRecord(act, row, recorded);
  }
  return { ...counts, registry: await countChange(act) };
}

/** Gives the new version, or null where the one expected is not the one that holds. */
export async function changeStatus(
  act: Act,
  row: RegistrationTable,
  status: Status,
  expectedVersion: number | null,
  recorded: RecordedBy,
): Promise<number | null> {
  if (expectedVersion !== null && row.version !== expectedVersion) return null;
  const { version: _, ...record } = row;
  const content = JSON.stringify({ ...(JSON.parse(row.content) as object), status });
  const version = await putVersion(act, { ...record, content }, recorded);
  await countChange(act);
  return version;
}

function keyOf({ kind, id }: RegistrationRecord): string {
  return `${kind} ${id}`;
}

async function putVersion(act: Act, record: RegistrationRecord, recorded: RecordedBy): Promise<number> {
  const version = await addVersion(act, record, record.content, recorded);
  await act
    .insertInto('registration')
    .values({ ...record, version })
    .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet({ ...record, version }))
    .execute();
  return version;
}

async function removeRecord(act: Act, row: RegistrationTable, recorded: RecordedBy): Promise<void> {
  await addVersion(act, row, null, recorded);
  await act.deleteFrom('registration').where('kind', '=', row.kind).where('id', '=', row.id).execute();
}

async function addVersion(
  act: Act,
  record: RegistrationRecord,
  content: string | null,
  { at: recordedAt, by: recordedBy, importId }: RecordedBy,
): Promise<number> {
  const { kind, id, ownerCentre } = record;
  const version = await nextVersion(act, record, recordedAt);
  const contentSha256 = content === null ? null : createHash('sha256').update(content).digest('hex');
  const recorded = { recordedAt, recordedBy, importId, supersededAt: null };
  await act
    .insertInto('registrationVersion')
    .values({ kind, id, version, ownerCentre, content, contentSha256, ...recorded })
    .execute();
  return version;
}

/** Marks the last version as superseded. A person removed and registered again goes on counting. */
async function nextVersion(act: Act, { kind, id }: RegistrationRecord, at: string): Promise<number> {
  const last = await act
    .selectFrom('registrationVersion')
    .select('version')
    .where('kind', '=', kind)
    .where('id', '=', id)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  if (last === undefined) return 1;
  await act
    .updateTable('registrationVersion')
    .set({ supersededAt: at })
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('version', '=', last.version)
    .execute();
  return last.version + 1;
}

async function countChange(act: Act): Promise<number> {
  const version = (await registryVersion(act)) + 1;
  if (version === 1) await act.insertInto('registry').values({ one: 1, version }).execute();
  else await act.updateTable('registry').set({ version }).where('one', '=', 1).execute();
  return version;
}
