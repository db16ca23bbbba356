/**
 * The key that identities are sealed with. It is never in the database: a copy of the database alone tells of nobody. A key that
 * is lost takes the identities with it, so that it is on the disk before anything is sealed with it.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Surroundings } from '../surroundings.ts';

export type { KeyObject as IdentityKey } from 'node:crypto';

/** In the directory of an embedded store. */
export const IDENTITY_KEY_FILE = 'identity.key';
/** Of the environment: the key in base64, for several machines that share a database. */
export const IDENTITY_KEY_VARIABLE = 'LKSS_IDENTITY_KEY';

const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/** Reads the file, or makes it where it is not there. Throws where it holds no key, or what the file system throws. */
export function identityKeyFrom(file: string, surroundings: Surroundings): KeyObject {
  if (!existsSync(file)) makeKeyFile(file, surroundings);
  chmodSync(file, OWNER_ONLY);
  return identityKeyOf(readFileSync(file, 'utf8'), file);
}

/** `origin` says in the error where the text comes from; the text itself is never told. */
export function identityKeyOf(base64: string, origin = IDENTITY_KEY_VARIABLE): KeyObject {
  const text = base64.trim();
  if (!BASE64.test(text)) throw new Error(`${origin} holds no identity key: ${KEY_BYTES} bytes in base64`);
  return createSecretKey(Buffer.from(text, 'base64'));
}

/** Whole or not at all, and never over another that a process beside this one has just made. */
function makeKeyFile(file: string, surroundings: Surroundings): void {
  const text = `${Buffer.from(surroundings.randomBytes(KEY_BYTES)).toString('base64')}\n`;
  const draft = `${file}.${surroundings.newId()}`;
  withFile(draft, 'wx', (handle) => {
    writeSync(handle, text);
    fsyncSync(handle);
  });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  if (process.platform !== 'win32') withFile(dirname(file), 'r', fsyncSync);
}

function withFile(path: string, flags: string, use: (handle: number) => void): void {
  const handle = openSync(path, flags, OWNER_ONLY);
  try {
    use(handle);
  } finally {
    closeSync(handle);
  }
}
