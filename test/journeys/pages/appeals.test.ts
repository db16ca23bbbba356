/** An appeal on the pages, from the challenge to the answered letter, and with its mistakes. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HEADINGS } from '../../../src/explanations/letter-words.ts';
import { describeInBrowser } from '../../chromium.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../../made-up-delivery.ts';
import { done, ReleasedRun } from '../../released-run.ts';
import { ServiceUnderTest, type Person } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { MINUTE_MS } from '../../test-surroundings.ts';
import { addressOf, Visitor } from './visitor.ts';

const DAY_MS = 86_400_000;
const CENTRE = 'RJ1';
const made = madeUpRegistrations(20, 2, 'appeal pages', '2026-10-01');
const registrations = { ...made, recipients: made.recipients.map((recipient) => ({ ...recipient, centre: CENTRE })) };
const [{ id: PERSON }, { id: SECOND }] = registrations.recipients;
const ID = 'A-2026-0001';

async function expectNoFault(visitor: Visitor): Promise<void> {
  expect(await visitor.faults()).toEqual([]);
}

async function answer(olga: Visitor): Promise<void> {
  const { page } = olga;
  await olga.press('main button >> text=Have the reason computed');
  expect(await olga.heading()).toBe('Answer it: 28 days left');
  await expectNoFault(olga);
  await olga.press('main >> text=The evidence for it');
  expect(await olga.heading()).toMatch(/^(Not m|M)atched: /);
  await expectNoFault(olga);
  await olga.press('main >> text=The appeal');
  await olga.press('main a >> text=Answer it');
  expect(await olga.heading()).toBe('What did you find?');
  await olga.press('main button');
  expect(await page.innerText('.nhsuk-error-summary')).toContain('Choose what you found');
  await expectNoFault(olga);
  await page.check('[name=finding][value=not-upheld]');
  await olga.press('main button');
  await expectNoFault(olga);
  await page.fill('#found', `We looked at everything that is registered of ${SECOND}.`);
  await olga.press('main button >> text=Go on');
  expect(await page.innerText('.nhsuk-error-summary')).toContain('Write what changed');
  await page.fill('#changed', 'Nothing changes. You are in the next run again.');
  await olga.press('main button >> text=Go on');
  expect(await olga.heading()).toBe('Is this your answer?');
  await expectNoFault(olga);
  await olga.press('main >> text=Record it in my name');
  expect(await page.innerText('.nhsuk-error-summary')).toContain('leave out the ids of other people');
  await expectNoFault(olga);
  // What was typed stays.
  expect(await page.inputValue('#changed')).toContain('Nothing changes.');
  await page.fill('#found', 'We looked at everything that is registered of you. It was right.');
  await olga.press('main button >> text=Go on');
  await olga.press('main >> text=Change it');
  expect(await page.inputValue('#found')).toContain('It was right.');
  await olga.press('main button >> text=Go on');
  await olga.press('main >> text=Record it in my name');
  expect(await olga.heading()).toBe('Waits for an approver: 28 days left');
  await expectNoFault(olga);
}

describeInBrowser('appeals on the pages', (browser) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let runId: string;
  let address: string;

  beforeEach(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    run.isQuick = true;
    runId = await run.release(registrations);
    address = await addressOf(under);
  });

  afterEach(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  async function visitor(person: Person, isScripted: boolean, to: string): Promise<Visitor> {
    const page = await browser.newPage({ javaScriptEnabled: isScripted });
    const visitor = new Visitor(page, under, person, isScripted);
    await page.goto(`${address}${to}`);
    await visitor.signIn();
    return visitor;
  }

  /** By links and buttons alone: from the page of the run, or of the person. */
  async function bring(cora: Visitor, isFromPerson: boolean): Promise<void> {
    const { page } = cora;
    if (isFromPerson) {
      await page.goto(`${address}/registrations/recipient/${PERSON}`);
      await cora.press('main >> text=bring an appeal');
      expect(await page.isChecked(`[name=run][value="${runId}"]`)).toBe(true);
      await expectNoFault(cora);
      await cora.press('main button');
    } else {
      await page.goto(`${address}/runs/${runId}`);
      await cora.press('main >> text=Bring an appeal');
      await cora.press('main button');
      expect(await page.locator('.nhsuk-error-summary a').allInnerTexts()).toHaveLength(2);
      await expectNoFault(cora);
      await page.check('[name=kind][value=recipient]');
      await page.fill('#person', 'R9999');
      await cora.press('main button');
      expect(await page.innerText('.nhsuk-error-summary')).toContain('Nobody of this id was in this run');
      await page.fill('#person', PERSON);
      await cora.press('main button');
    }
    expect(await cora.heading()).toBe('What do they ask?');
    await expectNoFault(cora);
    await cora.press('main button');
    expect(await page.innerText('.nhsuk-error-summary')).toContain('Choose who asks');
    await expectNoFault(cora);
    await page.fill('#asks', 'Why was nobody found for me?\nI have waited for two years.');
    await page.check('[name=inNameOf][value=person]');
    await cora.press('main button');
    expect(new URL(page.url()).pathname).toBe(`/appeals/${ID}`);
    expect(await cora.heading()).toBe('Waits for an operator: 28 days left');
    expect(await page.innerText('[role=status]')).toContain('has its number');
    await expectNoFault(cora);
  }

  it.each([true, false])('go from the challenge to the answered letter, with scripts: %s', async (isScripted) => {
    const cora = await visitor(await run.at(CENTRE, 'coordinator'), isScripted, '/appeals');
    expect(await cora.heading()).toBe('No appeal is open');
    await expectNoFault(cora);
    await bring(cora, isScripted);

    const olga = await visitor(run.operator, isScripted, '/');
    expect(await olga.page.innerText('main')).toContain(`${ID}: take it up, by you`);
    await expectNoFault(olga);
    await olga.press('nav >> text=Appeals');
    expect(await olga.heading()).toBe('1 appeal waits for you');
    await expectNoFault(olga);
    await olga.press(`main >> text=${ID}`);
    await olga.press('main >> text=Take it up in my name');
    expect(await olga.heading()).toBe('Have the reason computed: 28 days left');
    await expectNoFault(olga);
    await answer(olga);

    // The centre sees no answer before two people stand by it.
    await cora.page.goto(`${address}/appeals/${ID}`);
    expect(await cora.page.innerText('main')).not.toContain('It was right.');
    const adam = await visitor(run.approver, isScripted, `/appeals/${ID}`);
    await expectNoFault(adam);
    await adam.press('main >> text=Read the answer, and confirm it');
    expect(await adam.heading()).toBe('Do you confirm this answer?');
    await expectNoFault(adam);
    await adam.press('main button >> text=Return it');
    expect(await adam.page.innerText('.nhsuk-error-summary')).toContain('Write why it goes back');
    await adam.press('main button >> text=Confirm in my name');
    expect(await adam.heading()).toBe('Not upheld: the reason stands');
    await expectNoFault(adam);

    await cora.page.goto(`${address}/appeals`);
    await cora.press(`main >> text=${ID}`);
    await expectNoFault(cora);
    await cora.press('main >> text=The letter, for printing');
    expect(await cora.heading()).toBe('The answer to your question');
    const letter = await cora.page.innerText('main');
    for (const words of [
      '1 October 2026',
      PERSON,
      'Why was nobody found for me?',
      'It was right.',
      'Nothing changes.',
      HEADINGS.reason,
    ]) {
      expect(letter).toContain(words);
    }
    await expectNoFault(cora);
    await cora.press('main >> text=The appeal');
    await cora.press('main >> text=The letter was given: close it');
    await expectNoFault(cora);
    await cora.page.fill('[name=day]', '32');
    await cora.press('main button');
    expect(await cora.page.innerText('.nhsuk-error-summary')).toContain('Enter a day');
    await cora.page.fill('[name=day]', '1');
    await cora.press('main button');
    expect(await cora.page.innerText('[role=status]')).toContain('The appeal is closed');
    await expectNoFault(cora);
    await cora.page.goto(`${address}/appeals?all=yes`);
    expect(await cora.page.innerText('main table')).toContain('Closed');
    await expectNoFault(cora);
    for (const { complaints } of [cora, olga, adam]) expect(complaints).toEqual([]);
  });

  it('are handed over, withdrawn, warned of and overdue', async () => {
    const cora = await visitor(await run.at(CENTRE, 'coordinator'), true, '/appeals');
    await bring(cora, true);
    await under.person('oskar', ['operator']);
    const olga = await visitor(run.operator, true, `/appeals/${ID}`);
    await olga.press('main >> text=Take it up in my name');
    under.surroundings.pass(22 * DAY_MS);
    await olga.page.goto(`${address}/appeals/${ID}`);
    await olga.signIn();
    await olga.press('main >> text=Hand it over');
    await expectNoFault(olga);
    await olga.press('main button');
    expect(await olga.page.locator('.nhsuk-error-summary a').allInnerTexts()).toHaveLength(2);
    await olga.page.check('[name=owner]');
    await olga.page.fill('#reason', 'on leave from tomorrow');
    await olga.press('main button');
    expect(await olga.page.innerText('main')).toContain('Taken up by Made-up oskar');
    await expectNoFault(olga);
    await olga.page.goto(address);
    expect(await olga.page.innerText('main')).toContain('6 days left');
    await expectNoFault(olga);
    under.surroundings.pass(9 * DAY_MS);
    await olga.page.goto(`${address}/appeals`);
    await olga.signIn();
    expect(await olga.page.innerText('main')).toContain('Overdue by 3 days');
    await expectNoFault(olga);
    await cora.page.goto(`${address}/appeals/${ID}`);
    await cora.signIn();
    await cora.press('main >> text=Withdraw it');
    await expectNoFault(cora);
    await cora.press('main button');
    expect(await cora.page.innerText('.nhsuk-error-summary')).toContain('Write the reason');
    await cora.page.fill('#reason', 'they want no answer');
    await cora.press('main button');
    expect(await cora.heading()).toMatch(/^Withdrawn on 1 November 2026/);
    await expectNoFault(cora);
  });

  it('ask for password and code again before they are confirmed, and are nobody else’s', async () => {
    const cora = await visitor(await run.at(CENTRE, 'coordinator'), true, '/appeals');
    await bring(cora, false);
    const olga = await visitor(run.operator, true, `/appeals/${ID}`);
    await olga.press('main >> text=Take it up in my name');
    await answer(olga);
    const adam = await visitor(run.approver, true, `/appeals/${ID}`);
    under.surroundings.pass(6 * MINUTE_MS);
    await adam.press('main >> text=Read the answer, and confirm it');
    expect(await adam.heading()).toBe('Sign in again');
    await adam.signInAgain();
    expect(await adam.heading()).toBe('Do you confirm this answer?');
    const odo = await visitor(await run.at('RRK', 'coordinator'), true, `/appeals/${ID}`);
    expect(await odo.heading()).toBe('There is nothing here');
    expect(await odo.page.innerText('main')).not.toContain(PERSON);
    const lena = await visitor(await run.at(CENTRE, 'laboratory'), true, '/appeals');
    expect(await lena.heading()).toBe('This page is not for your role');
  });

  it('that find a fact wrong say what would have been before they are answered', async () => {
    const cora = await visitor(await run.at(CENTRE, 'coordinator'), true, '/appeals');
    await bring(cora, false);
    const olga = await visitor(run.operator, true, `/appeals/${ID}`);
    const { page } = olga;
    await olga.press('main >> text=Take it up in my name');
    await olga.press('main button >> text=Have the reason computed');
    const toFacts = async (): Promise<void> => {
      await page.goto(`${address}/appeals/${ID}/answer`);
      await page.check('[name=finding][value=fact-wrong]');
      await olga.press('main button');
      expect(await olga.heading()).toBe('Which fact was wrong?');
      await expectNoFault(olga);
    };
    await toFacts();
    expect(await page.innerText('main')).toContain('Registered now just as the run had them');
    await olga.press('main button');
    expect(await page.innerText('.nhsuk-error-summary')).toContain('Choose which fact was wrong');
    await expectNoFault(olga);

    const recipients = registrations.recipients.map((one) => (one.id === PERSON ? { ...one, unacceptable: [] } : one));
    const bytes = deliveryOfRegistrations({ ...registrations, recipients });
    const { id } = await done(run.operator.post<{ id: string }>('/api/imports?name=right.zip', { bytes }));
    await done(run.operator.post(`/api/imports/${id}/confirm`));
    await toFacts();
    await page.check('label:has-text("Unacceptable antigens")');
    await olga.press('main button');
    expect(await olga.heading()).toBe('What do you answer?');
    expect(await page.innerText('main')).toMatch(
      new RegExp(`Run ${runId}: (it would have made no difference to whether )?recipient ${PERSON}`),
    );
    await expectNoFault(olga);
    await page.fill('#found', 'Your list of antigens had a mistake in it.');
    await page.fill('#changed', 'It was put right. You are in the next run again.');
    await olga.press('main button >> text=Go on');
    expect(await page.innerText('main')).toContain(`Unacceptable antigens of recipient ${PERSON}`);
    await olga.press('main >> text=Change it');
    await olga.press('main button >> text=Go on');
    await olga.press('main >> text=Record it in my name');
    expect(await olga.heading()).toBe('Waits for an approver: 28 days left');
    await olga.press('main >> text=What would have been with the right fact');
    expect(await page.innerText('.nhsuk-warning-callout')).toContain('None of this was ever released');
    await expectNoFault(olga);
    expect(olga.complaints).toEqual([]);
  });
});
