/** Problems of files as lines for people: `FILE:LINE: expected ...` or `FILE: /json/pointer: expected ...`. */
import type { Problem } from '../../instances/problem.ts';

export function problemLine(problem: Problem, files: readonly string[]): string {
  const file = problem.file ?? files.join(' and ');
  const line = problem.line === undefined ? '' : `:${problem.line}`;
  const path = problem.path === undefined ? '' : `: ${problem.path === '' ? '/' : problem.path}`;
  const found = problem.found === undefined ? '' : `, found ${oneLine(problem.found)}`;
  const what = problem.code === 'more-problems' ? problem.expected : `expected ${problem.expected}${found}`;
  return `${file}${line}${path}: ${what} (${problem.code})`;
}

/** Control characters would let a file write on the reader's terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u{fffd}');
}
