/** An account: one person's place in the service, and what its facts must be. */
import type { AccountTable } from '../store/tables.ts';
import { rolesIn, type Principal, type Role } from './roles.ts';

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  /** ODS code; null for people of the scheme itself. */
  readonly centre: string | null;
  /** In the order of the catalogue. */
  readonly roles: readonly Role[];
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  /** Who this is to the organisation's provider; null where the person signs in here only. */
  readonly openIdSubject: string | null;
  readonly isDisabled: boolean;
  /** Counts the changes, from 1; signing in is none. */
  readonly version: number;
  readonly createdAt: string;
}

export interface AccountDraft {
  readonly username: string;
  readonly displayName: string;
  readonly centre: string | null;
  readonly roles: readonly Role[];
  readonly openIdSubject?: string | null | undefined;
}

export interface AccountProblem {
  /** The field of the draft. */
  readonly path: keyof AccountDraft;
  readonly expected: string;
}

const CENTRE_ROLES: readonly Role[] = ['laboratory', 'coordinator'];
/** Begins with a letter: no health service number is one. */
const USERNAME = /^[a-z][a-z0-9._-]{2,63}$/;
const ODS_CODE = /^[A-Z0-9]{3,9}$/;
const DISPLAY_NAME_LENGTH_MAX = 100;
/** By OpenID Connect Core, section 2. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,254}$/;

export function isUsername(text: string): boolean {
  return USERNAME.test(text);
}

export function isSubject(text: string): boolean {
  return SUBJECT.test(text);
}

export function problemsOfAccount(draft: AccountDraft): AccountProblem[] {
  const { username, displayName, centre, roles, openIdSubject } = draft;
  const problems: AccountProblem[] = [];
  const expect = (isSo: boolean, path: AccountProblem['path'], expected: string): void => {
    if (!isSo) problems.push({ path, expected });
  };
  expect(
    isUsername(username),
    'username',
    '3 to 64 small letters, digits, dots, hyphens and underscores, a letter first',
  );
  const isName = displayName.trim() !== '' && displayName.length <= DISPLAY_NAME_LENGTH_MAX;
  expect(
    isName && !/\p{Cc}/u.test(displayName),
    'displayName',
    `a name of at most ${DISPLAY_NAME_LENGTH_MAX} characters`,
  );
  expect(roles.length > 0, 'roles', 'at least one role');
  expect(new Set(roles).size === roles.length, 'roles', 'each role once');
  expect(roles.length <= 1 || !roles.includes('administrator'), 'roles', 'no other role beside administrator');
  const bound = roles.filter((role) => CENTRE_ROLES.includes(role)).length;
  expect(bound === 0 || bound === roles.length, 'roles', 'roles of a centre or of the scheme, not both');
  if (bound > 0) expect(ODS_CODE.test(centre ?? ''), 'centre', 'the ODS code of the centre, as RJ1 or G405H');
  else expect(centre === null, 'centre', 'no centre with roles of the scheme itself');
  expect(openIdSubject == null || isSubject(openIdSubject), 'openIdSubject', 'a subject as the provider has it');
  return problems;
}

export function principalOf(account: Account): Principal {
  return { accountId: account.id, roles: account.roles, centre: account.centre };
}

export function accountInRow(row: AccountTable): Account {
  return {
    id: row.id,
    username: row.username,
    displayName: row.displayName,
    centre: row.centre,
    roles: rolesIn(row.roles),
    hasPassword: row.passwordHash !== null,
    hasSecondFactor: row.totpSecret !== null,
    openIdSubject: row.openIdSubject,
    isDisabled: row.disabledAt !== null,
    version: row.version,
    createdAt: row.createdAt,
  };
}
