/**
 * Schemas as they were released, kept as data: the statements that made them in each database, and rows as they stood. What a
 * released program left behind must open under every later one.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, PostgresDialect, SqliteDialect, type Dialect } from 'kysely';
import { Client, Pool as Connections } from 'pg';
import type { StoreKind } from '../../../src/store/column-kinds.ts';
import { migrate } from '../../../src/store/migrations/migrations.ts';
import type { AnyDatabase } from '../../../src/store/migrations/table-maker.ts';
import { DATABASE_FILE, type StorePlace } from '../../../src/store/store.ts';

export interface ReleasedSchema {
  readonly statements: Readonly<Record<StoreKind, readonly string[]>>;
  readonly rows: KeptRows;
}

/** By table; each row a list of values in the order of the columns, bytes as `{"hex": text}`. */
export type KeptRows = Readonly<Record<string, readonly (readonly KeptValue[])[]>>;
type KeptValue = string | number | null | { readonly hex: string };

function fileOf(version: string): URL {
  return new URL(`released/${version}.json`, import.meta.url);
}

export function isKept(version: string): boolean {
  return existsSync(fileOf(version));
}

export function releasedSchema(version: string): ReleasedSchema {
  return JSON.parse(readFileSync(fileOf(version), 'utf8')) as ReleasedSchema;
}

export function keepSchema(version: string, schema: ReleasedSchema): void {
  mkdirSync(new URL('released/', import.meta.url), { recursive: true });
  writeFileSync(fileOf(version), `${JSON.stringify(schema, null, 1).replaceAll(/\n {4,}/g, ' ')}\n`);
}

/** What the program of today does to an empty database, to bring it to the version. */
export async function statementsTo(version: string, place: StorePlace): Promise<readonly string[]> {
  const statements: string[] = [];
  const database = new Kysely<unknown>({
    dialect: dialectAt(place),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => void statements.push(query.sql),
  });
  await migrate(database as AnyDatabase, place.kind, version);
  await database.destroy();
  return statements.filter((text) => text.startsWith('create '));
}

function dialectAt(place: StorePlace): Dialect {
  return place.kind === 'sqlite'
    ? new SqliteDialect({ database: new Sqlite(':memory:') })
    : new PostgresDialect({ pool: new Connections({ connectionString: place.url }) });
}

/** The store as the released program left it, by the drivers alone. */
export async function layOut({ statements, rows }: ReleasedSchema, place: StorePlace): Promise<void> {
  if (place.kind === 'sqlite') {
    const database = new Sqlite(join(place.directory, DATABASE_FILE));
    for (const statement of statements.sqlite) database.exec(statement);
    for (const [table, row] of rowsIn(rows)) {
      database.prepare(`insert into "${table}" values (${row.map(() => '?').join(', ')})`).run(row);
    }
    database.close();
    return;
  }
  const client = new Client({ connectionString: place.url });
  await client.connect();
  for (const statement of statements.postgres) await client.query(statement);
  for (const [table, row] of rowsIn(rows)) {
    const marks = row.map((_, index) => `$${String(index + 1)}`);
    await client.query(`insert into "${table}" values (${marks.join(', ')})`, [...row]);
  }
  await client.end();
}

function rowsIn(rows: KeptRows): (readonly [string, readonly unknown[]])[] {
  return Object.entries(rows).flatMap(([table, list]) => list.map((row) => [table, row.map(plain)] as const));
}

function plain(value: KeptValue): unknown {
  return typeof value === 'object' && value !== null ? Buffer.from(value.hex, 'hex') : value;
}
