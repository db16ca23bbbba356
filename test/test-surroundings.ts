/** A world in which the test decides: a clock that stands until it is moved, ids that count, bytes from a seed. */
import { createHash } from 'node:crypto';
import { momentAfter, type Surroundings } from '../src/surroundings.ts';

export class TestSurroundings implements Surroundings {
  #moment: string;
  #ids = 0;
  #bytes = 0;
  readonly #seed: string;

  constructor(moment = '2026-10-01T09:00:00.000Z', seed = 'test') {
    this.#moment = moment;
    this.#seed = seed;
  }

  now(): string {
    return this.#moment;
  }

  newId(): string {
    return `${this.#seed}-${String(++this.#ids).padStart(6, '0')}`;
  }

  randomBytes(count: number): Uint8Array {
    const bytes = Buffer.alloc(count);
    for (let at = 0; at < count; at += 32) {
      createHash('sha256').update(`${this.#seed}/${this.#bytes++}`).digest().copy(bytes, at);
    }
    return bytes;
  }

  /** Moves the clock on, or back where negative. */
  pass(ms: number): void {
    this.#moment = momentAfter(this.#moment, ms);
  }
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
