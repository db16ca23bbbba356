/** The embedded database: one file, through better-sqlite3. */
import Sqlite from 'better-sqlite3';
import {
  CamelCasePlugin,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  type DialectAdapter,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import { withKeptStatements } from './kept-statements.ts';
import type { Tables } from './tables.ts';

/** How long one connection waits for another of the same process, in milliseconds. */
const BUSY_MS_MAX = 5_000;

export interface SqliteConnections {
  readonly write: Kysely<Tables>;
  readonly read: Kysely<Tables>;
  close(): void;
}

/**
 * One connection writes and one only reads, so that a question never waits for an act that is under way. The journal is
 * written ahead and synced at each commit: what was acknowledged survives a crash of the machine.
 */
export function openSqlite(path: string): SqliteConnections {
  const writing = new Sqlite(path);
  try {
    writing.pragma('journal_mode = WAL');
    writing.pragma('synchronous = FULL');
    // What is deleted is overwritten with zeros: personal data that was let go is not left in free pages.
    writing.pragma('secure_delete = ON');
    configure(writing);
    const reading = readingConnection(path);
    return {
      write: kyselyOver(writing),
      read: kyselyOver(reading),
      close: () => {
        reading.close();
        writing.close();
      },
    };
  } catch (error) {
    writing.close();
    throw error;
  }
}

/** One more connection that only reads, for a long question that others should not wait for. */
export function openSqliteReading(path: string): { readonly read: Kysely<Tables>; close(): void } {
  const reading = readingConnection(path);
  return { read: kyselyOver(reading), close: () => void reading.close() };
}

function readingConnection(path: string): Sqlite.Database {
  const reading = new Sqlite(path, { fileMustExist: true });
  configure(reading);
  reading.pragma('query_only = true');
  return reading;
}

function configure(connection: Sqlite.Database): void {
  connection.pragma(`busy_timeout = ${BUSY_MS_MAX}`);
  connection.pragma('foreign_keys = ON');
}

function kyselyOver(connection: Sqlite.Database): Kysely<Tables> {
  const dialect = new WholeSchemaDialect({ database: wholeTransactions(connection) });
  return new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
}

/** SQLite changes a schema within a transaction like anything else, which kysely leaves unused unless it is told. */
class WholeSchemaDialect extends SqliteDialect {
  override createAdapter(): DialectAdapter {
    return new WholeSchemaAdapter();
  }
}

class WholeSchemaAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Where a write fails (full disk, input or output error), SQLite may undo the whole transaction by itself; whatever came next
 * would then be kept at once, without the rest of its act. Here nothing comes next: every statement is refused until the
 * transaction is rolled back.
 */
function wholeTransactions(connection: Sqlite.Database): SqliteDatabase {
  const statements = withKeptStatements(connection);
  let isBegun = false;
  return {
    close: () => void statements.close(),
    prepare(text) {
      const isUndone = isBegun && !connection.inTransaction;
      if (ENDS.test(text)) isBegun = false;
      if (text === 'rollback' && !connection.inTransaction) return NOTHING_TO_DO;
      if (isUndone) throw new Error('the database has undone the transaction');
      if (text === 'begin') isBegun = true;
      return statements.prepare(text);
    },
  };
}

const ENDS = /^(commit|rollback)$/;

const NOTHING_TO_DO: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};
