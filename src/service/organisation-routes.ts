/**
 * Signing in by an organisation's provider (OpenID Connect), through the browser. For what needs a fresh sign-in, such people
 * sign in anew.
 */
import { z } from 'zod';
import { OrganisationSignIn, ProviderUnreachable } from '../access/open-id.ts';
import type { OrganisationConfig } from '../config.ts';
import { ServiceProblem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { welcome } from './session-routes.ts';

/** Binds the answer to the browser that asked. It comes back from another site, so that it cannot be `strict`. */
const STATE_COOKIE = '__Host-lkss-organisation';
const STATE_SECONDS = 600;
const COOKIE_OPTIONS = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;

const answerQuery = z.looseObject({ state: z.string().max(500) });

export interface OrganisationNeeds {
  readonly store: Store;
  readonly surroundings: Surroundings;
  readonly organisation: Organisation;
}

/** The provider, asked for its addresses and keys when it is first needed: it may be away when the service starts. */
export class Organisation {
  readonly #config: OrganisationConfig;
  #found: Promise<OrganisationSignIn> | null = null;

  constructor(config: OrganisationConfig) {
    this.#config = config;
  }

  async signIn(): Promise<OrganisationSignIn> {
    const { acrValues, ...settings } = this.#config;
    const wanted = acrValues === null ? {} : { acrValues: acrValues.split(' ') };
    this.#found ??= OrganisationSignIn.discover({ ...settings, ...wanted });
    try {
      return await this.#found;
    } catch {
      this.#found = null;
      throw new ServiceProblem('unavailable', "the organisation's sign-in cannot be reached");
    }
  }

  get redirectUrl(): string {
    return this.#config.redirectUrl;
  }
}

export function organisationRoutes(app: DescribedApp, { store, surroundings, organisation }: OrganisationNeeds): void {
  app.get('/sign-in/organisation', permitted('nobody', { tags: ['session'] }), async (_, reply) => {
    const address = await (await organisation.signIn()).start(store, surroundings);
    const state = address.searchParams.get('state')!;
    return reply
      .setCookie(STATE_COOKIE, state, { ...COOKIE_OPTIONS, maxAge: STATE_SECONDS })
      .redirect(address.href, 302);
  });
  const answering = permitted('nobody', { tags: ['session'], querystring: answerQuery });
  app.get('/sign-in/organisation/answer', answering, async (request, reply) => {
    const isOwnBrowser = request.cookies[STATE_COOKIE] === request.query.state;
    void reply.clearCookie(STATE_COOKIE, COOKIE_OPTIONS);
    if (!isOwnBrowser) throw new ServiceProblem('sign-in-refused');
    const address = new URL(organisation.redirectUrl);
    address.search = new URL(request.url, address).search;
    const outcome = await finished(organisation, address, store, surroundings);
    if (!outcome.ok) throw new ServiceProblem('sign-in-refused');
    return welcome(reply, outcome.account, outcome.token);
  });
}

async function finished(organisation: Organisation, address: URL, store: Store, surroundings: Surroundings) {
  try {
    return await (await organisation.signIn()).finish(store, address, surroundings);
  } catch (error) {
    if (error instanceof ProviderUnreachable) {
      throw new ServiceProblem('unavailable', "the organisation's sign-in cannot be reached");
    }
    throw error;
  }
}
