import { parseOptions } from '@node-rs/argon2';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatedPassword, hashPassword, passwordFits, problemsOfPassword } from '../../../src/access/password.ts';
import { TestSurroundings } from '../../test-surroundings.ts';

const GOOD = 'correct horse battery';

describe('the hash of a password', () => {
  it('is argon2id at the cost that OWASP recommends, salted', async () => {
    const [hash, again] = await Promise.all([hashPassword(GOOD), hashPassword(GOOD)]);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(again).not.toBe(hash);
    expect(parseOptions(hash)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1, saltLen: 16 });
  });

  it('fits the password, and no other', async () => {
    const hash = await hashPassword(GOOD);
    expect(await passwordFits(hash, GOOD)).toBe(true);
    for (const other of ['', 'correct horse batter', 'Correct horse battery', `${GOOD} `]) {
      expect(await passwordFits(hash, other)).toBe(false);
    }
  });

  it('fits however accents were typed', async () => {
    const hash = await hashPassword('Zo\u00eb at the caf\u00e9');
    expect(await passwordFits(hash, 'Zoe\u0308 at the cafe\u0301')).toBe(true);
    expect(await passwordFits(hash, 'Zoe at the cafe')).toBe(false);
  });

  it('where there is none, nothing fits', async () => {
    for (const password of ['', GOOD]) expect(await passwordFits(null, password)).toBe(false);
  });
});

describe('the rules of a password', () => {
  const refused: readonly [string, RegExp][] = [
    ['k7mf-2xqp-9', /at least 12/],
    ['🙂🙃🙂🙃🙂🙃', /at least 12/],
    [`${GOOD} `.repeat(6) + 'and then some', /at most 128/],
    ['my name is Anna-Maria, yes', /without the username/],
    ['aaaaaaaaaaaaaaaa', /repeat/],
    ['abababababab', /repeat/],
    ['passwordpassword', /repeat/],
    ['passwordPASSWORDpass', /repeat/],
    ['abcdefghijklmnop', /count on/],
    ['zyxwvutsrqponm', /count on/],
    ['a1b2c3d4e5f6', /count on/],
    ['aabbccddaabb', /repeat/],
  ];

  it.each(refused)('refuse %s', (password, expected) => {
    expect(problemsOfPassword(password, 'anna-maria').join('; ')).toMatch(expected);
  });

  it('say all that is wrong at once', () => {
    expect(problemsOfPassword('anna', 'anna')).toHaveLength(3);
  });

  it.each([GOOD, 'k7mf-2xqp-9wz', 'fünfzehn Äpfel', 'aaaaaaaaaaaa but longer', '1234 is not enough'])(
    'take %s',
    (password) => {
      expect(problemsOfPassword(password, 'anna')).toEqual([]);
    },
  );

  it('never say the password', () => {
    assert(
      property(string({ minLength: 4, maxLength: 200, unit: 'grapheme' }), (password) => {
        const said = problemsOfPassword(`§${password}`, `§${password}`).join();
        expect(said).not.toContain(`§${password}`);
      }),
    );
  });

  it('and however often a piece is said, refuse it', () => {
    assert(
      property(string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' }), (piece) => {
        const password = piece.repeat(Math.max(2, Math.ceil(12 / piece.length)));
        expect(problemsOfPassword(password, 'anna-maria')).toContain(
          'a password that does not repeat itself or count on',
        );
      }),
    );
  });
});

describe('a generated password', () => {
  it('is readable, has at least 80 bits, and keeps the rules', () => {
    const passwords = Array.from({ length: 500 }, (_, seed) =>
      generatedPassword(new TestSurroundings(undefined, String(seed))),
    );
    for (const password of passwords) {
      expect(password).toMatch(/^([a-z0-9]{4}-){4}[a-z0-9]{4}$/);
      expect(password).not.toMatch(/[ilo1]/);
      expect(problemsOfPassword(password, 'anna')).toEqual([]);
    }
    expect(new Set(passwords).size).toBe(500);
    const letters = new Set(passwords.join('').replaceAll('-', ''));
    expect(20 * Math.log2(letters.size)).toBeGreaterThanOrEqual(80);
  });
});
