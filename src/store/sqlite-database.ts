/** The embedded database: one file, through better-sqlite3. */
import Sqlite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely';
import type { Tables } from './tables.ts';

/** How long one connection waits for another of the same process, in milliseconds. */
const BUSY_MS_MAX = 5_000;

/**
 * One connection writes and one only reads, so that a question never waits for an act that is under way. The journal is
 * written ahead and synced at each commit: what was acknowledged survives a crash of the machine.
 */
export function openSqlite(path: string): { readonly write: Kysely<Tables>; readonly read: Kysely<Tables> } {
  const writing = new Sqlite(path);
  writing.pragma('journal_mode = WAL');
  writing.pragma('synchronous = FULL');
  // What is deleted is overwritten with zeros: personal data that was let go is not left in free pages.
  writing.pragma('secure_delete = ON');
  configure(writing);
  const reading = new Sqlite(path);
  configure(reading);
  reading.pragma('query_only = true');
  return { write: kyselyOver(writing), read: kyselyOver(reading) };
}

function configure(connection: Sqlite.Database): void {
  connection.pragma(`busy_timeout = ${BUSY_MS_MAX}`);
  connection.pragma('foreign_keys = ON');
}

function kyselyOver(database: Sqlite.Database): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }), plugins: [new CamelCasePlugin()] });
}
