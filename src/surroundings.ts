/** What the service may ask of the world around it: passed in, so that a test decides the time and the dice. */
import { randomBytes, randomUUID } from 'node:crypto';

export interface Surroundings {
  /** The moment, as ISO 8601 in UTC with milliseconds: texts of one length, whose order is that of time. */
  now(): string;
  /** A new id, never given before. */
  newId(): string;
  /** Unpredictable bytes. */
  randomBytes(count: number): Uint8Array;
}

export const REAL_SURROUNDINGS: Surroundings = {
  now: () => new Date().toISOString(),
  newId: () => randomUUID(),
  randomBytes: (count) => randomBytes(count),
};

/** The moment so many milliseconds after another, or before where negative. */
export function momentAfter(moment: string, ms: number): string {
  return new Date(Date.parse(moment) + ms).toISOString();
}

/** The same, by a clock that is so many milliseconds ahead, or behind where negative. */
export function shifted(surroundings: Surroundings, ms: number): Surroundings {
  return {
    now: () => momentAfter(surroundings.now(), ms),
    newId: () => surroundings.newId(),
    randomBytes: (count) => surroundings.randomBytes(count),
  };
}
