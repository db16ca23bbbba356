import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDENTITY_KEY_FILE, identityKeyFrom, identityKeyOf } from '../../../src/registrations/identity-key.ts';
import { NONCE_BYTES, seal, unseal, type Identity } from '../../../src/registrations/identity-seal.ts';
import { NUMBER_SYSTEMS } from '../../../src/registrations/identity.ts';
import { TestSurroundings } from '../../test-surroundings.ts';

const WORLD = new TestSurroundings();
const newKey = () => identityKeyOf(Buffer.from(WORLD.randomBytes(32)).toString('base64'));
const newNonce = () => WORLD.randomBytes(NONCE_BYTES);
const KEY = newKey();
const PERSON = { kind: 'recipient', id: 'R1' } as const;
const MORAG: Identity = { name: 'Morag Łuczak', number: { system: 'nhs', digits: '9434765919' } };

describe('a sealed identity', () => {
  const identities = fc.record({
    name: fc.string({ unit: 'binary' }),
    number: fc.option(fc.record({ system: fc.constantFrom(...NUMBER_SYSTEMS), digits: fc.stringMatching(/^\d{10}$/) })),
  });

  it('opens to what it was', () => {
    fc.assert(
      fc.property(identities, fc.string(), (identity, id) => {
        const person = { kind: 'donor', id } as const;
        expect(unseal(seal(identity, person, KEY, newNonce()), person, KEY)).toEqual(identity);
      }),
    );
  });

  it('opens for nobody else, with no other key, and with no bit changed or byte cut off', () => {
    const sealed = seal(MORAG, PERSON, KEY, newNonce());
    expect(unseal(sealed, PERSON, KEY)).toEqual(MORAG);
    expect(unseal(sealed, PERSON, newKey())).toBeNull();
    expect(unseal(sealed, { kind: 'donor', id: 'R1' }, KEY)).toBeNull();
    expect(unseal(sealed, { kind: 'recipient', id: 'R2' }, KEY)).toBeNull();
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] ^= 1 << (bit & 7);
      expect(unseal(changed, PERSON, KEY)).toBeNull();
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(unseal(sealed.subarray(0, length), PERSON, KEY)).toBeNull();
    }
    expect(unseal(Buffer.concat([sealed, Uint8Array.of(0)]), PERSON, KEY)).toBeNull();
  });

  it('shows nothing of it, nor whether it is the same as another', () => {
    const sealed = Buffer.from(seal(MORAG, PERSON, KEY, newNonce()));
    expect(sealed.includes('Morag') || sealed.includes('9434765919')).toBe(false);
    expect(sealed.equals(seal(MORAG, PERSON, KEY, newNonce()))).toBe(false);
  });
});

describe('the key of identities', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lkss-key-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made once, for its owner only, and read ever after', () => {
    const file = join(folder, IDENTITY_KEY_FILE);
    const made = identityKeyFrom(file, new TestSurroundings());
    expect(readdirSync(folder)).toEqual([IDENTITY_KEY_FILE]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    chmodSync(file, 0o644);
    expect(identityKeyFrom(file, new TestSurroundings(undefined, 'other')).equals(made)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(identityKeyOf(text).equals(made)).toBe(true);
  });

  it('is refused where it is none, without being told', () => {
    const file = join(folder, IDENTITY_KEY_FILE);
    const almost = Buffer.alloc(31, 7).toString('base64');
    for (const text of ['', almost, `${almost}${almost}`, 'c2VjcmV0'.repeat(6), `${'A'.repeat(42)}!=`]) {
      writeFileSync(file, text);
      expect(() => identityKeyFrom(file, WORLD)).toThrow(/identity\.key holds no identity key: 32 bytes in base64$/);
      expect(() => identityKeyOf(text)).toThrow(/^LKSS_IDENTITY_KEY holds no identity key: 32 bytes in base64$/);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });

  it('does not show itself where it is printed', () => {
    const bytes = Buffer.alloc(32, 'k');
    const key = identityKeyOf(bytes.toString('base64'));
    const shown = `${inspect(key, { showHidden: true, depth: 9 })} ${JSON.stringify(key)} ${key}`;
    expect(
      [bytes.toString('base64'), bytes.toString('hex'), 'kkkk', '6b 6b', '107'].some((t) => shown.includes(t)),
    ).toBe(false);
  });
});
