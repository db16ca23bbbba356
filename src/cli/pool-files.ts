/** Reads and writes the files that commands name. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Instance } from '../../instances/instance.ts';
import type { FormatId, PoolFile } from '../../instances/problem.ts';
import { readPool } from '../../instances/read-pool.ts';
import { badInput } from './exit.ts';
import { problemLine } from './problem-lines.ts';

export interface LoadedPool {
  readonly instance: Instance;
  readonly format: FormatId;
  /** Lines saying what was read in the only sensible way. They name files without their folders. */
  readonly warnings: readonly string[];
}

/** The pool in one file, or in two that belong together. Fails with every problem of the files, one a line. */
export function loadPool(paths: readonly string[]): LoadedPool {
  const outcome = readPool(paths.map(readPoolFile));
  if (!outcome.ok) throw badInput(...outcome.problems.map((problem) => problemLine(problem, paths)));
  const names = paths.map((path) => basename(path));
  const warnings = outcome.warnings.map((warning) =>
    problemLine(warning.file === undefined ? warning : { ...warning, file: basename(warning.file) }, names),
  );
  return { instance: outcome.instance, format: outcome.format, warnings };
}

function readPoolFile(path: string): PoolFile {
  return { name: path, text: readText(path) };
}

/** The text of a file in UTF-8. */
export function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw badInput(`${path}: cannot be read: ${(error as Error).message}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw badInput(`${path}: expected text in UTF-8`);
  }
}

export function readJson(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw badInput(`${path}: expected JSON: ${(error as Error).message}`);
  }
}

export function writeText(path: string, text: string): void {
  writeBytes(path, Buffer.from(text, 'utf8'));
}

export function writeBytes(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw badInput(`${path}: cannot be written: ${(error as Error).message}`);
  }
}
