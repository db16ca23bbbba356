/** Commands beside a running service: they go to it, and do not open its store. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeAt } from '../../../src/access/totp.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lkss-running-'));
const environment = {
  ...process.env,
  LKSS_STORE: join(folder, 'store'),
  LKSS_SESSION_FILE: join(folder, 'session'),
  LKSS_PORT: '0',
  LKSS_LOG_LEVEL: 'silent',
};
let server: ChildProcess;

beforeAll(async () => {
  const { out } = await command(['user', 'add', 'root', '--name', 'Root', '--role', 'administrator']);
  server = spawn(process.execPath, [MAIN, 'serve'], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => server.stdout!.once('data', () => resolve()));
  const [password, secret] = ['password', 'secret'].map((name) => new RegExp(`${name} +(\\S+)`).exec(out)![1]);
  const code = await codeAt(secret, new Date().toISOString());
  await command(['sign-in', 'root'], { LKSS_PASSWORD: password, LKSS_CODE: code });
});

afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

/** Not waited for by standing still: the service answers from the same machine. */
function command(args: readonly string[], extra: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...environment, ...extra } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, out, err })));
}

it('makes accounts, tells of runs and backs up through the service', async () => {
  const added = await command(['user', 'add', 'udo', '--name', 'Udo', '--role', 'auditor']);
  expect(added).toMatchObject({ exitCode: 0, err: '' });
  expect(added.out).toMatch(/Account udo is made/);
  expect(await command(['run', 'list'])).toEqual({ exitCode: 0, out: 'No run was opened yet.\n', err: '' });
  const refused = await command(['run', 'open', '2026-Q4', '--date', '2026-10-14']);
  expect(refused).toMatchObject({ exitCode: 2, err: 'Your role may not do this (forbidden)\n' });
  const backedUp = await command(['backup', join(folder, 'unused')]);
  expect(backedUp).toMatchObject({ exitCode: 0, err: '' });
  const file = /^(\S+): \d+ rows, \d+ audit events\n$/.exec(backedUp.out)![1];
  expect(existsSync(file)).toBe(true);
  const restored = await command(['restore', file], { LKSS_STORE: join(folder, 'restored') });
  expect(restored).toMatchObject({ exitCode: 0, err: '' });
  expect(await command(['audit', 'verify'])).toMatchObject({
    exitCode: 2,
    err: 'Your role may not do this (forbidden)\n',
  });
});

it('is told to sign in first, and keeps the store to one process', async () => {
  const stranger = { LKSS_SESSION_FILE: join(folder, 'nobody') };
  const asked = await command(['run', 'list'], stranger);
  expect(asked).toEqual({ exitCode: 2, out: '', err: 'Sign in first (not-signed-in)\nlkss sign-in USERNAME\n' });
  const second = await command(['serve']);
  expect(second).toMatchObject({ exitCode: 2, err: expect.stringMatching(/in use by another process/) });
  const doctor = await command(['doctor']);
  expect(doctor).toMatchObject({ exitCode: 2, err: expect.stringMatching(/in use by another process/) });
});
