import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEvents, verifyAudit } from '../../src/audit/audit-store.ts';
import { decisionDigest } from '../../src/sign-off/decide.ts';
import { madeUpRegistrations } from '../made-up-delivery.ts';
import { decisionUrl, done, ReleasedRun, type WholeProposal, type WholeTransplant } from '../released-run.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';

const DAY_MS = 86_400_000;
const ON = '2026-10-01';
const SURGERY_ON = '2026-12-01';
const drawn = madeUpRegistrations(150, 12, 'sign-off', '2026-10-01');
/** Everybody has the approval of a directed donation, which is none for an exchange. */
const made = { ...drawn, donors: drawn.donors.map((donor) => ({ ...donor, authorityApprovalDate: '2026-09-20' })) };

const isBetweenCentres = ({ transplants }: WholeProposal): boolean =>
  transplants.every(({ donor, recipient }) => donor.centre !== recipient?.centre);

const post = (person: Person, proposal: WholeProposal, of: WholeTransplant, path: string, json: object) =>
  person.post<WholeProposal>(decisionUrl(proposal, of, path), { json: { shown: of.shown, ...json } });

describeOnBothStores('sign-off', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let proposals: readonly WholeProposal[];

  beforeAll(async () => {
    thrownAway = await newPlace(kind);
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    proposals = await run.proposals(await run.release(made));
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  /** Between people of different centres; each is given once. */
  function someOf(of: WholeProposal['kind']): WholeProposal {
    const found = proposals.find((proposal) => proposal.kind === of && isBetweenCentres(proposal));
    if (found === undefined) throw new Error(`no ${of} is left: make up more people`);
    proposals = proposals.filter((proposal) => proposal !== found);
    return found;
  }

  const coordinatorOf = (person: { centre: string }): Promise<Person> => run.at(person.centre, 'coordinator');

  /** Crossmatched and accepted by both centres; the waiting list's side by the operator. */
  async function agree(proposal: WholeProposal, of: WholeTransplant): Promise<void> {
    const crossmatch = { outcome: 'negative', method: 'flow-cytometric', on: ON };
    await done(post(await coordinatorOf(of.donor), proposal, of, 'donor-centre', { outcome: 'accepted' }));
    if (of.recipient === null) {
      await run.operator.freshen();
      await done(post(run.operator, proposal, of, 'waiting-list/crossmatch', crossmatch));
      await done(post(run.operator, proposal, of, 'waiting-list/recipient-centre', { outcome: 'accepted' }));
      return;
    }
    const laboratory = await run.at(of.recipient.centre, 'laboratory');
    await done(post(laboratory, proposal, of, 'crossmatch', crossmatch));
    await done(post(await coordinatorOf(of.recipient), proposal, of, 'recipient-centre', { outcome: 'accepted' }));
  }

  async function approve(proposal: WholeProposal, of: WholeTransplant): Promise<void> {
    await run.operator.freshen();
    await done(post(run.operator, proposal, of, 'panel', { outcome: 'approved', on: ON }));
  }

  async function schedule(proposal: WholeProposal, of: WholeTransplant, on = SURGERY_ON): Promise<void> {
    const isToList = of.recipient === null;
    if (isToList) await run.operator.freshen();
    const person = isToList ? run.operator : await coordinatorOf(of.recipient);
    await done(post(person, proposal, of, isToList ? 'waiting-list/surgery' : 'surgery', { on }));
  }

  it.each(['cycle', 'chain', 'unused-altruist'] as const)(
    'takes a %s from proposal to the days of surgery, each step by the people whose it is',
    async (of) => {
      const proposal = someOf(of);
      for (const transplant of proposal.transplants) await agree(proposal, transplant);
      const accepted = await run.proposal(proposal.id);
      expect(accepted.status).toBe('accepted');
      for (const { awaited } of accepted.transplants) expect(awaited).toMatchObject([{ decision: 'panel' }]);
      for (const transplant of proposal.transplants) await approve(proposal, transplant);
      expect((await run.proposal(proposal.id)).status).toBe('approved');
      for (const transplant of proposal.transplants) await schedule(proposal, transplant);
      const scheduled = await run.proposal(proposal.id);
      expect(scheduled).toMatchObject({ status: 'scheduled', concerns: [] });
      if (proposal.transplants.length === 1) return;
      await schedule(proposal, proposal.transplants[0], '2026-12-02');
      const { concerns } = await run.proposal(proposal.id);
      expect(concerns).toEqual(['the operations of this exchange are set for different days']);
    },
  );

  it('stops an exchange at a positive crossmatch, and says why to whom it concerns', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const laboratory = await run.at(of.recipient!.centre, 'laboratory');
    const json = { outcome: 'positive', method: 'cytotoxic', on: ON };
    await done(post(laboratory, proposal, of, 'crossmatch', json));
    const stopped = await run.proposal(proposal.id);
    expect(stopped.status).toBe('stopped');
    expect(stopped.transplants[0]).toMatchObject({
      status: 'failed',
      possible: [],
      awaited: [],
      failure: { decision: 'crossmatch', outcome: 'positive', reason: { code: 'positive-crossmatch' } },
    });
    for (const transplant of stopped.transplants) expect(transplant.possible).toEqual([]);
    const late = await post(await coordinatorOf(of.donor), proposal, of, 'donor-centre', { outcome: 'accepted' });
    expect([late.status, late.body]).toMatchObject([409, { code: 'wrong-state' }]);
    const seen = await done((await coordinatorOf(of.donor)).get<WholeProposal>(`/api/proposals/${proposal.id}`));
    const own = seen.transplants.find(({ position }) => position === of.position)!;
    expect(own.failure).toEqual({
      decision: 'crossmatch',
      outcome: 'positive',
      at: expect.any(String),
      on: ON,
      isVoid: false,
      carriedFrom: null,
    });
  });

  it('declines with a reason of the list, and with no other', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const coordinator = await coordinatorOf(of.donor);
    for (const reason of ['recipient-unwell', 'no idea', undefined]) {
      const refused = await post(coordinator, proposal, of, 'donor-centre', { outcome: 'declined', reason });
      expect(refused.status).toBe(400);
    }
    await done(post(coordinator, proposal, of, 'donor-centre', { outcome: 'declined', reason: 'donor-withdrew' }));
    const { failure } = (await run.proposal(proposal.id)).transplants[0];
    expect(failure).toMatchObject({ by: coordinator.id, reason: { code: 'donor-withdrew' } });
  });

  it('gives two coordinators at once one decision, and a request sent twice one too', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const first = await coordinatorOf(of.donor);
    const second = await under.person('second', ['coordinator'], of.donor.centre);
    await first.freshen();
    const both = await Promise.all(
      [first, second].map((person) => post(person, proposal, of, 'donor-centre', { outcome: 'accepted' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const recipients = await coordinatorOf(of.recipient!);
    const request = {
      json: { shown: of.shown, outcome: 'accepted' },
      headers: { 'idempotency-key': 'accept-once-0001' },
    };
    const url = decisionUrl(proposal, of, 'recipient-centre');
    const [once, again] = [await recipients.post(url, request), await recipients.post(url, request)];
    expect([once.status, again.status, again.text]).toEqual([200, 200, once.text]);
    expect((await run.proposal(proposal.id)).transplants[0].decisions).toHaveLength(2);
  });

  it('refuses what rests on a stale page, and a changed registration voids what was signed', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    await agree(proposal, of);
    expect((await run.proposal(proposal.id)).transplants[0].status).toBe('accepted');
    const person = `/api/registrations/donor/${of.donor.id}`;
    await done(run.operator.act(person, 'suspend', { json: { reason: 'made-up reason' } }));
    const suspended = (await run.proposal(proposal.id)).transplants[0];
    expect(suspended).toMatchObject({ status: 'proposed', obstacle: 'donor-suspended', isChangedSinceRun: true });
    expect(suspended.decisions.map(({ isVoid }) => isVoid)).toEqual([true, true, true]);
    const coordinator = await coordinatorOf(of.donor);
    const barred = await post(coordinator, proposal, suspended, 'donor-centre', { outcome: 'accepted' });
    expect([barred.status, barred.body]).toMatchObject([409, { code: 'wrong-state' }]);

    await done(run.operator.act(person, 'activate'));
    const active = await run.proposal(proposal.id);
    expect(active.concerns).toEqual(['data have changed since some decisions were taken: these are void']);
    expect(active.transplants[0]).toMatchObject({ status: 'proposed', obstacle: null, isChangedSinceRun: false });
    const stale = await post(coordinator, proposal, of, 'donor-centre', { outcome: 'accepted' });
    expect([stale.status, stale.body]).toMatchObject([412, { code: 'stale' }]);
    await agree(active, active.transplants[0]);
    expect((await run.proposal(proposal.id)).transplants[0].status).toBe('accepted');
  });

  it('answers another centre as if nothing were there, and tells the audit', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    const centres = new Set(proposal.transplants.flatMap(({ donor, recipient }) => [donor.centre, recipient!.centre]));
    const elsewhere = made.recipients.find(({ centre }) => !centres.has(centre))!.centre;
    const stranger = await run.at(elsewhere, 'coordinator');
    const read = under.service.store.read;
    const refusals = async () =>
      (await auditEvents(read, { after: 0, limit: 100_000, event: 'access.refused' })).length;
    const before = await refusals();
    expect((await stranger.get(`/api/proposals/${proposal.id}`)).status).toBe(404);
    expect((await post(stranger, proposal, of, 'donor-centre', { outcome: 'accepted' })).status).toBe(404);
    // In the same exchange, but not on that side.
    const recipients = await coordinatorOf(of.recipient!);
    expect((await post(recipients, proposal, of, 'donor-centre', { outcome: 'accepted' })).status).toBe(404);
    expect((await refusals()) - before).toBe(3);
  });

  it('is told to the audit by digests, without a clinical value', async () => {
    const proposal = someOf('cycle');
    await agree(proposal, proposal.transplants[0]);
    const { read } = under.service.store;
    const about = { after: 0, limit: 100_000, subjectId: proposal.id };
    const events = await auditEvents(read, { ...about, event: 'decision.recorded' });
    const rows = await read
      .selectFrom('transplantDecision')
      .selectAll()
      .where('proposalId', '=', proposal.id)
      .orderBy('number')
      .execute();
    expect(rows).toHaveLength(3);
    expect(events.map(({ detail }) => (JSON.parse(detail) as { decision: string }).decision)).toEqual(
      rows.map(decisionDigest),
    );
    expect(events.map(({ detail }) => detail).join()).not.toMatch(/negative|flow/);
    expect(await auditEvents(read, { ...about, event: 'proposal.made' })).toHaveLength(1);
    expect((await verifyAudit(read)).faults).toEqual([]);
  });

  it('tells what is due, from whom, and what is overdue', async () => {
    const proposal = someOf('cycle');
    const of = proposal.transplants[0];
    interface Due {
      readonly due: readonly {
        proposal: string;
        position: number;
        decision: string;
        from: string;
        isOverdue: boolean;
      }[];
    }
    const laboratory = await run.at(of.recipient!.centre, 'laboratory');
    const mine = { proposal: proposal.id, position: of.position, decision: 'crossmatch', from: of.recipient!.centre };
    const before = await done(laboratory.get<Due>('/api/sign-off/due'));
    expect(before.due).toContainEqual({ ...mine, dueOn: '2026-10-15', isOverdue: false });
    expect(new Set(before.due.map(({ from }) => from))).toEqual(new Set([of.recipient!.centre]));
    under.surroundings.pass(15 * DAY_MS);
    await laboratory.signInAnew();
    const after = await done(laboratory.get<Due>('/api/sign-off/due'));
    expect(after.due).toContainEqual({ ...mine, dueOn: '2026-10-15', isOverdue: true });
  });
});

describe('between people of one centre', () => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let proposal: WholeProposal;
  let of: WholeTransplant;

  beforeAll(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    const centre = 'RJ1';
    const recipients = made.recipients.map((recipient) => ({ ...recipient, centre }));
    const id = await run.release({ ...made, recipients, donors: made.donors.map((donor) => ({ ...donor, centre })) });
    proposal = (await run.proposals(id)).find(({ kind }) => kind === 'cycle')!;
    of = proposal.transplants[0];
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  it('no result is of a day to come, and no surgery of one that has gone', async () => {
    const laboratory = await run.at('RJ1', 'laboratory');
    for (const on of ['2026-10-02', '2026-02-30', 'tomorrow']) {
      const crossmatch = { outcome: 'negative', method: 'cytotoxic', on };
      expect((await post(laboratory, proposal, of, 'crossmatch', crossmatch)).status).toBe(400);
    }
    const coordinator = await run.at('RJ1', 'coordinator');
    expect((await post(coordinator, proposal, of, 'surgery', { on: '2026-09-30' })).status).toBe(400);
    expect((await post(coordinator, proposal, of, 'surgery', { on: SURGERY_ON })).status).toBe(409);
  });

  it('one person does not accept for donor and recipient', async () => {
    const [one, other] = [await run.at('RJ1', 'coordinator'), await under.person('other', ['coordinator'], 'RJ1')];
    await other.freshen();
    await one.freshen();
    await done(post(one, proposal, of, 'donor-centre', { outcome: 'accepted' }));
    const second = await post(one, proposal, of, 'recipient-centre', { outcome: 'accepted' });
    expect([second.status, second.body]).toMatchObject([409, { code: 'wrong-state' }]);
    await done(post(other, proposal, of, 'recipient-centre', { outcome: 'accepted' }));
    expect((await run.proposal(proposal.id)).transplants[0].awaited).toMatchObject([{ decision: 'crossmatch' }]);
  });

  it('the centre sees the whole of the exchange but for what could stand in', async () => {
    const coordinator = await run.at('RJ1', 'coordinator');
    const seen = await done(coordinator.get<WholeProposal>(`/api/proposals/${proposal.id}`));
    const whole = await run.proposal(proposal.id);
    expect(seen.transplants).toEqual(whole.transplants);
    expect(seen.score).toBe(whole.score);
    expect([seen.alternates, seen.embedded]).toEqual([null, null]);
  });
});
