import { assert, asyncProperty, array, constant, integer, oneof, record } from 'fast-check';
import { expect, it } from 'vitest';
import { changeAccount, createAccount, disableAccount, type Account } from '../../../src/access/account-store.ts';
import {
  endSession,
  endSessionsOf,
  forgetEndedSessions,
  renewSession,
  sessionIdOf,
  signedInBy,
  startSession,
} from '../../../src/access/session-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { momentAfter } from '../../../src/surroundings.ts';
import { describeOnBothStores, onNewStore } from '../../store-places.ts';
import { HOUR_MS, MINUTE_MS, TestSurroundings } from '../../test-surroundings.ts';
import { ANNA, BEN } from './people.ts';

describeOnBothStores('a session', (kind) => {
  let store: Store;
  let surroundings: TestSurroundings;
  let ben: Account;

  onNewStore(kind, async (made) => {
    store = made;
    surroundings = new TestSurroundings();
    ben = await store.act((act) => createAccount(act, BEN, surroundings));
  });

  const start = () => store.act((act) => startSession(act, ben.id, surroundings));
  const by = (token: string) => signedInBy(store, token, surroundings);
  const rows = () => store.read.selectFrom('session').selectAll().execute();
  /** Busy all the time, so that only the absolute time counts. */
  const keepBusyFor = async (token: string, ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 20 * MINUTE_MS) {
      surroundings.pass(20 * MINUTE_MS);
      await by(token);
    }
  };

  it('tells who is signed in, by a token that the store does not have', async () => {
    const token = await start();
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await by(token)).toEqual({
      account: ben,
      principal: { accountId: ben.id, roles: ['coordinator'], centre: 'RJ1' },
      sessionId: sessionIdOf(token),
      signedInAt: surroundings.now(),
      isFresh: true,
    });
    expect(JSON.stringify(await rows())).not.toContain(token);
    expect(sessionIdOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(await start()).not.toBe(token);
  });

  it('is not entered with anything else', async () => {
    const token = await start();
    const wrong = ['', 'x', sessionIdOf(token), token.slice(1), `${token}=`, `${token} `, `A${token.slice(1)}`];
    for (const other of wrong.filter((text) => text !== token)) expect(await by(other)).toBeNull();
  });

  it('ends after 30 idle minutes', async () => {
    const token = await start();
    surroundings.pass(30 * MINUTE_MS - 1);
    expect(await by(token)).not.toBeNull();
    surroundings.pass(30 * MINUTE_MS - 1);
    expect(await by(token)).not.toBeNull();
    surroundings.pass(30 * MINUTE_MS);
    expect(await by(token)).toBeNull();
  });

  it('ends after 12 hours, however busy', async () => {
    const token = await start();
    await keepBusyFor(token, 11 * HOUR_MS + 40 * MINUTE_MS);
    surroundings.pass(20 * MINUTE_MS - 1);
    expect(await by(token)).not.toBeNull();
    surroundings.pass(1);
    expect(await by(token)).toBeNull();
  });

  it('is fresh for five minutes, and again when renewed', async () => {
    const token = await start();
    surroundings.pass(5 * MINUTE_MS - 1);
    expect(await by(token)).toMatchObject({ isFresh: true });
    surroundings.pass(1);
    expect(await by(token)).toMatchObject({ isFresh: false });
    expect(await store.act((act) => renewSession(act, sessionIdOf(token), surroundings.now()))).toBe(true);
    expect(await by(token)).toMatchObject({ isFresh: true, signedInAt: surroundings.now() });
    await keepBusyFor(token, 11 * HOUR_MS + 40 * MINUTE_MS);
    expect(await by(token)).toMatchObject({ isFresh: false });
  });

  it('is not renewed when it is over', async () => {
    const [idle, ended] = [await start(), await start()];
    await store.act((act) => endSession(act, sessionIdOf(ended), surroundings.now()));
    expect(await store.act((act) => renewSession(act, sessionIdOf(ended), surroundings.now()))).toBe(false);
    surroundings.pass(30 * MINUTE_MS);
    expect(await store.act((act) => renewSession(act, sessionIdOf(idle), surroundings.now()))).toBe(false);
    for (const token of [idle, ended]) expect(await by(token)).toBeNull();
  });

  it('ends at once when it is ended, alone or with all of the account', async () => {
    const anna = await store.act((act) => createAccount(act, ANNA, surroundings));
    const [first, second, third] = [await start(), await start(), await start()];
    const others = await store.act((act) => startSession(act, anna.id, surroundings));
    expect(await store.act((act) => endSession(act, sessionIdOf(first), surroundings.now()))).toBe(true);
    expect(await store.act((act) => endSession(act, sessionIdOf(first), surroundings.now()))).toBe(false);
    expect(await by(first)).toBeNull();
    expect(await by(second)).not.toBeNull();
    await store.act((act) => endSessionsOf(act, ben.id, surroundings.now()));
    for (const token of [second, third]) expect(await by(token)).toBeNull();
    expect(await by(others)).not.toBeNull();
  });

  it('is of nobody when the account is disabled, and has the roles of now', async () => {
    const token = await start();
    await store.act((act) => changeAccount(act, ben.id, { roles: ['laboratory'], centre: 'RRK' }, 1));
    expect((await by(token))?.principal).toEqual({ accountId: ben.id, roles: ['laboratory'], centre: 'RRK' });
    // Also where the session itself was left alone.
    await store.write.updateTable('account').set({ disabledAt: surroundings.now() }).execute();
    expect(await by(token)).toBeNull();
    await store.act((act) => disableAccount(act, ben.id, surroundings.now()));
    expect((await rows()).map(({ endedAt }) => endedAt)).toEqual([surroundings.now()]);
  });

  it('is seen at most once a minute', async () => {
    const token = await start();
    const startedAt = surroundings.now();
    surroundings.pass(MINUTE_MS - 1);
    await by(token);
    expect((await rows())[0].lastSeenAt).toBe(startedAt);
    surroundings.pass(1);
    await Promise.all(Array.from({ length: 20 }, () => by(token)));
    expect((await rows())[0].lastSeenAt).toBe(surroundings.now());
  });

  it('that ends while it is being seen, stays ended', async () => {
    for (let round = 0; round < 20; round++) {
      const token = await start();
      surroundings.pass(29 * MINUTE_MS);
      const ending = store.act((act) => endSession(act, sessionIdOf(token), surroundings.now()));
      await Promise.all([by(token), ending, by(token)]);
      expect(await by(token)).toBeNull();
    }
  });

  it('that is over is not written down as seen', async () => {
    const [idle, ended] = [await start(), await start()];
    const startedAt = surroundings.now();
    surroundings.pass(2 * MINUTE_MS);
    await store.act((act) => endSession(act, sessionIdOf(ended), surroundings.now()));
    await by(ended);
    surroundings.pass(28 * MINUTE_MS);
    await Promise.all([idle, ended].map(by));
    expect((await rows()).map(({ lastSeenAt }) => lastSeenAt)).toEqual([startedAt, startedAt]);
  });

  it('is forgotten when it has been over for long, and only then', async () => {
    const [ended, idle] = [await start(), await start()];
    await store.act((act) => endSession(act, sessionIdOf(ended), surroundings.now()));
    surroundings.pass(HOUR_MS);
    const living = await start();
    const forget = (before: string) => store.act((act) => forgetEndedSessions(act, before));
    expect(await forget(momentAfter(surroundings.now(), -2 * HOUR_MS))).toBe(0);
    expect(await forget(momentAfter(surroundings.now(), -30 * MINUTE_MS))).toBe(1);
    expect(await forget(surroundings.now())).toBe(1);
    expect((await rows()).map(({ tokenSha256 }) => tokenSha256)).toEqual([sessionIdOf(living)]);
    expect(await by(idle)).toBeNull();
  });

  it('lives just as long as its times say, whatever happens in between', async () => {
    const happening = record({
      waitMs: oneof(integer({ min: 0, max: 3 * MINUTE_MS }), integer({ min: 0, max: 45 * MINUTE_MS })),
      what: oneof({ weight: 12, arbitrary: constant('ask') }, constant('renew'), {
        weight: 1,
        arbitrary: constant('end'),
      }),
    });
    let died = 0;
    await assert(
      asyncProperty(array(happening, { minLength: 5, maxLength: 60, size: 'max' }), async (happenings) => {
        const token = await start();
        let signedInMs = Date.parse(surroundings.now());
        let seenMs = signedInMs;
        let isOver = false;
        for (const { waitMs, what } of happenings) {
          surroundings.pass(waitMs);
          const nowMs = Date.parse(surroundings.now());
          isOver ||= nowMs - signedInMs >= 12 * HOUR_MS || nowMs - seenMs >= 30 * MINUTE_MS;
          if (what === 'ask') {
            const signedIn = await by(token);
            expect(signedIn === null).toBe(isOver);
            if (!isOver) expect(signedIn!.isFresh).toBe(nowMs - signedInMs < 5 * MINUTE_MS);
            if (nowMs - seenMs >= MINUTE_MS) seenMs = nowMs;
          } else if (what === 'renew') {
            expect(await store.act((act) => renewSession(act, sessionIdOf(token), surroundings.now()))).toBe(!isOver);
            if (!isOver) signedInMs = seenMs = nowMs;
          } else {
            await store.act((act) => endSession(act, sessionIdOf(token), surroundings.now()));
            isOver = true;
          }
        }
        if (isOver) died += 1;
      }),
      { numRuns: 30 },
    );
    expect(died).toBeGreaterThan(0);
    expect(died).toBeLessThan(30);
  });
});
