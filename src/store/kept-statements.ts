/** A SQLite connection that keeps what it has compiled: the same questions come again and again, and compiling costs as much as asking. */
import type Sqlite from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Lists of different lengths are different statements: beyond so many all are let go. */
const KEPT_MAX = 500;
const CHANGES_SCHEMA = /^\s*(create|alter|drop)\b/i;

export function withKeptStatements(connection: Sqlite.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => connection.close(),
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known !== undefined) return known;
      if (kept.size >= KEPT_MAX || CHANGES_SCHEMA.test(sql)) kept.clear();
      const statement = keptStatement(connection, sql);
      if (!CHANGES_SCHEMA.test(sql)) kept.set(sql, statement);
      return statement;
    },
  };
}

/** Rows that are gone through one by one hold their statement, so that those have one of their own each time. */
function keptStatement(connection: Sqlite.Database, sql: string): SqliteStatement {
  const statement = connection.prepare<unknown[]>(sql);
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters),
    run: (parameters) => statement.run(parameters),
    iterate: (parameters) => connection.prepare<unknown[]>(sql).iterate(parameters),
  };
}
