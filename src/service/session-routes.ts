/** Signing in and out through the interface. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ServiceProblem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import { signedInBehind, type RoutePermission } from '../web/gate.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { giveSessionCookie, refuseCrossSite, takeSessionCookie } from '../web/signed-in-request.ts';
import type { Account } from '../access/account.ts';
import { signIn, signInAgain, signOut } from '../access/sign-in.ts';

const secret = z.string().min(1).max(200);
const signInBody = z.object({ username: z.string().min(1).max(100), password: secret, code: secret }).strict();
const againBody = signInBody.omit({ username: true });

/** Sign-ins from one address in a minute. */
const SIGN_INS_A_MINUTE_MAX = 20;

export function sessionRoutes(app: DescribedApp, store: Store, surroundings: Surroundings): void {
  app.post('/sign-in', limited('nobody', { tags: ['session'], body: signInBody }), async (request, reply) => {
    refuseCrossSite(request);
    const outcome = await signIn(store, request.body, surroundings);
    if (!outcome.ok) throw refusal(outcome);
    return welcome(reply, outcome.account, outcome.token);
  });
  app.post('/sign-in-again', limited('anyone', { tags: ['session'], body: againBody }), async (request, reply) => {
    const signedIn = signedInBehind(request);
    const outcome = await signInAgain(store, signedIn, request.body, surroundings);
    if (!outcome.ok) throw refusal(outcome);
    return reply.send({ account: accountView(signedIn.account) });
  });
  app.post('/sign-out', permitted('anyone', { tags: ['session'] }), async (request, reply) => {
    await signOut(store, signedInBehind(request), surroundings);
    takeSessionCookie(reply);
    return reply.status(204).send();
  });
  app.get('/me', permitted('anyone', { tags: ['session'] }), (request) => {
    const { account, signedInAt, isFresh } = signedInBehind(request);
    return { account: accountView(account), signedInAt, isFresh };
  });
}

function limited<Schema>(permission: RoutePermission, schema: Schema) {
  const rateLimit = { max: SIGN_INS_A_MINUTE_MAX, timeWindow: '1 minute' };
  return { schema, config: { permission, rateLimit } };
}

/** The token is for programs; a page only keeps the cookie. */
export function welcome(reply: FastifyReply, account: Account, token: string): FastifyReply {
  giveSessionCookie(reply, token);
  return reply.send({ account: accountView(account), token });
}

function refusal({ reason }: { readonly reason: 'wrong' | 'locked' }): ServiceProblem {
  return new ServiceProblem(reason === 'locked' ? 'sign-in-locked' : 'sign-in-refused');
}

/** Nothing by which anybody could sign in. */
export function accountView({ id, username, displayName, centre, roles, isDisabled, version, ...rest }: Account) {
  const { hasPassword, hasSecondFactor, openIdSubject, createdAt } = rest;
  const means = { hasPassword, hasSecondFactor, hasOrganisation: openIdSubject !== null };
  return { id, username, displayName, centre, roles, isDisabled, version, createdAt, ...means };
}
