/**
 * The gate of the interface: before anything of a request is read but its head, it is known who asks and whether their role
 * may ask for this at all. A route says whom it is for, or the service does not start.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { needsFreshSignIn, reachOf, type PermissionName } from '../access/roles.ts';
import type { SignedIn } from '../access/session-store.ts';
import { recordEvents } from '../audit/audit-store.ts';
import type { AuditNote } from '../audit/catalogue.ts';
import { ServiceProblem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import { signedInRequest } from './signed-in-request.ts';

/** `anyone` who is signed in; `nobody` has to be. */
export type RoutePermission = PermissionName | 'anyone' | 'nobody';

export interface Passed {
  readonly signedIn: SignedIn;
  /** The centre to which lists are cut down; null for all. */
  readonly reach: string | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RoutePermission;
  }
}

const PASSED = new WeakMap<FastifyRequest, Passed>();
const ADDRESS_CHARACTERS_MAX = 200;
/** What may be a health service number, typed where an id belongs: ten digits, written together or as 943 476 5919. */
const HEALTH_NUMBER = /\d{10}|\d{3}(%20|[ -])\d{3}(%20|[ -])\d{4}/g;

export function guard(app: FastifyInstance, store: Store, surroundings: Surroundings): void {
  app.addHook('onRoute', ({ config, method, url }) => {
    if (config?.permission === undefined) throw new Error(`${String(method)} ${url} does not say whom it is for`);
  });
  app.addHook('onRequest', async (request) => {
    const permission = request.routeOptions.config.permission!;
    if (permission === 'nobody') return;
    const signedIn = await signedInRequest(request, store, surroundings);
    try {
      PASSED.set(request, { signedIn, reach: reachFor(signedIn, permission) });
    } catch (error) {
      if (error instanceof ServiceProblem) await recordProblem(request, signedIn, error, store, surroundings);
      throw error;
    }
  });
}

/** Throws where the role may not do this wherever, or the sign-in is not fresh enough. */
function reachFor(signedIn: SignedIn, permission: PermissionName | 'anyone'): string | null {
  if (permission === 'anyone') return null;
  const reach = reachOf(signedIn.principal, permission);
  if (reach === undefined) throw new ServiceProblem('forbidden', undefined, { isRefusal: true });
  if (needsFreshSignIn(permission) && !signedIn.isFresh) throw new ServiceProblem('sign-in-again');
  return reach.centre;
}

/** Of a request that came through the gate. */
export function passedGate(request: FastifyRequest): Passed {
  const passed = PASSED.get(request);
  if (passed === undefined) throw new Error('this route lets in whoever is not signed in');
  return passed;
}

export function signedInBehind(request: FastifyRequest): SignedIn {
  return passedGate(request).signedIn;
}

/** What the audit is told of a problem, in an act of its own: what was asked for is undone. */
export async function recordProblem(
  request: FastifyRequest,
  { account }: SignedIn,
  { code, isRefusal, note }: ServiceProblem,
  store: Store,
  surroundings: Surroundings,
): Promise<void> {
  const notes: AuditNote[] = note === undefined ? [] : [note];
  if (isRefusal) {
    notes.push({
      event: 'access.refused',
      subjectId: `${request.method} ${request.routeOptions.url ?? ''}`,
      centre: account.centre ?? undefined,
      detail: { address: addressOf(request), answer: code },
    });
  }
  if (notes.length > 0) await store.act((act) => recordEvents(act, notes, account.id, surroundings.now()));
}

/** Kept in the audit for ever. */
function addressOf({ url }: FastifyRequest): string {
  return url.split('?')[0].replace(HEALTH_NUMBER, '(a number)').slice(0, ADDRESS_CHARACTERS_MAX);
}
