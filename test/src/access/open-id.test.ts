import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccount, disableAccount, type Account } from '../../../src/access/account-store.ts';
import {
  isAnswerToAgain,
  OrganisationSignIn,
  ProviderUnreachable,
  type OrganisationOutcome,
} from '../../../src/access/open-id.ts';
import { endSession, signedInBy, type SignedIn } from '../../../src/access/session-store.ts';
import { auditEvents } from '../../../src/audit/audit-store.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';
import { MINUTE_MS, TestSurroundings } from '../../test-surroundings.ts';
import { HostileProvider, type Attestation } from './hostile-provider.ts';
import { ANNA, BEN } from './people.ts';
import { Browser, CLIENT_ID, CLIENT_SECRET, REDIRECT_URL, RealProvider } from './real-provider.ts';

const discover = (issuer: string, acrValues: readonly string[] = [], clientSecret = CLIENT_SECRET) =>
  OrganisationSignIn.discover({
    issuer,
    clientId: CLIENT_ID,
    clientSecret,
    redirectUrl: REDIRECT_URL,
    acrValues,
    allowInsecure: true,
  });

const refused = (reason: string) => ({ ok: false, reason });

interface Prepared {
  readonly store: Store;
  readonly surroundings: TestSurroundings;
  readonly ben: Account;
}

/** A store with Ben, whom the provider knows as `sub-ben`; the clock stands at the real moment, for the library goes by it. */
function preparing(kind: Parameters<typeof newPlace>[0]): () => Prepared {
  let thrownAway: ThrownAway;
  let prepared: Prepared;

  beforeEach(async () => {
    thrownAway = await newPlace(kind);
    const store = await openStore(thrownAway.place);
    const surroundings = new TestSurroundings(new Date().toISOString());
    const ben = await store.act((act) => createAccount(act, { ...BEN, openIdSubject: 'sub-ben' }, surroundings));
    prepared = { store, surroundings, ben };
  });

  afterEach(async () => {
    await prepared.store.close();
    await thrownAway.remove();
  });

  return () => prepared;
}

async function events({ store }: Prepared): Promise<readonly unknown[]> {
  const all = await auditEvents(store.read, { after: 0, limit: 99 });
  return all.map(({ event, actor, subjectId, detail }) => [
    event,
    actor,
    subjectId,
    ...Object.values(JSON.parse(detail) as object),
  ]);
}

async function sessionOf(outcome: OrganisationOutcome, { store, surroundings }: Prepared): Promise<SignedIn> {
  if (!outcome.ok) throw new Error(`not signed in: ${outcome.reason}`);
  return (await signedInBy(store, outcome.token, surroundings))!;
}

describeOnBothStores('signing in by a real provider', (kind) => {
  const prepared = preparing(kind);
  let provider: RealProvider;
  let organisation: OrganisationSignIn;
  let browser: Browser;

  beforeAll(async () => {
    provider = await RealProvider.start();
    organisation = await discover(provider.issuer);
  });

  afterAll(() => provider.stop());

  beforeEach(() => {
    provider.person = 'sub-ben';
    provider.acr = undefined;
    provider.asked = 0;
    browser = new Browser();
  });

  const comeBack = async (by = organisation): Promise<URL> =>
    browser.follow(await by.start(prepared().store, prepared().surroundings));
  const finish = (callback: URL, by = organisation) => by.finish(prepared().store, callback, prepared().surroundings);

  const sessionNow = async () => sessionOf(await finish(await comeBack()), prepared());
  const comeBackAgain = async (session: SignedIn): Promise<URL> =>
    browser.follow(await organisation.startAgain(prepared().store, session, prepared().surroundings));
  const finishAgain = (session: SignedIn, callback: URL) =>
    organisation.finishAgain(prepared().store, session, callback, prepared().surroundings);

  it('starts a session of the account that stands for the person', async () => {
    const address = await organisation.start(prepared().store, prepared().surroundings);
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'openid',
      code_challenge_method: 'S256',
      max_age: '300',
      redirect_uri: REDIRECT_URL,
    });
    const callback = await browser.follow(address);
    // Behind a proxy the service sees another address than the browser.
    const seen = new URL(`http://10.0.0.7:8080/signed-in${callback.search}`);
    const outcome = await finish(seen);
    const { account, sessionId, isFresh } = await sessionOf(outcome, prepared());
    expect(account).toEqual(prepared().ben);
    expect(isFresh).toBe(true);
    expect(await events(prepared())).toEqual([['session.started', account.id, sessionId, 'organisation']]);
  });

  it('takes an answer once', async () => {
    const callback = await comeBack();
    expect(await finish(callback)).toMatchObject({ ok: true });
    expect(await finish(callback)).toEqual(refused('request'));
    expect((await events(prepared())).at(-1)).toEqual(['session.refused', 'nobody', 'unknown', 'organisation-request']);
  });

  it('takes one of many at once', async () => {
    const callback = await comeBack();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => finish(callback)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('takes no answer that nobody asked for, or too late', async () => {
    expect(await finish(new URL(REDIRECT_URL))).toEqual(refused('request'));
    expect(await finish(new URL(`${REDIRECT_URL}?code=x&state=y`))).toEqual(refused('request'));
    const callback = await comeBack();
    prepared().surroundings.pass(10 * MINUTE_MS);
    expect(await finish(callback)).toEqual(refused('request'));
  });

  it('takes no code of another request', async () => {
    const [mine, others] = [await comeBack(), await comeBack()];
    mine.searchParams.set('code', others.searchParams.get('code')!);
    expect(await finish(mine)).toEqual(refused('provider'));
    const [again, invented] = [await comeBack(), await comeBack()];
    invented.searchParams.set('code', 'invented');
    expect(await finish(invented)).toEqual(refused('provider'));
    again.searchParams.set('iss', 'https://elsewhere.example');
    expect(await finish(again)).toEqual(refused('provider'));
  });

  it('makes no account for whom it does not know, and lets nobody in who is disabled', async () => {
    provider.person = 'sub-stranger';
    expect(await finish(await comeBack())).toEqual(refused('account'));
    const { store, surroundings, ben } = prepared();
    browser = new Browser();
    provider.person = 'sub-ben';
    await store.act((act) => disableAccount(act, ben.id, surroundings.now()));
    expect(await finish(await comeBack())).toEqual(refused('account'));
    expect(await store.read.selectFrom('account').select('id').execute()).toEqual([{ id: ben.id }]);
    expect(await store.read.selectFrom('session').selectAll().execute()).toEqual([]);
    expect(await events(prepared())).toEqual([
      ['session.refused', 'nobody', 'unknown', 'organisation-account'],
      ['session.refused', 'nobody', ben.id, 'organisation-account'],
    ]);
  });

  it('is refused where the person gives up, or the provider does not know the service', async () => {
    provider.person = null;
    expect(await finish(await comeBack())).toEqual(refused('provider'));
    provider.person = 'sub-ben';
    const stranger = await discover(provider.issuer, [], 'another secret of thirty-two characters');
    expect(await finish(await comeBack(stranger), stranger)).toEqual(refused('provider'));
  });

  it('asks for an assurance, and takes nothing less', async () => {
    const strict = await discover(provider.issuer, ['strong']);
    provider.acr = 'strong';
    expect(await finish(await comeBack(strict), strict)).toMatchObject({ ok: true });
    for (const acr of ['weak', undefined]) {
      browser = new Browser();
      provider.acr = acr;
      expect(await finish(await comeBack(strict), strict)).toEqual(refused('assurance'));
    }
  });

  it('writes neither code nor state nor token down', async () => {
    const callback = await comeBack();
    const outcome = await finish(callback);
    await finish(callback);
    const { store } = prepared();
    const everything = JSON.stringify([
      await store.read.selectFrom('auditEvent').selectAll().execute(),
      await store.read.selectFrom('session').selectAll().execute(),
      await store.read.selectFrom('openIdRequest').selectAll().execute(),
    ]);
    for (const secret of [callback.searchParams.get('code')!, callback.searchParams.get('state')!, 'sub-ben']) {
      expect(everything).not.toContain(secret);
    }
    expect(outcome.ok && everything.includes(outcome.token)).toBe(false);
  });

  describe('again', () => {
    it('makes the session fresh after the person was asked again', async () => {
      const session = await sessionNow();
      // The provider still knows the person, who is not asked for an ordinary sign-in.
      await comeBack();
      expect(provider.asked).toBe(1);
      const callback = await comeBackAgain(session);
      expect(provider.asked).toBe(2);
      expect(isAnswerToAgain(callback)).toBe(true);
      expect(await finishAgain(session, callback)).toEqual({ ok: true });
      expect(await finishAgain(session, callback)).toEqual(refused('request'));
      const { account, sessionId } = session;
      expect((await events(prepared())).slice(1)).toEqual([
        ['session.renewed', account.id, sessionId, 'organisation'],
        ['session.refused', account.id, account.id, 'organisation-request'],
      ]);
    });

    it('takes no answer to an ordinary request, nor the other way round', async () => {
      const session = await sessionNow();
      const ordinary = await comeBack();
      expect(isAnswerToAgain(ordinary)).toBe(false);
      expect(await finishAgain(session, ordinary)).toEqual(refused('request'));
      const again = await comeBackAgain(session);
      expect(await finish(again)).toEqual(refused('request'));
      const other = await sessionNow();
      expect(await finishAgain(other, again)).toEqual(refused('request'));
      expect(await finishAgain(session, again)).toEqual({ ok: true });
    });

    it('is refused for another person, and for a session that is over', async () => {
      const { store, surroundings } = prepared();
      await store.act((act) => createAccount(act, { ...ANNA, openIdSubject: 'sub-anna' }, surroundings));
      const session = await sessionNow();
      provider.person = 'sub-anna';
      browser = new Browser();
      expect(await finishAgain(session, await comeBackAgain(session))).toEqual(refused('account'));
      provider.person = 'sub-ben';
      browser = new Browser();
      await store.act((act) => endSession(act, session.sessionId, surroundings.now()));
      expect(await finishAgain(session, await comeBackAgain(session))).toEqual(refused('account'));
    });
  });
});

describeOnBothStores('signing in by a provider whose word does not hold', (kind) => {
  const prepared = preparing(kind);
  let provider: HostileProvider;
  let organisation: OrganisationSignIn;

  beforeAll(async () => {
    provider = await HostileProvider.start();
    organisation = await discover(provider.issuer);
  });

  afterAll(() => provider.stop());

  const now = Math.floor(Date.now() / 1_000);
  const attested = async (attestation: Attestation, subject = 'sub-ben'): Promise<OrganisationOutcome> => {
    const { store, surroundings } = prepared();
    const callback = provider.answer(await organisation.start(store, surroundings), subject, attestation);
    return organisation.finish(store, callback, surroundings);
  };

  it('is possible where the word does hold, and no older than it says', async () => {
    const authTime = Math.floor(Date.parse(prepared().surroundings.now()) / 1_000) - 200;
    const outcome = await attested({ claims: { auth_time: authTime } });
    const { account, signedInAt } = await sessionOf(outcome, prepared());
    expect(account.id).toBe(prepared().ben.id);
    expect(Date.parse(signedInAt)).toBe(authTime * 1_000);
    // A clock ahead of ours makes nobody fresh for longer.
    const ahead = await sessionOf(await attested({ claims: { auth_time: authTime + 5_000 } }), prepared());
    expect(ahead.signedInAt).toBe(prepared().surroundings.now());
    expect(await attested({ claims: { aud: [CLIENT_ID, 'another'], azp: CLIENT_ID } })).toMatchObject({ ok: true });
  });

  it.each<[string, (by: HostileProvider) => Attestation]>([
    ['another key', (by) => ({ sign: by.otherKey })],
    ['no key', (by) => ({ alg: 'none', sign: by.nothing })],
    ['no signature', (by) => ({ sign: by.nothing })],
    ['the public key as a secret', (by) => ({ alg: 'HS256', sign: by.confusedKey })],
    ['the secret of the service', (by) => ({ alg: 'HS256', sign: by.clientSecret })],
    ['another nonce', () => ({ claims: { nonce: 'another' } })],
    ['no nonce', () => ({ claims: { nonce: undefined } })],
    ['another audience', () => ({ claims: { aud: 'another' } })],
    ['an audience of several without us', () => ({ claims: { aud: ['another', 'third'], azp: 'another' } })],
    ['another party', () => ({ claims: { aud: [CLIENT_ID, 'another'], azp: 'another' } })],
    ['another issuer', () => ({ claims: { iss: 'https://elsewhere.example' } })],
    ['an old sign-in', () => ({ claims: { auth_time: now - 360 } })],
    ['no word of when', () => ({ claims: { auth_time: undefined } })],
    ['a word of when that is none', () => ({ claims: { auth_time: 'now' } })],
    ['an expired token', () => ({ claims: { exp: now - 60 } })],
    ['a token that never expires', () => ({ claims: { exp: undefined } })],
    ['no subject', () => ({ claims: { sub: undefined } })],
  ])('is refused with %s', async (_, attestation) => {
    expect(await attested(attestation(provider))).toEqual(refused('provider'));
    const { store } = prepared();
    expect(await store.read.selectFrom('session').selectAll().execute()).toEqual([]);
    expect(await events(prepared())).toEqual([['session.refused', 'nobody', 'unknown', 'organisation-provider']]);
  });

  it('lets nobody in by a subject that is almost right', async () => {
    for (const subject of ['sub-ben\0', ' sub-ben', 'SUB-BEN', 'sub-ben ']) {
      expect(await attested({}, subject)).toEqual(refused('account'));
    }
  });

  it('is refused where the subject was changed under a right signature', async () => {
    const { store, surroundings } = prepared();
    const callback = provider.answer(await organisation.start(store, surroundings), 'sub-stranger');
    provider.tamper('sub-ben');
    expect(await organisation.finish(store, callback, surroundings)).toEqual(refused('provider'));
  });

  it('again is refused where the person was not asked after we asked', async () => {
    const { store, surroundings } = prepared();
    const session = await sessionOf(await attested({}), prepared());
    const again = async (claims: Attestation['claims']) => {
      const address = await organisation.startAgain(store, session, surroundings);
      expect(address.searchParams.get('prompt')).toBe('login');
      return organisation.finishAgain(store, session, provider.answer(address, 'sub-ben', { claims }), surroundings);
    };
    const startedAt = Math.floor(Date.parse(surroundings.now()) / 1_000);
    expect(await again({ auth_time: startedAt - 100 })).toEqual(refused('provider'));
    expect(await again({ auth_time: startedAt })).toEqual({ ok: true });
  });

  it('does not begin where the provider is not who it is taken for', async () => {
    provider.saysIssuer = 'https://elsewhere.example';
    await expect(discover(provider.issuer)).rejects.toThrow();
    provider.saysIssuer = null;
    // Without TLS only where that was asked for.
    const settings = { issuer: provider.issuer, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };
    await expect(OrganisationSignIn.discover({ ...settings, redirectUrl: REDIRECT_URL })).rejects.toThrow('HTTPS');
  });

  it('says that the provider cannot be reached, and nothing secret with it', async () => {
    const { store, surroundings } = prepared();
    const gone = await HostileProvider.start();
    const left = await discover(gone.issuer);
    const callback = gone.answer(await left.start(store, surroundings), 'sub-ben');
    await gone.stop();
    const failure: unknown = await left.finish(store, callback, surroundings).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProviderUnreachable);
    const { message, stack, cause } = failure as Error;
    expect(String([message, stack, cause])).not.toMatch(/a-code|thirty-two/);
  });
});
