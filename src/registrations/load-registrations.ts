/** Reads an import from disk, whatever its form: told by content, never by the ending of the name. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readRegistrations, type ImportOptions, type ImportOutcome } from './read-registrations.ts';
import { IMPORT_BYTES_MAX } from './reading/import-limits.ts';
import type { RegistrationSource } from './reading/source-sheets.ts';
import { isZip } from './reading/zip-archive.ts';
import { RegistrationLog, wholeFile } from './registration-log.ts';

/** Throws where the path cannot be read at all; whatever stands there is an outcome. */
export async function loadRegistrations(path: string, options: ImportOptions = {}): Promise<ImportOutcome> {
  const stats = statSync(path);
  const name = basename(path);
  const paths = stats.isDirectory() ? csvPathsIn(path) : [path];
  // The sizes alone are enough to refuse what is too large, without reading it.
  const size = paths.reduce((sum, file) => sum + statSync(file).size, 0);
  if (size > IMPORT_BYTES_MAX) {
    return refused((log) =>
      log.refuse('too-large', wholeFile(name), `at most ${IMPORT_BYTES_MAX} bytes`, `${size} bytes`),
    );
  }
  if (stats.isDirectory()) {
    const files = paths.map((file) => ({ name: basename(file), bytes: readFileSync(file) }));
    return readRegistrations({ kind: 'folder', name, files }, options);
  }
  const source = sourceOf(name, readFileSync(path));
  if (source !== null) return readRegistrations(source, options);
  return unknownSource(name);
}

export function unknownSource(name: string): ImportOutcome {
  const expected = 'a folder or zip archive of CSV, a workbook (XLSX) or JSON';
  return refused((log) => log.refuse('unreadable-file', wholeFile(name), expected));
}

function csvPathsIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.csv'))
    .map(({ name }) => join(folder, name))
    .sort();
}

/** What a file is, told by its content; null where it is nothing that can hold registrations. */
export function sourceOf(name: string, bytes: Uint8Array): RegistrationSource | null {
  if (isZip(bytes)) return { kind: 'zip', name, bytes };
  const start = new TextDecoder()
    .decode(bytes.subarray(0, 1000))
    .replace(/^\ufeff/, '')
    .trimStart();
  return start.startsWith('{') ? { kind: 'json', name, text: new TextDecoder().decode(bytes) } : null;
}

function refused(note: (log: RegistrationLog) => void): ImportOutcome {
  const log = new RegistrationLog();
  note(log);
  return { ok: false, problems: log.problems, warnings: log.warnings };
}
