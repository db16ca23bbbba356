/** Text files read row by row: blank rows do not count, and the end of the file may come too early or too late. */
import type { Place, ProblemLog } from './problem-log.ts';
import type { SourceText } from './source-text.ts';

export interface Row {
  readonly text: string;
  readonly line: number;
}

const WHOLE_NUMBER = /^[+-]?\d{1,15}$/;

export class Rows {
  readonly source: SourceText;
  readonly log: ProblemLog;
  readonly #rows: readonly Row[];
  #next = 0;

  /** Rows starting with `comment` do not count either. */
  constructor(source: SourceText, log: ProblemLog, comment?: string) {
    this.source = source;
    this.log = log;
    this.#rows = source.text
      .split(/\r\n|\n|\r/)
      .map((text, index) => ({ text: text.trim(), line: index + 1 }))
      .filter(({ text }) => text !== '' && (comment === undefined || !text.startsWith(comment)));
  }

  peek(): Row | undefined {
    return this.#rows[this.#next];
  }

  next(): Row | undefined {
    return this.#rows[this.#next++];
  }

  at(row: Row): Place {
    return this.source.at(row.line);
  }

  /** The last row's line: where a file that stops too early stops. */
  get end(): Place {
    return this.source.at(this.#rows.at(-1)?.line ?? 1);
  }

  /** The next row, or undefined and a problem where the file ends before `expected`. */
  require(expected: string): Row | undefined {
    const row = this.next();
    if (!row) this.log.refuse('truncated', this.end, expected, 'the end of the file');
    return row;
  }

  /** Refuses rows that are left over. */
  requireEnd(expected: string): void {
    const row = this.peek();
    if (row) this.log.refuse('wrong-count', this.at(row), expected, row.text);
  }
}

/** What a number counts, with the bounds it must keep. */
export interface WholeNumberBounds {
  readonly noun: string;
  readonly min: number;
  readonly max: number;
}

/** A whole number within bounds, or null and a problem. */
export function readWholeNumber(
  text: string | undefined,
  { noun, min, max }: WholeNumberBounds,
  place: Place,
  log: ProblemLog,
): number | null {
  if (text === undefined) log.refuse('missing-field', place, noun);
  else if (!WHOLE_NUMBER.test(text)) log.refuse('wrong-type', place, `${noun}: a whole number`, text);
  else {
    const value = Number(text);
    if (value >= min && value <= max) return value;
    log.refuse(
      'out-of-range',
      place,
      max < min ? `no ${noun}: there are none` : `${noun} from ${min} to ${max}`,
      value,
    );
  }
  return null;
}

export function cellsOf(row: Row): string[] {
  return row.text.split(',').map((cell) => cell.trim());
}
