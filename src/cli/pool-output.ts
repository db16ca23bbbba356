/** Writes a pool in a format of choice, to files or to standard output. */
import { dirname, extname, basename, join } from 'node:path';
import type { Instance } from '../../instances/instance.ts';
import type { Problem } from '../../instances/problem.ts';
import { writePool, WRITTEN_FORMAT_IDS, type WrittenFormatId } from '../../instances/write-pool.ts';
import { Option } from 'commander';
import { badInput } from './exit.ts';
import { writeText } from './pool-files.ts';
import { problemLine } from './problem-lines.ts';
import type { Streams } from './streams.ts';

export function poolFormatOption(defaultText: string): Option {
  return new Option('--format <format>', `format to write (default: ${defaultText})`).choices(WRITTEN_FORMAT_IDS);
}

const FORMAT_BY_ENDING: readonly (readonly [ending: string, format: WrittenFormatId])[] = [
  ['.lkss.json', 'lkss-json'],
  ['.json', 'uk-json-1'],
  ['.xml', 'uk-xml'],
  ['.input', 'kidney-solver-input'],
];

/** The format that a file's name stands for; fails where it stands for none. */
export function formatByName(path: string): WrittenFormatId {
  const found = FORMAT_BY_ENDING.find(([ending]) => path.endsWith(ending));
  if (found !== undefined) return found[1];
  const known = FORMAT_BY_ENDING.map(([ending, format]) => `${ending} (${format})`).join(', ');
  throw badInput(`${path}: the name tells no format; end it in one of ${known}, or give --format`);
}

/**
 * Writes to the path, or to standard output where there is none. A format of two files puts the second beside the first, with
 * the ending of its own; on standard output one follows the other. Whatever the format cannot hold is told on standard error.
 */
export function outputPool(
  instance: Instance,
  format: WrittenFormatId,
  path: string | undefined,
  streams: Streams,
): void {
  const outcome = writePool(instance, format);
  const target = path ?? 'standard output';
  const lineOf = (problem: Problem): string => problemLine({ ...problem, file: target }, [target]);
  if (!outcome.ok) throw badInput(...outcome.problems.map(lineOf));
  for (const warning of outcome.warnings) streams.err(`note: ${lineOf(warning)}\n`);
  if (path === undefined) {
    streams.out(outcome.files.map(({ text }) => text).join(''));
    return;
  }
  const [first, ...others] = outcome.files;
  writeText(path, first.text);
  const stem = join(dirname(path), basename(path, extname(path)));
  for (const { name, text } of others) writeText(`${stem}${extname(name)}`, text);
}
