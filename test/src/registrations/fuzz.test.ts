/** Whatever comes, an import ends soon, with people or with a list of problems; and what was taken can be sent again. */
import * as fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readRegistrations, type ImportOutcome } from '../../../src/registrations/read-registrations.ts';
import { REGISTRATION_PROBLEM_CODES } from '../../../src/registrations/registration-log.ts';
import {
  writeRegistrations,
  writeRegistrationsJson,
  writeRegistrationsWorkbook,
} from '../../../src/registrations/write-registrations.ts';
import { accepted, filesOf, readTexts, SAMPLE } from './samples.ts';

const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(5),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 3 }),
    fc.constantFrom(...['"', ',', '\n', '=1+1', '{', '[]', '<', '&', '\0', "'"].map((text) => strToU8(text))),
  ),
});
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

function damaged(bytes: Uint8Array, hits: readonly Damage[]): Uint8Array {
  return hits.reduce((whole, { at, length, bytes: inserted }) => {
    const start = Math.floor(at * whole.length);
    return Buffer.concat([whole.subarray(0, start), inserted, whole.subarray(start + length)]);
  }, bytes);
}

const hits = fc.array(damage, { minLength: 1, maxLength: 3 });

async function checkOutcome(outcome: ImportOutcome): Promise<'taken' | 'refused'> {
  const listed = outcome.ok ? outcome.warnings : [...outcome.problems, ...outcome.warnings];
  for (const { code, expected } of listed) {
    expect(REGISTRATION_PROBLEM_CODES).toContain(code);
    expect(expected).not.toBe('');
  }
  if (!outcome.ok) {
    expect(outcome.problems.length).toBeGreaterThan(0);
    return 'refused';
  }
  const again = await readRegistrations({ kind: 'folder', files: writeRegistrations(outcome.registrations) });
  expect(accepted(again).registrations).toEqual(outcome.registrations);
  return 'taken';
}

async function fuzz(
  numRuns: number,
  read: (hits: readonly Damage[], which: number) => Promise<ImportOutcome>,
): Promise<{ readonly taken: number; readonly refused: number }> {
  const counts = { taken: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(hits, fc.nat(2), async (drawn, which) => {
      counts[await checkOutcome(await read(drawn, which))]++;
    }),
    { numRuns, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
  );
  return counts;
}

describe('damaged', () => {
  test('CSV', async () => {
    const counts = await fuzz(1500, (drawn, which) => {
      const files = filesOf(SAMPLE).map((file, index) =>
        index === which ? { ...file, bytes: damaged(file.bytes, drawn) } : file,
      );
      return readRegistrations({ kind: 'folder', files });
    });
    expect(counts.refused).toBeGreaterThan(300);
  });

  test('JSON', async () => {
    const text = writeRegistrationsJson(accepted(await readTexts(SAMPLE)).registrations);
    const counts = await fuzz(1500, (drawn) =>
      readRegistrations({ kind: 'json', name: 'pool.json', text: strFromU8(damaged(strToU8(text), drawn), true) }),
    );
    expect(counts.refused).toBeGreaterThan(300);
  });

  test('workbooks: the parts inside and the archive outside', async () => {
    const sound = await writeRegistrationsWorkbook(accepted(await readTexts(SAMPLE)).registrations);
    const parts = unzipSync(sound);
    const names = Object.keys(parts).filter((name) => name.startsWith('xl/'));
    const counts = await fuzz(250, (drawn, which) => {
      const name = names[Math.floor(drawn[0].at * names.length) % names.length];
      const inside = zipSync({ ...parts, [name]: damaged(parts[name], drawn) }, { level: 0 });
      const bytes = which === 0 ? damaged(sound, drawn) : inside;
      return readRegistrations({ kind: 'xlsx', name: 'pool.xlsx', bytes });
    });
    expect(counts.refused).toBeGreaterThan(50);
  });

  test('nothing but bytes: always refused', async () => {
    const kinds = fc.constantFrom('zip', 'csv', 'json');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), kinds, async (bytes, kind) => {
        const sources = {
          zip: { kind: 'zip', name: 'x.zip', bytes },
          csv: { kind: 'folder', files: [{ name: 'recipients.csv', bytes }] },
          json: { kind: 'json', name: 'x.json', text: strFromU8(bytes, true) },
        } as const;
        expect(await checkOutcome(await readRegistrations(sources[kind]))).toBe('refused');
      }),
      { numRuns: 1000 },
    );
  });
});
