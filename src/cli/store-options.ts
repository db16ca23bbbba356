/** Which store a command works on: a directory, or PostgreSQL. */
import type { Command } from 'commander';
import type { StorePlace } from '../store/store.ts';
import { badInput } from './exit.ts';

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
