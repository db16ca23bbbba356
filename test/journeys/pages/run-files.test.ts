/** The files of a released run on its page: the whole run's for the scheme, the centre's own pack for its people. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from '../../chromium.ts';
import { MIXED_CENTRES, mixedQuarter } from '../../mixed-quarters.ts';
import { ReleasedRun } from '../../released-run.ts';
import { ServiceUnderTest, type Person } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { addressOf, Visitor } from './visitor.ts';

const RUN = '2026-q4-01';
const [CENTRE] = MIXED_CENTRES;

/** What the browser saves when the link is pressed. */
async function saved({ page }: Visitor, words: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const waiting = page.waitForEvent('download');
  await page.click(`main a:has-text("${words}")`);
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

describeInBrowser('files on the page of a released run', (browser) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let address: string;

  beforeAll(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    await run.release(mixedQuarter('exports/1'));
    address = await addressOf(under);
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  async function atRun(person: Person): Promise<Visitor> {
    const visitor = new Visitor(await browser.newPage(), under, person);
    await visitor.page.goto(address);
    await visitor.signIn();
    await visitor.page.goto(`${address}/runs/${RUN}`);
    expect(await visitor.faults()).toEqual([]);
    return visitor;
  }

  it('are the whole run’s for the scheme', async () => {
    const visitor = await atRun(run.operator);
    const paper = await saved(visitor, 'For printing and signing');
    expect([paper.name, paper.bytes.subarray(0, 5).toString()]).toEqual([`${RUN}.pdf`, '%PDF-']);
    const workbook = await saved(visitor, 'Workbook of the run');
    expect(workbook.name).toBe(`${RUN}.xlsx`);
    const links = await visitor.page.locator('main a[download]').count();
    expect(links).toBe(8);
  });

  it('are the own pack for a centre, and nothing else', async () => {
    const coordinator = await run.at(CENTRE, 'coordinator');
    const visitor = await atRun(coordinator);
    expect(await visitor.page.locator('main a[download]').count()).toBe(1);
    const pack = await saved(visitor, 'What concerns your centre');
    expect(pack.name).toBe(`${RUN}.${CENTRE}.zip`);
    const { bytes } = await coordinator.download(`/api/runs/${RUN}/packs/${CENTRE}`);
    expect(Buffer.compare(pack.bytes, bytes)).toBe(0);
  });
});
