/** Outcomes on the pages: what is due, an outcome in two steps, follow-up with its mistakes, figures, the trace. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeInBrowser } from '../../chromium.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { done, ReleasedRun, type WholeProposal, type WholeTransplant } from '../../released-run.ts';
import { atFewCentres, record, schedule } from '../../scheduled-exchange.ts';
import { ServiceUnderTest, type Person } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { MINUTE_MS } from '../../test-surroundings.ts';
import { addressOf, Visitor } from './visitor.ts';

const DAY_MS = 86_400_000;
const registrations = atFewCentres(madeUpRegistrations(120, 1, 'outcome pages', '2026-10-01'));

const isBetweenCentres = ({ kind, transplants }: WholeProposal): boolean =>
  kind === 'cycle' &&
  transplants.length === 2 &&
  transplants.every(({ donor, recipient }) => donor.centre !== recipient!.centre);

async function fillDay({ page }: Visitor, prefix: string, [day, month, year]: readonly string[]): Promise<void> {
  await page.fill(`[name="${prefix}day"]`, day);
  await page.fill(`[name="${prefix}month"]`, month);
  await page.fill(`[name="${prefix}year"]`, year);
}

describeInBrowser('outcomes on the pages', (browser) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let address: string;
  let proposal: WholeProposal;
  let of: WholeTransplant;
  let place: string;

  beforeEach(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    run.isQuick = true;
    const proposals = await run.proposals(await run.release(registrations));
    const surgery = { decidedOn: '2026-10-01', surgeryOn: '2026-10-06' };
    proposal = await schedule(run, proposals.find(isBetweenCentres)!, surgery);
    [of] = proposal.transplants;
    place = `/outcomes/${proposal.id}/${of.position}`;
    under.surroundings.pass(5 * DAY_MS);
    address = await addressOf(under);
  });

  afterEach(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  async function visitor(person: Person, isScripted = true, to = '/outcomes'): Promise<Visitor> {
    const page = await browser.newPage({ javaScriptEnabled: isScripted });
    const made = new Visitor(page, under, person, isScripted);
    await page.goto(`${address}${to}`);
    await made.signIn();
    return made;
  }

  /** Of the recipient's centre. */
  const coordinator = (): Promise<Person> => run.at(of.recipient!.centre, 'coordinator');

  it.each([true, false])('go from the day of surgery to follow-up, with scripts: %s', async (isScripted) => {
    const cora = await visitor(await coordinator(), isScripted);
    const { page } = cora;
    expect(await cora.heading()).toBe('1 operation without an outcome');
    expect(await cora.faults()).toEqual([]);
    await cora.press(`main a:has-text("${of.recipient!.id}")`);
    expect(new URL(page.url()).pathname).toBe(place);
    expect(await cora.heading()).toBe('What became of this transplant?');
    expect(await page.innerText('main')).not.toContain(of.donor.id);
    expect(await cora.faults()).toEqual([]);

    await cora.press('main button');
    expect(await page.innerText('.nhsuk-error-summary')).toContain('Say whether it was transplanted');
    expect(await cora.faults()).toEqual([]);
    await page.check('[name=outcome][value=not-transplanted]');
    await cora.press('main button');
    const summary = await page.innerText('.nhsuk-error-summary');
    expect(summary).toContain('Choose the reason why');
    expect(summary).toContain("donor's kidney was taken out");
    await page.check('[name=outcome][value=transplanted]');
    await cora.press('main button');
    expect(await cora.heading()).toBe('It was transplanted: is this right?');
    expect(await cora.faults()).toEqual([]);
    await cora.press('text=Record it in my name');
    expect(await cora.heading()).toBe('Transplanted on 6 October 2026');
    expect(await page.innerText('[role=status]')).toContain('Recorded in your name');
    expect(await page.innerText('main')).toContain('own recipient is still to be transplanted');
    expect(await cora.faults()).toEqual([]);
    await cora.press('text=Trace it back');
    expect(await cora.heading()).toBe('Every link back to the matching run holds');
    expect(await cora.faults()).toEqual([]);

    under.surroundings.pass(92 * DAY_MS);
    await page.goto(`${address}/outcomes`);
    await cora.signIn();
    expect(await cora.heading()).toBe('1 follow-up form to fill in');
    expect(await cora.faults()).toEqual([]);
    await expectFollowedUp(cora);
    for (const path of ['/outcomes/completeness', '/outcomes/non-proceeding']) {
      await page.goto(`${address}${path}`);
      expect(await cora.faults()).toEqual([]);
    }
    expect(cora.complaints).toEqual([]);
  });

  async function expectFollowedUp(cora: Visitor): Promise<void> {
    const { page } = cora;
    await cora.press(`main a:has-text("${of.recipient!.id}")`);
    expect(await cora.heading()).toBe('Follow-up at 3 months');
    expect(await cora.faults()).toEqual([]);
    await page.check('[name=contact][value=followed]');
    await page.check('[name=isAlive][value=yes]');
    await page.check('[name=graft][value=functioning]');
    await page.fill('[name=creatinineUmolPerL]', 'one hundred');
    await fillDay(cora, 'seenOn-', ['31', '2', '2027']);
    await cora.press('main button');
    const problems = await page.locator('.nhsuk-error-summary a').allInnerTexts();
    expect(problems).toContain('Serum creatinine: enter a whole number from 20 to 2000 µmol/L');
    expect(problems).toContain('Day that this form speaks of: enter a day of the calendar');
    expect(problems).toContain('Worst complication since the last form: this is needed');
    for (const href of await page
      .locator('.nhsuk-error-summary a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')))) {
      expect(await page.locator(href!).count(), href!).toBe(1);
    }
    // What was typed stays.
    expect(await page.inputValue('[name=creatinineUmolPerL]')).toBe('one hundred');
    expect(await cora.faults()).toEqual([]);
    await page.fill('[name=creatinineUmolPerL]', '110');
    await fillDay(cora, 'seenOn-', ['5', '1', '2027']);
    await fillDay(cora, 'creatinineOn-', ['5', '1', '2027']);
    await page.fill('[name=rejectionEpisodesTreated]', '0');
    await page.selectOption('[name=complicationGrade]', 'none');
    await cora.press('main button');
    expect(await page.innerText('[role=status]')).toContain('form of the recipient is recorded');
    expect(await page.innerText('main')).toMatch(/Alive, transplant functions, eGFR \d+/);
    expect(await cora.faults()).toEqual([]);
    await cora.press('text=Look at it, or correct it');
    expect(await page.innerText('main')).toContain('110 µmol/L');
    await cora.press('main button');
    expect(await page.innerText('.nhsuk-error-summary')).toContain('Choose why the form is corrected');
    await page.selectOption('[name=correctionReason]', 'wrong-value');
    await page.fill('[name=creatinineUmolPerL]', '101');
    await cora.press('main button');
    await page.goto(`${address}${place}/recipient/3`);
    expect(await page.innerText('main')).toContain('101 µmol/L');
    expect(await cora.faults()).toEqual([]);
  }

  it('are recorded once, however often they are sent, and not on a page that is old', async () => {
    const cora = await visitor(await coordinator(), true, place);
    const other = await cora.page.context().newPage();
    await other.goto(`${address}${place}`);
    await cora.page.check('[name=outcome][value=transplanted]');
    await cora.press('main button');
    const statuses = await cora.page.evaluate<[number, string][]>(`(async () => {
      const form = document.querySelector('main form');
      const send = async () => {
        const reply = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
        return [reply.status, new URL(reply.url).pathname];
      };
      return Promise.all([send(), send(), send()]);
    })()`);
    expect(statuses).toEqual(Array.from({ length: 3 }, () => [200, place]));
    const rows = await under.service.store.read.selectFrom('transplantOutcome').selectAll().execute();
    expect(rows).toHaveLength(1);
    await other.check('[name=outcome][value=transplanted]');
    await other.click('main button');
    await other.click('text=Record it in my name');
    await other.waitForSelector('h1:has-text("This cannot be done as things stand")');
    expect(await under.service.store.read.selectFrom('transplantOutcome').selectAll().execute()).toHaveLength(1);
  });

  it('ask for password and code again, and are nobody else’s', async () => {
    const cora = await visitor(await coordinator(), true, place);
    under.surroundings.pass(6 * MINUTE_MS);
    await cora.page.goto(`${address}${place}`);
    expect(await cora.page.locator('main form').count()).toBe(0);
    await cora.press('text=Sign in again to record it');
    expect(await cora.heading()).toBe('Sign in again');
    await cora.signInAgain();
    expect(new URL(cora.page.url()).pathname).toBe(place);
    expect(await cora.page.locator('main form').count()).toBe(1);
    // The donor's centre sees where it stands, and no form.
    const dora = await visitor(await run.at(of.donor.centre, 'coordinator'), true, place);
    expect(await dora.page.locator('main form').count()).toBe(0);
    expect(await dora.page.innerText('main')).not.toContain(of.recipient!.id);
    expect(await dora.faults()).toEqual([]);
    const udo = await visitor(await under.person('udo', ['laboratory'], of.donor.centre), true, '/outcomes');
    expect(await udo.heading()).toBe('This page is not for your role');
  });

  it('tell the scheme first of a donor who gave in vain', async () => {
    const [first, second] = proposal.transplants;
    await record(run, proposal, second, { outcome: 'transplanted', on: '2026-10-06' });
    const why = { reason: 'recipient-unfit-on-the-day', kidneyRemoved: 'no' };
    await record(run, proposal, first, { outcome: 'not-transplanted', on: '2026-10-06', ...why });
    const olga = await visitor(run.operator, true, place);
    expect(await olga.heading()).toBe('Not transplanted on 6 October 2026');
    expect(await olga.page.locator('.nhsuk-warning-callout').first().innerText()).toContain(
      `own recipient was not transplanted: recipient ${first.recipient!.id}`,
    );
    expect(await olga.faults()).toEqual([]);
    await olga.page.goto(`${address}/outcomes`);
    expect(await olga.page.innerText('main')).toContain(`Donor ${second.donor.id}`);
    expect(await olga.faults()).toEqual([]);
    await run.freshen(run.operator);
    const json = { quarter: '2027-Q1', runDate: '2027-01-13', policy: '2015-04' };
    await done(run.operator.post('/api/runs', { json }));
    await olga.page.goto(`${address}/runs/2027-q1-01`);
    expect(await olga.page.innerText('.nhsuk-warning-callout')).toContain('still active whose transplant is recorded');
    expect(await olga.faults()).toEqual([]);
    await olga.page.goto(`${address}/outcomes/non-proceeding`);
    expect(await olga.page.innerText('main')).toContain('the recipient was found unfit for the operation');
    expect(await olga.faults()).toEqual([]);
  });
});
