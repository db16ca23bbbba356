/** A whole JSON file: parsed, with syntax errors located and keys that stand twice refused. */
import type { DonorDocument } from './donor-document.ts';
import { parseScanned } from './json-parse.ts';
import type { ProblemLog } from './problem-log.ts';
import type { SourceText } from './source-text.ts';

const CODE_OF_ERROR = { syntax: 'syntax', truncated: 'truncated', 'too-deep': 'too-large' } as const;

/** The parsed document, or undefined (and a problem reported) where the text is not JSON. */
export function parseJson(source: SourceText, log: ProblemLog): unknown {
  const scan = source.json;
  if (!scan) throw new Error('parseJson: called for a text that does not start like an object');
  for (const path of scan.duplicatePaths) {
    log.refuse('duplicate-id', source.atPath(path), 'each key once in its object');
  }
  if (!scan.error) return parseScanned(source.text, scan);
  const { kind, offset, expected } = scan.error;
  const found = source.text.slice(offset, offset + 20).trimEnd();
  log.refuse(CODE_OF_ERROR[kind], source.at(source.lineAt(offset)), expected, found || 'the end of the file');
  return undefined;
}

/** The same as a document whose places are JSON pointers. */
export function jsonDocument(source: SourceText, log: ProblemLog): DonorDocument {
  return { root: parseJson(source, log), locate: (path) => source.atPath(path) };
}
