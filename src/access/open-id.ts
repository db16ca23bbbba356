/**
 * Signing in by an organisation: OpenID Connect, code flow with PKCE. The provider says who somebody is, and how recently it
 * made sure; the account must be there. Times of the provider's own word are judged by the clock of this machine, for the
 * library knows no other.
 */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  discovery,
  enableNonRepudiationChecks,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
  type Configuration,
  type IDToken,
} from 'openid-client';
import { recordEvents } from '../audit/audit-store.ts';
import { NOBODY } from '../audit/catalogue.ts';
import type { Act, Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import { accountBySubject, type Account } from './account-store.ts';
import { rememberRequest, takeRequest, type OpenIdRequest } from './open-id-request-store.ts';
import { renewSession, sessionIdOf, startSession, type SignedIn } from './session-store.ts';
import { UNKNOWN_ACCOUNT } from './sign-in.ts';

/** Whom the provider last asked longer ago, it asks again. */
const MAX_AGE_SECONDS = 300;
/** How far the two clocks may be apart. */
const CLOCK_MS_MAX = 30_000;
const SECRET_BYTES = 32;
const METHOD = 'organisation';
/** Begins the state of a request that renews a session. */
const AGAIN = 'again.';

export interface OrganisationSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends the browser back, as the provider has it registered. */
  readonly redirectUrl: string;
  /** Levels of assurance of which the provider must attest one. */
  readonly acrValues?: readonly string[] | undefined;
  /** Without TLS: only for a provider on this machine, in a test. */
  readonly allowInsecure?: boolean | undefined;
}

export interface OrganisationRefusal {
  readonly ok: false;
  /**
   * `request`: nobody asked for this, or too long ago, or it was answered before. `provider`: the provider refused, or its
   * word does not hold. `assurance`: it did not make sure well enough. `account`: there is none, or it is disabled.
   */
  readonly reason: 'request' | 'provider' | 'assurance' | 'account';
}

export type OrganisationOutcome =
  { readonly ok: true; readonly token: string; readonly account: Account } | OrganisationRefusal;

/** The provider could not be asked, or did not answer in time. */
export class ProviderUnreachable extends Error {}

interface Proof {
  readonly ok: true;
  readonly subject: string;
  /** When the person proved to the provider who they are. */
  readonly provedAt: string;
}

export class OrganisationSignIn {
  readonly #configuration: Configuration;
  readonly #redirectUrl: string;
  readonly #acrValues: readonly string[];

  /** `discover` is the way here. */
  constructor(configuration: Configuration, redirectUrl: string, acrValues: readonly string[]) {
    this.#configuration = configuration;
    this.#redirectUrl = redirectUrl;
    this.#acrValues = acrValues;
  }

  /** Asks the provider for its addresses and keys. Rejects with what the library throws. */
  static async discover(settings: OrganisationSettings): Promise<OrganisationSignIn> {
    const { issuer, clientId, clientSecret, redirectUrl, acrValues = [], allowInsecure = false } = settings;
    // By itself the library trusts the connection and leaves the signature of the ID token alone.
    const execute = [enableNonRepudiationChecks, ...(allowInsecure ? [allowInsecureRequests] : [])];
    const configuration = await discovery(new URL(issuer), clientId, clientSecret, undefined, { execute });
    return new OrganisationSignIn(configuration, redirectUrl, acrValues);
  }

  /**
   * Where to send the browser. The `state` in the address belongs to that browser: whoever serves it remembers it there, in a
   * cookie, and takes no answer with another.
   */
  start(store: Store, surroundings: Surroundings): Promise<URL> {
    return this.#start(store, surroundings, null);
  }

  /** The same for a fresh sign-in within a session: the provider asks again, however recently it did. */
  startAgain(store: Store, { sessionId }: SignedIn, surroundings: Surroundings): Promise<URL> {
    return this.#start(store, surroundings, sessionId);
  }

  /** Starts a session where all holds. Throws `ProviderUnreachable`. */
  async finish(store: Store, callbackUrl: URL, surroundings: Surroundings): Promise<OrganisationOutcome> {
    const proof = await this.#proofOf(store, callbackUrl, surroundings, null);
    return store.act(async (act) => {
      if (!proof.ok) return refuse(act, proof.reason, null, NOBODY, surroundings.now());
      const account = await accountBySubject(act, proof.subject);
      if (account === null || account.isDisabled) {
        return refuse(act, 'account', account?.id ?? null, NOBODY, surroundings.now());
      }
      const token = await startSession(act, account.id, surroundings, proof.provedAt);
      await record(act, 'session.started', sessionIdOf(token), account, surroundings.now());
      return { ok: true, token, account };
    });
  }

  /** Renews the session for which `startAgain` was called. Throws `ProviderUnreachable`. */
  async finishAgain(
    store: Store,
    { sessionId, account }: SignedIn,
    callbackUrl: URL,
    surroundings: Surroundings,
  ): Promise<{ readonly ok: true } | OrganisationRefusal> {
    const proof = await this.#proofOf(store, callbackUrl, surroundings, sessionId);
    return store.act(async (act) => {
      const at = surroundings.now();
      if (!proof.ok) return refuse(act, proof.reason, account.id, account.id, at);
      const other = await accountBySubject(act, proof.subject);
      const isRight = other !== null && other.id === account.id && !other.isDisabled;
      if (!isRight || !(await renewSession(act, sessionId, at, proof.provedAt))) {
        return refuse(act, 'account', account.id, account.id, at);
      }
      await record(act, 'session.renewed', sessionId, account, at);
      return { ok: true };
    });
  }

  async #start(store: Store, surroundings: Surroundings, sessionId: string | null): Promise<URL> {
    const state = (sessionId === null ? '' : AGAIN) + randomText(surroundings);
    const startedAt = surroundings.now();
    const request = { nonce: randomText(surroundings), codeVerifier: randomText(surroundings), startedAt };
    await store.act((act) => rememberRequest(act, { state, sessionId }, request));
    return buildAuthorizationUrl(this.#configuration, {
      redirect_uri: this.#redirectUrl,
      scope: 'openid',
      state,
      nonce: request.nonce,
      code_challenge: await calculatePKCECodeChallenge(request.codeVerifier),
      code_challenge_method: 'S256',
      max_age: String(MAX_AGE_SECONDS),
      ...(sessionId === null ? {} : { prompt: 'login' }),
      ...(this.#acrValues.length === 0 ? {} : { acr_values: this.#acrValues.join(' ') }),
    });
  }

  async #proofOf(
    store: Store,
    callbackUrl: URL,
    surroundings: Surroundings,
    sessionId: string | null,
  ): Promise<Proof | OrganisationRefusal> {
    const state = callbackUrl.searchParams.get('state') ?? '';
    const request = await store.act((act) => takeRequest(act, { state, sessionId }, surroundings.now()));
    if (request === null) return { ok: false, reason: 'request' };
    const claims = await this.#claimsOf(callbackUrl, state, request);
    if (claims === null) return { ok: false, reason: 'provider' };
    if (this.#acrValues.length > 0 && !this.#acrValues.some((value) => value === claims.acr)) {
      return { ok: false, reason: 'assurance' };
    }
    // The library made sure that the moment is there.
    const provedMs = claims.auth_time! * 1_000;
    const isTooOld = sessionId !== null && provedMs < Date.parse(request.startedAt) - CLOCK_MS_MAX;
    if (isTooOld) return { ok: false, reason: 'provider' };
    const provedAt = new Date(Math.min(provedMs, Date.parse(surroundings.now()))).toISOString();
    return { ok: true, subject: claims.sub, provedAt };
  }

  /** What the provider attests: signature, issuer, audience, nonce and times hold. Null where they do not. */
  async #claimsOf(callbackUrl: URL, state: string, request: OpenIdRequest): Promise<IDToken | null> {
    // The address as registered, for behind a proxy the request has another.
    const answer = new URL(this.#redirectUrl);
    answer.search = callbackUrl.search;
    try {
      const tokens = await authorizationCodeGrant(this.#configuration, answer, {
        expectedState: state,
        expectedNonce: request.nonce,
        pkceCodeVerifier: request.codeVerifier,
        maxAge: MAX_AGE_SECONDS,
      });
      return tokens.claims()!;
    } catch (error) {
      if (isProvidersFault(error)) return null;
      // The error itself may hold the code or the client's secret.
      throw new ProviderUnreachable("the organisation's provider could not be asked");
    }
  }
}

/** Whether the answer in the address is to `startAgain`, which `finishAgain` takes. */
export function isAnswerToAgain(callbackUrl: URL): boolean {
  return callbackUrl.searchParams.get('state')?.startsWith(AGAIN) ?? false;
}

function randomText(surroundings: Surroundings): string {
  return Buffer.from(surroundings.randomBytes(SECRET_BYTES)).toString('base64url');
}

function isProvidersFault(error: unknown): boolean {
  if (error instanceof ClientError) return error.code !== 'OAUTH_TIMEOUT' && error.code !== 'OAUTH_ABORT';
  return (
    error instanceof ResponseBodyError ||
    error instanceof AuthorizationResponseError ||
    error instanceof WWWAuthenticateChallengeError
  );
}

async function record(
  act: Act,
  event: 'session.started' | 'session.renewed',
  sessionId: string,
  { id, centre }: Account,
  at: string,
): Promise<void> {
  const note = { event, subjectId: sessionId, centre: centre ?? undefined, detail: { method: METHOD } };
  await recordEvents(act, [note], id, at);
}

async function refuse(
  act: Act,
  reason: OrganisationRefusal['reason'],
  accountId: string | null,
  actor: string,
  at: string,
): Promise<OrganisationRefusal> {
  const detail = { reason: `${METHOD}-${reason}` };
  await recordEvents(act, [{ event: 'session.refused', subjectId: accountId ?? UNKNOWN_ACCOUNT, detail }], actor, at);
  return { ok: false, reason };
}
