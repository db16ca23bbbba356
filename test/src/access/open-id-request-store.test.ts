import { expect, it } from 'vitest';
import { rememberRequest, takeRequest, type RequestKey } from '../../../src/access/open-id-request-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { describeOnBothStores, onNewStore } from '../../store-places.ts';
import { MINUTE_MS, TestSurroundings } from '../../test-surroundings.ts';

const KEY: RequestKey = { state: 'a-state', sessionId: null };

describeOnBothStores('a request to the provider', (kind) => {
  let store: Store;
  let surroundings: TestSurroundings;

  onNewStore(kind, (made) => {
    store = made;
    surroundings = new TestSurroundings();
  });

  const request = () => ({ nonce: 'n', codeVerifier: 'v', startedAt: surroundings.now() });
  const remember = (key: RequestKey) => store.act((act) => rememberRequest(act, key, request()));
  const take = (key: RequestKey) => store.act((act) => takeRequest(act, key, surroundings.now()));
  const rows = () => store.read.selectFrom('openIdRequest').selectAll().execute();

  it('is taken once, however many ask at once', async () => {
    const right = request();
    await remember(KEY);
    const taken = await Promise.all(Array.from({ length: 20 }, () => take(KEY)));
    expect(taken.filter((one) => one !== null)).toEqual([right]);
    expect(await rows()).toEqual([]);
  });

  it('is taken by its own state, and by its own session where it renews one', async () => {
    const again: RequestKey = { state: 'again', sessionId: 's1' };
    await remember(KEY);
    await remember(again);
    for (const other of [
      { state: '', sessionId: null },
      { state: 'a-state', sessionId: 's1' },
      { state: 'again', sessionId: null },
      { state: 'again', sessionId: 's2' },
    ]) {
      expect(await take(other)).toBeNull();
    }
    expect(JSON.stringify(await rows())).not.toMatch(/a-state|again/);
    expect(await take(again)).toEqual(request());
    expect(await take(KEY)).toEqual(request());
  });

  it('is over after ten minutes, and forgotten with the next', async () => {
    await remember(KEY);
    surroundings.pass(10 * MINUTE_MS - 1);
    await remember({ ...KEY, state: 'later' });
    expect(await rows()).toHaveLength(2);
    surroundings.pass(1);
    await remember({ ...KEY, state: 'last' });
    expect(await rows()).toHaveLength(2);
    expect(await take(KEY)).toBeNull();
    surroundings.pass(10 * MINUTE_MS - 1);
    expect(await take({ ...KEY, state: 'later' })).toBeNull();
    expect(await take({ ...KEY, state: 'last' })).not.toBeNull();
  });
});
