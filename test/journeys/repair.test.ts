/** From a positive crossmatch to a repaired exchange. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/audit-store.ts';
import { checkResult } from '../../src/matching-runs/check-result.ts';
import { poolOfSnapshot, readSnapshot } from '../../src/matching-runs/snapshot.ts';
import type { RepairView } from '../../src/sign-off/repair/repair-routes.ts';
import { archived } from '../../src/store/archive-store.ts';
import { madeUpRegistrations } from '../made-up-delivery.ts';
import { decisionUrl, done, ReleasedRun, type WholeProposal } from '../released-run.ts';
import { ServiceUnderTest } from '../service-under-test.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';

const made = madeUpRegistrations(110, 8, 'repair', '2026-10-01');

/** By its own name, or by that of a way that came to the same. */
function wayOf({ ways }: RepairView, name: string): RepairView['ways'][number] {
  return ways.find(({ way, coincides }) => way === name || coincides.some((other) => other.way === name))!;
}

describeOnBothStores('repair', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let runId: string;

  beforeAll(async () => {
    thrownAway = await newPlace(kind);
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    runId = await run.release(made);
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  /** A live exchange of three people, or of as many as there are. */
  async function liveExchange(): Promise<WholeProposal> {
    const live = (await run.proposals(runId)).filter(({ kind: of, status }) => of === 'cycle' && status === 'proposed');
    return live.find(({ transplants, embedded }) => transplants.length === 3 && embedded!.length > 0) ?? live[0];
  }

  async function crossmatchedPositive(proposal: WholeProposal, at = 0): Promise<void> {
    const of = proposal.transplants[at];
    const laboratory = await run.at(of.recipient!.centre, 'laboratory');
    const json = { shown: of.shown, outcome: 'positive', method: 'cytotoxic', on: '2026-10-01' };
    await done(laboratory.post(decisionUrl(proposal, of, 'crossmatch'), { json }));
  }

  async function choose(id: string, shown: string, way: string): Promise<WholeProposal> {
    const url = `/api/proposals/${id}/repair/choose`;
    await run.operator.freshen();
    const first = await done(run.operator.post<WholeProposal>(url, { json: { shown, way } }));
    expect(first.status).toBe('stopped');
    const again = await run.operator.post(url, { json: { shown, way } });
    expect([again.status, again.body]).toMatchObject([409, { code: 'wrong-state' }]);
    await run.approver.freshen();
    return done(run.approver.post<WholeProposal>(url, { json: { shown, way } }));
  }

  async function expectNobodyTwice(): Promise<void> {
    const live = (await run.proposals(runId)).filter(({ status }) => status !== 'stopped' && status !== 'given-up');
    const givers = live.flatMap(({ transplants }) => transplants.map(({ donor }) => donor.id));
    const takers = live.flatMap(({ transplants }) => transplants.flatMap(({ recipient }) => recipient?.id ?? []));
    expect(new Set(givers).size).toBe(givers.length);
    expect(new Set(takers).size).toBe(takers.length);
  }

  it('computes nothing for what is not stopped', async () => {
    const { id } = await liveExchange();
    const answer = await run.operator.post(`/api/proposals/${id}/repair`);
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'wrong-state' }]);
  });

  it('lists every way on, each proved and checked, without the pair that failed', async () => {
    const proposal = await liveExchange();
    await crossmatchedPositive(proposal);
    const url = `/api/proposals/${proposal.id}/repair`;
    const view = await done(run.operator.post<RepairView>(url));
    expect((await run.approver.get(url)).body).toEqual(view);
    const names = view.ways.flatMap(({ way, coincides }) => [way, ...coincides.map((other) => other.way)]);
    expect(names).toEqual(expect.arrayContaining(['same-recipients', 'uncommitted', 'next-run']));
    expect(new Set(names).size).toBe(names.length);
    for (const { way, verdict } of view.ways)
      expect([way, verdict]).toEqual([way, way === 'next-run' ? null : 'accepted']);
    expect(view.before).toHaveLength(5);
    expect(view.ways.map(({ way }) => way)).toContain(view.recommended.way);
    const most = Math.max(...view.ways.map(({ kept }) => kept.length));
    expect(wayOf(view, view.recommended.way).kept).toHaveLength(most);
    const recipients = proposal.transplants.map(({ recipient }) => recipient!.id).sort();
    const failed = proposal.transplants[0];
    for (const way of view.ways) {
      expect(way.criteria).toHaveLength(5);
      expect([...way.kept, ...way.lost].sort()).toEqual(recipients);
      const gifts = way.exchanges.flat();
      expect(gifts).not.toContainEqual({ donor: failed.donor.id, recipient: failed.recipient!.id });
      const taken = gifts.flatMap(({ recipient }) => recipient ?? []);
      expect(taken.sort()).toEqual([...way.kept, ...way.gained].sort());
    }
    const [same, uncommitted, waiting] = ['same-recipients', 'uncommitted', 'next-run'].map((name) =>
      wayOf(view, name),
    );
    expect([same.gained, waiting.gained, waiting.lost]).toEqual([[], [], recipients]);
    expect(uncommitted.criteria[1].value).toBeGreaterThanOrEqual(Number(same.criteria[1].value));
    for (const { way, snapshotSha256, resultSha256 } of view.ways.flatMap((one) => [one, ...one.coincides])) {
      if (way === 'next-run') continue;
      const { read } = under.service.store;
      const { instance } = poolOfSnapshot(readSnapshot(await archived(read, snapshotSha256!)), null);
      const checked = checkResult(instance, JSON.parse(await archived(read, resultSha256!)));
      expect(checked.reasons).toEqual([]);
    }

    const chosen = await choose(proposal.id, view.shown, 'uncommitted');
    expect(chosen.version).toBe(2);
    expect(chosen.status).toBe(uncommitted.exchanges.length === 0 ? 'given-up' : 'proposed');
    expect(
      chosen.transplants.map(({ donor, recipient }) => ({ donor: donor.id, recipient: recipient?.id ?? null })),
    ).toEqual(uncommitted.exchanges[0] ?? []);
    for (const { decisions } of chosen.transplants) expect(decisions).toEqual([]);
    await expectNobodyTwice();
  });

  it('gives up an exchange whose people wait for the next run', async () => {
    const proposal = await liveExchange();
    const of = proposal.transplants[0];
    const coordinator = await run.at(of.donor.centre, 'coordinator');
    const json = { shown: of.shown, outcome: 'declined', reason: 'donor-withdrew' };
    await done(coordinator.post(decisionUrl(proposal, of, 'donor-centre'), { json }));
    const view = await done(run.operator.post<RepairView>(`/api/proposals/${proposal.id}/repair`));
    for (const { exchanges } of view.ways)
      expect(exchanges.flat().map(({ donor }) => donor)).not.toContain(of.donor.id);
    const chosen = await choose(proposal.id, view.shown, 'next-run');
    expect(chosen).toMatchObject({ version: 2, status: 'given-up', kind: 'next-run', transplants: [] });
    expect((await run.operator.post(`/api/proposals/${proposal.id}/repair`)).status).toBe(409);
    await expectNobodyTwice();
  });

  it('takes no choice of ways that others have overtaken', async () => {
    const first = await liveExchange();
    await crossmatchedPositive(first);
    const other = await liveExchange();
    await crossmatchedPositive(other);
    const view = await done(run.operator.post<RepairView>(`/api/proposals/${first.id}/repair`));
    const url = `/api/proposals/${first.id}/repair/choose`;
    await run.operator.freshen();
    await done(run.operator.post(url, { json: { shown: view.shown, way: 'uncommitted' } }));
    const person = first.transplants[0].recipient!.id;
    await done(run.operator.act(`/api/registrations/recipient/${person}`, 'suspend', { json: { reason: 'made-up' } }));
    await run.approver.freshen();
    const stale = await run.approver.post(url, { json: { shown: view.shown, way: 'uncommitted' } });
    expect([stale.status, stale.body]).toMatchObject([412, { code: 'stale' }]);
    const anew = await done(run.operator.post<RepairView>(`/api/proposals/${first.id}/repair`));
    for (const { exchanges } of anew.ways) {
      expect(exchanges.flat().map(({ recipient }) => recipient)).not.toContain(person);
    }
    const unknown = await run.approver.post(url, { json: { shown: '0'.repeat(64), way: 'next-run' } });
    expect(unknown.status).toBe(412);
    await choose(first.id, anew.shown, 'same-recipients');
    await expectNobodyTwice();
    expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
  });
});
