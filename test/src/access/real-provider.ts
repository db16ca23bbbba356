/** A provider of OpenID Connect as organisations have one, on this machine, and a browser that follows where it is sent. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, type Configuration } from 'oidc-provider';
import { vi } from 'vitest';

export const CLIENT_ID = 'lkss';
export const CLIENT_SECRET = 'a secret of at least thirty-two characters';
/** Nothing listens there: the browser stops before it. */
export const REDIRECT_URL = 'https://lkss.example/signed-in';

const REDIRECTS_MAX = 10;

export class RealProvider {
  readonly issuer: string;
  /** Who stands before the browser, as the provider knows them; null for somebody who gives up. */
  person: string | null = null;
  acr: string | undefined;
  /** How often somebody was asked to prove who they are. */
  asked = 0;
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // The provider warns that it keeps nothing, which is what a test wants.
    const warning = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const provider = new Provider(this.issuer, configuration());
    warning.mockRestore();
    const answer = provider.callback();
    server.on('request', (request, response) => {
      if (!request.url!.startsWith('/interaction/')) return void answer(request, response);
      this.asked += 1;
      const result =
        this.person === null ? { error: 'access_denied' } : { login: { accountId: this.person, acr: this.acr } };
      void provider.interactionFinished(request, response, result);
    });
  }

  static async start(): Promise<RealProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return new RealProvider(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }
}

function configuration(): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [REDIRECT_URL] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'real' }] },
    cookies: { keys: ['only for a test'] },
    claims: { openid: ['sub'], acr: null, auth_time: null },
    acrValues: ['weak', 'strong'],
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    loadExistingGrant: async ({ oidc }) => {
      const known = oidc.session!.grantIdFor(oidc.client!.clientId);
      if (known !== undefined) return oidc.provider.Grant.find(known);
      const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  };
}

/** Knows cookies and redirects, no more. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  /** The address with which the provider sends the browser back. */
  async follow(address: URL): Promise<URL> {
    let at = address;
    for (let redirects = 0; redirects < REDIRECTS_MAX; redirects++) {
      const cookie = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
      for (const set of response.headers.getSetCookie()) this.#keep(set);
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${response.status} at ${at.href}: ${await response.text()}`);
      at = new URL(location, at);
      if (at.href.startsWith(REDIRECT_URL)) return at;
    }
    throw new Error(`sent round in circles, at last to ${at.href}`);
  }

  #keep(set: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
