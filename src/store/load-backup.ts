/** Loads a backup into an empty database, within a transaction that whatever is wrong with it undoes. */
import type { z } from 'zod';
import {
  BACKUP_HEADER,
  BACKUP_TABLE,
  BACKUP_TRAILER,
  readRow,
  type BackupHeader,
  type BackupSummary,
} from './backup.ts';
import type { StoreKind } from './column-kinds.ts';
import { archiveFaults } from './integrity.ts';
import { migrate, SCHEMA_VERSIONS } from './migrations/migrations.ts';
import type { AnyDatabase } from './migrations/table-maker.ts';
import { sealedLines } from './sealed-file.ts';
import type { Act } from './store.ts';
import { insertRows, recordTables, type StoreTable, type Value } from './table-rows.ts';

export interface BackupProblem {
  readonly code: 'changed' | 'foreign' | 'later-schema' | 'not-empty' | 'wrong-count' | 'archive' | 'audit';
  /** Of the unpacked file, counted from 1. */
  readonly line?: number;
  readonly expected: string;
}

/** Undoes the transaction that it is thrown in. */
export class BackupRefused extends Error {
  readonly problems: readonly BackupProblem[];

  constructor(problems: readonly BackupProblem[]) {
    super(problems.map(({ expected }) => expected).join('; '));
    this.problems = problems;
  }
}

/** Rows inserted together: few enough for the databases' limits on the values of one statement. */
const ROWS_MAX = 200;
const TEXT_LENGTH_MAX = 1_000_000;

/**
 * Asked when everything is loaded and before anything can be used. What it finds refuses the backup; what it writes is part of
 * the restored store.
 */
export type Acceptance = (act: Act, summary: BackupSummary) => Promise<readonly BackupProblem[]>;

/** Throws `BackupRefused`. */
export async function loadBackup(act: Act, kind: StoreKind, path: string, accept: Acceptance): Promise<BackupSummary> {
  const database = act as unknown as AnyDatabase;
  const lines = new NumberedLines(sealedLines(path));
  const header = await readHeader(lines);
  await migrate(database, kind, header.schema);
  const loading = new Loading(act, await recordTables(act, kind), lines);
  const rowsByTable = await loading.all();
  await migrate(database, kind);
  const faults = await archiveFaults(act, kind);
  refuseIfAny(faults.map(({ place, text }) => ({ code: 'archive', expected: `sound documents: ${place}: ${text}` })));
  const summary = { header, rowsByTable };
  refuseIfAny(await accept(act, summary));
  return summary;
}

function refuseIfAny(problems: readonly BackupProblem[]): void {
  if (problems.length > 0) throw new BackupRefused(problems);
}

class NumberedLines {
  readonly #lines: AsyncIterator<string>;
  #number = 0;

  constructor(lines: AsyncGenerator<string>) {
    this.#lines = lines;
  }

  /** Undefined behind the last line. */
  async next(): Promise<{ readonly text: string; readonly value: unknown } | undefined> {
    this.#number += 1;
    try {
      const { done, value: text } = await this.#lines.next();
      return done === true ? undefined : { text, value: JSON.parse(text) as unknown };
    } catch (error) {
      if (isOfFile(error)) throw this.foreign('JSON packed with gzip');
      throw error;
    }
  }

  foreign(expected: string): BackupRefused {
    return new BackupRefused([{ code: 'foreign', line: this.#number, expected }]);
  }

  parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
    const reading = schema.safeParse(value);
    if (reading.success) return reading.data;
    throw this.foreign(what);
  }
}

function isOfFile(error: unknown): boolean {
  return error instanceof SyntaxError || (error as { code?: string }).code?.startsWith('Z_') === true;
}

async function readHeader(lines: NumberedLines): Promise<BackupHeader> {
  const header = lines.parsed(BACKUP_HEADER, (await lines.next())?.value, 'the header of a backup');
  if (SCHEMA_VERSIONS.includes(header.schema)) return header;
  const expected = `a schema that this program knows, ${SCHEMA_VERSIONS.at(-1)!} at the latest, not ${header.schema}`;
  throw new BackupRefused([{ code: 'later-schema', line: 1, expected }]);
}

/** The tables of one backup, read line by line. */
class Loading {
  readonly #act: Act;
  readonly #lines: NumberedLines;
  /** Those that no line has told of yet. */
  readonly #expected: StoreTable[];
  readonly #rowsByTable: Record<string, number> = {};
  #table: StoreTable | undefined;
  #waiting: (readonly Value[])[] = [];
  #waitingLength = 0;

  constructor(act: Act, tables: readonly StoreTable[], lines: NumberedLines) {
    this.#act = act;
    this.#expected = [...tables];
    this.#lines = lines;
  }

  async all(): Promise<Readonly<Record<string, number>>> {
    for (;;) {
      const line = await this.#lines.next();
      if (line === undefined) throw this.#lines.foreign('the number of rows of each table');
      if (Array.isArray(line.value)) await this.#row(line.value, line.text.length);
      else if (typeof line.value === 'object' && line.value !== null && 'table' in line.value) {
        await this.#begin(line.value);
      } else return this.#end(line.value);
    }
  }

  async #begin(value: object): Promise<void> {
    await this.#insert();
    const { table, columns } = this.#lines.parsed(BACKUP_TABLE, value, 'the name and the columns of a table');
    const next = this.#expected.shift();
    const expected = next?.columns.map(({ name }) => name).join(', ');
    if (next === undefined) throw this.#lines.foreign('the number of rows of each table');
    if (table !== next.name || columns.join(', ') !== expected) {
      throw this.#lines.foreign(`table ${next.name} with ${expected}`);
    }
    this.#table = next;
    this.#rowsByTable[next.name] = 0;
  }

  async #row(row: readonly unknown[], length: number): Promise<void> {
    if (this.#table === undefined) throw this.#lines.foreign('a table');
    const values = readRow(row, this.#table);
    if (values === null) throw this.#lines.foreign(`a row of ${this.#table.name}`);
    this.#rowsByTable[this.#table.name] += 1;
    this.#waiting.push(values);
    this.#waitingLength += length;
    if (this.#waiting.length >= ROWS_MAX || this.#waitingLength > TEXT_LENGTH_MAX) await this.#insert();
  }

  async #insert(): Promise<void> {
    if (this.#table === undefined || this.#waiting.length === 0) return;
    try {
      await insertRows(this.#act, this.#table, this.#waiting);
    } catch (error) {
      if (isOfRows(error)) throw this.#lines.foreign(`rows that ${this.#table.name} can hold: ${String(error)}`);
      throw error;
    }
    this.#waiting = [];
    this.#waitingLength = 0;
  }

  async #end(value: unknown): Promise<Readonly<Record<string, number>>> {
    await this.#insert();
    const { rows } = this.#lines.parsed(BACKUP_TRAILER, value, 'the number of rows of each table');
    const [missing] = this.#expected;
    if (missing !== undefined) throw this.#lines.foreign(`table ${missing.name}`);
    const names = Object.keys({ ...rows, ...this.#rowsByTable });
    refuseIfAny(
      names
        .filter((name) => rows[name] !== this.#rowsByTable[name])
        .map((name) => ({ code: 'wrong-count', expected: `${rows[name] ?? 0} rows of ${name}` })),
    );
    if ((await this.#lines.next()) !== undefined) throw this.#lines.foreign('no more lines');
    return this.#rowsByTable;
  }
}

/** Whether the database refuses the values, rather than being unable to work. */
function isOfRows(error: unknown): boolean {
  return /^(SQLITE_CONSTRAINT|SQLITE_MISMATCH|2[23]\d)/.test(String((error as { code?: unknown }).code));
}
