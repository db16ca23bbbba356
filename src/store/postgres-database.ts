/** The shared database of a deployment on several machines: PostgreSQL, through pg. */
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import { Pool as Connections, types, type CustomTypesConfig } from 'pg';
import type { Tables } from './tables.ts';

const CONNECTIONS_MAX = 10;
const CONNECT_MS_MAX = 10_000;
const BIGINT_OID = 20;

/** Text to value by type; integers beyond what a number holds exactly are a fault, not a rounding. */
const TYPES = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
    return oid === BIGINT_OID ? exactInteger : types.getTypeParser(oid, format);
  },
} as CustomTypesConfig;

function exactInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`the database holds ${text}, which is no exact integer here`);
  return value;
}

export function openPostgres(url: string): { readonly database: Kysely<Tables>; readonly connections: Connections } {
  const connections = new Connections({
    connectionString: url,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    types: TYPES,
  });
  // A connection that fails while idle is replaced; the next query tells of a database that is gone.
  connections.on('error', () => {});
  // One that fails in the middle of a transaction says so to no query: without a listener it would end the process.
  connections.on('connect', (connection) => void connection.on('error', () => {}));
  const dialect = new PostgresDialect({ pool: connections });
  return { database: new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] }), connections };
}
