/** Registrations as they are sent to the service: one file; a folder becomes an archive, always with the same bytes. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { zipSync } from 'fflate';
import { badInput } from './exit.ts';

export interface Delivery {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Zip archives hold a time, which must not differ from one day to the next; theirs starts in 1980. */
export const ARCHIVE_TIME = '1980-01-01';

export function deliveryOf(path: string): Delivery {
  try {
    const name = basename(path);
    if (!statSync(path).isDirectory()) return { name, bytes: readFileSync(path) };
    const files = readdirSync(path)
      .filter((file) => file.toLowerCase().endsWith('.csv'))
      .sort()
      .map((file) => [file, readFileSync(join(path, file))] as const);
    return { name, bytes: zipSync(Object.fromEntries(files), { mtime: ARCHIVE_TIME }) };
  } catch (error) {
    throw badInput(`${path}: cannot be read: ${(error as Error).message}`);
  }
}
