/**
 * A backup: the whole record in one sealed file, which is the same for both kinds of store. Its lines are JSON: a header; for
 * each table a line with its columns, then each row as a list of values, bytes as base64; last, the number of rows by table.
 * Sessions, sign-ins under way and the progress of solving are not in it: they are no part of the record.
 */
import { z } from 'zod';
import { SCHEMA_VERSIONS } from './migrations/migrations.ts';
import { atOneMoment } from './one-moment.ts';
import { writeSealed } from './sealed-file.ts';
import type { Reading, Store } from './store.ts';
import { storeIdOf } from './store-id.ts';
import { recordTables, rowsOf, type StoreTable, type Value } from './table-rows.ts';

export const BACKUP_FORMAT = 'lkss-backup';
export const BACKUP_VERSION = 1;

const count = z.int().nonnegative();

export const BACKUP_HEADER = z.strictObject({
  format: z.literal(BACKUP_FORMAT),
  version: z.literal(BACKUP_VERSION),
  /** The newest step that the store had been brought to. */
  schema: z.string(),
  storeId: z.string().nullable(),
  /** The last event; null where there was none. */
  auditHead: z.strictObject({ seq: count, hash: z.string() }).nullable(),
  madeAt: z.string(),
});
export type BackupHeader = z.infer<typeof BACKUP_HEADER>;

export const BACKUP_TABLE = z.strictObject({ table: z.string(), columns: z.array(z.string()) });
export const BACKUP_TRAILER = z.strictObject({ rows: z.record(z.string(), count) });

export interface BackupSummary {
  readonly header: BackupHeader;
  readonly rowsByTable: Readonly<Record<string, number>>;
}

/** The store goes on working meanwhile. Replaces a file of that name only once the new one is whole. */
export async function writeBackup(store: Store, path: string, at: string): Promise<BackupSummary> {
  return atOneMoment(store, async (reading) => {
    const header = await headerOf(reading, at);
    const rowsByTable: Record<string, number> = {};
    await writeSealed(path, backupLines(store, reading, header, rowsByTable));
    return { header, rowsByTable };
  });
}

export function rowsIn({ rowsByTable }: BackupSummary): number {
  return Object.values(rowsByTable).reduce((sum, rows) => sum + rows, 0);
}

async function headerOf(reading: Reading, at: string): Promise<BackupHeader> {
  const head = await reading.selectFrom('auditHead').select(['seq', 'hash']).executeTakeFirst();
  return {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    schema: SCHEMA_VERSIONS.at(-1)!,
    storeId: await storeIdOf(reading),
    auditHead: head ?? null,
    madeAt: at,
  };
}

async function* backupLines(
  { kind }: Store,
  reading: Reading,
  header: BackupHeader,
  rowsByTable: Record<string, number>,
): AsyncGenerator<string> {
  yield JSON.stringify(header);
  for (const table of await recordTables(reading, kind)) {
    rowsByTable[table.name] = 0;
    yield JSON.stringify({ table: table.name, columns: table.columns.map(({ name }) => name) });
    for await (const row of rowsOf(reading, kind, table)) {
      rowsByTable[table.name] += 1;
      yield JSON.stringify(row.map(written));
    }
  }
  yield JSON.stringify({ rows: rowsByTable });
}

function written(value: Value): string | number | null {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

/** The row as the database takes it; null where it is none of this table. */
export function readRow(row: readonly unknown[], { columns }: StoreTable): readonly Value[] | null {
  if (row.length !== columns.length) return null;
  const values = row.map((value, index) => readValue(value, columns[index].kind));
  return values.every((value) => value !== undefined) ? values : null;
}

function readValue(value: unknown, kind: StoreTable['columns'][number]['kind']): Value | undefined {
  if (value === null) return null;
  if (kind === 'integer') return Number.isSafeInteger(value) ? (value as number) : undefined;
  if (typeof value !== 'string') return undefined;
  return kind === 'text' ? value : Buffer.from(value, 'base64');
}
