/** What can go wrong between a person and a form: no mouse, two clicks, an old page, a page that is not theirs. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BODY_BYTES_MAX } from '../../../src/app.ts';
import { auditEvents } from '../../../src/audit/audit-store.ts';
import type { RunView } from '../../../src/matching-runs/run-view.ts';
import { describeInBrowser } from '../../chromium.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../../made-up-delivery.ts';
import { ServiceUnderTest, type Person } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { HOUR_MS } from '../../test-surroundings.ts';
import { addressOf, Visitor } from './visitor.ts';

describeInBrowser('forms', (browser) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let operator: Person;
  let address: string;
  let olga: Visitor;

  beforeEach(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    operator = await under.person('olga', ['operator']);
    address = await addressOf(under);
    olga = await visitor(operator);
  });

  afterEach(async () => {
    await under.stop();
    await thrownAway.remove();
    if (olga.complaints.length > 0) throw new Error(olga.complaints.join('\n'));
  });

  async function visitor(person: Person): Promise<Visitor> {
    const visitor = new Visitor(await browser.newPage(), under, person);
    await visitor.page.goto(address);
    return visitor;
  }

  async function registered(): Promise<string> {
    const bytes = deliveryOfRegistrations(madeUpRegistrations(6, 1, 'forms', '2026-10-01'));
    const sent = await operator.post<{ id: string }>('/api/imports?name=quarter.zip', { bytes });
    await operator.post(`/api/imports/${sent.body.id}/confirm`);
    return '/registrations/recipient/R0001';
  }

  it('let somebody sign in who has no mouse', async () => {
    const { keyboard } = olga.page;
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    expect(new URL(olga.page.url()).hash).toBe('#maincontent');
    for (const text of [operator.made.account.username, operator.made.password, await olga.code()]) {
      await keyboard.press('Tab');
      await keyboard.type(text);
    }
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await olga.page.waitForURL(`${address}/`);
    expect(await olga.page.innerText('header')).toContain('Made-up olga');
  });

  it('say that a sign-in was refused, not why, and go where one wanted to', async () => {
    await olga.page.goto(`${address}/runs/open?quarter=2027-Q1`);
    await olga.press('main button');
    expect(await olga.page.innerText('.nhsuk-error-summary')).toContain('Enter your password');
    await olga.page.fill('#username', 'olga');
    await olga.page.fill('#password', 'not this');
    await olga.page.fill('#code', await olga.code());
    await olga.press('main button');
    expect(await olga.page.innerText('.nhsuk-error-summary')).toContain('do not belong together');
    expect(await olga.faults()).toEqual([]);
    await olga.signIn();
    expect(olga.page.url()).toBe(`${address}/runs/open?quarter=2027-Q1`);
    await olga.press('text=Sign out');
    await olga.page.goto(`${address}/runs`);
    expect(await olga.heading()).toBe('Sign in');
  });

  it('are done once, however often they are sent', async () => {
    await olga.signIn();
    await olga.page.goto(`${address}/runs/open`);
    const statuses = await olga.page.evaluate<[number, string][]>(`(async () => {
      const form = document.querySelector('main form');
      const send = async () => {
        const reply = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
        return [reply.status, new URL(reply.url).pathname];
      };
      return Promise.all([send(), send(), send()]);
    })()`);
    expect(statuses).toEqual(Array.from({ length: 3 }, () => [200, '/runs/2026-q4-01']));
    expect((await operator.get<{ runs: RunView[] }>('/api/runs')).body.runs).toHaveLength(1);
  });

  it('change nothing that was changed since they were shown', async () => {
    const person = await registered();
    await olga.signIn();
    await olga.page.goto(`${address}${person}`);
    const other = await olga.page.context().newPage();
    await other.goto(`${address}${person}`);
    await other.fill('#reason', 'has an infection');
    await other.click('main button');
    await other.waitForSelector('text=Suspended because');

    await olga.press('main button');
    expect(await olga.page.innerText('.nhsuk-error-summary')).toContain('Write the reason');
    expect(await olga.faults()).toEqual([]);
    await olga.page.goto(`${address}${person}`);
    await other.click('text=Make active again');
    await other.waitForSelector('text=Suspend this recipient');
    await olga.press('text=Make active again');
    expect(await olga.heading()).toBe('This was changed while you were looking at it');
    expect(await olga.faults()).toEqual([]);
    await olga.press('text=Open the page as it is now');
    expect(await olga.page.innerText('main')).toContain('Suspend this recipient');
  });

  it('bring one back to where one was when the session is over', async () => {
    const person = await registered();
    await olga.signIn();
    await olga.page.goto(`${address}${person}`);
    await olga.page.fill('#reason', 'has an infection');
    under.surroundings.pass(HOUR_MS);
    await olga.press('main button');
    expect(await olga.heading()).toBe('Sign in');
    await olga.signIn();
    expect(olga.page.url()).toBe(`${address}${person}`);
    expect(await olga.page.innerText('main')).toContain('Suspend this recipient');
  });

  it('are for those whose role has them; others are told so, and the audit is told of it', async () => {
    const person = await registered();
    const cara = await visitor(await under.person('cara', ['coordinator'], 'NOWHERE'));
    await cara.signIn();
    expect(await cara.page.locator('nav[aria-label=Menu] a').allInnerTexts()).toEqual([
      'This quarter',
      'Registrations',
      'Imports',
      'Matching runs',
      'Sign-off',
      'Outcomes',
      'Appeals',
    ]);
    for (const [path, heading] of [
      ['/audit', 'This page is not for your role'],
      ['/accounts', 'This page is not for your role'],
      [person, 'There is nothing here'],
      ['/nothing/of/the/kind', 'There is nothing here'],
    ]) {
      await cara.page.goto(`${address}${path}`);
      expect(await cara.heading()).toBe(heading);
      expect(await cara.faults()).toEqual([]);
    }
    expect(cara.complaints).toEqual([]);
    const refused = await auditEvents(under.service.store.read, { event: 'access.refused', after: 0, limit: 10 });
    expect(refused.map(({ subjectId }) => subjectId)).toEqual([
      'GET /api/audit/events',
      'GET /api/accounts',
      'GET /api/registrations/:kind/:id',
    ]);
  });

  it('take no file that is too large', async () => {
    await olga.signIn();
    await olga.page.goto(`${address}/imports/send`);
    const buffer = Buffer.alloc(BODY_BYTES_MAX + 1);
    await olga.page.setInputFiles('#file', { name: 'large.zip', mimeType: 'application/zip', buffer });
    await olga.press('main button');
    expect(await olga.heading()).toBe('This file is too large');
    expect(await olga.faults()).toEqual([]);
  });

  it('are not sent by pages of other sites, and lead to none', async () => {
    await olga.signIn();
    const [cookie] = await olga.page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict' });
    const sent = await under.ask('POST', '/runs/open', {
      headers: {
        cookie: `${cookie.name}=${cookie.value}`,
        'sec-fetch-site': 'cross-site',
        'content-type': 'application/x-www-form-urlencoded',
      },
      bytes: Buffer.from('quarter=2026-Q4'),
    });
    expect([sent.status, sent.body]).toMatchObject([403, { code: 'cross-site' }]);
    for (const to of ['//elsewhere.example', 'https://elsewhere.example', '/\\elsewhere.example']) {
      await olga.page.goto(`${address}/sign-in-again?to=${encodeURIComponent(to)}`);
      expect(await olga.page.inputValue('[name=to]')).toBe('/');
    }
  });
});
