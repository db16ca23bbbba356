/** People who may sign in, for tests: each with an account, a password and an authenticator app. */
import type { Account, AccountDraft } from '../../../src/access/account-store.ts';
import { makeAccount } from '../../../src/access/first-administrator.ts';
import { codeAt } from '../../../src/access/totp.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Surroundings } from '../../../src/surroundings.ts';

export const ANNA: AccountDraft = { username: 'anna', displayName: 'Anna Onwu', centre: null, roles: ['operator'] };
export const BEN: AccountDraft = { username: 'ben', displayName: 'Ben Ali', centre: 'RJ1', roles: ['coordinator'] };

export interface Person {
  readonly account: Account;
  readonly username: string;
  readonly password: string;
  readonly totpSecret: string;
  /** What the app shows now, or so many steps from now. */
  code(steps?: number): Promise<string>;
}

export async function join(store: Store, draft: AccountDraft, surroundings: Surroundings): Promise<Person> {
  const { account, password, totpSecret } = await makeAccount(store, draft, surroundings, 'command');
  const code = (steps = 0): Promise<string> => {
    const moment = new Date(Date.parse(surroundings.now()) + steps * 30_000).toISOString();
    return codeAt(totpSecret, moment);
  };
  return { account, username: draft.username, password, totpSecret, code };
}
