/** Scores: points as written in a file, turned into integer units of 1e-5 points. */
import { SCORE_UNITS_PER_POINT } from '../../../solver/index.ts';
import type { Place, ProblemLog } from './problem-log.ts';
import { SCORE_UNITS_MAX } from './size-limits.ts';

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** A difference this small comes from binary fractions, not from digits of the file. */
const NOISE_SHARE = 1e-9;

/** The number that a text writes in decimal digits; any other value as it is. */
export function decimal(value: unknown): unknown {
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
}

/** Reads the scores of one file and remembers how many had more than five decimals. */
export class ScoreReader {
  readonly #log: ProblemLog;
  #roundedCount = 0;

  constructor(log: ProblemLog) {
    this.#log = log;
  }

  /** Units of a score in points; reports and returns 0 where it cannot be used. `place` is asked only then. */
  units(points: unknown, place: () => Place): number {
    if (typeof points === 'number') {
      const units = Math.round(points * SCORE_UNITS_PER_POINT) + 0; // never -0
      if (units >= 0 && units <= SCORE_UNITS_MAX && points >= 0) {
        const error = Math.abs(units / SCORE_UNITS_PER_POINT - points);
        if (error > NOISE_SHARE * Math.max(1, points)) this.#roundedCount++;
        return units;
      }
    }
    if (points === undefined) this.#log.refuse('missing-field', place(), 'a score');
    else this.#log.refuse('bad-score', place(), SCORE_EXPECTED, typeof points === 'number' ? String(points) : points);
    return 0;
  }

  /** Warns, once for the whole file, that scores were rounded. */
  warnOfRounding(place: Place): void {
    const count = this.#roundedCount;
    if (count === 0) return;
    this.#log.warn('rounded-score', place, 'scores of at most 5 decimals', `${count} rounded to 5 decimals`);
  }
}

const SCORE_EXPECTED = `a number of points from 0 to ${SCORE_UNITS_MAX / SCORE_UNITS_PER_POINT}`;
