/** Comparing runs and policies, and the pool as a drawing, in a browser. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from '../../chromium.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { ReleasedRun } from '../../released-run.ts';
import { ServiceUnderTest, type Person } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { addressOf, Visitor } from './visitor.ts';

const PAGE_BYTES_MAX = 500_000;

describeInBrowser('looking at a run', (browser) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let runId: string;
  let address: string;

  beforeAll(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    address = await addressOf(under);
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  async function visitor(person: Person, isScripted = true): Promise<Visitor> {
    const visitor = new Visitor(await browser.newPage({ javaScriptEnabled: isScripted }), under, person, isScripted);
    await visitor.page.goto(address);
    await visitor.signIn();
    return visitor;
  }

  it('says what will stand there before anything is released', async () => {
    const olga = await visitor(run.operator);
    await olga.page.goto(`${address}/compare`);
    expect(await olga.page.innerText('main')).toContain('Runs can be compared once one of them was solved');
    expect(await olga.faults()).toEqual([]);
    expect(olga.complaints).toEqual([]);
  });

  it('compares a run with another policy, differences first, at an address that can be kept', async () => {
    runId = await run.release(madeUpRegistrations(300, 20, 'compare', '2026-10-01'));
    for (const isScripted of [true, false]) {
      const adam = await visitor(run.approver, isScripted);
      await adam.page.goto(`${address}/runs/${runId}`);
      await adam.press('text=Compare with another run, or other rules');
      expect(await adam.heading()).toBe('What would another run, or other rules, have given?');
      expect(await adam.faults()).toEqual([]);
      await adam.page.selectOption('#policy', '2012-01');
      await adam.press('main button');
      expect(await adam.heading()).toMatch(/^\d+ exchanges? only in the first, \d+ only in the second$/);
      expect(await adam.page.innerText('main')).toContain('The second is a what-if');
      expect(await adam.faults()).toEqual([]);
      expect(new URL(adam.page.url()).search).toContain('policy=2012-01');
      await adam.page.click('main summary');
      await adam.page.selectOption('#policy', '');
      await adam.page.selectOption('#cyclePairsMax', '4');
      await adam.page.fill('#recipients', 'nobody');
      await adam.press('main button');
      expect(await adam.page.innerText('.nhsuk-error-summary')).toContain('There is no recipient nobody in the pool');
      expect(await adam.faults()).toEqual([]);
      await adam.page.fill('#recipients', '');
      await adam.press('main button');
      expect(await adam.page.innerText('main')).toContain('Taken for granted in the second');
      expect(await adam.page.inputValue('#cyclePairsMax')).toBe('4');
      expect(await adam.faults()).toEqual([]);
      await adam.page.goto(`${address}/compare?a=${runId}&b=${runId}`);
      expect(await adam.heading()).toBe('Both chose the same exchanges');
      expect(await adam.faults()).toEqual([]);
      expect(adam.complaints).toEqual([]);
    }
  }, 120_000);

  it('tells what each rule of the policy costs', async () => {
    const adam = await visitor(run.approver);
    await adam.page.goto(`${address}/runs/${runId}`);
    await adam.press('text=What each rule of the policy costs');
    expect(await adam.heading()).toBe('What does each rule of the policy cost?');
    expect(await adam.page.innerText('.nhsuk-lede-text')).toMatch(/\(\d+ more recipients?\)\.$/);
    expect(await adam.page.locator('main table').count()).toBe(5);
    expect(await adam.page.locator('main tbody tr').count()).toBeGreaterThan(15);
    expect(await adam.page.innerText('main')).not.toContain('Not proved');
    expect(await adam.faults()).toEqual([]);
    expect(adam.complaints).toEqual([]);
    const cara = await visitor(await under.person('cora', ['coordinator'], 'RJ1'));
    await cara.page.goto(`${address}/runs/${runId}/price`);
    expect(await cara.heading()).toBe('This page is not for your role');
  }, 120_000);

  it('draws the pool, small, and says the same in tables', async () => {
    const adam = await visitor(run.approver);
    const answer = await adam.page.goto(`${address}/runs/${runId}/graph`);
    expect((await answer!.body()).length).toBeLessThan(PAGE_BYTES_MAX);
    expect(await adam.heading()).toMatch(
      /^\d+\.\d% of all gifts between 300 recipients and their donors are possible$/,
    );
    expect(await adam.page.locator('svg circle').count()).toBe(300);
    expect(await adam.page.locator('svg rect title').count()).toBe(20);
    expect(await adam.page.locator('svg desc').textContent()).toContain('20 altruistic donors');
    expect(await adam.page.locator('main table').count()).toBe(3);
    expect(await adam.faults()).toEqual([]);
    const first = await adam.page.content();
    await adam.page.reload();
    expect(await adam.page.locator('svg').innerHTML()).toBe(
      /<svg[^>]*role="img"[^>]*>([\s\S]*?)<\/svg>/.exec(first)![1],
    );
    expect(adam.complaints).toEqual([]);

    const cara = await visitor(await under.person('cara', ['coordinator'], 'RJ1'));
    for (const path of [`/runs/${runId}/graph`, `/compare?a=${runId}&policy=2012-01`]) {
      await cara.page.goto(`${address}${path}`);
      expect(await cara.heading()).toBe('This page is not for your role');
    }
  });
});
