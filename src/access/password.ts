/**
 * Passwords: argon2id with the least cost that OWASP's cheat sheet on password storage recommends (19 MiB, two passes, one
 * lane), and rules after NIST SP 800-63B: length counts, kinds of character do not.
 */
import { hash as argon2, verify } from '@node-rs/argon2';
import type { Surroundings } from '../surroundings.ts';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Well-formed and of the same cost, but the hash of nothing that anybody will find. */
const NOBODYS_HASH = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

const LENGTH_MIN = 12;
const LENGTH_MAX = 128;
const DIFFERENT_CHARACTERS_MIN = 5;

/** No letter that is taken for another; 32 of them, so that a byte's last five bits choose evenly. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz023456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

export function hashPassword(password: string): Promise<string> {
  return argon2(composed(password), COST);
}

/** Without a hash the answer is no, and takes as long. */
export async function passwordFits(hash: string | null, password: string): Promise<boolean> {
  const fits = await verify(hash ?? NOBODYS_HASH, composed(password));
  return fits && hash !== null;
}

/** Accents typed on one keyboard are those typed on another. */
function composed(password: string): string {
  return password.normalize('NFKC');
}

/** What was expected and is not so; nothing where the password will do. Never says the password. */
export function problemsOfPassword(password: string, username: string): string[] {
  const characters = [...composed(password).toLowerCase()];
  const problems: string[] = [];
  if (characters.length < LENGTH_MIN) problems.push(`at least ${LENGTH_MIN} characters`);
  if (characters.length > LENGTH_MAX) problems.push(`at most ${LENGTH_MAX} characters`);
  if (username !== '' && characters.join('').includes(username.toLowerCase())) {
    problems.push('a password without the username in it');
  }
  if (isTrivial(characters)) problems.push('a password that does not repeat itself or count on');
  return problems;
}

/** Few characters, one piece over and over (`abcabcabcabc`), or steps over and over (`abcdefghijkl`, `a1b2c3d4e5f6`). */
function isTrivial(characters: readonly string[]): boolean {
  const points = characters.map((character) => character.codePointAt(0)!);
  const steps = points.slice(1).map((point, at) => point - points[at]);
  return new Set(points).size < DIFFERENT_CHARACTERS_MIN || repeats(points) || repeats(steps);
}

/** Whether a piece of at most half the length, said again and again, gives the whole. */
function repeats(numbers: readonly number[]): boolean {
  for (let period = 1; period <= numbers.length / 2; period++) {
    if (numbers.every((number, at) => at < period || number === numbers[at - period])) return true;
  }
  return false;
}

/** Of 100 bits, in groups that can be read out: `k7mf-2xqp-...`. */
export function generatedPassword(surroundings: Surroundings): string {
  const letters = Array.from(
    surroundings.randomBytes(GROUPS * GROUP_LENGTH),
    (byte) => READABLE[byte % READABLE.length],
  );
  const groups = Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  );
  return groups.join('-');
}
