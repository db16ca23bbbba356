/** What was agreed on a transplant that a repaired exchange still has: it stays where the data are the same, and only there. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditEvents, verifyAudit } from '../../src/audit/audit-store.ts';
import { decisionDigest } from '../../src/sign-off/decide.ts';
import type { DecisionView } from '../../src/sign-off/proposal-view.ts';
import type { RepairView } from '../../src/sign-off/repair/repair-routes.ts';
import { madeUpRegistrations } from '../made-up-delivery.ts';
import { done, ReleasedRun, type WholeProposal, type WholeTransplant } from '../released-run.ts';
import { ServiceUnderTest } from '../service-under-test.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';
import { MINUTE_MS } from '../test-surroundings.ts';
import { StoppedExchange } from '../journeys/stopped-exchange.ts';

const made = madeUpRegistrations(60, 4, 'carry-over', '2026-10-01');

const same = (proposal: WholeProposal, { donor, recipient }: WholeTransplant): WholeTransplant =>
  proposal.transplants.find((of) => of.donor.id === donor.id && of.recipient?.id === recipient!.id)!;
const briefly = ({ decision, outcome, at, by, on, method }: DecisionView) => [decision, outcome, at, by, on, method];

describeOnBothStores('what was agreed before a repair', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let found: StoppedExchange;

  beforeEach(async () => {
    thrownAway = await newPlace(kind);
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    run.isQuick = true;
    found = await StoppedExchange.find(run, await run.release(made));
  });

  afterEach(async () => {
    const { faults } = await verifyAudit(under.service.store.read);
    if (faults.length > 0) throw new Error(JSON.stringify(faults));
    await under.stop();
    await thrownAway.remove();
  });

  async function repaired(way: string): Promise<{ readonly ways: RepairView; readonly after: WholeProposal }> {
    under.surroundings.pass(MINUTE_MS);
    const { url } = found;
    await run.freshen(run.operator);
    await run.freshen(run.approver);
    const ways = await done(run.operator.post<RepairView>(url));
    const json = { shown: ways.shown, way };
    await done(run.operator.post(`${url}/choose`, { json }));
    return { ways, after: await done(run.approver.post<WholeProposal>(`${url}/choose`, { json })) };
  }

  const rowsOf = async (id: string) =>
    under.service.store.read.selectFrom('transplantDecision').selectAll().where('proposalId', '=', id).execute();

  it('stays: under the same names and times, bound to what is shown now, and told to the audit', async () => {
    const { proposal, way, staying } = found;
    await found.agreeOnWhatStays();
    await found.crossmatchPositive();
    const before = same(await run.proposal(proposal.id), staying);
    expect(before.status).toBe('scheduled');
    const { ways, after } = await repaired(way);
    const chosen = ways.ways.find((one) => one.way === way || one.coincides.some((other) => other.way === way))!;
    expect(chosen.staying).toEqual([
      {
        donor: staying.donor.id,
        recipient: staying.recipient!.id,
        decisions: ['crossmatch', 'donor-centre', 'recipient-centre', 'panel'],
      },
    ]);
    expect(ways.ways.flatMap((one) => [one.way, ...one.coincides.map((other) => other.way)])).toContain(
      'accepted-kept',
    );

    const stayed = same(after, staying);
    // All but the day of the operation.
    expect(stayed.status).toBe('approved');
    expect(stayed.awaited.map(({ decision }) => decision)).toEqual(['surgery']);
    expect(stayed.decisions.map(briefly)).toEqual(before.decisions.slice(0, 4).map(briefly));
    for (const { carriedFrom, isVoid } of stayed.decisions) {
      expect([carriedFrom, isVoid]).toEqual([{ proposal: proposal.id, version: 1 }, false]);
    }
    expect(stayed.shown).not.toBe(before.shown);
    expect(after.transplants.filter((of) => of !== stayed).flatMap(({ decisions }) => decisions)).toEqual([]);

    const rows = await rowsOf(proposal.id);
    const [old, carried] = [1, 2].map((version) => rows.filter((row) => row.version === version));
    expect(carried.map(({ shownSha256 }) => shownSha256)).toEqual(carried.map(() => stayed.shown));
    const told = await auditEvents(under.service.store.read, { event: 'decision.carried-over', after: 0, limit: 100 });
    expect(
      told.map(({ detail }) => {
        const { from, decision } = JSON.parse(detail) as Record<string, string>;
        return [from, decision];
      }),
    ).toEqual(
      carried.map((row) => [
        decisionDigest(old.find(({ kind: of, position }) => of === row.kind && position === before.position)!),
        decisionDigest(row),
      ]),
    );

    // It goes on from there.
    await found.decide(await found.second(staying), stayed, 'surgery', { on: '2026-12-02' });
    const scheduled = same(await run.proposal(proposal.id), staying);
    expect([scheduled.status, scheduled.decisions.at(-1)!.carriedFrom]).toEqual(['scheduled', null]);
    // A centre is told the same of its own people.
    const own = await (
      await run.at(staying.donor.centre, 'coordinator')
    ).get<WholeProposal>(`/api/proposals/${proposal.id}`);
    const seen = own.body.transplants.find(({ position }) => position === scheduled.position)!;
    expect(seen.decisions[1].carriedFrom).toEqual({ proposal: proposal.id, version: 1 });
    // Data that change afterwards void what was carried over like all else.
    const person = `/api/registrations/recipient/${staying.recipient!.id}`;
    await done(run.operator.act(person, 'suspend', { json: { reason: 'made-up' } }));
    const voided = same(await run.proposal(proposal.id), staying);
    expect([voided.status, ...new Set(voided.decisions.map(({ isVoid }) => isVoid))]).toEqual(['proposed', true]);
  });

  it('stays through one repair after the other, and says where it was agreed', async () => {
    const { proposal, way, staying } = found;
    await found.agreeOnWhatStays();
    await found.crossmatchPositive();
    const { after } = await repaired(way);
    const [other] = after.transplants.filter((of) => of.recipient?.id !== staying.recipient!.id);
    // The list does not take this kidney: the same people are proposed again.
    const json = { outcome: 'declined', reason: 'kidney-declined' };
    await found.decide(run.operator, other, 'waiting-list/recipient-centre', json);
    const { after: again } = await repaired('same-recipients');
    const stayed = same(again, staying);
    expect([again.version, stayed.status]).toEqual([3, 'approved']);
    for (const { carriedFrom } of stayed.decisions) expect(carriedFrom).toEqual({ proposal: proposal.id, version: 1 });
    expect((await rowsOf(proposal.id)).filter(({ version }) => version === 3)).toHaveLength(4);
  });

  it('does not stay where the data have changed since, even if they are changed back', async () => {
    const { proposal, way, staying } = found;
    await found.agreeOnWhatStays();
    const person = `/api/registrations/recipient/${staying.recipient!.id}`;
    await done(run.operator.act(person, 'suspend', { json: { reason: 'made-up' } }));
    await done(run.operator.act(person, 'activate'));
    await found.crossmatchPositive();
    const { ways, after } = await repaired(way);
    expect(ways.ways.flatMap(({ staying: of }) => of)).toEqual([]);
    expect(same(after, staying).status).toBe('proposed');
    expect((await rowsOf(proposal.id)).filter(({ version }) => version === 2)).toEqual([]);
  });

  it('stays in part: each step that counts, and none that does not', async () => {
    const { proposal, way, staying } = found;
    await found.acceptForDonor(staying);
    await found.crossmatch(staying, 'negative');
    await found.crossmatchPositive();
    const { after } = await repaired(way);
    expect(same(after, staying)).toMatchObject({
      status: 'proposed',
      decisions: [{ decision: 'donor-centre' }, { decision: 'crossmatch' }],
      awaited: [{ decision: 'recipient-centre' }],
    });
    // No row of the new version says no.
    const outcomes = (await rowsOf(proposal.id)).filter(({ version }) => version === 2).map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(['accepted', 'negative']);
  });

  it('makes ways stale where it changes between computing and choosing', async () => {
    const { way, staying } = found;
    await found.agreeOnWhatStays();
    await found.crossmatchPositive();
    const { url } = found;
    const ways = await done(run.operator.post<RepairView>(url));
    const person = `/api/registrations/donor/${staying.donor.id}`;
    await done(run.operator.act(person, 'suspend', { json: { reason: 'made-up' } }));
    await done(run.operator.act(person, 'activate'));
    // The registrations are what they were; what was agreed on them counts no longer.
    const json = { shown: ways.shown, way };
    await run.freshen(run.operator);
    expect((await run.operator.post(`${url}/choose`, { json })).status).toBe(412);
    const unknown = await run.operator.post(`${url}/choose`, { json: { ...json, way: 'embedded-99' } });
    expect([unknown.status, unknown.body]).toMatchObject([412, { code: 'stale' }]);
  });
});
