/**
 * Identities sealed with AES-256-GCM (NIST SP 800-38D). A seal opens with its key, for the person whom it was made for, and
 * unchanged; or not at all. Its bytes: format (1), nonce (12), tag (16), then the encrypted identity as JSON.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { IdentityRecord } from './identity.ts';
import type { IdentityKey } from './identity-key.ts';

/** Of one person, whose kind and id stand elsewhere. */
export type Identity = Omit<IdentityRecord, 'id'>;

export interface IdentifiedPerson {
  readonly kind: 'recipient' | 'donor';
  readonly id: string;
}

const CIPHER = 'aes-256-gcm';
const FORMAT = 1;
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TAG_AT = 1 + NONCE_BYTES;
const CONTENT_AT = TAG_AT + TAG_BYTES;

/** `nonce`: random bytes, never used before with this key. */
export function seal(identity: Identity, person: IdentifiedPerson, key: IdentityKey, nonce: Uint8Array): Uint8Array {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(addressOf(person));
  const { name, number } = identity;
  const content = [cipher.update(JSON.stringify({ name, number }), 'utf8'), cipher.final()];
  return Buffer.concat([Uint8Array.of(FORMAT), nonce, cipher.getAuthTag(), ...content]);
}

/** Null where the seal does not open; why is not told apart. */
export function unseal(sealed: Uint8Array, person: IdentifiedPerson, key: IdentityKey): Identity | null {
  if (sealed.length < CONTENT_AT || sealed[0] !== FORMAT) return null;
  const nonce = sealed.subarray(1, TAG_AT);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(addressOf(person))
    .setAuthTag(sealed.subarray(TAG_AT, CONTENT_AT));
  const content = decipher.update(sealed.subarray(CONTENT_AT));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return JSON.parse(content.toString('utf8')) as Identity;
}

/** What the seal is bound to beside its content. */
function addressOf({ kind, id }: IdentifiedPerson): Buffer {
  return Buffer.from(JSON.stringify(['identity', FORMAT, kind, id]), 'utf8');
}
