/**
 * Opens a zip archive that a stranger sent. Nothing it says of itself is believed: names that lead elsewhere, encryption and
 * sizes that do not hold are refused, and inflating stops at the bound however small the archive.
 *
 * Format: PKWARE APPNOTE 6.3.9; only what spreadsheets and the zip tools of desktops write (stored or deflated, no Zip64).
 */
import { crc32, inflateRawSync } from 'node:zlib';
import type { RegistrationLog } from '../registration-log.ts';
import { wholeFile } from '../registration-log.ts';
import { FILES_MAX, IMPORT_BYTES_MAX } from './import-limits.ts';

export interface NamedBytes {
  /** Path inside the archive or folder, with forward slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** In every archive that is written: the first that the format knows, whatever the time zone of the machine. */
export const ARCHIVE_MOMENT = new Date(1980, 0, 1);

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const COMMENT_MAX = 0xffff;
const ENCRYPTED_FLAGS = 0x41;

export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** The files of the archive (folders left out), or null and problems. `file` is how the sender calls the archive. */
export function openZip(bytes: Uint8Array, file: string, log: RegistrationLog): readonly NamedBytes[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readEntries(view, bytes);
  if (entries === null) {
    log.refuse('unreadable-file', wholeFile(file), 'a whole zip archive without Zip64 extensions');
    return null;
  }
  const before = log.problemCount;
  refuseUnsafe(entries, file, log);
  if (log.problemCount > before) return null;
  const files = entries.filter(({ name }) => !name.endsWith('/'));
  const opened = files.map((entry) => inflated(entry, view, bytes, file, log));
  return log.problemCount > before ? null : (opened as NamedBytes[]);
}

function readEntries(view: DataView, bytes: Uint8Array): Entry[] | null {
  const end = endOffset(view);
  if (end === null) return null;
  const count = view.getUint16(end + 10, true);
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) return null;
    const nameLength = view.getUint16(at + 28, true);
    if (at + ENTRY_SIZE + nameLength > end) return null;
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += ENTRY_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endOffset(view: DataView): number | null {
  const last = view.byteLength - END_SIZE;
  for (let at = last; at >= 0 && at >= last - COMMENT_MAX; at--) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  return null;
}

function refuseUnsafe(entries: readonly Entry[], file: string, log: RegistrationLog): void {
  const place = wholeFile(file);
  if (entries.length > FILES_MAX) {
    log.refuse('too-large', place, `at most ${FILES_MAX} files in the archive`, String(entries.length));
  }
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size > IMPORT_BYTES_MAX) {
    log.refuse('too-large', place, `at most ${IMPORT_BYTES_MAX} bytes when opened`, `${size} bytes`);
  }
  const names = new Set<string>();
  for (const { name, flags, method } of entries.slice(0, FILES_MAX)) {
    if (!isSafePath(name)) log.refuse('unsafe-path', place, 'names of files that stay inside the archive', name);
    if ((flags & ENCRYPTED_FLAGS) !== 0) log.refuse('encrypted', place, 'an archive that is not encrypted', name);
    if (method !== 0 && method !== 8) log.refuse('unreadable-file', place, 'files stored or deflated', name);
    if (names.has(name)) log.refuse('unreadable-file', place, 'each name once in the archive', name);
    names.add(name);
  }
}

export function isSafePath(name: string): boolean {
  if (name === '' || name.startsWith('/') || /[\\:\p{Cc}]/u.test(name)) return false;
  return !name.split('/').includes('..');
}

function inflated(
  entry: Entry,
  view: DataView,
  bytes: Uint8Array,
  file: string,
  log: RegistrationLog,
): NamedBytes | null {
  const { name, method, size, crc } = entry;
  const packed = packedBytes(entry, view, bytes);
  let opened: Uint8Array | null = null;
  try {
    if (packed !== null) opened = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: size + 1 });
  } catch {
    // Not deflated, cut off, or longer than it says: told below as one.
  }
  if (opened !== null && opened.length === size && crc32(opened) === crc) return { name, bytes: opened };
  log.refuse('unreadable-file', wholeFile(file), 'files whole and of the size that the archive says', name);
  return null;
}

function packedBytes({ offset, packedSize }: Entry, view: DataView, bytes: Uint8Array): Uint8Array | null {
  if (offset + LOCAL_SIZE > bytes.length || view.getUint32(offset, true) !== LOCAL_SIGNATURE) return null;
  const start = offset + LOCAL_SIZE + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  return start + packedSize > bytes.length ? null : bytes.subarray(start, start + packedSize);
}
