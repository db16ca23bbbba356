/** The demonstration as a process that serves what it has made, until it is told to stop. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

describe('demo --serve', () => {
  const taken = createServer();
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lkss-demo-'));
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    await new Promise((resolve) => taken.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves the demonstration at a free port where its own is taken, by its own day, and ends when it is told to', async () => {
    const { port } = taken.address() as AddressInfo;
    const env = { ...process.env, LKSS_PORT: String(port) };
    const demo = spawn(process.execPath, [MAIN, 'demo', '--serve', '--store', folder], { env });
    let [out, err] = ['', ''];
    demo.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const ended = new Promise((resolve) => demo.once('close', resolve));
    const address = await new Promise<string>((resolve, reject) => {
      demo.stdout.on('data', (text: Buffer) => {
        out += text.toString();
        const said = /Now open {2}(http:\/\/\S+)\n/.exec(out)?.[1];
        if (said !== undefined) resolve(said);
      });
      void ended.then(() => reject(new Error(`it ended: ${err}`)));
    });
    expect(out).toContain(`Another program has port ${port}: a free one is taken.`);
    expect(address).not.toContain(`:${port}/`);
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('14 October 2026');
    demo.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(err).toBe('');
  });
});
