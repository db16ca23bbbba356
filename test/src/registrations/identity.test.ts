import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../../instances/generators/random.ts';
import { checkDigit, readHealthNumber, type NumberSystem } from '../../../src/registrations/identity.ts';

const random = randomFrom('health numbers');

/** Nine digits from a range, and the check digit, where there is one. */
function numberBetween(low: number, high: number): string {
  for (;;) {
    const nine = String(random.integer(low, high)).padStart(9, '0');
    const digit = checkDigit(nine);
    if (digit !== null) return `${nine}${digit}`;
  }
}

function isRight(system: NumberSystem, text: string): boolean {
  return readHealthNumber(system, text).ok;
}

describe('health service numbers', () => {
  test('known to be right are taken, with spaces', () => {
    expect(readHealthNumber('nhs', '943 476 5919')).toEqual({
      ok: true,
      number: { system: 'nhs', digits: '9434765919' },
    });
    expect(readHealthNumber('nhs', '9434765918')).toMatchObject({ ok: false });
  });

  test('whose check digit would be 10 are in no system', () => {
    const none = Array.from({ length: 2000 }, (_, index) => String(400_000_000 + index)).filter(
      (nine) => checkDigit(nine) === null,
    );
    expect(none.length).toBeGreaterThan(100);
    for (const nine of none)
      for (let digit = 0; digit < 10; digit++) expect(isRight('nhs', `${nine}${digit}`)).toBe(false);
  });

  test('of one system are not taken in another', () => {
    const northernIrish = numberBetween(320_000_000, 399_999_999);
    expect([isRight('hc', northernIrish), isRight('nhs', northernIrish)]).toEqual([true, false]);
    const english = numberBetween(400_000_000, 499_999_999);
    expect([isRight('nhs', english), isRight('hc', english), isRight('chi', english)]).toEqual([true, false, false]);
    const scottish = numberBetween(310_199_000, 310_199_999);
    expect([isRight('chi', scottish), isRight('hc', scottish)]).toEqual([true, false]);
  });

  test('of Scotland start with a date', () => {
    expect(isRight('chi', numberBetween(290_200_000, 290_200_999))).toBe(true);
    expect(isRight('chi', numberBetween(290_201_000, 290_201_999))).toBe(false);
    expect(isRight('chi', numberBetween(310_499_000, 310_499_999))).toBe(false);
  });

  test('with one digit wrong or two neighbours swapped are refused, always', () => {
    let errors = 0;
    for (let draw = 0; draw < 1500; draw++) {
      const right = numberBetween(400_000_000, 999_999_999);
      for (let at = 0; at < 10; at++) {
        for (let digit = 0; digit < 10; digit++) {
          if (String(digit) === right[at]) continue;
          errors++;
          if (isRight('nhs', `${right.slice(0, at)}${digit}${right.slice(at + 1)}`))
            throw new Error(`${right} at ${at}`);
        }
        if (at === 9 || right[at] === right[at + 1]) continue;
        errors++;
        const swapped = `${right.slice(0, at)}${right[at + 1]}${right[at]}${right.slice(at + 2)}`;
        if (isRight('nhs', swapped)) throw new Error(`${right} swapped at ${at}`);
      }
    }
    expect(errors).toBeGreaterThan(100_000);
  });
});

test('no other module knows of identities than those that keep them', () => {
  const root = fileURLToPath(new URL('../../../src', import.meta.url));
  const importing = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .filter((path) => /from '[^']*\/identity(-[a-z]+)?\.ts'/.test(readFileSync(join(root, path), 'utf8')));
  // The service hands the key from its start to the routes; only the routes open an identity.
  expect(importing.sort()).toEqual([
    'app.ts',
    'cli/service-options.ts',
    'registrations/identity-routes.ts',
    'registrations/identity-seal.ts',
    'registrations/identity-store.ts',
    'service/service.ts',
  ]);
});
