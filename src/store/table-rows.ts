/** The tables of a store as they are in the database, whatever its schema, and their rows as plain values. */
import { setImmediate as otherWork } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import type { ColumnKinds, StoreKind } from './column-kinds.ts';
import type { Reading } from './store.ts';

export type ColumnKind = keyof ColumnKinds;
export type Value = string | number | Uint8Array | null;

export interface StoreTable {
  /** As the database has it: `audit_event`. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[];
  /** Names of columns. */
  readonly primaryKey: readonly string[];
}

/** No part of the record: who is signed in, sign-ins under way, how far a solve has come. No backup has them. */
export const PASSING_TABLES: readonly string[] = ['session', 'open_id_request', 'run_progress'];

const COLUMN_KINDS: Readonly<Record<string, ColumnKind>> = {
  text: 'text',
  integer: 'integer',
  int8: 'integer',
  blob: 'bytes',
  bytea: 'bytes',
};

const ROWS_READ_AT_ONCE = 256;
/** Bytes may be large. */
const ROWS_WITH_BYTES_READ_AT_ONCE = 8;

/** Every table of the schema, by name. */
export async function storeTables(reading: Reading, kind: StoreKind): Promise<readonly StoreTable[]> {
  const schema = kind === 'sqlite' ? undefined : await currentSchema(reading);
  const known = await reading.introspection.getTables();
  const tables = known.filter((table) => !table.isView && (schema === undefined || table.schema === schema));
  const described: StoreTable[] = [];
  for (const { name, columns } of tables) {
    described.push({
      name,
      columns: columns.map((column) => ({ name: column.name, kind: kindOf(name, column.name, column.dataType) })),
      primaryKey: await primaryKeyOf(reading, kind, name),
    });
  }
  return described.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The tables that make up the record. */
export async function recordTables(reading: Reading, kind: StoreKind): Promise<readonly StoreTable[]> {
  return (await storeTables(reading, kind)).filter(({ name }) => !PASSING_TABLES.includes(name));
}

async function currentSchema(reading: Reading): Promise<string> {
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(reading);
  return rows[0].name;
}

function kindOf(table: string, column: string, dataType: string): ColumnKind {
  const kind = COLUMN_KINDS[dataType.toLowerCase()];
  if (kind === undefined) throw new Error(`${table}.${column} is of a type that not both databases hold: ${dataType}`);
  return kind;
}

async function primaryKeyOf(reading: Reading, kind: StoreKind, table: string): Promise<readonly string[]> {
  const { rows } =
    kind === 'sqlite'
      ? await sql<{ name: string }>`select name from pragma_table_info(${table}) where pk > 0 order by pk`.execute(
          reading,
        )
      : await sql<{ name: string }>`select attname as name from pg_index
          join pg_attribute on attrelid = indrelid and attnum = any(indkey)
          where indrelid = ${table}::regclass and indisprimary
          order by array_position(indkey::int2[], attnum)`.execute(reading);
  return rows.map(({ name }) => name);
}

/**
 * Row after row in the order of the primary key, the same order in both databases; values in the order of the columns. Needs
 * a transaction, and memory for a few rows.
 */
export async function* rowsOf(reading: Reading, kind: StoreKind, table: StoreTable): AsyncGenerator<readonly Value[]> {
  const rows = kind === 'sqlite' ? sqliteRows(reading, table) : postgresRows(reading, table);
  for await (const row of rows) yield table.columns.map(({ name }) => row[name]);
}

type Row = Readonly<Record<string, Value>>;

async function* sqliteRows(reading: Reading, { name, primaryKey }: StoreTable): AsyncGenerator<Row> {
  const plain = reading.withoutPlugins() as unknown as Kysely<Record<string, Row>>;
  let query = plain.selectFrom(name).selectAll();
  for (const column of primaryKey) query = query.orderBy(column);
  let count = 0;
  for await (const row of query.stream()) {
    yield row;
    // The database answers at once: without a pause nothing else would have its turn.
    if (++count % ROWS_READ_AT_ONCE === 0) await otherWork();
  }
}

async function* postgresRows(reading: Reading, table: StoreTable): AsyncGenerator<Row> {
  const plain = reading.withoutPlugins();
  const keys = table.primaryKey.map((key) => {
    const isText = table.columns.find(({ name }) => name === key)!.kind === 'text';
    return isText ? sql`${sql.ref(key)} collate "C"` : sql.ref(key);
  });
  await sql`declare table_rows no scroll cursor for
    select * from ${sql.table(table.name)} order by ${sql.join(keys)}`.execute(plain);
  const hasBytes = table.columns.some(({ kind }) => kind === 'bytes');
  const count = sql.lit(hasBytes ? ROWS_WITH_BYTES_READ_AT_ONCE : ROWS_READ_AT_ONCE);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${count} from table_rows`.execute(plain);
    if (rows.length === 0) break;
    yield* rows;
  }
  await sql`close table_rows`.execute(plain);
}

/** Values in the order of the columns. */
export async function insertRows(
  database: Reading,
  { name, columns }: StoreTable,
  rows: readonly (readonly Value[])[],
): Promise<void> {
  const names = sql.join(columns.map((column) => sql.ref(column.name)));
  const values = sql.join(rows.map((row) => sql`(${sql.join(row)})`));
  await sql`insert into ${sql.table(name)} (${names}) values ${values}`.execute(database.withoutPlugins());
}
