/** Collects what is wrong with the files being read, so that everything is reported at once. */
import type { Problem, ProblemCode } from '../../problem.ts';

/** Where in the files: by name, line (from 1) or JSON pointer. */
export type Place = Pick<Problem, 'file' | 'line' | 'path'>;

/** Most entries listed; one more says how many were left out. */
export const PROBLEMS_LISTED_MAX = 1000;
const FOUND_CHARACTERS_MAX = 60;

export class ProblemLog {
  readonly #problems: Problem[] = [];
  readonly #warnings: Problem[] = [];
  #problemCount = 0;
  #warningCount = 0;

  /** Notes a problem: the files will be refused. `found` is shown shortened. */
  refuse(code: ProblemCode, place: Place, expected: string, ...found: unknown[]): void {
    this.#problemCount++;
    if (this.#problems.length < PROBLEMS_LISTED_MAX) this.#problems.push(entry(code, place, expected, found));
  }

  /** Notes something that was read in the only sensible way, but that the reader should know. */
  warn(code: ProblemCode, place: Place, expected: string, ...found: unknown[]): void {
    this.#warningCount++;
    if (this.#warnings.length < PROBLEMS_LISTED_MAX) this.#warnings.push(entry(code, place, expected, found));
  }

  get isClean(): boolean {
    return this.#problemCount === 0;
  }

  get problems(): readonly Problem[] {
    return listed(this.#problems, this.#problemCount);
  }

  get warnings(): readonly Problem[] {
    return listed(this.#warnings, this.#warningCount);
  }
}

function entry(code: ProblemCode, place: Place, expected: string, found: readonly unknown[]): Problem {
  return found.length === 0 ? { code, ...place, expected } : { code, ...place, expected, found: shown(found[0]) };
}

/** In the order of files and lines; entries without a line keep the order in which they were found. */
function listed(entries: readonly Problem[], count: number): Problem[] {
  const files = [...new Set(entries.map((problem) => problem.file))];
  const sorted = [...entries].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0),
  );
  const more = count - entries.length;
  return more === 0
    ? sorted
    : [...sorted, { code: 'more-problems', expected: `${more} more like these are not listed` }];
}

/** A value as it would be written, cut to a readable length. */
export function shown(value: unknown): string {
  const text = (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))).toWellFormed();
  return text.length <= FOUND_CHARACTERS_MAX ? text : `${text.slice(0, FOUND_CHARACTERS_MAX).toWellFormed()}…`;
}
