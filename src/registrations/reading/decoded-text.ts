import type { RegistrationLog } from '../registration-log.ts';
import { wholeFile } from '../registration-log.ts';
import type { NamedBytes } from './zip-archive.ts';

const LINE_FEED = 0x0a;

/** UTF-8 as text without byte order mark, or null and a problem. */
export function decodedText({ name, bytes }: NamedBytes, log: RegistrationLog): string | null {
  const text = decoded(bytes);
  if (text === null) {
    log.refuse(
      'encoding',
      { ...wholeFile(name), row: undecodedLine(bytes) },
      'text in UTF-8 (spreadsheets: "CSV UTF-8")',
    );
  }
  return text;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The first line that is not UTF-8, whose characters never share a byte with a line break. */
function undecodedLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; ; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end === -1 || decoded(bytes.subarray(start, end)) === null) return line;
    start = end + 1;
  }
}
