/**
 * Sessions: who is signed in, kept here and not in the browser, so that they can be ended at once. The browser has a token of
 * 256 random bits, the store only its SHA-256.
 */
import { createHash } from 'node:crypto';
import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import type { Act, Store } from '../store/store.ts';
import type { SessionTable, Tables } from '../store/tables.ts';
import { momentAfter, type Surroundings } from '../surroundings.ts';
import { accountInRow, principalOf, type Account } from './account.ts';
import type { Principal } from './roles.ts';

const MINUTE_MS = 60_000;
export const IDLE_MINUTES_MAX = 30;
export const SESSION_HOURS_MAX = 12;
export const FRESH_MINUTES_MAX = 5;
/** A busy session is written down no more often: it may seem idle for so much longer than it is. */
const SEEN_MINUTES_MIN = 1;

const TOKEN_BYTES = 32;
const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/;

export interface SignedIn {
  readonly account: Account;
  readonly principal: Principal;
  /** SHA-256 of the token. */
  readonly sessionId: string;
  /** When the person last proved who they are. */
  readonly signedInAt: string;
  /** Whether that was within the last minutes, as some acts ask. */
  readonly isFresh: boolean;
}

/** Gives the token, which is nowhere else. `signedInAt` is given where the person proved who they are before now. */
export async function startSession(
  act: Act,
  accountId: string,
  surroundings: Surroundings,
  signedInAt = surroundings.now(),
): Promise<string> {
  const token = Buffer.from(surroundings.randomBytes(TOKEN_BYTES)).toString('base64url');
  const session: SessionTable = {
    tokenSha256: sessionIdOf(token),
    accountId,
    signedInAt,
    lastSeenAt: surroundings.now(),
    endedAt: null,
  };
  await act.insertInto('session').values(session).execute();
  return token;
}

export function sessionIdOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Null where the token is of no session that lives. Account and roles are as they are now. */
export async function signedInBy(store: Store, token: string, surroundings: Surroundings): Promise<SignedIn | null> {
  if (!TOKEN_FORM.test(token)) return null;
  // One question for both: it is asked with every request.
  const row = await store.read
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.accountId')
    .selectAll()
    .where('tokenSha256', '=', sessionIdOf(token))
    .executeTakeFirst();
  const at = surroundings.now();
  if (row === undefined || !isAlive(row, at) || row.disabledAt !== null) return null;
  await noteSeen(store, row, at);
  const account = accountInRow(row);
  return {
    account,
    principal: principalOf(account),
    sessionId: row.tokenSha256,
    signedInAt: row.signedInAt,
    isFresh: at < momentAfter(row.signedInAt, FRESH_MINUTES_MAX * MINUTE_MS),
  };
}

function isAlive({ endedAt, signedInAt, lastSeenAt }: SessionTable, at: string): boolean {
  return endedAt === null && signedInAt > oldestSignIn(at) && lastSeenAt > oldestSight(at);
}

/** Sessions signed in or seen then, or before, are over. */
function oldestSignIn(at: string): string {
  return momentAfter(at, -SESSION_HOURS_MAX * 60 * MINUTE_MS);
}

function oldestSight(at: string): string {
  return momentAfter(at, -IDLE_MINUTES_MAX * MINUTE_MS);
}

/** Asks the database once more whether the session lives: it may have ended since it was read. */
async function noteSeen(store: Store, session: SessionTable, at: string): Promise<void> {
  const notSeenSince = momentAfter(at, -SEEN_MINUTES_MIN * MINUTE_MS);
  if (session.lastSeenAt > notSeenSince) return;
  await store.write
    .updateTable('session')
    .set({ lastSeenAt: at })
    .where(livesAt(session.tokenSha256, at))
    .where('lastSeenAt', '<=', notSeenSince)
    .execute();
}

/** `isAlive` as the database's own condition. */
function livesAt(sessionId: string, at: string) {
  return (session: ExpressionBuilder<Tables, 'session'>): ExpressionWrapper<Tables, 'session', SqlBool> =>
    session.and([
      session('tokenSha256', '=', sessionId),
      session('endedAt', 'is', null),
      session('signedInAt', '>', oldestSignIn(at)),
      session('lastSeenAt', '>', oldestSight(at)),
    ]);
}

/** The person proved again who they are: all times run anew. False where the session is over, and stays so. */
export async function renewSession(act: Act, sessionId: string, at: string, signedInAt = at): Promise<boolean> {
  const renewing = act.updateTable('session').set({ signedInAt, lastSeenAt: at }).where(livesAt(sessionId, at));
  return (await renewing.executeTakeFirst()).numUpdatedRows > 0n;
}

/** False where it had ended before. */
export async function endSession(act: Act, sessionId: string, at: string): Promise<boolean> {
  const ending = act
    .updateTable('session')
    .set({ endedAt: at })
    .where('tokenSha256', '=', sessionId)
    .where('endedAt', 'is', null);
  return (await ending.executeTakeFirst()).numUpdatedRows > 0n;
}

export async function endSessionsOf(act: Act, accountId: string, at: string): Promise<void> {
  await act
    .updateTable('session')
    .set({ endedAt: at })
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .execute();
}

/** Deletes sessions that were over before the moment, ended or not; gives how many. */
export async function forgetEndedSessions(act: Act, before: string): Promise<number> {
  const forgetting = act
    .deleteFrom('session')
    .where((session) =>
      session.or([
        session('endedAt', '<', before),
        session('signedInAt', '<', oldestSignIn(before)),
        session('lastSeenAt', '<', oldestSight(before)),
      ]),
    );
  return Number((await forgetting.executeTakeFirst()).numDeletedRows);
}
