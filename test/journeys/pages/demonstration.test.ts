/** A newcomer at the demonstration: follows what its pages offer, by links and buttons alone, and has read nothing. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeInBrowser } from '../../chromium.ts';
import { makeDemonstration } from '../../made-demonstration.ts';
import { ServiceUnderTest } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { TestSurroundings } from '../../test-surroundings.ts';
import { addressOf, Visitor } from './visitor.ts';

describeInBrowser('a newcomer at the demonstration', (browser) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let address: string;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    thrownAway = await newPlace('embedded');
    const { endedAt } = await makeDemonstration((thrownAway.place as { directory: string }).directory);
    under = await ServiceUnderTest.start(thrownAway.place, new TestSurroundings(endedAt));
    address = await addressOf(under);
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  beforeEach(async () => {
    page = await browser.newPage();
    visitor = new Visitor(page, under, await under.person(`nobody-${Math.random()}`.replace('0.', ''), ['auditor']));
    await page.goto(address);
  });

  async function expectNoFault(): Promise<void> {
    expect(await visitor.faults()).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  }

  /** Half a minute later, when there is a new code. */
  async function press(selector: string): Promise<void> {
    under.surroundings.pass(30_000);
    await visitor.press(selector);
  }

  it('finds the people of it from where one signs in, and is one of them by one button', async () => {
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await expectNoFault();
    await visitor.press('main >> text=act as one of its people');
    expect(await visitor.heading()).toBe('Choose whom to act as');
    await expectNoFault();
    await press('main >> text=Continue as Ada, administrator');
    expect(await page.innerText('[aria-label=Demonstration]')).toContain('You are Ada, administrator.');
    await expectNoFault();
  });

  it('signs in again by one button where that is asked for, and goes on where they were', async () => {
    await visitor.press('main >> text=act as one of its people');
    await press('main >> text=Continue as Ada, administrator');
    await visitor.press('nav >> text=Accounts');
    await visitor.press('main >> text=Add a person');
    under.surroundings.pass(6 * 60_000);
    await page.fill('#username', 'dora');
    await page.fill('#displayName', 'Dora');
    await page.check('[value=operator]');
    await visitor.press('main button');
    expect(await visitor.heading()).toBe('Sign in again');
    await expectNoFault();
    await press('main >> text=Continue as Ada, administrator');
    expect(new URL(page.url()).pathname).toBe('/accounts/add');
    await visitor.press('text=Act as somebody else');
    await press('main >> text=Continue as Udo, auditor');
    expect(await page.innerText('[aria-label=Demonstration]')).toContain('You are Udo, auditor.');
  });
});
