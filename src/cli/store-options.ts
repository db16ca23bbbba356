/** Which store a command works on: a directory, or PostgreSQL. */
import type { Command } from 'commander';
import { StoreTooNew } from '../store/migrations/migrations.ts';
import { StoreInUse } from '../store/store-hold.ts';
import { isStoreAt, type Store, type StorePlace } from '../store/store.ts';
import { openFoundedStore } from '../service/found-store.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import { badInput, CommandFailure, EXIT } from './exit.ts';

export interface StoreOptions {
  readonly store?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_DIRECTORY = 'lkss-store';
const DIRECTORY_VARIABLE = 'LKSS_STORE';
/** Never an option: it holds a password, and everybody on the machine sees the options of a command. */
const URL_VARIABLE = 'LKSS_DATABASE_URL';

export function addStoreOptions(command: Command): Command {
  return command
    .option(
      '--store <folder>',
      `folder of the store (default: ${DIRECTORY_VARIABLE} of the environment, or ${DEFAULT_DIRECTORY})`,
    )
    .addHelpText('after', `\nWith ${URL_VARIABLE} in the environment the store is that PostgreSQL database.`);
}

/** What is said with the command counts more than the environment, which may not say two things at once. */
export function storePlaceFrom({ store }: StoreOptions, environment: Environment): StorePlace {
  if (store !== undefined) return { kind: 'sqlite', directory: store };
  const directory = environment[DIRECTORY_VARIABLE];
  const url = environment[URL_VARIABLE];
  if (isGiven(url) && isGiven(directory)) {
    throw badInput(`${DIRECTORY_VARIABLE} and ${URL_VARIABLE} are both set: expected one of them, or --store`);
  }
  if (!isGiven(url)) return { kind: 'sqlite', directory: isGiven(directory) ? directory : DEFAULT_DIRECTORY };
  if (!/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw badInput(`${URL_VARIABLE}: expected the URL of a database, postgres://USER:PASSWORD@HOST/NAME`);
  }
  return { kind: 'postgres', url };
}

/** An empty variable is how a shell says that there is none. */
function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

/** Opens the store, which must be there already, for the work, and closes it whatever happens. */
export async function withStore<T>(place: StorePlace, work: (store: Store) => Promise<T>): Promise<T> {
  if (!(await explained(() => isStoreAt(place)))) {
    throw badInput(`there is no store in ${place.kind === 'sqlite' ? place.directory : 'the database'}`);
  }
  const store = await explained(() => openFoundedStore(place, REAL_SURROUNDINGS));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** What commonly keeps a store from being opened, in a sentence. */
export async function explained<T>(opening: () => Promise<T>): Promise<T> {
  try {
    return await opening();
  } catch (error) {
    if (error instanceof StoreInUse || error instanceof StoreTooNew) throw badInput(error.message);
    if (isUnreachable(error)) {
      throw new CommandFailure(EXIT.failure, [`the database cannot be reached: ${(error as Error).message}`]);
    }
    throw error;
  }
}

/** No answer, or not let in. */
function isUnreachable(error: unknown): boolean {
  return /^(E[A-Z]+$|08|28|3D|53|57)/.test(String((error as { code?: unknown }).code));
}
