/** From a backup to a store, in a place where there was none: all of it, sound as it was, or nothing. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sql } from 'kysely';
import type { BackupSummary } from './backup.ts';
import { loadBackup, BackupRefused, type Acceptance, type BackupProblem } from './load-backup.ts';
import { openPostgres } from './postgres-database.ts';
import { isSealWhole } from './sealed-file.ts';
import { openSqlite } from './sqlite-database.ts';
import { DATABASE_FILE, SCHEMA_LOCK, type StorePlace } from './store.ts';
import { syncFolder } from './sync-folder.ts';
import { storeTables } from './table-rows.ts';

export type RestoreOutcome =
  | { readonly ok: true; readonly summary: BackupSummary }
  | { readonly ok: false; readonly problems: readonly BackupProblem[] };

/** Throws where the file cannot be read, and what the database throws; then nothing is left, as with problems. */
export async function restoreInto(place: StorePlace, path: string, accept: Acceptance): Promise<RestoreOutcome> {
  if (!(await isSealWhole(path))) {
    return refused({ code: 'changed', expected: 'a whole backup, unchanged since it was made' });
  }
  try {
    const summary =
      place.kind === 'sqlite'
        ? await intoDirectory(place.directory, path, accept)
        : await intoPostgres(place.url, path, accept);
    return { ok: true, summary };
  } catch (error) {
    if (error instanceof BackupRefused) return refused(...error.problems);
    throw error;
  }
}

function refused(...problems: readonly BackupProblem[]): RestoreOutcome {
  return { ok: false, problems };
}

/** In a folder beside it, which takes its name once it is whole. A crash may leave that folder behind, which nobody opens. */
async function intoDirectory(directory: string, path: string, accept: Acceptance): Promise<BackupSummary> {
  const target = resolve(directory);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new BackupRefused([{ code: 'not-empty', expected: `no store yet: ${directory} has files in it` }]);
  }
  mkdirSync(dirname(target), { recursive: true });
  const beside = mkdtempSync(`${target}.restoring-`);
  try {
    const databases = openSqlite(join(beside, DATABASE_FILE));
    let summary: BackupSummary;
    try {
      summary = await databases.write.transaction().execute((act) => loadBackup(act, 'sqlite', path, accept));
    } finally {
      databases.close();
    }
    syncFolder(beside);
    if (existsSync(target)) rmdirSync(target);
    renameSync(beside, target);
    syncFolder(dirname(target));
    return summary;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

async function intoPostgres(url: string, path: string, accept: Acceptance): Promise<BackupSummary> {
  const { database } = openPostgres(url);
  try {
    return await database.transaction().execute(async (act) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(SCHEMA_LOCK)})`.execute(act);
      if ((await storeTables(act, 'postgres')).length > 0) {
        throw new BackupRefused([{ code: 'not-empty', expected: 'no store yet: the database has tables in it' }]);
      }
      return loadBackup(act, 'postgres', path, accept);
    });
  } finally {
    await database.destroy();
  }
}
