/**
 * Signing in with password and code. Whoever may not is told the same, whatever was wrong; which it was stands in the audit.
 * The slow hash is computed before the act, everything that decides is read within it.
 */
import { recordEvents } from '../audit/audit-store.ts';
import { NOBODY } from '../audit/catalogue.ts';
import type { Act, Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import { accountOf, type Account } from './account-store.ts';
import {
  credentialsByUsername,
  credentialsOf,
  noteFailure,
  noteSuccess,
  type Credentials,
} from './credentials-store.ts';
import { passwordFits } from './password.ts';
import { endSession, renewSession, sessionIdOf, startSession, type SignedIn } from './session-store.ts';
import { stepOfCode } from './totp.ts';

export interface TypedCredentials {
  readonly password: string;
  readonly code: string;
}

export interface Refusal {
  readonly ok: false;
  /** `locked` is said only to who had password and code right: nobody else learns that there is such an account. */
  readonly reason: 'wrong' | 'locked';
  readonly lockedUntil?: string;
}

export type SignInOutcome = { readonly ok: true; readonly token: string; readonly account: Account } | Refusal;

/** What the audit calls whoever has no account: what was typed may be a password. */
export const UNKNOWN_ACCOUNT = 'unknown';
const METHOD = 'password';

type Verdict =
  | { readonly ok: true; readonly accountId: string; readonly totpStep: number }
  | { readonly ok: false; readonly why: RefusalReason; readonly answer: Refusal; readonly counted: Credentials | null };

type RefusalReason =
  'unknown' | 'disabled' | 'locked' | 'wrong-password' | 'wrong-code' | 'no-second-factor' | 'session-over';

export async function signIn(
  store: Store,
  typed: TypedCredentials & { readonly username: string },
  surroundings: Surroundings,
): Promise<SignInOutcome> {
  const credentials = await credentialsByUsername(store.read, typed.username);
  const fits = await passwordFits(credentials?.passwordHash ?? null, typed.password);
  return store.act(async (act) => {
    const at = surroundings.now();
    const verdict = await judge(act, credentials, fits, typed.code, at);
    if (!verdict.ok) return refuse(act, verdict, credentials?.accountId, NOBODY, at);
    await noteSuccess(act, verdict.accountId, verdict.totpStep);
    const account = (await accountOf(act, verdict.accountId))!;
    const token = await startSession(act, account.id, surroundings);
    const note = { event: 'session.started', subjectId: sessionIdOf(token), detail: { method: METHOD } } as const;
    await recordEvents(act, [{ ...note, centre: account.centre ?? undefined }], account.id, at);
    return { ok: true, token, account };
  });
}

/** Renews the session: it is fresh, and its times run anew. */
export async function signInAgain(
  store: Store,
  { account, sessionId }: SignedIn,
  typed: TypedCredentials,
  surroundings: Surroundings,
): Promise<{ readonly ok: true } | Refusal> {
  const credentials = await credentialsOf(store.read, account.id);
  const fits = await passwordFits(credentials?.passwordHash ?? null, typed.password);
  return store.act(async (act) => {
    const at = surroundings.now();
    const verdict = await judge(act, credentials, fits, typed.code, at);
    if (!verdict.ok) return refuse(act, verdict, account.id, account.id, at);
    await noteSuccess(act, verdict.accountId, verdict.totpStep);
    if (!(await renewSession(act, sessionId, at))) {
      return refuse(act, refusal('session-over'), account.id, account.id, at);
    }
    const note = { event: 'session.renewed', subjectId: sessionId, detail: { method: METHOD } } as const;
    await recordEvents(act, [{ ...note, centre: account.centre ?? undefined }], account.id, at);
    return { ok: true };
  });
}

/** Signing out twice is signing out. */
export async function signOut(
  store: Store,
  { account, sessionId }: SignedIn,
  surroundings: Surroundings,
): Promise<void> {
  await store.act(async (act) => {
    const at = surroundings.now();
    if (!(await endSession(act, sessionId, at))) return;
    const note = { event: 'session.ended', subjectId: sessionId, detail: { reason: 'signed-out' } } as const;
    await recordEvents(act, [{ ...note, centre: account.centre ?? undefined }], account.id, at);
  });
}

/** `tried` is what the password was held against, before the act; `fits` whether it fitted. */
async function judge(act: Act, tried: Credentials | null, fits: boolean, code: string, at: string): Promise<Verdict> {
  const now = tried === null ? null : await credentialsOf(act, tried.accountId);
  if (tried === null || now === null) return refusal('unknown');
  if (now.disabledAt !== null) return refusal('disabled');
  const isRight = fits && now.passwordHash === tried.passwordHash;
  const { totpSecret, totpLastStep, lockedUntil } = now;
  const totpStep = totpSecret === null ? null : await stepOfCode(totpSecret, code, at, totpLastStep);
  if (lockedUntil !== null && at < lockedUntil) {
    return isRight && totpStep !== null ? refusal('locked', { lockedUntil }) : refusal('locked');
  }
  if (!isRight) return refusal('wrong-password', { counted: now });
  if (totpStep !== null) return { ok: true, accountId: now.accountId, totpStep };
  return refusal(totpSecret === null ? 'no-second-factor' : 'wrong-code', { counted: now });
}

function refusal(
  why: RefusalReason,
  { counted = null, lockedUntil }: { counted?: Credentials | null; lockedUntil?: string } = {},
): Verdict & { readonly ok: false } {
  const answer: Refusal =
    lockedUntil === undefined ? { ok: false, reason: 'wrong' } : { ok: false, reason: 'locked', lockedUntil };
  return { ok: false, why, answer, counted };
}

async function refuse(
  act: Act,
  { why, answer, counted }: Verdict & { readonly ok: false },
  accountId: string | undefined,
  actor: string,
  at: string,
): Promise<Refusal> {
  if (counted !== null) await noteFailure(act, counted, at);
  const subjectId = accountId ?? UNKNOWN_ACCOUNT;
  await recordEvents(act, [{ event: 'session.refused', subjectId, detail: { reason: why } }], actor, at);
  return answer;
}
