/**
 * Disks that fill, and writes that fail once, at any moment: what was acknowledged is there, whole, and work goes on. Each is
 * tried at LKSS_DISK_ROUNDS moments.
 */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { drawsFrom } from '../oracle/random-pools.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';
import { referenceAct } from '../anomaly/reference-act.ts';
import { expectWholeActs } from '../anomaly/reference-acts.ts';

const SEED = Number(process.env['LKSS_SEED'] ?? 7);
const ROUNDS = Number(process.env['LKSS_DISK_ROUNDS'] ?? 16);
const ACTS = 15;
const entry = fileURLToPath(new URL('../anomaly/filling-process.ts', import.meta.url));
const canLimit = isThere('prlimit', '--version');
/** It may be there and not be let. */
const canTrace = canLimit && isThere('strace', '-qq', '-o', '/dev/null', 'true');

function isThere(program: string, ...args: readonly string[]): boolean {
  if (spawnSync(program, args).status === 0) return true;
  console.warn(`\n*** ${program} cannot be used here: the tests that need it are SKIPPED. ***\n`);
  return false;
}

const BYTES_PER_PAGE = 4_096;

interface Filled {
  readonly kept: readonly number[];
  /** Acts acknowledged after the limit was lifted. */
  readonly lifted: number;
}

/** `before`: a program that runs the process, and its arguments. */
async function filled(
  { place }: ThrownAway,
  limitBytes: number | 'unlimited',
  before: readonly string[] = [],
): Promise<Filled> {
  const directory = place.kind === 'sqlite' ? place.directory : '';
  const args = [...before, process.execPath, entry, directory, String(limitBytes), String(ACTS)];
  const { stdout } = await promisify(execFile)(args[0], args.slice(1), { encoding: 'utf8' });
  return JSON.parse(stdout) as Filled;
}

describe.skipIf(!canLimit)('a disk that is full', () => {
  it.each([
    { when: 'while the store is made', isMade: false, bytesMax: 110 * BYTES_PER_PAGE },
    { when: 'while acts are written', isMade: true, bytesMax: 200 * BYTES_PER_PAGE },
  ])(
    `loses nothing $when, ${String(ROUNDS)} times under seed ${String(SEED)}`,
    async ({ isMade, bytesMax }) => {
      const draw = drawsFrom(SEED);
      let failed = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const thrownAway = await newPlace('embedded');
        if (isMade) await (await openStore(thrownAway.place)).close();
        const limitBytes = draw(bytesMax);
        const { kept, lifted } = await filled(thrownAway, limitBytes);
        expect(lifted, `limit ${limitBytes}`).toBe(3);
        const store = await openStore(thrownAway.place);
        expect(await expectWholeActs(store, kept), `limit ${limitBytes}`).toEqual([...kept].sort((a, b) => a - b));
        await store.close();
        await thrownAway.remove();
        if (kept.length < ACTS + 3) failed += 1;
      }
      expect(failed).toBeGreaterThan(ROUNDS / 4);
    },
    3_600_000,
  );
});

describe.skipIf(!canTrace)('a call to the system that fails once', () => {
  it.each([
    { call: 'pwrite64', callsMax: 480, rounds: ROUNDS },
    { call: 'fsync', callsMax: 24, rounds: Math.min(ROUNDS, 24) },
  ])(
    'loses nothing: $call',
    async ({ call, callsMax, rounds }) => {
      let failed = 0;
      for (let round = 0; round < rounds; round++) {
        const thrownAway = await newPlace('embedded');
        const which = 1 + Math.floor((round * callsMax) / rounds);
        const injected = [`trace=${call}`, `inject=${call}:error=EIO:when=${which}`].flatMap((what) => ['-e', what]);
        const { kept } = await filled(thrownAway, 'unlimited', ['strace', '-f', '-qq', '-o', '/dev/null', ...injected]);
        const store = await openStore(thrownAway.place);
        await expectWholeActs(store, kept);
        await store.close();
        await thrownAway.remove();
        if (kept.length < ACTS + 3) failed += 1;
      }
      expect(failed).toBeGreaterThan(rounds / 4);
    },
    3_600_000,
  );
});

describe('a database that may not grow', () => {
  it('loses nothing at any page, and goes on when it may', async () => {
    let failed = 0;
    for (let pages = 0; pages < ROUNDS; pages++) {
      const thrownAway = await newPlace('embedded');
      const store = await openStore(thrownAway.place);
      const { rows } = await sql<{ pageCount: number }>`pragma page_count`.execute(store.write);
      const grow = (count: number) => sql`pragma max_page_count = ${sql.lit(count)}`.execute(store.write);
      await grow(rows[0].pageCount + pages);
      const outcomes = await Promise.allSettled(Array.from({ length: ACTS }, (_, index) => referenceAct(store, index)));
      const later = await Promise.allSettled(Array.from({ length: 3 }, (_, index) => referenceAct(store, 100 + index)));
      await grow(1_000_000);
      await referenceAct(store, 200);
      const kept = [...outcomes, ...later].flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
      const acts = [...kept.map((index) => (index < ACTS ? index : 100 + index - ACTS)), 200];
      failed += outcomes.filter(({ status }) => status === 'rejected').length;
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected')
          expect(outcome.reason, String(outcome.reason)).toMatchObject({ code: 'SQLITE_FULL' });
      }
      await store.close();
      const anew = await openStore(thrownAway.place);
      expect(await expectWholeActs(anew, acts)).toEqual(acts);
      await anew.close();
      await thrownAway.remove();
    }
    expect(failed).toBeGreaterThan(ROUNDS);
  });
});
