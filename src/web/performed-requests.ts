/** Requests with an idempotency key: sent again, they are answered as the first time and nothing is done twice. */
import { createHmac, type KeyObject } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ServiceProblem } from '../problem.ts';
import type { Act, Reading } from '../store/store.ts';

const KEY_FORM = /^[\w.:-]{8,128}$/;

export interface KeyedRequest {
  readonly accountId: string;
  readonly idempotencyKey: string;
  /**
   * HMAC-SHA-256 over everything that the answer depends on: a plain digest of a body with a name in it could be found again by
   * trying names.
   */
  readonly requestSha256: string;
}

export interface PerformedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Null where the request has no key. */
export function keyedRequest(request: FastifyRequest, accountId: string, secret: KeyObject): KeyedRequest | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !KEY_FORM.test(key)) {
    const expected = '8 to 128 letters, digits, dots, colons, hyphens or underscores';
    throw new ServiceProblem('bad-request', undefined, {
      problems: [{ code: 'bad-value', pointer: '/headers/idempotency-key', expected }],
    });
  }
  const { method, url, body } = request;
  const hash = createHmac('sha256', secret).update(`${method} ${url} ${String(request.headers['if-match'])}\n`);
  hash.update(body instanceof Uint8Array ? body : (JSON.stringify(body) ?? ''));
  return { accountId, idempotencyKey: key, requestSha256: hash.digest('hex') };
}

export async function performedAnswer(reading: Reading, request: KeyedRequest): Promise<PerformedAnswer | null> {
  const row = await reading
    .selectFrom('performedRequest')
    .selectAll()
    .where('accountId', '=', request.accountId)
    .where('idempotencyKey', '=', request.idempotencyKey)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.requestSha256 !== request.requestSha256) throw new ServiceProblem('key-used-before');
  return { status: row.status, headers: JSON.parse(row.headers) as Record<string, string>, body: row.body };
}

export async function keepAnswer(
  act: Act,
  request: KeyedRequest,
  { status, headers, body }: PerformedAnswer,
  performedAt: string,
): Promise<void> {
  await act
    .insertInto('performedRequest')
    .values({ ...request, status, headers: JSON.stringify(headers), body, performedAt })
    .execute();
}
