import { afterEach, beforeEach, expect, it } from 'vitest';
import { codeAt } from '../../../src/access/totp.ts';
import { describeInBrowser } from '../../chromium.ts';
import { ServiceUnderTest } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { addressOf, Visitor } from './visitor.ts';

describeInBrowser('accounts', (browser) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;

  beforeEach(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
  });

  afterEach(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  it('are added with what one signs in with, and disabled', async () => {
    const address = await addressOf(under);
    const ada = new Visitor(await browser.newPage(), under, await under.person('ada', ['administrator']));
    const { page } = ada;
    await page.goto(`${address}/accounts/add`);
    await ada.signIn();
    await page.fill('#username', 'ada');
    await page.fill('#displayName', 'Cara');
    await page.check('[value=coordinator]');
    await ada.press('main button');
    expect(await page.innerText('.nhsuk-error-summary')).toContain('centre');
    expect(await ada.faults()).toEqual([]);
    await page.fill('#centre', 'RJ1');
    await ada.press('main button');
    expect(await page.innerText('.nhsuk-error-summary')).toContain('Choose another name: somebody has this one');
    await page.fill('#username', 'cara');
    await ada.press('main button');
    expect(await ada.heading()).toBe('Cara was added');
    expect(await ada.faults()).toEqual([]);
    const [username, password, secret] = await page.locator('dd').allInnerTexts();

    const signIn = async () => {
      const code = await codeAt(secret, under.surroundings.now());
      return (await under.ask('POST', '/api/sign-in', { json: { username, password, code } })).status;
    };
    expect(await signIn()).toBe(200);
    await ada.press('text=All accounts');
    await ada.press('main >> text=cara');
    await ada.press('main button');
    expect(await page.innerText('main')).toContain('This person cannot sign in');
    expect(await ada.faults()).toEqual([]);
    under.surroundings.pass(30_000);
    expect(await signIn()).toBe(401);
    expect(ada.complaints).toEqual([]);
  });
});
