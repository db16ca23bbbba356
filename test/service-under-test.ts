/** The service as tests drive it: on a store of their own, under a clock that they move, asked as its users ask. */
import type { FastifyBaseLogger } from 'fastify';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { makeAccount, type MadeAccount } from '../src/access/first-administrator.ts';
import type { Role } from '../src/access/roles.ts';
import { codeAt } from '../src/access/totp.ts';
import { PROGRAM_ACTOR } from '../src/audit/catalogue.ts';
import { readConfig, type ServiceConfig } from '../src/config.ts';
import { startService, type Service } from '../src/service/service.ts';
import type { StorePlace } from '../src/store/store.ts';
import { TestSurroundings } from './test-surroundings.ts';

const BACKUPS = join(tmpdir(), `lkss-backups-${process.pid}`);
const CODE_STEP_MS = 30_000;

export interface TestAnswer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Body;
  readonly text: string;
}

export interface DownloadedFile {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
}

export interface TestRequest {
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class ServiceUnderTest {
  readonly service: Service;
  readonly surroundings: TestSurroundings;
  readonly #made = new Map<string, MadeAccount>();

  constructor(service: Service, surroundings: TestSurroundings) {
    this.service = service;
    this.surroundings = surroundings;
  }

  static async start(
    place: StorePlace,
    surroundings = new TestSurroundings('2026-10-01T09:00:00.000Z'),
    overrides: Partial<ServiceConfig> = {},
    log: FastifyBaseLogger = pino({ level: 'silent' }),
  ): Promise<ServiceUnderTest> {
    const options = { ...optionsOf(place, surroundings, overrides), log };
    return new ServiceUnderTest(await startService(options), surroundings);
  }

  /** Answers at an address as well; gives it. */
  listen(): Promise<string> {
    return this.service.app.listen({ host: '127.0.0.1', port: 0 });
  }

  /** A person with an account of their own, signed in. */
  async person(username: string, roles: readonly Role[], centre: string | null = null): Promise<Person> {
    const draft = { username, displayName: `Made-up ${username}`, centre, roles };
    const made = await makeAccount(this.service.store, draft, this.surroundings, PROGRAM_ACTOR);
    this.#made.set(username, made);
    return new Person(this, made, await this.signIn(made));
  }

  async signIn({ account, password, totpSecret }: MadeAccount): Promise<string> {
    const json = { username: account.username, password, code: await this.newCode(totpSecret) };
    const answer = await this.ask<{ token: string }>('POST', '/api/sign-in', { json });
    if (answer.status !== 200) throw new Error(`sign-in was answered ${answer.status} ${answer.text}`);
    return answer.body.token;
  }

  /** No code is taken twice: time passes for the next. */
  newCode(totpSecret: string): Promise<string> {
    this.surroundings.pass(CODE_STEP_MS);
    return codeAt(totpSecret, this.surroundings.now());
  }

  async ask<Body = unknown>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    { json, bytes, etag, headers = {} }: TestRequest = {},
    token?: string,
  ): Promise<TestAnswer<Body>> {
    const payload = json === undefined ? bytes && Buffer.from(bytes) : JSON.stringify(json);
    const reply = await this.service.app.inject({
      method,
      url,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(bytes !== undefined && { 'content-type': 'application/octet-stream' }),
        ...(etag !== undefined && { 'if-match': etag }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    });
    const isJson = /json/.test(String(reply.headers['content-type']));
    const body = (isJson ? JSON.parse(reply.payload) : null) as Body;
    return { status: reply.statusCode, headers: reply.headers, body, text: reply.payload };
  }

  /** What is answered, as the bytes of a file. */
  async download(url: string, token: string): Promise<DownloadedFile> {
    const headers = { authorization: `Bearer ${token}` };
    const { statusCode: status, headers: said, rawPayload: bytes } = await this.service.app.inject({ url, headers });
    return { status, headers: said, bytes };
  }

  async stop(): Promise<void> {
    await this.service.stop();
    rmSync(BACKUPS, { recursive: true, force: true });
  }
}

function optionsOf(place: StorePlace, surroundings: TestSurroundings, overrides: Partial<ServiceConfig>) {
  const reading = readConfig({});
  if (!reading.ok) throw new Error(reading.problems.join('; '));
  const config = {
    ...reading.config,
    port: 0,
    identityKey: Buffer.alloc(32, 7).toString('base64'),
    requestsPerMinuteMax: 1_000_000,
    // An embedded store has them in its own directory, and is thrown away with them.
    backupDirectory: place.kind === 'sqlite' ? null : BACKUPS,
    ...overrides,
  };
  return { place, surroundings, config };
}

export class Person {
  readonly id: string;
  readonly made: MadeAccount;
  readonly #under: ServiceUnderTest;
  #token: string;

  constructor(under: ServiceUnderTest, made: MadeAccount, token: string) {
    this.#under = under;
    this.made = made;
    this.id = made.account.id;
    this.#token = token;
  }

  get token(): string {
    return this.#token;
  }

  /** The same person, asking another service on the same store. */
  at(under: ServiceUnderTest): Person {
    return new Person(under, this.made, this.#token);
  }

  get<Body = unknown>(url: string): Promise<TestAnswer<Body>> {
    return this.#under.ask<Body>('GET', url, {}, this.#token);
  }

  download(url: string): Promise<DownloadedFile> {
    return this.#under.download(url, this.#token);
  }

  post<Body = unknown>(url: string, request: TestRequest = {}): Promise<TestAnswer<Body>> {
    return this.#under.ask<Body>('POST', url, request, this.#token);
  }

  /** On the version that holds at this moment. */
  async act<Body = unknown>(url: string, act: string, request: TestRequest = {}): Promise<TestAnswer<Body>> {
    const { headers } = await this.get(url);
    return this.post<Body>(`${url}/${act}`, { ...request, etag: String(headers['etag']) });
  }

  ask<Body = unknown>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    request: TestRequest = {},
  ): Promise<TestAnswer<Body>> {
    return this.#under.ask<Body>(method, url, request, this.#token);
  }

  /** Password and code once more: fresh for the next minutes. */
  async freshen(): Promise<void> {
    const { password, totpSecret } = this.made;
    const code = await this.#under.newCode(totpSecret);
    const answer = await this.post('/api/sign-in-again', { json: { password, code } });
    if (answer.status !== 200) throw new Error(`sign-in again was answered ${answer.status} ${answer.text}`);
  }

  async signInAnew(): Promise<void> {
    this.#token = await this.#under.signIn(this.made);
  }
}
