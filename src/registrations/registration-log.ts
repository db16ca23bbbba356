/** Collects what is wrong with the files of an import, so that the sender gets everything at once. */
import type { RegistrationProblem } from './registration.ts';

/** Closed catalogue of what an import may refuse or remark upon. */
export const REGISTRATION_PROBLEM_CODES = [
  'unreadable-file',
  'too-large',
  'encrypted',
  'unsafe-path',
  'unknown-file',
  'missing-file',
  'encoding',
  'syntax',
  'duplicate-key',
  'wrong-type',
  'formula',
  'merged-cells',
  'missing-column',
  'unknown-column',
  'duplicate-column',
  'row-length',
  'missing-value',
  'bad-value',
  'contradiction',
  'implausible',
  'duplicate-id',
  'duplicate-row',
  'unknown-recipient',
  'unknown-donor',
  'missing-reason',
  'shared-id',
  'same-person',
  'more-problems',
] as const;
export type RegistrationProblemCode = (typeof REGISTRATION_PROBLEM_CODES)[number];

/** Where in what was sent. `row` and `column` as in `RegistrationProblem`. */
export interface Place {
  readonly file: string;
  readonly row: number | null;
  readonly column: string | null;
}

/** Most entries of a list; one more then says how many were left out. */
export const PROBLEMS_LISTED_MAX = 10_000;
const FOUND_CHARACTERS_MAX = 80;

export class RegistrationLog {
  readonly #problems: RegistrationProblem[] = [];
  readonly #warnings: RegistrationProblem[] = [];
  /** In the order in which they came up. */
  readonly #files = new Set<string>();
  #problemCount = 0;
  #warningCount = 0;

  /** Files are told of in the order in which they were opened or, before that, something was noted of them. */
  opened(file: string): void {
    this.#files.add(file);
  }

  /** Notes a fault: what was sent will be refused as a whole. */
  refuse(code: RegistrationProblemCode, place: Place, expected: string, found: string | null = null): void {
    this.#problemCount++;
    this.opened(place.file);
    if (this.#problems.length < PROBLEMS_LISTED_MAX) this.#problems.push(entry(code, place, expected, found));
  }

  /** Notes what the sender should look at, though it can be taken. */
  warn(code: RegistrationProblemCode, place: Place, expected: string, found: string | null = null): void {
    this.#warningCount++;
    this.opened(place.file);
    if (this.#warnings.length < PROBLEMS_LISTED_MAX) this.#warnings.push(entry(code, place, expected, found));
  }

  get problemCount(): number {
    return this.#problemCount;
  }

  /** By file, then by row. */
  get problems(): readonly RegistrationProblem[] {
    return listed(this.#problems, this.#problemCount, [...this.#files]);
  }

  get warnings(): readonly RegistrationProblem[] {
    return listed(this.#warnings, this.#warningCount, [...this.#files]);
  }
}

export function wholeFile(file: string): Place {
  return { file, row: null, column: null };
}

function entry(code: string, place: Place, expected: string, found: string | null): RegistrationProblem {
  const { file, row, column } = place;
  return { code, file, row, column, expected, found: found === null ? null : shown(found) };
}

function listed(
  entries: readonly RegistrationProblem[],
  count: number,
  files: readonly string[],
): readonly RegistrationProblem[] {
  const fileOrder = new Map(files.map((file, index) => [file, index]));
  const sorted = [...entries].sort(
    (a, b) => fileOrder.get(a.file)! - fileOrder.get(b.file)! || (a.row ?? 0) - (b.row ?? 0),
  );
  const more = count - sorted.length;
  if (more === 0) return sorted;
  return [...sorted, entry('more-problems', wholeFile(sorted[0].file), `${more} more are not listed`, null)];
}

function shown(text: string): string {
  const whole = text.toWellFormed();
  return whole.length <= FOUND_CHARACTERS_MAX ? whole : `${whole.slice(0, FOUND_CHARACTERS_MAX).toWellFormed()}…`;
}
