/**
 * How a page reads and changes anything: it asks the interface, with the session of whoever opened it. Gate, permissions, acts
 * and audit are the interface's own, so there is no second way to the record.
 */
import type { FastifyInstance, FastifyRequest, InjectOptions } from 'fastify';
import { PROBLEMS, type ProblemCode, type ProblemDocument } from '../problem.ts';

/** What the interface answered instead of what was asked for. */
export class InterfaceRefusal extends Error {
  readonly document: ProblemDocument;

  constructor(document: ProblemDocument) {
    super(document.detail ?? document.title);
    this.document = document;
  }
}

/** As the interface would have answered, had it been asked. */
export function refusalOf(code: ProblemCode): InterfaceRefusal {
  return new InterfaceRefusal({ type: `urn:lkss:problem:${code}`, ...PROBLEMS[code], code });
}

export interface Asking {
  readonly json?: object;
  readonly bytes?: Uint8Array;
  /** Which version is meant, as the page showed it. */
  readonly version?: string | undefined;
  /** Sent again with the same key, it is done once. */
  readonly key?: string | undefined;
}

export interface InterfaceAnswer<Body> {
  readonly body: Body;
  /** Of what was shown or changed; empty where it has none. */
  readonly version: string;
  readonly cookies: readonly string[];
}

export type Method = 'GET' | 'POST';

/** By these the interface knows the session, and whether a page of another site made the browser ask. */
const HANDED_ON = ['cookie', 'origin', 'host', 'sec-fetch-site'] as const;

/** `path` begins after `/api`. Throws `InterfaceRefusal`. */
export async function askInterface<Body>(
  app: FastifyInstance,
  request: FastifyRequest,
  method: Method,
  path: string,
  asking: Asking = {},
): Promise<InterfaceAnswer<Body>> {
  const payload = asking.json === undefined ? asking.bytes && Buffer.from(asking.bytes) : JSON.stringify(asking.json);
  const options: InjectOptions = { method, url: `/api${path}`, headers: headersOf(request, asking) };
  const reply = await app.inject({ ...options, remoteAddress: request.ip, ...(payload !== undefined && { payload }) });
  const isJson = /^application\/(problem\+)?json\b/.test(String(reply.headers['content-type']));
  const body = isJson ? (JSON.parse(reply.payload) as unknown) : null;
  if (reply.statusCode >= 400)
    throw new InterfaceRefusal((body as ProblemDocument | null) ?? refusalOf('internal').document);
  const version = /^"(\d+)"$/.exec(reply.headers.etag ?? '')?.[1] ?? '';
  return { body: body as Body, version, cookies: [reply.headers['set-cookie'] ?? []].flat() };
}

function headersOf({ headers }: FastifyRequest, { json, bytes, version, key }: Asking): Record<string, string> {
  const handedOn = HANDED_ON.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : []));
  return {
    ...(Object.fromEntries(handedOn) as Record<string, string>),
    ...(json !== undefined && { 'content-type': 'application/json' }),
    ...(bytes !== undefined && { 'content-type': 'application/octet-stream' }),
    ...(version && { 'if-match': `"${version}"` }),
    ...(key && { 'idempotency-key': key }),
  };
}
