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

  /** What the walk says is next; null where all of it is done. Goes on as whoever takes the step. */
  async function nextStep(walk: string): Promise<string | null> {
    await visitor.press('text=/Act as (somebody else|one of them)/');
    const steps = page.locator(`h3:has-text("${walk}") ~ ol`).first();
    const next = steps.locator('li', { has: page.locator('button') });
    if ((await next.count()) === 0) return null;
    const does = (await next.innerText()).split('\n')[0];
    under.surroundings.pass(30_000);
    await next.locator('button').click();
    await page.waitForLoadState();
    return does;
  }

  async function fillDay(): Promise<void> {
    const [year, month, day] = under.surroundings.now().slice(0, 10).split('-');
    for (const [name, value] of Object.entries({ day, month, year })) await page.fill(`[name=${name}]`, value);
  }

  /** On the page of a transplant: to the form, through it, and to its receipt. */
  async function decide(kind: string, outcome: string | null): Promise<void> {
    await visitor.press(`main a[href$="/${kind}"]`);
    if (outcome !== null) await page.check(`[name=outcome][value=${outcome}]`);
    if (kind === 'crossmatch') await page.locator('[name=method]').first().check();
    if (['crossmatch', 'panel', 'surgery'].includes(kind)) await fillDay();
    await visitor.press('main button >> text=Continue');
    await visitor.press('main button >> text=Record in my name');
    expect(await visitor.heading()).toMatch(/^Recorded: /);
  }

  const DECIDED: readonly (readonly [RegExp, string, string | null])[] = [
    [/crossmatch of transplant \d is negative/, 'crossmatch', 'negative'],
    [/crossmatch of transplant \d is positive/, 'crossmatch', 'positive'],
    [/accept transplant \d for the donor’s centre/, 'donor-centre', 'accepted'],
    [/accept transplant \d for the recipient’s centre/, 'recipient-centre', 'accepted'],
    [/panel approves transplant \d/, 'panel', 'approved'],
    [/set the day of transplant \d/, 'surgery', null],
  ];

  /** Takes every step that the walk has; gives what they were. */
  async function takeWalk(walk: string, more: readonly (readonly [RegExp, () => Promise<void>])[]): Promise<string[]> {
    const taken: string[] = [];
    for (let step = await nextStep(walk); step !== null; step = await nextStep(walk)) {
      taken.push(step);
      const decision = DECIDED.find(([words]) => words.test(step!));
      if (decision === undefined) await more.find(([words]) => words.test(step!))![1]();
      else await decide(decision[1], decision[2]);
    }
    await expectNoFault();
    return taken;
  }

  async function chooseWay(): Promise<void> {
    await visitor.press('main >> text=Choose this way >> nth=0');
    await visitor.press('main button >> text=Choose in my name');
  }

  it('stops an exchange by a positive crossmatch, and repairs it', async () => {
    const taken = await takeWalk('repair', [
      [/ways on computed/, () => visitor.press('main button >> text=Compute the ways on')],
      [/choose/, chooseWay],
    ]);
    expect(taken).toHaveLength(4);
    expect(await page.innerText('main')).toMatch(/2026-q4-01-p\d+: 4 of 4 steps are done/);
    await press('p:has-text("That is all.") + form button');
    expect(await page.innerText('main')).toContain('version 2');
    await expectNoFault();
  });

  /** On the page of its outcome, whose day of surgery is today. */
  async function recordOutcome(): Promise<void> {
    await page.check('[name=outcome][value=transplanted]');
    await visitor.press('main button >> text=Go on');
    await visitor.press('main button >> text=Record it in my name');
    expect(await visitor.heading()).toMatch(/^Transplanted on 14 October 2026/);
  }

  it('takes an exchange from proposal to outcome', async () => {
    const taken = await takeWalk('outcome', [[/was done/, recordOutcome]]);
    expect(taken).toHaveLength(12);
    expect(await page.innerText('main')).toMatch(/2026-q4-01-p\d+: 12 of 12 steps are done/);
    await press('p:has-text("That is all.") + form button');
    expect(await page.innerText('main')).toContain('Transplanted');
    await expectNoFault();
  });

  async function bringAppeal(): Promise<void> {
    expect(await visitor.heading()).toBe('What do they ask?');
    await page.fill('#asks', 'Why was nobody found for me?');
    await page.check('[name=inNameOf][value=person]');
    await visitor.press('main button >> text=Bring the appeal');
    expect(await visitor.heading()).toBe('Waits for an operator: 28 days left');
  }

  async function answerAppeal(): Promise<void> {
    await page.check('[name=finding][value=not-upheld]');
    await visitor.press('main button >> text=Go on');
    await page.fill('#found', 'We looked at all that is registered of you. It was right.');
    await page.fill('#changed', 'Nothing changes. You are in the next run again.');
    await visitor.press('main button >> text=Go on');
    await visitor.press('main button >> text=Record it in my name');
  }

  async function closeAppeal(): Promise<void> {
    await visitor.press('main >> text=The letter, for printing');
    expect(await page.innerText('main')).toContain('Why was nobody found for me?');
    await expectNoFault();
    await visitor.press('main >> text=The appeal');
    await visitor.press('main >> text=The letter was given: close it');
    await visitor.press('main button >> text=Close the appeal');
  }

  it('takes an appeal from the challenge to the answered letter', async () => {
    const taken = await takeWalk('Somebody asks why', [
      [/bring the appeal/, bringAppeal],
      [/take it up/, () => visitor.press('main button >> text=Take it up in my name')],
      [/have the reason computed/, () => visitor.press('main button >> text=Have the reason computed')],
      [/answer it/, answerAppeal],
      [/confirm the answer/, () => visitor.press('main button >> text=Confirm in my name')],
      [/look at the letter/, closeAppeal],
    ]);
    expect(taken).toHaveLength(6);
    expect(await page.innerText('main')).toMatch(/Appeal A-2026-0001 of recipient \w+: 6 of 6 steps are done/);
    await press('p:has-text("Look at the whole appeal") + form button');
    expect(await visitor.heading()).toBe('Not upheld: the reason stands');
    await expectNoFault();
  });
});
