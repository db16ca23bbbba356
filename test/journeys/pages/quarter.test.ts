import { zipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyAudit } from '../../../src/audit/audit-store.ts';
import { writeRegistrations } from '../../../src/registrations/write-registrations.ts';
import { describeInBrowser } from '../../chromium.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../../made-up-delivery.ts';
import { ServiceUnderTest, type Person } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { MINUTE_MS } from '../../test-surroundings.ts';
import { addressOf, Visitor } from './visitor.ts';

const REGISTRATIONS = madeUpRegistrations(24, 3, 'pages', '2026-10-01');

describeInBrowser('a quarter on the pages', (browser) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let people: Readonly<Record<'olga' | 'ben' | 'udo' | 'ada', Person>>;
  let address: string;

  beforeEach(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    people = {
      olga: await under.person('olga', ['operator']),
      ben: await under.person('ben', ['approver']),
      udo: await under.person('udo', ['auditor']),
      ada: await under.person('ada', ['administrator']),
    };
    address = await addressOf(under);
  });

  afterEach(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  async function visitor(name: keyof typeof people, isScripted: boolean): Promise<Visitor> {
    const page = await browser.newPage({ javaScriptEnabled: isScripted });
    const visitor = new Visitor(page, under, people[name], isScripted);
    await page.goto(address);
    expect(await visitor.faults()).toEqual([]);
    await visitor.signIn();
    return visitor;
  }

  async function expectAt(visitor: Visitor, paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const answer = await visitor.page.goto(`${address}${path}`);
      expect(answer?.status(), path).toBe(200);
      expect(await visitor.faults()).toEqual([]);
    }
  }

  async function expectSolved(olga: Visitor, isScripted: boolean): Promise<void> {
    const { page } = olga;
    await page.goto(address);
    expect(await olga.heading()).toBe('Open the matching run of October 2026');
    expect(await olga.faults()).toEqual([]);
    await olga.press('main a:has-text("Open the matching run")');
    await page.fill('[name=day]', '31');
    await page.fill('[name=month]', '2');
    await olga.press('text=Open the run');
    expect(await page.innerText('.nhsuk-error-summary')).toContain('Enter a day of the calendar');
    expect(await olga.faults()).toEqual([]);
    await page.fill('[name=day]', '14');
    await page.fill('[name=month]', '10');
    await olga.press('text=Open the run');
    expect(new URL(page.url()).pathname).toBe('/runs/2026-q4-01');
    expect(await olga.faults()).toEqual([]);
    await olga.press('text=Lock the run');
    expect(await olga.heading()).toBe('Locked, and ready to be solved');
    await olga.press('text=Solve the run');
    await under.service.desk.idle();
    // With scripts the page shows by itself that it is done.
    if (!isScripted) await page.goto(page.url());
    await page.waitForSelector('h1:has-text("The best set is found and checked: 2 approvals missing")');
    expect(await page.locator('main').getByText('Proved', { exact: true }).count()).toBe(5);
    expect(await olga.faults()).toEqual([]);
  }

  async function expectApproved(visitor: Visitor, missing: string): Promise<void> {
    const { page } = visitor;
    // Long enough that password and code are asked for again.
    under.surroundings.pass(6 * MINUTE_MS);
    await page.goto(`${address}/runs/2026-q4-01`);
    await visitor.press('text=Approve for release');
    expect(await visitor.heading()).toBe('Sign in again');
    expect(await visitor.faults()).toEqual([]);
    await visitor.signInAgain();
    expect(await visitor.heading()).toBe('Do you approve this set for release?');
    expect(await visitor.faults()).toEqual([]);
    await visitor.press('text=Approve in my name');
    expect(await visitor.heading()).toBe(missing);
    expect(await visitor.faults()).toEqual([]);
  }

  it.each([true, false])('goes from a faulty file to a released run, with scripts: %s', async (isScripted) => {
    const olga = await visitor('olga', isScripted);
    await expectImported(olga);
    await expectSolved(olga, isScripted);
    await expectApproved(olga, 'The best set is found and checked: 1 approval missing');
    const ben = await visitor('ben', isScripted);
    await expectApproved(ben, 'The best set is released');

    await expectAt(ben, ['/runs', '/runs/2026-q4-01/exchanges', '/runs/2026-q4-01/exchanges/1']);
    const drawn = await ben.page.locator('svg desc').textContent();
    const rows = await ben.page.locator('main tbody tr').count();
    expect(drawn!.match(/ gives to /g)).toHaveLength(rows);
    const id = REGISTRATIONS.recipients[0].id;
    await expectAt(olga, [
      '/',
      '/imports',
      '/registrations?kind=recipient',
      `/registrations/recipient/${id}`,
      '/registrations?kind=donor',
      `/registrations/donor/${REGISTRATIONS.donors[0].id}`,
      '/runs/2026-q4-01/since-lock',
      '/runs/2026-q4-01/left-out',
      '/runs/2026-q4-01/close',
    ]);
    const udo = await visitor('udo', isScripted);
    await expectAt(udo, ['/audit?event=run.approved', '/audit?actor=olga']);
    await udo.press('text=Verify the whole chain');
    expect(await udo.heading()).toBe('The record is whole');
    const ada = await visitor('ada', isScripted);
    await expectAt(ada, ['/accounts', '/accounts/add', `/accounts/${people.ben.id}`]);

    expect([olga, ben, udo, ada].flatMap(({ complaints }) => complaints)).toEqual([]);
    expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
  });
});

/** From a file with a fault to registrations that hold. */
async function expectImported(olga: Visitor): Promise<void> {
  const { page } = olga;
  await olga.press('text=Imports');
  expect(await olga.faults()).toEqual([]);
  await olga.press('text=Send a file');
  await olga.press('main button');
  expect(await page.innerText('.nhsuk-error-summary')).toContain('Choose the file');
  await page.setInputFiles('#file', { name: 'quarter.zip', mimeType: 'application/zip', buffer: faulty() });
  await olga.press('main button');
  const summary = await page.innerText('.nhsuk-error-summary');
  expect(summary).toContain('quarter.zip has 1 problem');
  expect(summary).toMatch(/recipients\.csv, row 2, column \w+/);
  expect(await page.innerText('#problem-1')).toContain('1980-02-31');
  expect(await olga.faults()).toEqual([]);

  const buffer = Buffer.from(deliveryOfRegistrations(REGISTRATIONS));
  await page.setInputFiles('#file', { name: 'quarter.zip', mimeType: 'application/zip', buffer });
  await olga.press('main button');
  expect(await olga.heading()).toBe('Is this what you sent?');
  expect(await olga.faults()).toEqual([]);
  await olga.press('text=Confirm: this is what I sent');
  expect(await page.innerText('main')).toContain('Confirmed');
}

/** The first recipient's row has a day that no calendar has. */
function faulty(): Buffer {
  const files = writeRegistrations(REGISTRATIONS).map(({ name, bytes }): [string, Uint8Array] => {
    if (!name.startsWith('recipients')) return [name, bytes];
    const [head, first, ...rest] = new TextDecoder().decode(bytes).split('\n');
    const mistaken = first.replace(/\d{4}-\d\d-\d\d/, '1980-02-31');
    return [name, new TextEncoder().encode([head, mistaken, ...rest].join('\n'))];
  });
  return Buffer.from(zipSync(Object.fromEntries(files), { mtime: '1980-01-01' }));
}
