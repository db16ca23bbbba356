/** Single values of structured documents, checked. Each function reports what is wrong and then returns a harmless value. */
import type { BloodGroup } from '../../instance.ts';
import type { Place, ProblemLog } from './problem-log.ts';
import { AGE_YEARS_MAX, ID_CHARACTERS_MAX } from './size-limits.ts';

export type Fields = { readonly [key: string]: unknown };

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNFIT_FOR_ID = /^\s|\s$|[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/;
const ID_EXPECTED = `an id: a whole number, or 1 to ${ID_CHARACTERS_MAX} characters without outer spaces`;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a string can name a recipient or donor. */
export function isId(id: string): boolean {
  return id.length > 0 && id.length <= ID_CHARACTERS_MAX && !UNFIT_FOR_ID.test(id) && id.isWellFormed();
}

/** An id as a string: 2 and "2" are the same. Null where it is none. */
export function readId(value: unknown, place: () => Place, log: ProblemLog): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string' && isId(value)) return value;
  if (value === undefined) log.refuse('missing-field', place(), ID_EXPECTED);
  else log.refuse('bad-id', place(), ID_EXPECTED, value);
  return null;
}

export function readBloodGroup(value: unknown, place: () => Place, log: ProblemLog): BloodGroup | null {
  if (value === undefined || value === null) return null;
  if (value === 'O' || value === 'A' || value === 'B' || value === 'AB') return value;
  log.refuse('bad-attribute', place(), 'blood group O, A, B or AB', value);
  return null;
}

export function readAgeYears(value: unknown, place: () => Place, log: ProblemLog): number | null {
  return readNumber(value, AGE_YEARS_MAX, 'an age in years', place, log);
}

/** A reaction frequency as a share from 0 to 1, from a number that counts to `whole`. */
export function readCrfShare(value: unknown, whole: 1 | 100, place: () => Place, log: ProblemLog): number | null {
  const crf = readNumber(value, whole, 'a reaction frequency', place, log);
  return crf === null || whole === 1 ? crf : Number((crf / whole).toPrecision(15)); // 9.7 of 100 is 0.097
}

function readNumber(value: unknown, max: number, noun: string, place: () => Place, log: ProblemLog): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && value >= 0 && value <= max) return value + 0; // never -0
  log.refuse('bad-attribute', place(), `${noun} from 0 to ${max}`, typeof value === 'number' ? String(value) : value);
  return null;
}

export function readFlag(value: unknown, place: () => Place, log: ProblemLog): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value;
  log.refuse('wrong-type', place(), 'true or false', value);
  return null;
}

/** An array, or an empty one where the field is absent or wrong. */
export function readArray(value: unknown, place: () => Place, log: ProblemLog): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value !== undefined) log.refuse('wrong-type', place(), 'a list', value);
  return [];
}

/** The first of several spellings of a field that is there. */
export function spelling(fields: Fields, names: readonly string[]): string {
  return names.find((name) => Object.hasOwn(fields, name)) ?? names[0];
}

/** Counts fields that the format does not know, so that a misspelt one does not pass unseen. */
export class UnknownFields {
  readonly #counts = new Map<string, { count: number; path: string }>();

  check(fields: Fields, known: ReadonlySet<string>, path: () => string): void {
    for (const key in fields) {
      if (known.has(key)) continue;
      const entry = this.#counts.get(key);
      if (entry) entry.count++;
      else this.#counts.set(key, { count: 1, path: path() });
    }
  }

  warn(log: ProblemLog, locate: (path: string) => Place): void {
    for (const [key, { count, path }] of this.#counts) {
      const found = count === 1 ? key : `${key}, ${count} times`;
      log.warn('unknown-field', locate(path), 'only fields of this format: this one was not used', found);
    }
  }
}
