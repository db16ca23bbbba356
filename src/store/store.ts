/** The store: everything that the service remembers, in one directory or in PostgreSQL. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import type { Pool as Connections } from 'pg';
import { ActQueue, type Act } from './act-queue.ts';
import type { StoreKind } from './column-kinds.ts';
import { migrate, schemaVersionOf } from './migrations/migrations.ts';
import type { AnyDatabase } from './migrations/table-maker.ts';
import { openPostgres } from './postgres-database.ts';
import { openSqlite, type SqliteConnections } from './sqlite-database.ts';
import { StoreHold } from './store-hold.ts';
import type { Tables } from './tables.ts';

export type { Act } from './act-queue.ts';

/** For questions: any connection will do. */
export type Reading = Kysely<Tables>;

export type StorePlace =
  { readonly kind: 'sqlite'; readonly directory: string } | { readonly kind: 'postgres'; readonly url: string };

/** The lock that acts of all processes take in PostgreSQL; the number means nothing. */
const ACT_LOCK = 5_550_177;
/** Taken by whoever makes the schema or brings it forward. */
export const SCHEMA_LOCK = 5_550_178;
const OWNER_ONLY = 0o700;

/** The file within a store's directory. */
export const DATABASE_FILE = 'lkss.db';

interface Databases {
  readonly write: Kysely<Tables>;
  readonly read: Reading;
  readonly connections: Connections | null;
  close(): Promise<void>;
}

export class Store {
  readonly place: StorePlace;
  readonly read: Reading;
  /** For what is no part of the record: progress, sessions seen. Everything else is an act. */
  readonly write: Kysely<Tables>;
  /** Of PostgreSQL; null in the embedded store. */
  readonly connections: Connections | null;
  readonly #acts: ActQueue;
  readonly #close: () => Promise<void>;

  /** `openStore` is the way here. */
  constructor(place: StorePlace, databases: Databases) {
    this.place = place;
    this.read = databases.read;
    this.write = databases.write;
    this.connections = databases.connections;
    this.#close = () => databases.close();
    this.#acts = new ActQueue(databases.write, place.kind === 'sqlite' ? () => Promise.resolve() : takeActLock);
  }

  get kind(): StoreKind {
    return this.place.kind;
  }

  /** One act: all of it is kept, or nothing. The work may only use what it is given. */
  act<T>(work: (act: Act) => Promise<T>): Promise<T> {
    return this.#acts.perform(work);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/**
 * Opens the store, making it or bringing it forward where needed. Throws `StoreInUse`, `StoreTooNew`, or what the database
 * throws.
 */
export async function openStore(place: StorePlace): Promise<Store> {
  return place.kind === 'sqlite' ? openInDirectory(place) : openInPostgres(place);
}

/** Whether there is a store already, which opening would not make. */
export async function isStoreAt(place: StorePlace): Promise<boolean> {
  if (place.kind === 'sqlite') return existsSync(join(place.directory, DATABASE_FILE));
  const { database } = openPostgres(place.url);
  try {
    return (await schemaVersionOf(database as unknown as AnyDatabase)) !== null;
  } finally {
    await database.destroy();
  }
}

async function openInDirectory(place: StorePlace & { readonly kind: 'sqlite' }): Promise<Store> {
  mkdirSync(place.directory, { recursive: true, mode: OWNER_ONLY });
  const hold = new StoreHold(place.directory);
  let databases: SqliteConnections | undefined;
  const close = async (): Promise<void> => {
    databases?.close();
    hold.release();
  };
  try {
    const path = join(place.directory, DATABASE_FILE);
    databases = openSqlite(path);
    chmodSync(path, 0o600);
    await migrate(databases.write as unknown as AnyDatabase, 'sqlite');
    return new Store(place, { write: databases.write, read: databases.read, connections: null, close });
  } catch (error) {
    await close();
    throw error;
  }
}

async function openInPostgres(place: StorePlace & { readonly kind: 'postgres' }): Promise<Store> {
  const { database, connections } = openPostgres(place.url);
  const close = (): Promise<void> => database.destroy();
  try {
    // Processes that start together make the schema once.
    await database.connection().execute(async (connection) => {
      await sql`select pg_advisory_lock(${sql.lit(SCHEMA_LOCK)})`.execute(connection);
      try {
        await migrate(database as unknown as AnyDatabase, 'postgres');
      } finally {
        await sql`select pg_advisory_unlock(${sql.lit(SCHEMA_LOCK)})`.execute(connection);
      }
    });
    return new Store(place, { write: database, read: database, connections, close });
  } catch (error) {
    await close();
    throw error;
  }
}

async function takeActLock(act: Act): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(ACT_LOCK)})`.execute(act);
}
