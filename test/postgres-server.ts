/**
 * A PostgreSQL server for the tests, started once for all of them in a folder of its own and reached by a socket there.
 * Where PostgreSQL is not installed its tests are skipped, loudly; in CI that is a failure. LKSS_TEST_POSTGRES names a server
 * that is already there.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server's own database; null where there is no server. */
    postgresUrl: string | null;
  }
}

const PROGRAMS = '/usr/lib/postgresql';
const START_MS_MAX = 30_000;

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['LKSS_TEST_POSTGRES'];
  const bin = programsFolder();
  if (given !== undefined || bin === null) {
    if (given === undefined) tellAbsence();
    project.provide('postgresUrl', given ?? null);
    return () => Promise.resolve();
  }
  const folder = mkdtempSync(join(tmpdir(), 'lkss-postgres-'));
  const server = startServer(bin, folder);
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
  await untilReady(url, server);
  project.provide('postgresUrl', url);
  return async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The newest installed version's. */
function programsFolder(): string | null {
  if (!existsSync(PROGRAMS)) return null;
  const versions = readdirSync(PROGRAMS).sort((a, b) => Number(b) - Number(a));
  const folders = versions.map((version) => join(PROGRAMS, version, 'bin'));
  return folders.find((bin) => existsSync(join(bin, 'initdb'))) ?? null;
}

function tellAbsence(): void {
  const text = 'PostgreSQL is not installed: the tests that need it are SKIPPED.';
  if (process.env['CI'] !== undefined) throw new Error(text);
  console.warn(`\n*** ${text} ***\n`);
}

/** The server refuses to run as root: then it runs as the user that its package made. */
function startServer(bin: string, folder: string): ChildProcess {
  const data = join(folder, 'data');
  const user = process.getuid?.() === 0 ? { uid: idOfPostgres('-u'), gid: idOfPostgres('-g') } : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { stdio: 'ignore', cwd: '/', ...user } as const;
  const cluster = ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--no-sync'];
  execFileSync(join(bin, 'initdb'), cluster, options);
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off', 'max_connections=200'];
  return spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], options);
}

function idOfPostgres(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  for (const end = Date.now() + START_MS_MAX; ;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
