import { deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { openZip } from '../../../src/registrations/reading/zip-archive.ts';
import { RegistrationLog } from '../../../src/registrations/registration-log.ts';
import { readRegistrations } from '../../../src/registrations/read-registrations.ts';
import { filesOf, problemsOf, SAMPLE } from './samples.ts';

function codesOf(bytes: Uint8Array): string[] {
  const log = new RegistrationLog();
  expect(openZip(bytes, 'pool.zip', log)).toBeNull();
  return log.problems.map(({ code }) => code);
}

function archive(): Uint8Array {
  return zipSync(Object.fromEntries(filesOf(SAMPLE).map(({ name, bytes }) => [name, bytes])));
}

/** Changes a field at the same offset of every central entry. */
function patched(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 46 < copy.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + offset, value, true);
  }
  return copy;
}

describe('an archive', () => {
  test('gives the files as they were', () => {
    const log = new RegistrationLog();
    const files = openZip(archive(), 'pool.zip', log)!;
    expect(files.map(({ name, bytes }) => [name, strFromU8(bytes)])).toEqual(
      Object.entries(SAMPLE).map(([name, text]) => [`${name}.csv`, text]),
    );
  });

  test.each(['../donors.csv', '/donors.csv', 'a/../../donors.csv', 'C:\\donors.csv', 'a\\..\\donors.csv'])(
    'with the path %s is refused',
    (name) => expect(codesOf(zipSync({ [name]: strToU8('x') }))).toContain('unsafe-path'),
  );

  test('that is encrypted, packed in an unknown way or holds a name twice is refused', () => {
    expect(codesOf(patched(archive(), 8, 1))).toContain('encrypted');
    expect(codesOf(patched(archive(), 10, 14))).toContain('unreadable-file');
  });

  test('that says it holds more than the bound, or lies about it, is refused at once', async () => {
    const bomb = zipSync({ 'donors.csv': new Uint8Array(60 * 1024 * 1024) }, { level: 9 });
    const start = performance.now();
    expect(codesOf(bomb)).toEqual(['too-large']);
    const liar = patched(patched(bomb, 24, 1000), 26, 0);
    expect(codesOf(liar)).toEqual(['unreadable-file']);
    expect(problemsOf(await readRegistrations({ kind: 'zip', name: 'bomb.zip', bytes: bomb }))).toEqual([
      'bomb.zip:: too-large',
    ]);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(deflateRawSync(new Uint8Array(1000)).length).toBeLessThan(bomb.length);
  });

  test('that is damaged anywhere is refused or gives the same files', () => {
    const sound = archive();
    const outcomes = { same: 0, refused: 0 };
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = sound.slice();
        bytes[at] ^= flip;
        const log = new RegistrationLog();
        const files = openZip(bytes, 'pool.zip', log);
        if (files === null) return void (outcomes.refused += log.problems.length > 0 ? 1 : Number.NaN);
        outcomes.same++;
        const texts = files
          .map((file) => strFromU8(file.bytes))
          .filter((text) => !Object.values(SAMPLE).includes(text));
        expect(texts).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(outcomes.refused).toBeGreaterThan(500);
  });
});
