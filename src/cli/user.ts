/** `lkss user add`: an account, with password and second factor shown once. The first one is made without anybody's leave. */
import { Command, Option } from 'commander';
import { makeAccount } from '../access/first-administrator.ts';
import { accountsAfter, problemsOfAccount, type AccountDraft } from '../access/account-store.ts';
import { ROLES, type Role } from '../access/roles.ts';
import { PROGRAM_ACTOR } from '../audit/catalogue.ts';
import type { Store } from '../store/store.ts';
import { openFoundedStore } from '../service/found-store.ts';
import { StoreInUse } from '../store/store-hold.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { addServiceOptions, withService, type ServiceOptions } from './service-options.ts';
import { storePlaceFrom } from './store-options.ts';
import type { Streams } from './streams.ts';

interface UserAddOptions extends ServiceOptions {
  readonly name: string;
  readonly role: readonly Role[];
  readonly centre?: string;
}

interface ShownOnce {
  readonly password: string;
  readonly totpSecret: string;
  readonly totpAddress: string;
}

export const userCommand: CommandMaker = (streams, end) => {
  const command = new Command('user').description('People who may use the service');
  const add = new Command('add')
    .description('Make an account; the very first must be an administrator and needs no sign-in')
    .argument('<username>', 'to sign in with')
    .requiredOption('--name <name>', 'name of the person, as others see it')
    .addOption(new Option('--role <role...>', 'what the person is').choices(ROLES).makeOptionMandatory())
    .option('--centre <code>', 'ODS code of the centre, for roles of a centre');
  command.addCommand(
    addServiceOptions(add).action(async (username: string, options: UserAddOptions) => {
      const draft = { username, displayName: options.name, centre: options.centre ?? null, roles: options.role };
      showOnce(username, (await firstAccount(draft, options)) ?? (await furtherAccount(draft, options)), streams);
      end(EXIT.proved);
    }),
  );
  return command;
};

/** Null where there are accounts, or where a service runs: then an administrator has to be signed in. */
async function firstAccount(draft: AccountDraft, options: UserAddOptions): Promise<ShownOnce | null> {
  if (options.service !== undefined || process.env['LKSS_SERVICE'] !== undefined) return null;
  let store: Store;
  try {
    store = await openFoundedStore(storePlaceFrom(options, process.env), REAL_SURROUNDINGS);
  } catch (error) {
    if (error instanceof StoreInUse) return null;
    throw error;
  }
  try {
    if ((await accountsAfter(store.read, '', 1)).length > 0) return null;
    const problems = problemsOfAccount(draft).map(({ path, expected }) => `${path}: expected ${expected}`);
    if (!draft.roles.includes('administrator')) problems.push('roles: expected administrator for the first account');
    if (problems.length > 0) throw badInput(...problems);
    return await makeAccount(store, draft, REAL_SURROUNDINGS, PROGRAM_ACTOR);
  } finally {
    await store.close();
  }
}

async function furtherAccount(draft: AccountDraft, options: UserAddOptions): Promise<ShownOnce> {
  return withService(
    options,
    async (client) => (await client.ask<ShownOnce>('POST', '/api/accounts', { json: draft })).body,
  );
}

function showOnce(username: string, { password, totpSecret, totpAddress }: ShownOnce, streams: Streams): void {
  const lines = [
    `Account ${username} is made. This is shown once:`,
    `  password  ${password}`,
    `  secret    ${totpSecret}`,
    `  address   ${totpAddress}`,
    'Put the secret, or the address as a QR code, into an authenticator app: signing in takes the password and a code.',
  ];
  streams.out(`${lines.join('\n')}\n`);
}
