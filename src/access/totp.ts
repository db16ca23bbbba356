/** Codes of an authenticator app: RFC 6238 with what every app assumes (SHA-1, six digits, steps of 30 seconds). */
import { generate, generateURI, ScureBase32Plugin, verify } from 'otplib';
import type { Surroundings } from '../surroundings.ts';

const ISSUER = 'lkss';
const SECRET_BYTES = 20;
const STEP_SECONDS = 30;
/** Before the first code was taken. */
export const NO_STEP = 0;

/** 160 bits in base32, as RFC 4226 recommends. */
export function newTotpSecret(surroundings: Surroundings): string {
  return new ScureBase32Plugin().encode(surroundings.randomBytes(SECRET_BYTES), { padding: false });
}

/** What an authenticator app reads, as a rule from a QR code. Holds the secret. */
export function totpAddress(username: string, secret: string): string {
  return generateURI({ issuer: ISSUER, label: username, secret });
}

export function codeAt(secret: string, moment: string): Promise<string> {
  return generate({ secret, epoch: secondsOf(moment) });
}

/** A code that would be taken at the moment after that of the last step: the earliest there is. Null where it is to be waited for. */
export async function nextCode(secret: string, moment: string, lastStep: number): Promise<string | null> {
  const step = stepAt(moment);
  const next = Math.max(lastStep + 1, step - 1);
  return next > step + 1 ? null : generate({ secret, epoch: next * STEP_SECONDS });
}

/**
 * The time step of a right code, at most one step from the moment's own and later than the last that was taken; null
 * otherwise.
 */
export async function stepOfCode(
  secret: string,
  code: string,
  moment: string,
  lastStep: number,
): Promise<number | null> {
  const token = code.replace(/\s/g, '');
  const epoch = secondsOf(moment);
  const newestStep = stepAt(moment) + 1;
  // The library throws at both of these.
  if (!/^\d{6}$/.test(token) || lastStep >= newestStep) return null;
  const verdict = await verify({ secret, token, epoch, epochTolerance: STEP_SECONDS, afterTimeStep: lastStep });
  return verdict.valid && 'timeStep' in verdict ? verdict.timeStep : null;
}

function stepAt(moment: string): number {
  return Math.floor(secondsOf(moment) / STEP_SECONDS);
}

function secondsOf(moment: string): number {
  return Math.floor(Date.parse(moment) / 1_000);
}
