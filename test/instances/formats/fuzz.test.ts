import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROBLEM_CODES } from '../../../instances/problem.ts';
import type { ReadOutcome } from '../../../instances/problem.ts';
import { problemsOfPool } from '../../../solver/index.ts';
import { readTexts } from './reading.ts';
import { SAMPLES } from './samples.ts';

/** Bytes cut out, repeated or replaced anywhere; then decoded as any file is. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(6),
  bytes: fc.uint8Array({ maxLength: 3 }),
  kind: fc.constantFrom('replace', 'repeat', 'cut-off'),
});

function damaged(
  text: string,
  hits: readonly { at: number; length: number; bytes: Uint8Array; kind: string }[],
): string {
  let bytes = Buffer.from(text);
  for (const { at, length, bytes: inserted, kind } of hits) {
    const start = Math.floor(at * bytes.length);
    const end = Math.min(bytes.length, start + length);
    const middle =
      kind === 'repeat' ? Buffer.concat([bytes.subarray(start, end), bytes.subarray(start, end)]) : inserted;
    const tail = kind === 'cut-off' ? Buffer.alloc(0) : bytes.subarray(end);
    bytes = Buffer.concat([bytes.subarray(0, start), middle, tail]);
  }
  return bytes.toString('utf8');
}

/** What is wrong with an outcome, which must be either a sound pool or problems that say what they expected. */
function faultsOf(outcome: ReadOutcome): string[] {
  const listed = [...outcome.warnings, ...(outcome.ok ? [] : outcome.problems)];
  const faults = listed.filter(({ code, expected }) => !PROBLEM_CODES.includes(code) || expected === '').map(String);
  if (!outcome.ok) return outcome.problems.length > 0 ? faults : [...faults, 'refused without a problem'];
  const { recipients, donors } = outcome.instance;
  const pool = {
    recipients: recipients.map(({ id }) => id),
    donors: donors.map((donor) => ({ ...donor, successionClass: 0 })),
    successionUnits: [[0]],
  };
  return [...faults, ...problemsOfPool(pool)];
}

describe.each(Object.entries(SAMPLES))('a damaged file in %s', (format, texts) => {
  test('is read as a sound pool or refused with problems', () => {
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.array(damage, { minLength: 1, maxLength: 3 }), (which, hits) => {
        const outcome = readTexts(...texts.map((text, index) => (index === which ? damaged(text, hits) : text)));
        expect(faultsOf(outcome)).toEqual([]);
        outcomes[outcome.ok ? 'read' : 'refused']++;
      }),
      { numRuns: 400 },
    );
    expect(outcomes.refused).toBeGreaterThan(100);
  });

  // YAML has no end that could be missing; elsewhere only a cut in the last row may pass unnoticed.
  test.skipIf(format === 'uk-yaml')('is refused wherever it is cut off before its last row', () => {
    for (const [which, text] of texts.entries()) {
      const lastRow = text.trimEnd().lastIndexOf('\n');
      const read = Array.from({ length: text.trimEnd().length }, (_, end) => end).filter((end) => {
        const outcome = readTexts(...texts.map((whole, index) => (index === which ? text.slice(0, end) : whole)));
        return outcome.ok || faultsOf(outcome).length > 0;
      });
      expect(read.filter((end) => end < lastRow)).toEqual([]);
    }
  });
});

test('any text at all', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.lorem()), { maxLength: 3 }), (texts) => {
      expect(faultsOf(readTexts(...texts))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
