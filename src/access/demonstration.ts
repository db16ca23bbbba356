/**
 * The demonstration: a store that holds nothing but made-up people. It carries a mark; beside it lies a file with what each of
 * them signs in with, and with how far its clock is from the real one. Without the mark the file counts for nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../store/store.ts';
import type { Role } from './roles.ts';

export interface DemonstrationPerson {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly centre: string | null;
  readonly password: string;
  readonly totpSecret: string;
}

export interface KeptDemonstration {
  /** What is added to the real time: the demonstration has a day of its own, from which time goes on. */
  readonly clockMs: number;
  readonly people: readonly DemonstrationPerson[];
}

export const DEMONSTRATION_FILE = 'demonstration.json';
/** In `storeInfo`. */
const MARK = 'demonstration';

export async function markDemonstration(store: Store): Promise<void> {
  await store.act((act) => act.insertInto('storeInfo').values({ name: MARK, value: 'yes' }).execute());
}

export async function isDemonstration(store: Store): Promise<boolean> {
  const row = await store.read.selectFrom('storeInfo').select('value').where('name', '=', MARK).executeTakeFirst();
  return row !== undefined;
}

/** Only its owner can read the file. */
export function keepDemonstration(directory: string, kept: KeptDemonstration): void {
  writeFileSync(join(directory, DEMONSTRATION_FILE), `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
}

/** What the file in the directory says; null where there is none that can be read. */
export function keptDemonstration(directory: string): KeptDemonstration | null {
  try {
    const kept = JSON.parse(readFileSync(join(directory, DEMONSTRATION_FILE), 'utf8')) as Partial<KeptDemonstration>;
    const { clockMs, people } = kept;
    return typeof clockMs === 'number' && Array.isArray(people) ? { clockMs, people } : null;
  } catch {
    return null;
  }
}

/** The directory of a store that carries the mark; null of any other. */
export async function demonstrationDirectory(store: Store): Promise<string | null> {
  const { place } = store;
  return place.kind === 'sqlite' && (await isDemonstration(store)) ? place.directory : null;
}
