/**
 * How long the pages take to come, over the network of this machine, from the store that the demonstration leaves:
 *
 *     node bench/pages.ts
 *
 * One request after another, as one person at a browser would send them; drawing on a screen is not in it. The first opening of
 * each page pays for the compiler and is told apart.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { ServiceProcess } from './load/service-process.ts';
import { spreadOf } from './median.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const OPENINGS = 15;
const RUN = '2026-q4-01';

const PAGES: readonly (readonly [person: string, name: string, path: string])[] = [
  ['olga', 'quarter', '/'],
  ['olga', 'sign-off, all that waits', '/sign-off'],
  ['olga', 'proposals of the run', `/proposals?run=${RUN}`],
  ['olga', 'one proposal', `/proposals/${RUN}-p001`],
  ['olga', 'one transplant', `/proposals/${RUN}-p001/transplants/1`],
  ['olga', 'run', `/runs/${RUN}`],
  ['olga', 'its exchanges', `/runs/${RUN}/exchanges`],
  ['olga', 'its pool drawn', `/runs/${RUN}/graph`],
  ['olga', 'registrations', '/registrations'],
  ['olga', 'outcomes', '/outcomes'],
  ['cara', 'sign-off of a centre', '/sign-off'],
  ['udo', 'audit', '/audit'],
];

const directory = mkdtempSync(join(tmpdir(), 'lkss-bench-pages-'));
try {
  execFileSync(process.execPath, [MAIN, 'demo', '--no-serve', '--store', directory], { stdio: 'ignore' });
  const identityKey = readFileSync(join(directory, 'identity.key'), 'utf8').trim();
  const service = new ServiceProcess({ kind: 'sqlite', directory }, identityKey);
  try {
    await openPages(await service.address);
  } finally {
    await service.stop();
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function openPages(address: string): Promise<void> {
  const cookies = new Map<string, string>();
  for (const person of new Set(PAGES.map(([who]) => who))) cookies.set(person, await actAs(address, person));
  console.log('| page | for | first, ms | then, ms: median (least to most) | kB |\n|---|---|---|---|---|');
  for (const [person, name, path] of PAGES) {
    const times: number[] = [];
    let bytes = 0;
    for (let opening = 0; opening <= OPENINGS; opening++) {
      const begun = performance.now();
      const answer = await fetch(`${address}${path}`, { headers: { cookie: cookies.get(person)! } });
      const page = await answer.text();
      times.push(performance.now() - begun);
      bytes = page.length;
      if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
    }
    const [first, ...others] = times;
    console.log(`| ${name} | ${person} | ${first.toFixed(0)} | ${spreadOf(others)} | ${(bytes / 1000).toFixed(0)} |`);
  }
}

/** The session's cookie of a person of the demonstration, by the button that everybody there presses. */
async function actAs(address: string, username: string): Promise<string> {
  const answer = await fetch(`${address}/demonstration/continue`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: address },
    body: new URLSearchParams({ username, to: '/' }),
    redirect: 'manual',
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`nobody could act as ${username}: ${answer.status}`);
  return cookie;
}
