/** Every state of an appeal by every route about one: what the table allows is possible, all else changes nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { versionOf, type AppealAction, type AppealFacts, type AppealStatus } from '../../src/appeals/appeal-status.ts';
import { appealFacts } from '../../src/appeals/appeal-store.ts';
import type { AppealView } from '../../src/appeals/appeal-view.ts';
import { Appealing, NOT_UPHELD, peopleOfTwoCentres, urlOf } from '../appealing.ts';
import { ServiceUnderTest, type Person, type TestAnswer } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';

let thrownAway: ThrownAway;
let under: ServiceUnderTest;
let appealing: Appealing;
/** Takes over where the owner is another. */
let oskar: Person;

beforeAll(async () => {
  thrownAway = await newPlace('embedded');
  under = await ServiceUnderTest.start(thrownAway.place);
  appealing = await Appealing.start(under, peopleOfTwoCentres(140, 'appeal states'));
  oskar = await under.person('oskar', ['operator']);
});

afterAll(async () => {
  await under.stop();
  await thrownAway.remove();
});

interface RouteOfAppeal {
  readonly action: AppealAction;
  readonly ask: (url: string) => Promise<TestAnswer<unknown>>;
}

const ROUTES: readonly RouteOfAppeal[] = [
  {
    action: 'own',
    ask: (url) => appealing.run.operator.act(url, 'owner', { json: { owner: oskar.id, reason: 'made-up reason' } }),
  },
  { action: 'explain', ask: (url) => appealing.run.operator.act(url, 'explain') },
  { action: 'answer', ask: (url) => appealing.run.operator.act(url, 'answer', { json: NOT_UPHELD }) },
  { action: 'confirm', ask: (url) => appealing.run.approver.act(url, 'confirm') },
  { action: 'return', ask: (url) => appealing.run.approver.act(url, 'return', { json: { reason: 'made-up reason' } }) },
  { action: 'withdraw', ask: (url) => appealing.cora.act(url, 'withdraw', { json: { reason: 'made-up reason' } }) },
  { action: 'close', ask: (url) => appealing.cora.act(url, 'close', { json: { on: appealing.today } }) },
];

const STATES: Readonly<Record<AppealStatus, readonly AppealAction[]>> = {
  received: ['own', 'withdraw'],
  owned: ['own', 'explain', 'withdraw'],
  explained: ['own', 'explain', 'answer', 'withdraw'],
  drafted: ['own', 'confirm', 'return', 'withdraw'],
  answered: ['close'],
  closed: [],
  withdrawn: [],
};

async function kept(id: string): Promise<AppealFacts> {
  return (await appealFacts(under.service.store.read, id))!;
}

describe.each(Object.entries(STATES))('an appeal that is %s', (status, possible) => {
  it('is acted on as the table allows, and else left as it is', async () => {
    for (const { action, ask } of ROUTES) {
      const appeal = await appealing.brought(status as AppealStatus);
      expect(appeal.possible).toEqual(possible);
      const before = await kept(appeal.id);
      const answer = await ask(urlOf(appeal));
      const after = await kept(appeal.id);
      if (possible.includes(action)) {
        expect(answer.status, `${action}: ${answer.text}`).toBe(200);
        expect(versionOf(after)).toBe(versionOf(before) + 1);
        expect((answer.body as AppealView).version).toBe(versionOf(after));
      } else {
        expect([answer.status, answer.body], action).toMatchObject([409, { code: 'wrong-state' }]);
        expect(after, action).toEqual(before);
      }
    }
  });
});
