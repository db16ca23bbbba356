/** Sign-ins with the organisation's provider that are under way, by the SHA-256 of their state. Each is taken once. */
import { createHash } from 'node:crypto';
import type { Act } from '../store/store.ts';
import { momentAfter } from '../surroundings.ts';

const REQUEST_MINUTES_MAX = 10;

export interface OpenIdRequest {
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly startedAt: string;
}

/** `sessionId` is given where the request renews a session: then only that session can take it. */
export interface RequestKey {
  readonly state: string;
  readonly sessionId: string | null;
}

/** Forgets those whose time is over. */
export async function rememberRequest(act: Act, key: RequestKey, request: OpenIdRequest): Promise<void> {
  await act.deleteFrom('openIdRequest').where('startedAt', '<=', oldestAt(request.startedAt)).execute();
  await act
    .insertInto('openIdRequest')
    .values({ stateSha256: digestOf(key), ...request })
    .execute();
}

/** Null where there is none, or no longer. */
export async function takeRequest(act: Act, key: RequestKey, at: string): Promise<OpenIdRequest | null> {
  const request = await act
    .deleteFrom('openIdRequest')
    .where('stateSha256', '=', digestOf(key))
    .returning(['nonce', 'codeVerifier', 'startedAt'])
    .executeTakeFirst();
  return request === undefined || request.startedAt <= oldestAt(at) ? null : request;
}

function oldestAt(at: string): string {
  return momentAfter(at, -REQUEST_MINUTES_MAX * 60_000);
}

function digestOf({ state, sessionId }: RequestKey): string {
  return createHash('sha256')
    .update(JSON.stringify([state, sessionId]))
    .digest('hex');
}
