/** Accounts in the store. Nobody's account is deleted: the audit speaks of it. What is recorded of a change is its caller's. */
import type { Act, Reading } from '../store/store.ts';
import type { AccountTable } from '../store/tables.ts';
import type { Surroundings } from '../surroundings.ts';
import { accountInRow, isSubject, problemsOfAccount, type Account, type AccountDraft } from './account.ts';
import { rolesText } from './roles.ts';
import { endSessionsOf } from './session-store.ts';
import { NO_STEP } from './totp.ts';

export { problemsOfAccount, type Account, type AccountDraft, type AccountProblem } from './account.ts';

/** Another account has the username. */
export class UsernameTaken extends Error {}
/** Another account stands for the person of the organisation's provider. */
export class SubjectTaken extends Error {}
export class NoSuchAccount extends Error {}
/** Nobody could make or change accounts any more. */
export class LastAdministrator extends Error {}
/** Somebody else changed the account meanwhile. */
export class AccountChanged extends Error {}

/** What is left out stays as it is. */
export type AccountChange = {
  readonly [Field in Exclude<keyof AccountDraft, 'username'>]?: AccountDraft[Field] | undefined;
};

export async function accountOf(reading: Reading, id: string): Promise<Account | null> {
  const row = await reading.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : accountInRow(row);
}

export async function accountByUsername(reading: Reading, username: string): Promise<Account | null> {
  const row = await reading.selectFrom('account').selectAll().where('username', '=', username).executeTakeFirst();
  return row === undefined ? null : accountInRow(row);
}

export async function accountBySubject(reading: Reading, subject: string): Promise<Account | null> {
  if (!isSubject(subject)) return null;
  const row = await reading.selectFrom('account').selectAll().where('openIdSubject', '=', subject).executeTakeFirst();
  return row === undefined ? null : accountInRow(row);
}

/** A page in the order of usernames; the first comes after the empty text. */
export async function accountsAfter(reading: Reading, username: string, limit: number): Promise<readonly Account[]> {
  const page = reading.selectFrom('account').selectAll().where('username', '>', username).orderBy('username');
  return (await page.limit(limit).execute()).map(accountInRow);
}

/** Without password and second factor. Throws `UsernameTaken` and `SubjectTaken`; the draft has no problems. */
export async function createAccount(act: Act, draft: AccountDraft, surroundings: Surroundings): Promise<Account> {
  assertGood(draft);
  if ((await accountByUsername(act, draft.username)) !== null) throw new UsernameTaken('the username is taken');
  const openIdSubject = draft.openIdSubject ?? null;
  await assertSubjectFree(act, openIdSubject, null);
  const row: AccountTable = {
    id: surroundings.newId(),
    username: draft.username,
    displayName: draft.displayName,
    centre: draft.centre,
    roles: rolesText(draft.roles),
    passwordHash: null,
    totpSecret: null,
    totpLastStep: NO_STEP,
    openIdSubject,
    failedSignIns: 0,
    lockedUntil: null,
    createdAt: surroundings.now(),
    disabledAt: null,
    version: 1,
  };
  await act.insertInto('account').values(row).execute();
  return accountInRow(row);
}

/** Throws `NoSuchAccount`, `AccountChanged`, `SubjectTaken` and `LastAdministrator`; the account as it will be has no problems. */
export async function changeAccount(
  act: Act,
  id: string,
  change: AccountChange,
  expectedVersion: number,
): Promise<Account> {
  const account = await accountOf(act, id);
  if (account === null) throw new NoSuchAccount('there is no such account');
  if (account.version !== expectedVersion) throw new AccountChanged('the account was changed meanwhile');
  const draft = withChange(account, change);
  assertGood(draft);
  const { displayName, centre, roles, openIdSubject = null } = draft;
  await assertSubjectFree(act, openIdSubject, id);
  const hadOne = account.roles.includes('administrator') && !account.isDisabled;
  if (hadOne && !roles.includes('administrator')) await assertOtherAdministrator(act, id);
  return changed(act, id, { displayName, centre, roles: rolesText(roles), openIdSubject });
}

/** What the account would be: for `problemsOfAccount`. */
export function withChange(account: Account, change: AccountChange): AccountDraft {
  const {
    displayName = account.displayName,
    centre = account.centre,
    roles = account.roles,
    openIdSubject = account.openIdSubject,
  } = change;
  return { username: account.username, displayName, centre, roles, openIdSubject };
}

/** Failures are counted anew. Sessions go on: whoever wants them ended says so. */
export function setPassword(act: Act, id: string, hash: string): Promise<Account> {
  return changed(act, id, { passwordHash: hash, failedSignIns: 0, lockedUntil: null });
}

export function setSecondFactor(act: Act, id: string, secret: string): Promise<Account> {
  return changed(act, id, { totpSecret: secret, totpLastStep: NO_STEP, failedSignIns: 0, lockedUntil: null });
}

/** Ends the account's sessions. Throws `LastAdministrator`. */
export async function disableAccount(act: Act, id: string, at: string): Promise<Account> {
  const account = await accountOf(act, id);
  if (account?.roles.includes('administrator') && !account.isDisabled) await assertOtherAdministrator(act, id);
  await endSessionsOf(act, id, at);
  return changed(act, id, { disabledAt: at });
}

export function enableAccount(act: Act, id: string): Promise<Account> {
  return changed(act, id, { disabledAt: null });
}

async function changed(act: Act, id: string, values: Partial<Omit<AccountTable, 'id' | 'version'>>): Promise<Account> {
  await act
    .updateTable('account')
    .set((account) => ({ ...values, version: account('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
  const account = await accountOf(act, id);
  if (account === null) throw new NoSuchAccount('there is no such account');
  return account;
}

async function assertSubjectFree(act: Act, subject: string | null, exceptId: string | null): Promise<void> {
  if (subject === null) return;
  const other = await accountBySubject(act, subject);
  if (other !== null && other.id !== exceptId) throw new SubjectTaken('the subject has another account');
}

/** Who can sign in, by password or by their organisation; acts come one after the other, so that two do not let go at once. */
async function assertOtherAdministrator(act: Act, id: string): Promise<void> {
  const rows = await act.selectFrom('account').selectAll().where('id', '!=', id).execute();
  const isThere = rows.map(accountInRow).some(({ roles, isDisabled, hasPassword, hasSecondFactor, openIdSubject }) => {
    const canSignIn = (hasPassword && hasSecondFactor) || openIdSubject !== null;
    return roles.includes('administrator') && !isDisabled && canSignIn;
  });
  if (!isThere) throw new LastAdministrator('this is the last administrator: make another one first');
}

function assertGood(draft: AccountDraft): void {
  const problems = problemsOfAccount(draft);
  if (problems.length > 0) throw new Error(`unchecked account: ${problems.map(({ path }) => path).join(', ')}`);
}
