/** What an account is signed in with, and how often that failed. None of it is a change of the account. */
import type { Act, Reading } from '../store/store.ts';
import { momentAfter } from '../surroundings.ts';
import { isUsername } from './account.ts';

export interface Credentials {
  readonly accountId: string;
  readonly passwordHash: string | null;
  readonly totpSecret: string | null;
  readonly totpLastStep: number;
  readonly failedSignIns: number;
  readonly lockedUntil: string | null;
  readonly disabledAt: string | null;
}

const COLUMNS = [
  'id as accountId',
  'passwordHash',
  'totpSecret',
  'totpLastStep',
  'failedSignIns',
  'lockedUntil',
  'disabledAt',
] as const;

const FAILURES_FREE = 4;
const LOCK_MS_MIN = 60_000;
const LOCK_MS_MAX = 60 * LOCK_MS_MIN;

export async function credentialsOf(reading: Reading, accountId: string): Promise<Credentials | null> {
  return (await reading.selectFrom('account').select(COLUMNS).where('id', '=', accountId).executeTakeFirst()) ?? null;
}

/** `typed` may be anything; capitals and spaces around it do not count. */
export async function credentialsByUsername(reading: Reading, typed: string): Promise<Credentials | null> {
  const username = typed.trim().toLowerCase();
  if (!isUsername(username)) return null;
  const credentials = reading.selectFrom('account').select(COLUMNS).where('username', '=', username);
  return (await credentials.executeTakeFirst()) ?? null;
}

/** The code of the step is not taken again, nor an earlier one. */
export async function noteSuccess(act: Act, accountId: string, totpStep: number): Promise<void> {
  await act
    .updateTable('account')
    .set({ failedSignIns: 0, lockedUntil: null, totpLastStep: totpStep })
    .where('id', '=', accountId)
    .execute();
}

export async function noteFailure(act: Act, credentials: Credentials, at: string): Promise<void> {
  const failedSignIns = credentials.failedSignIns + 1;
  const lockMs = lockMsAfter(failedSignIns);
  await act
    .updateTable('account')
    .set({ failedSignIns, lockedUntil: lockMs === 0 ? null : momentAfter(at, lockMs) })
    .where('id', '=', credentials.accountId)
    .execute();
}

/** How long nothing is tried after so many failures in a row: none for the first, then a minute, doubling to an hour. */
export function lockMsAfter(failures: number): number {
  if (failures <= FAILURES_FREE) return 0;
  return Math.min(LOCK_MS_MAX, LOCK_MS_MIN * 2 ** (failures - FAILURES_FREE - 1));
}
