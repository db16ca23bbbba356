/** Where the demonstration keeps its store, and who may sign in to it. A store with anything else in it is never touched. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEMONSTRATION_FILE,
  isDemonstration,
  keptDemonstration,
  type DemonstrationPerson,
} from '../access/demonstration.ts';
import { codeAt } from '../access/totp.ts';
import { openStore, type StorePlace } from '../store/store.ts';
import { StoreInUse } from '../store/store-hold.ts';
import { momentAfter } from '../surroundings.ts';
import { badInput } from './exit.ts';

/** All that a store's directory can hold. */
const STORE_FILES = [
  'lkss.db',
  'lkss.db-wal',
  'lkss.db-shm',
  'store.lock',
  'identity.key',
  'service.json',
  DEMONSTRATION_FILE,
];

/** Takes an earlier demonstration away; fails where the directory holds a store of another kind, or one in use. */
export async function clearDemonstration(place: StorePlace): Promise<string> {
  if (place.kind !== 'sqlite') throw badInput('the demonstration needs an embedded store: unset LKSS_DATABASE_URL');
  const { directory } = place;
  if (!existsSync(join(directory, 'lkss.db'))) return directory;
  let isOurs: boolean;
  try {
    const store = await openStore(place);
    isOurs = await isDemonstration(store);
    await store.close();
  } catch (error) {
    if (error instanceof StoreInUse) throw badInput(`${error.message}: stop it first, or give another --store`);
    throw error;
  }
  if (!isOurs) throw badInput(`${directory} holds a store that is no demonstration: give another folder with --store`);
  for (const file of STORE_FILES) rmSync(join(directory, file), { force: true });
  return directory;
}

/** What somebody there signs in with at the moment. Fails where there is no demonstration, or nobody of that name in it. */
export async function secretsOf(
  directory: string,
  username: string,
  at: string,
): Promise<{ readonly password: string; readonly code: string }> {
  const kept = keptDemonstration(directory);
  if (kept === null) throw badInput(`there is no demonstration in ${directory}: make it with "npm run demo"`);
  const { password, totpSecret } = personIn(kept.people, username);
  return { password, code: await codeAt(totpSecret, momentAfter(at, kept.clockMs)) };
}

function personIn(people: readonly DemonstrationPerson[], username: string): DemonstrationPerson {
  const person = people.find((one) => one.username === username);
  const names = people.map((one) => one.username).join(', ');
  if (person === undefined) throw badInput(`nobody is called ${username} there; known are ${names}`);
  return person;
}
