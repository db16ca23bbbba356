/** The sign-off in a browser: from a released run to the days of surgery, to a stop, and everything that can come in between. */
import { afterEach, expect, it } from 'vitest';
import { verifyAudit } from '../../../src/audit/audit-store.ts';
import { SESSION_COOKIE } from '../../../src/web/signed-in-request.ts';
import { describeInBrowser } from '../../chromium.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { onQuickRun } from '../../quick-run.ts';
import { done, type ReleasedRun, type WholeProposal, type WholeTransplant } from '../../released-run.ts';
import type { ServiceUnderTest } from '../../service-under-test.ts';
import {
  ACCEPTED,
  fill,
  inFewCentres,
  isBetweenCentres,
  NEGATIVE,
  ON,
  pathOf,
  POSITIVE,
  SignOffPeople,
  SURGERY_ON,
} from './sign-off-people.ts';
import { addressOf } from './visitor.ts';

const REGISTRATIONS = inFewCentres(madeUpRegistrations(220, 12, 'sign-off pages', '2026-10-01'));

/** The laboratory, both centres and the panel; the waiting list's side by the operator. */
async function agreedAndApproved(by: SignOffPeople, proposal: WholeProposal, of: WholeTransplant): Promise<void> {
  const olga = await by.operator();
  const isToList = of.recipient === null;
  const laboratory = isToList ? olga : await by.at(of.recipient.centre, 'laboratory');
  const receiving = isToList ? olga : await by.at(of.recipient.centre, 'coordinator');
  await by.decide(laboratory, proposal, of, 'crossmatch', NEGATIVE);
  await by.decide(await by.at(of.donor.centre, 'coordinator'), proposal, of, 'donor-centre', ACCEPTED);
  await by.decide(receiving, proposal, of, 'recipient-centre', ACCEPTED);
  await by.decide(olga, proposal, of, 'panel', { radios: { outcome: 'approved' }, day: ON });
  await by.decide(receiving, proposal, of, 'surgery', { day: SURGERY_ON });
}

describeInBrowser('the sign-off on the pages', (browser) => {
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let people: SignOffPeople;
  let address: string;
  let proposals: readonly WholeProposal[];

  onQuickRun(async (started) => {
    run = started;
    ({ under } = run);
    proposals = await run.proposals(await run.release(REGISTRATIONS));
    address = await addressOf(under);
    people = new SignOffPeople(browser, run, address);
  });

  afterEach(() => {
    const complaints = people.visitors.flatMap((visitor) => visitor.complaints.splice(0));
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  });

  /** Between people of different centres; each is given once. */
  function someOf(kind: WholeProposal['kind']): WholeProposal {
    const found = proposals.find((proposal) => proposal.kind === kind && isBetweenCentres(proposal));
    if (found === undefined) throw new Error(`no ${kind} is left: make up more people`);
    proposals = proposals.filter((proposal) => proposal !== found);
    return found;
  }

  async function decisionsOf({ id }: WholeProposal, { position }: WholeTransplant) {
    return (await run.proposal(id)).transplants[position - 1].decisions;
  }

  it.each([
    ['cycle', true],
    ['chain', false],
  ] as const)(
    'takes a %s to the days of surgery, with scripts: %s',
    async (kind, isScripted) => {
      const by = isScripted ? people : new SignOffPeople(browser, run, address, false);
      const proposal = someOf(kind);
      for (const of of proposal.transplants) await agreedAndApproved(by, proposal, of);
      const olga = await by.operator();
      await by.open(olga, `/proposals/${proposal.id}`);
      expect(await olga.heading()).toMatch(/: days of surgery are set$/);
      const drawn = await olga.page.locator('svg desc').textContent();
      expect(drawn!.match(/day of surgery set/g)).toHaveLength(proposal.transplants.length);
      expect(await olga.faults()).toEqual([]);
      await olga.press('text=Transplant 1');
      expect(await olga.heading()).toBe('Surgery is on 2 December 2026');
      expect(by.visitors.flatMap(({ complaints }) => complaints.splice(0))).toEqual([]);
    },
    240_000,
  );

  it('stops at a positive crossmatch, and says so to everybody in words', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const lara = await people.at(of.recipient!.centre, 'laboratory');
    await people.open(lara, '/sign-off?due=me');
    await lara.press(`main a[href="${pathOf(proposal, of)}"]`);
    expect(await lara.heading()).toBe('Waits for you: laboratory crossmatch');
    expect(await lara.faults()).toEqual([]);
    await people.fillIn(lara, proposal, of, 'crossmatch', POSITIVE);
    expect(await lara.page.innerText('.nhsuk-warning-callout')).toContain(
      `all ${proposal.transplants.length} transplants`,
    );
    expect(await lara.faults()).toEqual([]);
    await lara.press('text=Change it');
    expect(await lara.page.isChecked('[name=outcome][value=positive]')).toBe(true);
    expect(await lara.page.inputValue('[name=day]')).toBe('1');
    await lara.press('text=Continue');
    await lara.press('text=Record in my name');
    expect(await lara.heading()).toBe('Recorded: Crossmatch positive');
    expect(await lara.faults()).toEqual([]);
    const receipt = await lara.page.innerText('main');
    for (const text of ['Made-up laboratory-', '1 October 2026 at', 'exchange is stopped'])
      expect(receipt).toContain(text);
    const [decision] = await decisionsOf(proposal, of);
    expect(receipt).toContain(decision.digest);
    expect(receipt).toContain(of.shown);

    const cara = await people.at(of.donor.centre, 'coordinator');
    await people.open(cara, pathOf(proposal, of));
    expect(await cara.heading()).toBe('Cannot proceed: crossmatch positive, 1 October 2026');
    await people.open(cara, `${pathOf(proposal, of)}/donor-centre`);
    expect(await cara.heading()).toBe('This cannot be decided now');
    expect(await cara.page.innerText('main')).toContain('The exchange is stopped');
    expect(await cara.faults()).toEqual([]);
    const olga = await people.operator();
    await people.open(olga, `/proposals/${proposal.id}`);
    expect(await olga.heading()).toMatch(/: stopped, one transplant cannot proceed$/);
    expect(await olga.page.getAttribute('text=See the ways on', 'href')).toBe(`/proposals/${proposal.id}/repair`);
    expect(await olga.page.locator('svg desc').textContent()).toContain('cannot proceed, crossmatch positive');
    expect(await olga.faults()).toEqual([]);
    await people.open(olga, '/');
    expect(await olga.page.innerText('main')).toContain(proposal.id);
  });

  it('asks for what is missing, at the field and in a summary, and takes a reason of the list', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const cara = await people.at(of.donor.centre, 'coordinator');
    await people.open(cara, `${pathOf(proposal, of)}/donor-centre`);
    expect(await cara.faults()).toEqual([]);
    await cara.press('text=Continue');
    expect(await cara.page.innerText('.nhsuk-error-summary')).toContain('Choose whether you accept or decline');
    expect(await cara.faults()).toEqual([]);
    await cara.page.check('[name=outcome][value=declined]');
    await cara.press('text=Continue');
    await cara.page.click('.nhsuk-error-summary a');
    expect(new URL(cara.page.url()).hash).toBe('#reason');
    expect(await cara.page.isChecked('[name=outcome][value=declined]')).toBe(true);
    expect(await cara.faults()).toEqual([]);
    await cara.page.check('[name=reason][value=donor-withdrew]');
    await cara.press('text=Continue');
    await cara.press('text=Record in my name');
    expect(await cara.page.innerText('main')).toContain('the donor no longer wishes to give');
    const [{ reason, outcome }] = await decisionsOf(proposal, of);
    expect([outcome, reason?.code]).toEqual(['declined', 'donor-withdrew']);
  });

  it('takes no result of a day to come, no day of surgery that has gone, and no day that the calendar lacks', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const lara = await people.at(of.recipient!.centre, 'laboratory');
    for (const [day, says] of [
      [{ day: '31', month: '2', year: '2026' }, 'Enter a day of the calendar'],
      [{ day: '1', month: '12', year: '2026' }, 'or an earlier day'],
    ] as const) {
      await people.open(lara, `${pathOf(proposal, of)}/crossmatch`);
      await fill(lara, { ...NEGATIVE, day });
      await lara.press('text=Continue');
      expect(await lara.page.innerText('.nhsuk-error-summary')).toContain(says);
      expect(await lara.page.inputValue('[name=day]')).toBe(day.day);
      expect(await lara.faults()).toEqual([]);
    }
    expect(await decisionsOf(proposal, of)).toEqual([]);
  });

  it('records a decision once, however often it is sent', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const cara = await people.at(of.donor.centre, 'coordinator');
    await people.fillIn(cara, proposal, of, 'donor-centre', ACCEPTED);
    const answers = await cara.page.evaluate<[number, string][]>(`(async () => {
      const form = document.querySelector('main form');
      const send = async () => {
        const reply = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
        return [reply.status, new URL(reply.url).pathname];
      };
      return Promise.all([send(), send(), send()]);
    })()`);
    expect(answers).toEqual(Array.from({ length: 3 }, () => [200, `${pathOf(proposal, of)}/decisions/1`]));
    expect(await decisionsOf(proposal, of)).toHaveLength(1);
  });

  /** Suspended and made active again: the data are other data. */
  async function touch(donor: string): Promise<void> {
    const person = `/api/registrations/donor/${donor}`;
    await done(run.operator.act(person, 'suspend', { json: { reason: 'made-up reason' } }));
    await done(run.operator.act(person, 'activate'));
  }

  it('records nothing on data that have changed meanwhile: shows them anew, and says what has changed', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const cara = await people.at(of.donor.centre, 'coordinator');
    const other = await people.at(of.recipient!.centre, 'coordinator');
    await people.open(other, `${pathOf(proposal, of)}/recipient-centre`);
    await people.fillIn(cara, proposal, of, 'donor-centre', ACCEPTED);
    await touch(of.donor.id);
    await cara.press('text=Record in my name');
    expect(await cara.heading()).toBe('Do you accept this transplant for the donor?');
    expect(await cara.page.innerText('.nhsuk-error-summary')).toContain('The data have changed');
    expect(await cara.page.innerText('#shown')).toContain(`The registration of donor ${of.donor.id} has changed`);
    expect(await cara.page.locator('[name=outcome]:checked').count()).toBe(0);
    expect(await cara.faults()).toEqual([]);
    // The other centre had only opened its page: it is told too, and not who.
    await fill(other, ACCEPTED);
    await other.press('text=Continue');
    const changed = await other.page.innerText('#shown');
    expect(changed).toContain('Data of the donor, of another centre, have changed');
    expect(await other.page.content()).not.toContain(of.donor.id);
    expect(await other.faults()).toEqual([]);
    expect(await decisionsOf(proposal, of)).toEqual([]);
    await fill(cara, ACCEPTED);
    await cara.press('text=Continue');
    await cara.press('text=Record in my name');
    expect(await cara.heading()).toBe('Recorded: Accepted for the donor');

    await touch(of.donor.id);
    await people.open(cara, pathOf(proposal, of));
    expect(await cara.page.innerText('.nhsuk-warning-callout')).toContain('these are void');
    expect(await cara.page.innerText('main table')).toContain('Void');
    expect(await cara.faults()).toEqual([]);
  });

  it('tells the second of two coordinators who was first', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const first = await people.at(of.donor.centre, 'coordinator');
    const second = await people.visitor(await under.person('second', ['coordinator'], of.donor.centre));
    await people.fillIn(first, proposal, of, 'donor-centre', ACCEPTED);
    await people.fillIn(second, proposal, of, 'donor-centre', ACCEPTED);
    await first.press('text=Record in my name');
    await second.press('text=Record in my name');
    expect(await second.heading()).toBe('This cannot be decided now');
    const says = await second.page.innerText('main');
    expect(says).toContain(`Made-up coordinator-${of.donor.centre.toLowerCase()} has decided this on 1 October 2026`);
    expect(says).toContain('Nothing of yours was recorded');
    expect(await second.faults()).toEqual([]);
    expect(await decisionsOf(proposal, of)).toHaveLength(1);
    await second.press('text=See where the transplant stands');
    expect(await second.heading()).toMatch(/^Waits for /);
  });

  it('tells the truth after a connection was lost in the middle of a decision, and has done it once', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const person = await run.at(of.donor.centre, 'coordinator');
    const cara = await people.visitor(person);
    const { page } = cara;
    await people.fillIn(cara, proposal, of, 'donor-centre', ACCEPTED);
    const sent = await page.evaluate<string>(
      'new URLSearchParams(new FormData(document.querySelector("main form"))).toString()',
    );
    // The service takes the decision, and its answer never arrives.
    await page.route('**/record', async (route) => {
      const headers = {
        cookie: `${SESSION_COOKIE}=${person.token}`,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
      };
      const bytes = Buffer.from(route.request().postData()!);
      expect((await under.ask('POST', new URL(route.request().url()).pathname, { headers, bytes })).status).toBe(303);
      await route.abort('connectionreset');
    });
    const failed = page.waitForEvent('requestfailed');
    await page.click('text=Record in my name', { noWaitAfter: true });
    await failed;
    await page.unroute('**/record');
    await people.open(cara, pathOf(proposal, of));
    expect(await page.innerText('main table')).toContain('Accepted for the donor');
    const again = await page.evaluate<string>(`(async () => {
      const body = new URLSearchParams(${JSON.stringify(sent)});
      return new URL((await fetch(location.pathname + '/donor-centre/record', { method: 'POST', body })).url).pathname;
    })()`);
    expect(again).toBe(`${pathOf(proposal, of)}/decisions/1`);
    expect(await decisionsOf(proposal, of)).toHaveLength(1);
    expect(cara.complaints.splice(0).every((text) => text.includes('ERR_CONNECTION_RESET'))).toBe(true);
  });

  it('can be decided without a mouse', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const cara = await people.at(of.donor.centre, 'coordinator');
    const { page } = cara;
    await people.open(cara, `${pathOf(proposal, of)}/donor-centre`);
    const tabTo = async (selector: string): Promise<void> => {
      for (let steps = 0; steps < 60; steps++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
      }
      throw new Error(`${selector} is not reached`);
    };
    await tabTo('[name=outcome]');
    await page.keyboard.press('Space');
    await tabTo('main form button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:has-text("Is this what you want to record?")');
    await tabTo('main form button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:has-text("Recorded: Accepted for the donor")');
    expect(await decisionsOf(proposal, of)).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('leaves the record whole', async () => {
    expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
  });
});
