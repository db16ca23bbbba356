import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importCommand } from '../../../src/cli/import.ts';
import { generateRegistrationsCommand } from '../../../src/cli/registrations-generate.ts';
import type { CommandMaker } from '../../../src/cli/command-maker.ts';
import { loadRegistrations } from '../../../src/registrations/load-registrations.ts';
import { accepted } from './samples.ts';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'lkss-registrations-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(
  make: CommandMaker,
  ...args: readonly string[]
): Promise<{ out: string; err: string; code: number }> {
  const texts = { out: '', err: '', code: -1 };
  const streams = {
    out: (text: string) => void (texts.out += text),
    err: (text: string) => void (texts.err += text),
  } as Parameters<CommandMaker>[0];
  const command = make(streams, (code) => void (texts.code = code)).exitOverride();
  await command.parseAsync([...args], { from: 'user' });
  return texts;
}

function generated(name: string, ...args: readonly string[]): ReturnType<typeof run> {
  const output = join(folder, name);
  return run(generateRegistrationsCommand, '--date', '2026-10-01', '--recipients', '25', '--output', output, ...args);
}

describe('generate registrations, then import', () => {
  test.each(['pool', 'pool.zip', 'pool.xlsx', 'pool.json'])('gives the same people through %s', async (name) => {
    expect((await generated(name)).code).toBe(0);
    await generated('first');
    const one = accepted(await loadRegistrations(join(folder, name)));
    const other = accepted(await loadRegistrations(join(folder, 'first')));
    expect(one.registrations).toEqual(other.registrations);
    const { out, code } = await run(importCommand, join(folder, name), '--date', '2026-10-01');
    expect(code).toBe(0);
    expect(out).toContain('25 recipients (0 suspended)');
    expect(out).toContain('Nothing looks swapped or mistaken');
  });

  test('tells what changed since the last import', async () => {
    await generated('before');
    await generated('after', '--faults', '3');
    const { out } = await run(importCommand, join(folder, 'after'), '--previous', join(folder, 'before'));
    expect(out).toMatch(/changed in blood_group_second: D\d+/);
  });

  test('refuses with every problem, and by content whatever the name', async () => {
    await generated('spoilt');
    const path = join(folder, 'spoilt', 'donors.csv');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(',active,', ',ready,'));
    await expect(run(importCommand, join(folder, 'spoilt'))).rejects.toThrow(
      /donors\.csv:2: status: expected one of active/,
    );
    writeFileSync(join(folder, 'pool.pdf'), '%PDF-1.7');
    await expect(run(importCommand, join(folder, 'pool.pdf'))).rejects.toThrow(/expected a folder or zip archive/);
    await expect(run(importCommand, join(folder, 'nowhere'))).rejects.toThrow(/cannot be read/);
    expect(readdirSync(folder).length).toBeGreaterThan(3);
  });
});
