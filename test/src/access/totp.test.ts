import { assert, asyncProperty, integer, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeAt, newTotpSecret, nextCode, NO_STEP, stepOfCode, totpAddress } from '../../../src/access/totp.ts';
import { TestSurroundings } from '../../test-surroundings.ts';

/** `12345678901234567890` in base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number): string => new Date(seconds * 1_000).toISOString();

/** RFC 6238, appendix B: the table's eight digits end with the six of a shorter code. */
const VECTORS: readonly [number, string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
];

describe('codes', () => {
  it.each(VECTORS)('at %d seconds are those of RFC 6238', async (seconds, eightDigits) => {
    const code = eightDigits.slice(-6);
    expect(await codeAt(SECRET, at(seconds))).toBe(code);
    expect(await stepOfCode(SECRET, code, at(seconds), NO_STEP)).toBe(Math.floor(seconds / 30));
  });

  it('are right one step either side, and no further', async () => {
    let refused = 0;
    await assert(
      asyncProperty(
        integer({ min: 1_000, max: 3_000_000_000 }),
        integer({ min: -4, max: 4 }),
        async (seconds, steps) => {
          const code = await codeAt(SECRET, at(seconds + steps * 30));
          const taken = await stepOfCode(SECRET, code, at(seconds), NO_STEP);
          if (taken === null) {
            expect(Math.abs(steps)).toBeGreaterThan(1);
            refused += 1;
            return;
          }
          expect(Math.abs(taken - Math.floor(seconds / 30))).toBeLessThanOrEqual(1);
          // A code of a step further away is right only where it is by chance also that of a near one.
          expect(await codeAt(SECRET, at(taken * 30))).toBe(code);
        },
      ),
    );
    expect(refused).toBeGreaterThan(0);
  });

  it('are known before they are shown, as far as they would be taken', async () => {
    const seconds = 1_790_000_010;
    const taken: (number | null)[] = [];
    for (let last = NO_STEP, code: string | null = ''; code !== null; last = taken.at(-1) ?? last) {
      code = await nextCode(SECRET, at(seconds), last);
      if (code !== null) taken.push(await stepOfCode(SECRET, code, at(seconds), last));
    }
    const step = Math.floor(seconds / 30);
    expect(taken).toEqual([step - 1, step, step + 1]);
    expect(await nextCode(SECRET, at(seconds), step + 1)).toBeNull();
    expect(await nextCode(SECRET, at(seconds + 30), step + 1)).toBe(await codeAt(SECRET, at(seconds + 60)));
  });

  it('are taken once, and none of an earlier step after it', async () => {
    const seconds = 1_790_000_010;
    const step = Math.floor(seconds / 30);
    const [before, now, after] = await Promise.all([-30, 0, 30].map((later) => codeAt(SECRET, at(seconds + later))));
    expect(await stepOfCode(SECRET, now, at(seconds), step - 1)).toBe(step);
    for (const [code, last] of [
      [now, step],
      [before, step],
      [before, step - 1],
      [after, step + 1],
      [now, step + 5_000],
    ] as const) {
      expect(await stepOfCode(SECRET, code, at(seconds), last)).toBeNull();
    }
    expect(await stepOfCode(SECRET, after, at(seconds), step)).toBe(step + 1);
  });

  it('that are wrong, are wrong, whatever was typed', async () => {
    const seconds = 1_790_000_010;
    const right = await Promise.all([-30, 0, 30].map((later) => codeAt(SECRET, at(seconds + later))));
    await assert(
      asyncProperty(string({ maxLength: 12, unit: 'grapheme' }), integer({ min: 0, max: 999_999 }), async (text, n) => {
        for (const code of [text, String(n).padStart(6, '0'), `${String(n).padStart(6, '0')}0`]) {
          if (!right.includes(code)) expect(await stepOfCode(SECRET, code, at(seconds), NO_STEP)).toBeNull();
        }
      }),
    );
    expect(
      await stepOfCode(SECRET, `${right[1].slice(0, 3)} ${right[1].slice(3)}`, at(seconds), NO_STEP),
    ).not.toBeNull();
  });
});

describe('a secret', () => {
  it('has 160 bits in base32, of the bytes that were drawn', async () => {
    const secret = newTotpSecret(new TestSurroundings());
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret(new TestSurroundings(undefined, 'other'))).not.toBe(secret);
    const fixed = { ...new TestSurroundings(), randomBytes: () => Buffer.from('12345678901234567890') };
    expect(newTotpSecret(fixed as unknown as TestSurroundings)).toBe(SECRET);
  });

  it('is told to an authenticator app', () => {
    const address = new URL(totpAddress('anna', SECRET));
    expect(address.protocol).toBe('otpauth:');
    expect(address.host).toBe('totp');
    expect(decodeURIComponent(address.pathname)).toBe('/lkss:anna');
    expect(address.searchParams.get('secret')).toBe(SECRET);
    expect(address.searchParams.get('issuer')).toBe('lkss');
    // What is not said is what every app assumes.
    const { algorithm = 'SHA1', digits = '6', period = '30' } = Object.fromEntries(address.searchParams);
    expect([algorithm, digits, period]).toEqual(['SHA1', '6', '30']);
  });
});
