import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAccount } from '../../src/access/account-store.ts';
import type { ServiceConfig } from '../../src/config.ts';
import { Browser, CLIENT_ID, CLIENT_SECRET, REDIRECT_URL, RealProvider } from '../src/access/real-provider.ts';
import { ServiceUnderTest } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';
import { TestSurroundings } from '../test-surroundings.ts';

describe('signing in by an organisation, through the interface', () => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let provider: RealProvider;

  beforeEach(async () => {
    provider = await RealProvider.start();
    thrownAway = await newPlace('embedded');
    const organisation: ServiceConfig['organisation'] = {
      issuer: provider.issuer,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      redirectUrl: REDIRECT_URL,
      acrValues: null,
      allowInsecure: true,
    };
    // The library goes by the real clock.
    const surroundings = new TestSurroundings(new Date().toISOString());
    under = await ServiceUnderTest.start(thrownAway.place, surroundings, { organisation });
    const draft = { username: 'olga', displayName: 'Olga', centre: null, roles: ['operator'] as const };
    await under.service.store.act((act) =>
      createAccount(act, { ...draft, openIdSubject: 'subject-of-olga' }, under.surroundings),
    );
  });

  afterEach(async () => {
    await under.stop();
    await provider.stop();
    await thrownAway.remove();
  });

  /** The address that the provider sends the browser back to, and the cookie that the service gave it before. */
  async function sentBack(person: string): Promise<{ readonly answer: string; readonly cookie: string }> {
    provider.person = person;
    const start = await under.ask('GET', '/api/sign-in/organisation');
    expect(start.status, start.text).toBe(302);
    const cookie = String(start.headers['set-cookie']);
    expect(cookie).toMatch(/^__Host-lkss-organisation=.*; Path=\/; HttpOnly; Secure; SameSite=Lax/);
    const back = await new Browser().follow(new URL(String(start.headers['location'])));
    return { answer: `/api/sign-in/organisation/answer${back.search}`, cookie: cookie.split(';')[0] };
  }

  it('gives a session to somebody who has an account', async () => {
    const { answer, cookie } = await sentBack('subject-of-olga');
    const signedIn = await under.ask<{ token: string }>('GET', answer, { headers: { cookie } });
    expect(signedIn.status, signedIn.text).toBe(200);
    const me = await under.ask('GET', '/api/me', {}, signedIn.body.token);
    expect(me.body).toMatchObject({ account: { username: 'olga' }, isFresh: true });
    const again = await under.ask('GET', answer, { headers: { cookie } });
    expect([again.status, again.body]).toMatchObject([401, { code: 'sign-in-refused' }]);
  });

  it('gives none to another browser, nor to somebody without an account', async () => {
    const { answer, cookie } = await sentBack('subject-of-olga');
    expect((await under.ask('GET', answer)).status).toBe(401);
    const other = { cookie: '__Host-lkss-organisation=another' };
    expect((await under.ask('GET', answer, { headers: other })).status).toBe(401);
    const stranger = await sentBack('subject-of-nobody');
    expect((await under.ask('GET', stranger.answer, { headers: { cookie: stranger.cookie } })).status).toBe(401);
    expect((await under.ask('GET', answer, { headers: { cookie } })).status).toBe(200);
  });

  it('says so when the provider is away', async () => {
    await provider.stop();
    const away = await under.ask('GET', '/api/sign-in/organisation');
    expect([away.status, away.body]).toMatchObject([503, { code: 'unavailable' }]);
    provider = await RealProvider.start();
  });
});
