/** Who reads before deciding, and who does not: told from the record and the audit, to those who answer for all. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DECISIONS_MIN, READ_SECONDS_MIN, type DecidingHabit } from '../../src/sign-off/hasty-decisions.ts';
import { madeUpRegistrations } from '../made-up-delivery.ts';
import { decisionUrl, done, ReleasedRun, type WholeProposal, type WholeTransplant } from '../released-run.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';

const CENTRE = 'RJ1';

let thrownAway: ThrownAway;
let under: ServiceUnderTest;
let run: ReleasedRun;
let proposals: readonly WholeProposal[];

beforeAll(async () => {
  thrownAway = await newPlace('embedded');
  under = await ServiceUnderTest.start(thrownAway.place);
  run = await ReleasedRun.start(under);
  run.isQuick = true;
  const made = madeUpRegistrations(120, 6, 'habits', '2026-10-01');
  const recipients = made.recipients.map((recipient) => ({ ...recipient, centre: CENTRE }));
  const donors = made.donors.map((donor) => ({ ...donor, centre: CENTRE }));
  proposals = await run.proposals(await run.release({ ...made, recipients, donors }));
});

afterAll(async () => {
  await under.stop();
  await thrownAway.remove();
});

async function accept(
  person: Person,
  proposal: WholeProposal,
  of: WholeTransplant,
  side: 'donor-centre' | 'recipient-centre',
  readSeconds: number | null,
): Promise<void> {
  if (readSeconds !== null) await done(person.get(`/api/proposals/${proposal.id}`));
  under.surroundings.pass((readSeconds ?? 0) * 1000);
  await run.freshen(person);
  await done(person.post(decisionUrl(proposal, of, side), { json: { shown: of.shown, outcome: 'accepted' } }));
}

it('marks whoever agrees to everything unread or within seconds, and nobody who takes the time', async () => {
  const firsts = proposals
    .filter(({ transplants }) => transplants[0].recipient !== null)
    .slice(0, DECISIONS_MIN)
    .map((proposal) => [proposal, proposal.transplants[0]] as const);
  expect(firsts).toHaveLength(DECISIONS_MIN);
  const [quick, slow] = [await under.person('quick', ['coordinator'], CENTRE), await run.at(CENTRE, 'coordinator')];
  for (const [index, [proposal, of]] of firsts.entries()) {
    await accept(quick, proposal, of, 'donor-centre', index === 0 ? null : 3);
    await accept(slow, proposal, of, 'recipient-centre', READ_SECONDS_MIN + 10);
  }
  const auditor = await under.person('udo', ['auditor']);
  const { habits } = await done(auditor.get<{ habits: readonly DecidingHabit[] }>('/api/sign-off/habits'));
  const decisions = DECISIONS_MIN;
  expect(habits).toEqual([
    { of: 'person', id: quick.id, decisions, agreed: 5, unread: 1, readSecondsMedian: 3, isHasty: true },
    { of: 'person', id: slow.id, decisions, agreed: 5, unread: 0, readSecondsMedian: 40, isHasty: false },
    { of: 'centre', id: CENTRE, decisions: 10, agreed: 10, unread: 1, readSecondsMedian: 21.5, isHasty: true },
  ]);
  expect((await quick.get('/api/sign-off/habits')).status).toBe(403);
});
