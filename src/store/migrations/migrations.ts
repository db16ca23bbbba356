/** Every schema there ever was, in order: a store is brought forward through them, never back. */
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { StoreKind } from '../column-kinds.ts';
import { first } from './0001-first.ts';
import { signOff } from './0002-sign-off.ts';
import { repair } from './0003-repair.ts';
import { outcomes } from './0004-outcomes.ts';
import { appeals } from './0005-appeals.ts';
import type { AnyDatabase } from './table-maker.ts';

type SchemaStep = (db: AnyDatabase, kind: StoreKind) => Promise<void>;

const STEPS: Readonly<Record<string, SchemaStep>> = {
  '0001-first': first,
  '0002-sign-off': signOff,
  '0003-repair': repair,
  '0004-outcomes': outcomes,
  '0005-appeals': appeals,
};

export const SCHEMA_VERSIONS: readonly string[] = Object.keys(STEPS);

/** The store was brought to a schema that this program does not know. */
export class StoreTooNew extends Error {}

/** Throws `StoreTooNew`, or what a step throws; then the store is as it was before. */
export async function migrate(db: AnyDatabase, kind: StoreKind, upTo = SCHEMA_VERSIONS.at(-1)!): Promise<void> {
  const reached = await schemaVersionOf(db);
  if (reached !== null && !SCHEMA_VERSIONS.includes(reached)) {
    throw new StoreTooNew(
      `the store was made by a later program: its schema is ${reached}, and this program knows ${SCHEMA_VERSIONS.at(-1)!}`,
    );
  }
  const migrations = Object.fromEntries(
    Object.entries(STEPS).map(([name, step]) => [name, { up: (on: AnyDatabase) => step(on, kind) }]),
  );
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateTo(upTo);
  if (error !== undefined) throw error instanceof Error ? error : new Error(String(error));
}

/** The newest step that the store has been brought to; null for an empty one. */
export async function schemaVersionOf(db: AnyDatabase): Promise<string | null> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return null;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name desc limit 1`.execute(
    db,
  );
  return rows[0]?.name ?? null;
}
