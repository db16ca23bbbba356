/** Whether a store is sound, as far as it can tell by itself: what the database finds, and every archived document. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { StoreKind } from './column-kinds.ts';
import { atOneMoment } from './one-moment.ts';
import type { Reading, Store } from './store.ts';
import { rowsOf, storeTables, type Value } from './table-rows.ts';

export interface StoreFault {
  /** A table, or `archive SHA-256`. */
  readonly place: string;
  readonly text: string;
}

/** The store goes on working meanwhile. */
export async function storeFaults(store: Store): Promise<readonly StoreFault[]> {
  const faults = store.kind === 'sqlite' ? await atOneMoment(store, sqliteFaults) : await unreadableTables(store);
  // Nothing sensible can be asked of tables that cannot be read.
  if (faults.length > 0) return faults;
  return atOneMoment(store, (reading) => archiveFaults(reading, store.kind));
}

async function sqliteFaults(reading: Reading): Promise<readonly StoreFault[]> {
  try {
    const found = await sql<{ integrityCheck: string }>`pragma integrity_check`.execute(reading);
    const broken = found.rows.map(({ integrityCheck }) => integrityCheck).filter((text) => text !== 'ok');
    const strays = await sql<{ table: string; rowid: number }>`pragma foreign_key_check`.execute(reading);
    return [
      ...broken.map((text) => ({ place: 'database', text })),
      ...strays.rows.map(({ table, rowid }) => ({
        place: table,
        text: `row ${rowid} refers to a row that is not there`,
      })),
    ];
  } catch (error) {
    return [{ place: 'database', text: damageIn(error) }];
  }
}

/** PostgreSQL has no check of its own that any user may ask for: every value of every row is read. */
async function unreadableTables(store: Store): Promise<readonly StoreFault[]> {
  const faults: StoreFault[] = [];
  for (const table of await storeTables(store.read, store.kind)) {
    try {
      await atOneMoment(store, async (reading) => {
        for await (const row of rowsOf(reading, store.kind, table)) void row;
      });
    } catch (error) {
      faults.push({ place: table.name, text: damageIn(error) });
    }
  }
  return faults;
}

/** Every archived document against the digest that it is kept under. Needs a transaction, and memory for a few documents. */
export async function archiveFaults(reading: Reading, kind: StoreKind): Promise<readonly StoreFault[]> {
  const archive = (await storeTables(reading, kind)).find(({ name }) => name === 'archive')!;
  const place = (name: string): number => archive.columns.findIndex((column) => column.name === name);
  const [digest, size, content] = [place('sha256'), place('size_bytes'), place('content')];
  const faults: StoreFault[] = [];
  for await (const row of rowsOf(reading, kind, archive)) {
    const text = documentFault(String(row[digest]), Number(row[size]), row[content]);
    if (text !== null) faults.push({ place: `archive ${String(row[digest])}`, text });
  }
  return faults;
}

function documentFault(sha256: string, sizeBytes: number, content: Value): string | null {
  try {
    const bytes = gunzipSync(content as Uint8Array);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) return 'is not what was put there';
    return bytes.length === sizeBytes ? null : `is of ${bytes.length} bytes, not ${sizeBytes}`;
  } catch (error) {
    return `cannot be unpacked: ${messageOf(error)}`;
  }
}

/** What the database says of damage that it met. Throws what is none: a database that is gone, for one. */
function damageIn(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (code === undefined || DAMAGE.test(String(code))) return messageOf(error);
  throw error;
}

/** SQLite's names; PostgreSQL's codes for damaged data and indexes, and for values that are none. */
const DAMAGE = /^(SQLITE_CORRUPT|SQLITE_NOTADB|XX00|22)/;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
