/** The service's interface as programs use it: the same requests, whether it runs elsewhere or in this process. */
import type { ProblemDocument } from '../problem.ts';
import type { Service } from './service.ts';

/** The service refused, or failed. */
export class ServiceRefusal extends Error {
  readonly status: number;
  /** Empty where the answer was none of the service's. */
  readonly problem: Partial<ProblemDocument>;

  constructor(status: number, problem: Partial<ProblemDocument> | null) {
    super(problem?.detail ?? problem?.title ?? `the service answered ${status}`);
    this.status = status;
    this.problem = problem ?? {};
  }
}

/** Nothing answers at the address. */
export class ServiceUnreachable extends Error {}

export interface ServiceAnswer<Body> {
  readonly status: number;
  readonly etag: string | null;
  readonly body: Body;
  readonly bytes: Uint8Array;
}

export interface RequestOptions {
  readonly json?: object;
  readonly bytes?: Uint8Array;
  readonly etag?: string | null;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

export abstract class ServiceClient {
  token: string | null;

  constructor(token: string | null) {
    this.token = token;
  }

  /** Throws `ServiceRefusal` and `ServiceUnreachable`. */
  async ask<Body = unknown>(method: Method, path: string, options: RequestOptions = {}): Promise<ServiceAnswer<Body>> {
    const answer = await this.exchange(method, path, this.#headers(options), bodyOf(options));
    const parsed = answer.isJson ? (JSON.parse(textOf(answer.bytes) || 'null') as unknown) : null;
    if (answer.status >= 400) throw new ServiceRefusal(answer.status, parsed as Partial<ProblemDocument> | null);
    return { status: answer.status, etag: answer.etag, body: parsed as Body, bytes: answer.bytes };
  }

  /** Waits until solving in this process has come to its end; elsewhere there is nothing to wait for. */
  abstract settled(): Promise<void>;

  protected abstract exchange(
    method: Method,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | undefined,
  ): Promise<{
    readonly status: number;
    readonly etag: string | null;
    readonly isJson: boolean;
    readonly bytes: Uint8Array;
  }>;

  #headers({ json, bytes, etag }: RequestOptions): Record<string, string> {
    return {
      ...(this.token !== null && { authorization: `Bearer ${this.token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(bytes !== undefined && { 'content-type': 'application/octet-stream' }),
      ...(etag !== undefined && { 'if-match': etag ?? '*' }),
    };
  }
}

function bodyOf({ json, bytes }: RequestOptions): string | Uint8Array | undefined {
  return json === undefined ? bytes : JSON.stringify(json);
}

/** Of the service in this process. */
export class InProcessClient extends ServiceClient {
  readonly #service: Service;

  constructor(service: Service, token: string | null) {
    super(token);
    this.#service = service;
  }

  settled(): Promise<void> {
    return this.#service.desk.idle();
  }

  protected async exchange(
    method: Method,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | undefined,
  ) {
    const payload = body === undefined ? {} : { payload: typeof body === 'string' ? body : Buffer.from(body) };
    const reply = await this.#service.app.inject({ method, url: path, headers: { ...headers }, ...payload });
    return {
      status: reply.statusCode,
      etag: reply.headers.etag ?? null,
      isJson: isJson(String(reply.headers['content-type'])),
      bytes: reply.rawPayload,
    };
  }
}

/** Of a service that answers at an address. */
export class HttpClient extends ServiceClient {
  readonly #address: string;

  constructor(address: string, token: string | null) {
    super(token);
    this.#address = address;
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  protected async exchange(
    method: Method,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | undefined,
  ) {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) };
    let reply: Response;
    try {
      reply = await fetch(new URL(path, this.#address), { method, headers, ...sent });
    } catch {
      throw new ServiceUnreachable(`no service answers at ${this.#address}`);
    }
    return {
      status: reply.status,
      etag: reply.headers.get('etag'),
      isJson: isJson(reply.headers.get('content-type') ?? ''),
      bytes: new Uint8Array(await reply.arrayBuffer()),
    };
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function isJson(contentType: string): boolean {
  return /^application\/(problem\+)?json\b/.test(contentType);
}
