/** From a positive crossmatch to a repaired exchange on the pages: the ways on, two choosers, what stays agreed, what has changed. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyAudit } from '../../../src/audit/audit-store.ts';
import type { RepairView } from '../../../src/sign-off/repair/repair-routes.ts';
import { describeInBrowser } from '../../chromium.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { done, ReleasedRun } from '../../released-run.ts';
import { ServiceUnderTest, type Person } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { MINUTE_MS } from '../../test-surroundings.ts';
import { StoppedExchange } from '../stopped-exchange.ts';
import { addressOf, Visitor } from './visitor.ts';

const REGISTRATIONS = madeUpRegistrations(60, 4, 'carry-over', '2026-10-01');

async function choose(of: Visitor, way: string): Promise<void> {
  await of.press(`#way-${way} >> text=Choose this way`);
  expect(await of.heading()).toBe('Sign in again');
  await of.signInAgain();
  expect(await of.heading()).toBe('Do you choose this way on?');
  expect(await of.faults()).toEqual([]);
  await of.press('text=Choose in my name');
}

describeInBrowser('a repair on the pages', (browser) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let runId: string;
  let stopped: StoppedExchange;
  let address: string;

  beforeEach(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    run.isQuick = true;
    runId = await run.release(REGISTRATIONS);
    stopped = await StoppedExchange.find(run, runId);
    address = await addressOf(under);
  });

  afterEach(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  async function visitor(person: Person, isScripted = true): Promise<Visitor> {
    const visitor = new Visitor(await browser.newPage({ javaScriptEnabled: isScripted }), under, person, isScripted);
    await visitor.page.goto(address);
    await visitor.signIn();
    return visitor;
  }

  /** Opens the page of the ways on; says what stands on it. */
  async function atRepair(of: Visitor): Promise<string> {
    await of.page.goto(`${address}/proposals/${stopped.proposal.id}/repair`);
    expect(await of.faults()).toEqual([]);
    return of.page.innerText('main');
  }

  it.each([true, false])('goes from the crossmatch to the new version, with scripts: %s', async (isScripted) => {
    const olga = await visitor(run.operator, isScripted);
    const adam = await visitor(run.approver, isScripted);
    expect(await atRepair(olga)).toContain('This proposal is not stopped');
    await stopped.agreeOnWhatStays();
    await stopped.crossmatchPositive();
    expect(await atRepair(adam)).toContain('An operator has them computed');
    expect(await atRepair(olga)).toContain('the laboratory crossmatch is positive');
    await olga.press('text=Compute the ways on');
    expect(await olga.heading()).toMatch(/^Recommended: /);
    expect(await olga.faults()).toEqual([]);
    const text = await olga.page.innerText('main');
    for (const words of [
      'Wait for the next run',
      'Proved and checked',
      'Still transplanted',
      'approval by the panel',
    ]) {
      expect(text).toContain(words);
    }
    const way = await stopped.primaryName();
    under.surroundings.pass(6 * MINUTE_MS);
    await choose(olga, way);
    expect(await olga.page.innerText(`#way-${way}`)).toContain('Made-up olga');
    expect(await olga.page.locator(`#way-${way} >> text=Choose this way`).count()).toBe(0);
    expect(await olga.faults()).toEqual([]);

    expect(await atRepair(adam)).toContain('Made-up olga');
    await choose(adam, way);
    expect(await adam.heading()).toBe('Version 2 is in place of version 1');
    expect(await adam.faults()).toEqual([]);
    const changes = await adam.page.innerText('main');
    expect(changes).toContain('4 decisions carried over');
    expect(changes).toContain('carried over from version 1');
    expect(changes).toMatch(/Made-up olga and Made-up adam|Made-up adam and Made-up olga/);
    expect(await atRepair(olga)).toContain('This proposal is not stopped');
    await olga.press('text=What the last repair has changed');
    expect(await olga.heading()).toBe('Version 2 is in place of version 1');

    await stopped.agreeOnTheRest();
    const after = await run.proposal(stopped.proposal.id);
    expect(['accepted', 'approved']).toContain(after.status);
    expect([olga, adam].flatMap(({ complaints }) => complaints)).toEqual([]);
    expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
  });

  it('says in plain words that ways are old, and chooses nothing', async () => {
    await stopped.crossmatchPositive();
    const olga = await visitor(run.operator);
    await atRepair(olga);
    await olga.press('text=Compute the ways on');
    await olga.press('text=Choose this way >> nth=0');
    expect(await olga.heading()).toBe('Do you choose this way on?');
    const person = stopped.failing.recipient!.id;
    await done(run.operator.act(`/api/registrations/recipient/${person}`, 'suspend', { json: { reason: 'made-up' } }));
    await olga.press('text=Choose in my name');
    expect(await olga.page.innerText('.nhsuk-error-summary')).toContain('Nothing was chosen');
    expect(await olga.page.innerText('main')).toContain('These ways cannot be chosen any more');
    expect(await olga.page.locator('text=Choose this way').count()).toBe(0);
    expect(await olga.faults()).toEqual([]);
    await olga.press('text=Compute the ways on again');
    expect(await olga.page.locator('text=These ways cannot be chosen any more').count()).toBe(0);
    expect(await olga.page.locator('text=Choose this way').count()).toBeGreaterThan(0);
    expect(olga.complaints).toEqual([]);
  });

  it('is put in place once where two people choose at the same moment, and by nobody twice', async () => {
    await stopped.crossmatchPositive();
    const olga = await visitor(run.operator);
    const adam = await visitor(run.approver);
    await atRepair(olga);
    await olga.press('text=Compute the ways on');
    for (const person of [olga, adam]) {
      await person.page.goto(`${address}/proposals/${stopped.proposal.id}/repair/choose?way=next-run`);
      if ((await person.heading()) === 'Sign in again') await person.signInAgain();
    }
    const sent = `(async () => {
      const form = document.querySelector('main form');
      const send = () => fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
      return (await Promise.all([send(), send()])).map((reply) => reply.status);
    })()`;
    const statuses = await Promise.all([olga, adam].map(({ page }) => page.evaluate<number[]>(sent)));
    expect(statuses).toEqual([
      [200, 200],
      [200, 200],
    ]);
    const after = await run.proposal(stopped.proposal.id);
    expect([after.version, after.status]).toEqual([2, 'given-up']);
    await olga.page.goto(`${address}/proposals/${stopped.proposal.id}/changes`);
    expect(await olga.heading()).toBe('Given up: its people wait for the next run');
    expect(await olga.faults()).toEqual([]);
    const choices = await under.service.store.read.selectFrom('repairChoice').selectAll().execute();
    expect(choices.map(({ accountId }) => accountId).sort()).toEqual([run.operator.id, run.approver.id].sort());
    expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
  });

  it('is not for centres, and tells none of another’s people', async () => {
    await stopped.crossmatchPositive();
    await done(run.operator.post<RepairView>(`/api/proposals/${stopped.proposal.id}/repair`));
    const { donor } = stopped.staying;
    const cara = await visitor(await run.at(donor.centre, 'coordinator'));
    for (const path of ['repair', 'repair/choose?way=next-run', 'changes']) {
      await cara.page.goto(`${address}/proposals/${stopped.proposal.id}/${path}`);
      expect(await cara.faults()).toEqual([]);
      const words = new Set((await cara.page.innerText('body')).split(/[^A-Za-z0-9]+/));
      const told = stopped.othersOf(donor.centre, REGISTRATIONS).filter((id) => words.has(id));
      expect(told, path).toEqual([]);
    }
    const nora = await visitor(await under.person('nora', ['coordinator'], 'NOWHERE'));
    await nora.page.goto(`${address}/proposals/${stopped.proposal.id}/repair`);
    expect(await nora.heading()).toBe('There is nothing here');
  });
});
