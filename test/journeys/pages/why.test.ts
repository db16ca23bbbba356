/** Why somebody was matched, or not, in a browser: from the registration or the run to the answer, the evidence and the letter. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExplanationDocument, ReasonKind } from '../../../src/explanations/explanation.ts';
import { describeInBrowser } from '../../chromium.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { done, ReleasedRun } from '../../released-run.ts';
import { ServiceUnderTest, type Person } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { readingOf } from '../../src/explanations/reading-age.ts';
import { addressOf, Visitor } from './visitor.ts';

describeInBrowser('why somebody was matched, or not', (browser) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let runId: string;
  let address: string;
  let people: ExplanationDocument['people'];

  beforeAll(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    address = await addressOf(under);
    const made = madeUpRegistrations(80, 6, 'why', '2026-10-01');
    const recipients = made.recipients.map((one, at) =>
      at === 0 ? { ...one, status: { state: 'suspended' as const, reason: 'travels' } } : one,
    );
    runId = await run.release({ ...made, recipients });
    ({ people } = await done(run.operator.get<ExplanationDocument>(`/api/runs/${runId}/explanations`)));
  }, 60_000);

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

  it('leads from the run to everybody, and to one person, with and without scripts', async () => {
    for (const isScripted of [true, false]) {
      const olga = await visitor(run.operator, isScripted);
      await olga.page.goto(`${address}/runs/${runId}`);
      await olga.press('text=Why each person was matched, or not');
      expect(await olga.heading()).toMatch(/^\d+ of 86 people were not matched$/);
      expect(await olga.faults()).toEqual([]);
      await olga.press('main table >> nth=1 >> a >> nth=0');
      expect(await olga.faults()).toEqual([]);
      await olga.press('text=Letter to them, in plain words');
      expect(await olga.heading()).toBe('About your place in the UK Living Kidney Sharing Scheme');
      expect(await olga.faults()).toEqual([]);
      expect(olga.complaints).toEqual([]);
    }
  }, 60_000);

  it('answers each reason in one sentence first, then with its evidence and a letter', async () => {
    const olga = await visitor(run.operator);
    const byKind = new Map(people.map((one) => [one.reason.kind, one.person]));
    expect(byKind.size).toBeGreaterThan(4);
    for (const [kind, person] of byKind) {
      await olga.page.goto(`${address}/runs/${runId}/why/${person.kind}/${person.id}`);
      expect(await olga.page.innerText('.nhsuk-lede-text'), kind).toContain(person.id);
      expect(await olga.page.innerText('main')).toContain(WORDS[kind]);
      expect(await olga.faults()).toEqual([]);
      await olga.page.goto(`${olga.page.url()}/letter`);
      const letter = await olga.page.innerText('main');
      expect(letter).toContain(`${runId}/${person.id}`);
      expect(people.filter(({ person: { id } }) => id !== person.id && letter.includes(id))).toEqual([]);
      expect(readingOf(letter).ageYears).toBeLessThan(12);
      expect(await olga.faults()).toEqual([]);
    }
    expect(olga.complaints).toEqual([]);
  }, 120_000);

  it('tells what would have helped, and that it is no advice', async () => {
    const olga = await visitor(run.operator);
    const { id } = people.find(({ reason }) => reason.kind === 'outweighed')!.person;
    await olga.page.goto(`${address}/runs/${runId}/why/recipient/${id}`);
    await olga.press('text=What would have helped');
    expect(await olga.heading()).toMatch(/would have helped$/);
    expect(await olga.page.innerText('main')).toContain('They are no advice');
    expect(await olga.faults()).toEqual([]);
    expect(olga.complaints).toEqual([]);
  }, 60_000);

  it('is reached by a coordinator from the registration, and shows nobody of another centre', async () => {
    const { registrations } = await done(
      run.operator.get<{ registrations: { id: string; registration: { centre: string } }[] }>(
        '/api/registrations?kind=recipient&limit=500',
      ),
    );
    const centreOf = new Map(registrations.map(({ id, registration }) => [id, registration.centre]));
    const chosen = people.find(({ reason }) => reason.kind === 'chosen' && reason.gifts.length > 1)!.person;
    const centre = centreOf.get(chosen.id)!;
    const cara = await visitor(await under.person('cara', ['coordinator'], centre));
    await cara.page.goto(`${address}/registrations/recipient/${chosen.id}`);
    await cara.press(`text=In the run of October 2026`);
    expect(await cara.heading()).toBe('Matched: in a chosen exchange');
    const text = await cara.page.innerText('main');
    const others = [...centreOf].filter(([, of]) => of !== centre).map(([id]) => id);
    expect(others.filter((id) => text.includes(id))).toEqual([]);
    expect(await cara.faults()).toEqual([]);
    await cara.page.goto(`${address}/runs/${runId}/why/recipient/${others[0]}`);
    expect(await cara.heading()).toBe('There is nothing here');
  }, 60_000);
});

/** What the page says of each reason besides. */
const WORDS: Readonly<Record<ReasonKind, string>> = {
  chosen: 'Each gift, and what its points are made of',
  'not-eligible': 'What kept them out',
  'no-giver': 'Which rules bar how many',
  'no-taker': 'Which rules bar donor',
  'no-exchange': 'No exchange within the limits of the policy',
  outweighed: 'The two sets side by side',
  equal: 'The two sets side by side',
};
