import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../instances/instance.ts';
import type { ReadOutcome } from '../../../instances/problem.ts';
import { readPool } from '../../../instances/read-pool.ts';
import { canonicalPoolText, writePool } from '../../../instances/write-pool.ts';
import { shortProblem } from './reading.ts';

/** Pools of the field, kept beside the project and not in it. */
const FOLDER = join(import.meta.dirname, '../../../../shared/instances');
const isThere = existsSync(FOLDER);
if (!isThere) console.warn(`skipped: no folder ${FOLDER}`);

function readFiles(...names: readonly string[]): ReadOutcome {
  return readPool(names.map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') })));
}

function namesIn(folder: string): string[] {
  return isThere ? readdirSync(join(FOLDER, folder)).map((name) => `${folder}/${name}`) : [];
}

function tableRows(name: string): string[][] {
  if (!isThere) return [];
  const [, ...rows] = readFileSync(join(FOLDER, name), 'utf8').trim().split('\n');
  return rows.map((row) => row.split('\t'));
}

function countsOf({ donors }: Instance): number[] {
  const altruists = donors.filter((donor) => donor.recipient === null).length;
  return [donors.length - altruists, altruists, donors.reduce((sum, donor) => sum + donor.arcRecipients.length, 0)];
}

describe.skipIf(!isThere)('pools of the field', () => {
  const known = new Map(
    tableRows('preflib-optima.tsv').map(([name, ...cells]) => [name, cells.slice(0, 3).map(Number)]),
  );

  test.each([...known])('%s has the pairs, altruists and arcs listed for it', (name, counts) => {
    const outcome = readFiles(name);
    expect(outcome.ok && countsOf(outcome.instance)).toEqual(counts);
  });

  test('a .dat beside its .wmd changes no arc', () => {
    const names = namesIn('preflib').filter((name) => name.endsWith('.dat'));
    for (const dat of names) {
      const wmd = dat.replace('.dat', '.wmd');
      const [alone, together] = [readFiles(wmd), readFiles(dat, wmd)];
      expect(together.ok && countsOf(together.instance)).toEqual(alone.ok && countsOf(alone.instance));
      expect(together.ok && together.instance.recipients.every(({ crfShare }) => crfShare !== null)).toBe(true);
    }
    expect(names.length).toBeGreaterThan(3);
  });

  const ukNames = [...namesIn('uk'), ...namesIn('small').filter((name) => name.endsWith('.json'))];

  test.each(ukNames)('%s is read, and read again as it was from what is written', (name) => {
    const outcome = readFiles(name);
    if (!outcome.ok) throw new Error(outcome.problems.map(shortProblem).join());
    for (const format of ['uk-json-1', 'lkss-json'] as const) {
      const written = writePool(outcome.instance, format);
      const again = written.ok ? readPool(written.files) : undefined;
      expect(again?.ok && canonicalPoolText(again.instance)).toBe(canonicalPoolText(outcome.instance));
    }
  });

  test('every pool with known optima is read', () => {
    expect(ukNames.toSorted()).toEqual(
      tableRows('uk-optima.tsv')
        .map(([name]) => name)
        .toSorted(),
    );
  });

  test.each([
    ['small/duplicate-edge.input', ['duplicate-arc 3']],
    ['small/incorrect_edge_count1.input', ['wrong-count 4']],
    ['small/incorrect_edge_count2.input', ['wrong-count 5']],
    ['small/out-of-range1.input', ['out-of-range 2', 'missing-field 2']],
    ['small/out-of-range2.input', ['out-of-range 2', 'missing-field 2']],
    ['small/out-of-range3.input', ['out-of-range 2', 'missing-field 2']],
    ['small/out-of-range4.input', ['out-of-range 2', 'missing-field 2']],
    ['small/self-loop.input', ['self-loop 2']],
  ])('%s is refused', (name, expected) => {
    const outcome = readFiles(name);
    expect(outcome.ok ? [] : outcome.problems.map(shortProblem)).toEqual(expected);
  });

  test('pairs and altruists in two files', () => {
    const faulty = readFiles('small/duplicate-ndd-edge.input', 'small/duplicate-ndd-edge.ndds');
    expect(faulty.ok ? [] : faulty.problems.map(shortProblem)).toEqual([
      'duplicate-arc small/duplicate-ndd-edge.ndds 3',
    ]);
    const sound = readFiles('small/MD-00001-00000100.ndds', 'small/MD-00001-00000100.input');
    expect(sound.ok && countsOf(sound.instance)).toEqual([64, 6, 1025 + 188]);
  });

  test('the largest UK pool is read and written in a fraction of a second', () => {
    const name = 'uk/uk_300.json';
    readFiles(name);
    const start = performance.now();
    const outcome = readFiles(name);
    const read = performance.now();
    const text = outcome.ok ? canonicalPoolText(outcome.instance) : '';
    const written = performance.now();
    console.info(
      `${name}: read in ${(read - start).toFixed(1)} ms, canonical text in ${(written - read).toFixed(1)} ms`,
    );
    expect(text.length).toBeGreaterThan(100_000);
    expect(written - start).toBeLessThan(1000);
  });
});
