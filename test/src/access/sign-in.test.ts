import { afterEach, beforeEach, expect, it } from 'vitest';
import { disableAccount, enableAccount, setPassword } from '../../../src/access/account-store.ts';
import { hashPassword } from '../../../src/access/password.ts';
import { sessionIdOf, signedInBy, type SignedIn } from '../../../src/access/session-store.ts';
import { signIn, signInAgain, signOut, type SignInOutcome } from '../../../src/access/sign-in.ts';
import { auditEvents, verifyAudit } from '../../../src/audit/audit-store.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import type { AuditEventTable } from '../../../src/store/tables.ts';
import { momentAfter } from '../../../src/surroundings.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';
import { HOUR_MS, MINUTE_MS, TestSurroundings } from '../../test-surroundings.ts';
import { ANNA, BEN, join, type Person } from './people.ts';

const WRONG = { ok: false, reason: 'wrong' };
const STEP_MS = 30_000;

/** Event, actor, subject, centre, and what its detail says. */
function told({ event, actor, subjectId, centre, detail }: AuditEventTable): unknown[] {
  return [event, actor, subjectId, centre, ...Object.values(JSON.parse(detail) as object)];
}

describeOnBothStores('signing in', (kind) => {
  let thrownAway: ThrownAway;
  let store: Store;
  let surroundings: TestSurroundings;
  let ben: Person;

  beforeEach(async () => {
    thrownAway = await newPlace(kind);
    store = await openStore(thrownAway.place);
    surroundings = new TestSurroundings();
    ben = await join(store, BEN, surroundings);
  });

  afterEach(async () => {
    await store.close();
    await thrownAway.remove();
  });

  const attempt = (typed: { username?: string; password?: string; code: string }): Promise<SignInOutcome> =>
    signIn(store, { username: 'ben', password: ben.password, ...typed }, surroundings);
  const rightAttempt = async () => attempt({ code: await ben.code() });
  const signedIn = async (outcome: SignInOutcome): Promise<SignedIn> => {
    if (!outcome.ok) throw new Error(`not signed in: ${outcome.reason}`);
    return (await signedInBy(store, outcome.token, surroundings))!;
  };
  const sessions = () => store.read.selectFrom('session').selectAll().execute();
  /** Since the account was made. */
  const events = async () => (await auditEvents(store.read, { after: 3, limit: 10_000 })).map(told);
  const failTimes = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n++)
      expect(await attempt({ code: '000000', password: 'not the password' })).toEqual(WRONG);
  };

  it('takes password and code together', async () => {
    const outcome = await attempt({ username: ' Ben ', code: await ben.code() });
    expect(outcome).toMatchObject({ ok: true, account: { ...ben.account } });
    const { account, isFresh, sessionId } = await signedIn(outcome);
    expect(account).toEqual(ben.account);
    expect(isFresh).toBe(true);
    expect(await events()).toEqual([['session.started', ben.account.id, sessionId, 'RJ1', 'password']]);
  });

  it('answers alike whatever was wrong, and tells the audit which it was', async () => {
    const anna = await join(store, ANNA, surroundings);
    const code = await ben.code();
    const wrongCode = code === '123456' ? '654321' : '123456';
    const outcomes = [
      await attempt({ username: 'nobody', code }),
      await attempt({ username: '', password: '', code: '' }),
      await attempt({ username: 'ben\0', password: '\0', code: '\0' }),
      await attempt({ password: '\ud800\0', code }),
      await attempt({ password: anna.password, code: await anna.code() }),
      await attempt({ code: wrongCode }),
      await attempt({ code: await ben.code(2) }),
    ];
    expect(await rightAttempt()).toMatchObject({ ok: true });
    outcomes.push(await attempt({ code }));
    await store.write.updateTable('account').set({ totpSecret: null }).where('id', '=', ben.account.id).execute();
    outcomes.push(await attempt({ code }));
    await store.act((act) => disableAccount(act, ben.account.id, surroundings.now()));
    outcomes.push(await attempt({ code }));
    expect(outcomes).toEqual(outcomes.map(() => WRONG));
    const refused = (await events()).filter(([event]) => event === 'session.refused');
    expect(
      refused.map(([, actor, subject, centre, reason]) => [actor, subject === ben.account.id, centre, reason]),
    ).toEqual([
      ['nobody', false, null, 'unknown'],
      ['nobody', false, null, 'unknown'],
      ['nobody', false, null, 'unknown'],
      ['nobody', true, null, 'wrong-password'],
      ['nobody', true, null, 'wrong-password'],
      ['nobody', true, null, 'wrong-code'],
      ['nobody', true, null, 'wrong-code'],
      ['nobody', true, null, 'wrong-code'],
      ['nobody', true, null, 'no-second-factor'],
      ['nobody', true, null, 'disabled'],
    ]);
    expect(refused[0][2]).toBe('unknown');
    expect(await sessions()).toHaveLength(1);
  });

  it('never writes down what was typed', async () => {
    const typed = ['the-name-field-password', 'the password typed', '918273'];
    await attempt({ username: typed[0], password: typed[1], code: typed[2] });
    await attempt({ password: typed[1], code: typed[2] });
    await attempt({ code: typed[2] });
    const code = await ben.code();
    const session = await signedIn(await attempt({ code }));
    await signInAgain(store, session, { password: typed[1], code: typed[2] }, surroundings);
    await signOut(store, session, surroundings);
    const everything = JSON.stringify([
      await store.read.selectFrom('auditEvent').selectAll().execute(),
      await sessions(),
      await store.read.selectFrom('account').selectAll().execute(),
    ]);
    expect(everything).toContain('session.refused');
    for (const secret of [...typed, ben.password, code]) expect(everything).not.toContain(secret);
  });

  it('says nothing of what was typed when the store fails', async () => {
    const code = await ben.code();
    await store.close();
    const failure: unknown = await attempt({ username: 'ben', code }).catch((error: unknown) => error);
    store = await openStore(thrownAway.place);
    expect(failure).toBeInstanceOf(Error);
    const { message, stack, cause } = failure as Error;
    for (const secret of [ben.password, code]) expect(String([message, stack, cause])).not.toContain(secret);
  });

  it('with one code gives one session, however many try at once', async () => {
    const code = await ben.code();
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => attempt({ code })));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await sessions()).toHaveLength(1);
    const counts = Map.groupBy(await events(), ([event]) => event);
    expect(counts.get('session.started')).toHaveLength(1);
    expect(counts.get('session.refused')).toHaveLength(99);
    expect((await verifyAudit(store.read)).faults).toEqual([]);
  });

  it('takes at most five guesses before it locks, also where they come at once', async () => {
    const guesses = Array.from({ length: 20 }, () => attempt({ password: 'not the password', code: '000000' }));
    expect(await Promise.all(guesses)).toEqual(guesses.map(() => WRONG));
    const reasons = (await events()).map((event) => event.at(-1));
    expect(reasons.filter((reason) => reason === 'wrong-password')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'locked')).toHaveLength(15);
  });

  it('is locked after five failures, for growing times, and says so only to who had it right', async () => {
    await failTimes(4);
    expect(await rightAttempt()).toMatchObject({ ok: true });
    surroundings.pass(STEP_MS);
    await failTimes(5);
    let lockMs = MINUTE_MS;
    for (let round = 0; round < 8; round++) {
      const lockedUntil = momentAfter(surroundings.now(), lockMs);
      expect(await rightAttempt()).toEqual({ ok: false, reason: 'locked', lockedUntil });
      await failTimes(1);
      expect(await attempt({ password: 'not the password', code: await ben.code() })).toEqual(WRONG);
      surroundings.pass(lockMs - 1);
      expect(await rightAttempt()).toEqual({ ok: false, reason: 'locked', lockedUntil });
      surroundings.pass(1);
      await failTimes(1);
      lockMs = Math.min(HOUR_MS, lockMs * 2);
    }
    expect(lockMs).toBe(HOUR_MS);
    surroundings.pass(HOUR_MS);
    expect(await rightAttempt()).toMatchObject({ ok: true });
    surroundings.pass(STEP_MS);
    // Counted from the start again.
    await failTimes(4);
    expect(await rightAttempt()).toMatchObject({ ok: true });
  });

  it('takes no earlier code than the last', async () => {
    expect(await attempt({ code: await ben.code(1) })).toMatchObject({ ok: true });
    expect(await attempt({ code: await ben.code(0) })).toEqual(WRONG);
    surroundings.pass(STEP_MS);
    expect(await attempt({ code: await ben.code(0) })).toEqual(WRONG);
    expect(await attempt({ code: await ben.code(1) })).toMatchObject({ ok: true });
  });

  it('goes by the password and the account of the moment it is decided', async () => {
    const [code, hash] = [await ben.code(), await hashPassword('another password')];
    const trying = attempt({ code });
    await store.act((act) => setPassword(act, ben.account.id, hash));
    expect(await trying).toEqual(WRONG);
    surroundings.pass(STEP_MS);
    const tryingNext = attempt({ password: 'another password', code: await ben.code() });
    await store.act((act) => disableAccount(act, ben.account.id, surroundings.now()));
    expect(await tryingNext).toEqual(WRONG);
    await store.act((act) => enableAccount(act, ben.account.id));
    expect(await attempt({ password: 'another password', code: await ben.code() })).toMatchObject({ ok: true });
  });

  it('again makes the session fresh, with both and with nothing less', async () => {
    const outcome = await rightAttempt();
    const session = await signedIn(outcome);
    const { sessionId } = session;
    const again = async (typed: { password?: string; code?: string }) =>
      signInAgain(store, session, { password: ben.password, code: await ben.code(), ...typed }, surroundings);
    surroundings.pass(10 * MINUTE_MS);
    expect((await signedIn(outcome)).isFresh).toBe(false);
    expect(await again({ password: 'not the password' })).toEqual(WRONG);
    expect(await again({ code: '' })).toEqual(WRONG);
    expect((await signedIn(outcome)).isFresh).toBe(false);
    expect(await again({})).toEqual({ ok: true });
    expect(await signedIn(outcome)).toMatchObject({ sessionId, isFresh: true });
    expect(await again({})).toEqual(WRONG);
    expect((await events()).slice(1)).toEqual([
      ['session.refused', ben.account.id, ben.account.id, null, 'wrong-password'],
      ['session.refused', ben.account.id, ben.account.id, null, 'wrong-code'],
      ['session.renewed', ben.account.id, sessionId, 'RJ1', 'password'],
      ['session.refused', ben.account.id, ben.account.id, null, 'wrong-code'],
    ]);
  });

  it('again does not bring back a session that is over', async () => {
    const outcome = await rightAttempt();
    const session = await signedIn(outcome);
    surroundings.pass(STEP_MS);
    await signOut(store, session, surroundings);
    const typed = { password: ben.password, code: await ben.code() };
    expect(await signInAgain(store, session, typed, surroundings)).toEqual(WRONG);
    expect((await events()).at(-1)).toEqual(['session.refused', ben.account.id, ben.account.id, null, 'session-over']);
    expect(outcome.ok && (await signedInBy(store, outcome.token, surroundings))).toBeNull();
  });

  it('out ends the session at once, and is told of once', async () => {
    const outcome = await rightAttempt();
    const session = await signedIn(outcome);
    await Promise.all([signOut(store, session, surroundings), signOut(store, session, surroundings)]);
    expect(outcome.ok && (await signedInBy(store, outcome.token, surroundings))).toBeNull();
    expect((await events()).slice(1)).toEqual([
      ['session.ended', ben.account.id, outcome.ok && sessionIdOf(outcome.token), 'RJ1', 'signed-out'],
    ]);
  });
});
