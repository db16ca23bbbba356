/** A provider that attests whatever it is told to, with whatever key: what a real one never would. */
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CLIENT_ID, CLIENT_SECRET, REDIRECT_URL } from './real-provider.ts';

const KEY_ID = 'known';

export type Claims = Readonly<Record<string, unknown>>;
type Signature = (signed: string) => Buffer;

export interface Attestation {
  /** In place of what is right; undefined leaves a claim out. */
  readonly claims?: Claims | undefined;
  readonly alg?: string;
  readonly sign?: Signature;
}

export class HostileProvider {
  readonly issuer: string;
  /** Instead of the issuer, in what it says of itself. */
  saysIssuer: string | null = null;
  readonly #server: Server;
  readonly #key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 });
  #idToken = '';

  constructor(server: Server) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request: IncomingMessage, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(this.#answerTo(request.url!)));
    });
  }

  static async start(): Promise<HostileProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return new HostileProvider(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  readonly otherKey: Signature = (signed) => signedBy(this.#otherKey.privateKey, signed);
  /** The public key taken for a shared secret. */
  readonly confusedKey: Signature = (signed) =>
    createHmac('sha256', this.#key.publicKey.export({ format: 'pem', type: 'spki' }))
      .update(signed)
      .digest();
  readonly clientSecret: Signature = (signed) => createHmac('sha256', CLIENT_SECRET).update(signed).digest();
  readonly nothing: Signature = () => Buffer.alloc(0);

  /** The address with which the browser comes back; the ID token that the code gives is as told. */
  answer(address: URL, subject: string, { claims, alg = 'RS256', sign = this.#rightKey }: Attestation = {}): URL {
    const now = Math.floor(Date.now() / 1_000);
    const right = {
      iss: this.issuer,
      sub: subject,
      aud: CLIENT_ID,
      iat: now,
      exp: now + 60,
      auth_time: now - 10,
      nonce: address.searchParams.get('nonce'),
    };
    const signed = [
      { alg, kid: KEY_ID },
      { ...right, ...claims },
    ]
      .map(encoded)
      .join('.');
    this.#idToken = `${signed}.${sign(signed).toString('base64url')}`;
    const back = new URL(REDIRECT_URL);
    back.search = new URLSearchParams({ code: 'a-code', state: address.searchParams.get('state')! }).toString();
    return back;
  }

  /** Changes the subject in the ID token under the signature that was made for another. */
  tamper(subject: string): void {
    const [header, claims, signature] = this.#idToken.split('.');
    const changed = { ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as Claims), sub: subject };
    this.#idToken = [header, encoded(changed), signature].join('.');
  }

  readonly #rightKey: Signature = (signed) => signedBy(this.#key.privateKey, signed);

  #answerTo(path: string): unknown {
    if (path === '/token') {
      return { access_token: 'an-access-token', token_type: 'Bearer', expires_in: 60, id_token: this.#idToken };
    }
    if (path === '/keys') {
      return { keys: [{ ...this.#key.publicKey.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' }] };
    }
    const { issuer } = this;
    return {
      issuer: this.saysIssuer ?? issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    };
  }
}

function signedBy(key: KeyObject, text: string): Buffer {
  return sign('RSA-SHA256', Buffer.from(text), key);
}

function encoded(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
