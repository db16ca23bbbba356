/** Who asks: by the session cookie of a page, or by the token of a program. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { signedInBy, type SignedIn } from '../access/session-store.ts';
import { ServiceProblem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';

/** The prefix binds the cookie to this host, to HTTPS (or this machine) and to the whole site. */
export const SESSION_COOKIE = '__Host-lkss-session';
const COOKIE_OPTIONS = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Throws where nobody is signed in, or where a page of another site makes somebody's browser ask. */
export async function signedInRequest(
  request: FastifyRequest,
  store: Store,
  surroundings: Surroundings,
): Promise<SignedIn> {
  const bearer = /^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? '')?.[1];
  const cookie = request.cookies[SESSION_COOKIE];
  if (bearer === undefined && cookie !== undefined) refuseCrossSite(request);
  const token = bearer ?? cookie;
  const signedIn = token === undefined ? null : await signedInBy(store, token, surroundings);
  if (signedIn === null) throw new ServiceProblem('not-signed-in');
  return signedIn;
}

/** A cookie is sent along whoever made the browser ask; `SameSite` is the first wall, this the second. */
export function refuseCrossSite(request: FastifyRequest): void {
  if (SAFE_METHODS.includes(request.method)) return;
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const isOwnSite = site === undefined ? isOwnOrigin(origin, host) : site === 'same-origin' || site === 'none';
  if (!isOwnSite) throw new ServiceProblem('cross-site');
}

function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** Nothing about expiry: the session ends in the store. */
export function giveSessionCookie(reply: FastifyReply, token: string): void {
  void reply.setCookie(SESSION_COOKIE, token, COOKIE_OPTIONS);
}

export function takeSessionCookie(reply: FastifyReply): void {
  void reply.clearCookie(SESSION_COOKIE, COOKIE_OPTIONS);
}
