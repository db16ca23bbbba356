import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditEvents, verifyAudit } from '../../../src/audit/audit-store.ts';
import { plannedRunOf } from '../../../src/matching-runs/calendar.ts';
import { dueNow, plannedRuns, planRuns } from '../../../src/matching-runs/planned-run-store.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';
import { HOUR_MS, TestSurroundings } from '../../test-surroundings.ts';

const AT = '2026-10-01T09:00:00.000Z';
const DIGEST = 'd'.repeat(64);

describeOnBothStores('planned runs', (kind) => {
  let thrownAway: ThrownAway;
  let store: Store;
  let surroundings: TestSurroundings;

  beforeEach(async () => {
    thrownAway = await newPlace(kind);
    store = await openStore(thrownAway.place);
    surroundings = new TestSurroundings(AT);
  });

  afterEach(async () => {
    await store.close();
    await thrownAway.remove();
  });

  const open = async (runId: string, quarter: string, runDate: string): Promise<void> => {
    const run = { id: runId, quarter, runDate, policyId: 'p', openedAt: AT, openedBy: 'anna', version: 1 };
    await store.write.insertInto('matchingRun').values(run).execute();
  };
  const lock = async (runId: string): Promise<void> => {
    const digests = { snapshotSha256: DIGEST, policyDigest: DIGEST, programDigest: DIGEST, poolDigest: DIGEST };
    const counts = { registryVersion: 1, recipients: 0, donors: 0, altruists: 0, arcs: 0 };
    const row = { runId, lockedAt: AT, lockedBy: 'anna', ...digests, programVersion: '1', excludedSha256: DIGEST };
    await store.write
      .insertInto('runLock')
      .values({ ...row, ...counts })
      .execute();
  };
  const attempt = async (runId: string, number: number, outcome: 'optimal' | 'failed' | null): Promise<void> => {
    const asked = { runId, attempt: number, requestedAt: AT, requestedBy: 'anna', starts: 1, reason: null };
    const resultSha256 = outcome === 'optimal' ? `${number}`.repeat(64) : null;
    const row = { ...asked, outcome, resultSha256, finishedAt: outcome === null ? null : AT };
    await store.write.insertInto('runAttempt').values(row).execute();
  };
  const check = async (runId: string, number: number, verdict: 'accepted' | 'refused'): Promise<void> => {
    const row = { runId, attempt: number, checkedAt: AT, verdict, reasons: '[]' };
    await store.write.insertInto('runCheck').values(row).execute();
  };
  const approve = async (runId: string, accountId: string, number: number): Promise<void> => {
    const row = { runId, accountId, approvedAt: AT, resultSha256: `${number}`.repeat(64) };
    await store.write.insertInto('runApproval').values(row).execute();
  };
  const due = async (date: string): Promise<string[]> =>
    (await dueNow(store.read, date)).map(({ dueOn, step, runId, quarter }) => `${dueOn} ${step} ${runId ?? quarter}`);

  it('are put into the store once, each told of in the audit', async () => {
    const added = await planRuns(store, surroundings, 3);
    const expected = ['2026-Q4', '2027-Q1', '2027-Q2'].map((quarter) => ({ ...plannedRunOf(quarter), plannedAt: AT }));
    expect(added).toEqual(expected);
    expect(await plannedRuns(store.read, '2026-Q4')).toEqual(expected);
    expect(await plannedRuns(store.read, '2027-Q1')).toEqual(expected.slice(1));

    surroundings.pass(HOUR_MS);
    expect(await planRuns(store, surroundings, 3)).toEqual([]);
    expect((await planRuns(store, surroundings, 4)).map(({ quarter }) => quarter)).toEqual(['2027-Q3']);
    const events = await auditEvents(store.read, { after: 0, limit: 99 });
    expect(events.map(({ event, actor, subjectId, detail }) => [event, actor, subjectId, JSON.parse(detail)])).toEqual(
      ['2026-Q4', '2027-Q1', '2027-Q2', '2027-Q3'].map((quarter) => {
        const { runOn, cutOffOn } = plannedRunOf(quarter);
        return ['run.planned', 'lkss', quarter, { runOn, cutOffOn }];
      }),
    );
    expect((await verifyAudit(store.read)).faults).toEqual([]);
  });

  it('are planned once where many plan at the same time', async () => {
    const others = kind === 'embedded' ? [] : await Promise.all([1, 2, 3].map(() => openStore(thrownAway.place)));
    const added = await Promise.all([store, store, ...others].map((each) => planRuns(each, surroundings, 4)));
    await Promise.all(others.map((other) => other.close()));
    expect(added.map(({ length }) => length).sort()).toEqual([...Array<number>(others.length + 1).fill(0), 4]);
    expect(await auditEvents(store.read, { after: 0, limit: 99 })).toHaveLength(4);
  });

  it('are those to come in the United Kingdom, where it may be tomorrow', async () => {
    surroundings = new TestSurroundings('2026-10-15T22:59:59.999Z');
    expect((await planRuns(store, surroundings, 1))[0].quarter).toBe('2026-Q4');
    surroundings.pass(1);
    expect((await planRuns(store, surroundings, 1))[0].quarter).toBe('2027-Q1');
  });

  it('keep their dates when planned again', async () => {
    await planRuns(store, surroundings, 1);
    await store.write.updateTable('plannedRun').set({ runOn: '2026-10-20' }).execute();
    await planRuns(store, surroundings, 1);
    expect((await plannedRuns(store.read, '2026-Q4'))[0].runOn).toBe('2026-10-20');
  });

  it('are due to be opened from the day on which they open until their time is over', async () => {
    await planRuns(store, surroundings, 2);
    expect(await due('2026-07-07')).toEqual([]);
    expect(await due('2026-07-08')).toEqual(['2026-07-08 open 2026-Q4']);
    expect(await due('2026-12-24')).toEqual(['2026-07-08 open 2026-Q4', '2026-10-09 open 2027-Q1']);
    expect(await due('2026-12-25')).toEqual(['2026-10-09 open 2027-Q1']);
  });

  it('lead a run from step to step, in a store that is opened again between them', async () => {
    await planRuns(store, surroundings, 1);
    const steps: [() => Promise<void>, string, string[]][] = [
      [() => open('r1', '2026-Q4', '2026-10-15'), '2026-10-08', []],
      [() => Promise.resolve(), '2026-10-09', ['2026-10-09 lock r1']],
      [() => lock('r1'), '2026-10-14', []],
      [() => Promise.resolve(), '2026-10-20', ['2026-10-15 solve r1']],
      [() => attempt('r1', 1, 'optimal'), '2026-10-20', ['2026-10-15 check r1']],
      [() => check('r1', 1, 'refused'), '2026-10-20', ['2026-10-15 solve r1']],
      [() => attempt('r1', 2, null), '2026-10-20', ['2026-10-15 solve r1']],
      [() => attempt('r1', 3, 'failed'), '2026-10-20', ['2026-10-15 solve r1']],
      [() => attempt('r1', 10, 'optimal'), '2026-10-20', ['2026-10-15 check r1']],
      [() => check('r1', 10, 'accepted'), '2026-10-20', ['2026-10-15 release r1']],
      [() => approve('r1', 'anna', 1), '2026-10-20', ['2026-10-15 release r1']],
      [() => approve('another-run', 'dora', 10), '2026-10-20', ['2026-10-15 release r1']],
      [() => approve('r1', 'ben', 10), '2026-10-20', ['2026-10-15 release r1']],
      [() => approve('r1', 'cleo', 10), '2026-12-24', []],
      [() => Promise.resolve(), '2026-12-25', ['2026-12-25 close r1']],
    ];
    for (const [happen, date, expected] of steps) {
      await happen();
      await store.close();
      store = await openStore(thrownAway.place);
      expect(await due(date)).toEqual(expected);
    }
    await store.write
      .insertInto('runClosure')
      .values({ runId: 'r1', closedAt: AT, closedBy: 'anna', reason: '' })
      .execute();
    expect(await due('2099-01-01')).toEqual([]);
  });

  it('are told of beside runs that nobody planned, the longest due first', async () => {
    await planRuns(store, surroundings, 2);
    await open('late', '2026-Q1', '2026-01-15');
    await open('given-up', '2026-Q4', '2026-10-15');
    await store.write
      .insertInto('runClosure')
      .values({ runId: 'given-up', closedAt: AT, closedBy: 'anna', reason: 'wrong policy' })
      .execute();
    expect(await due('2026-10-20')).toEqual(['2026-01-09 lock late', '2026-10-09 open 2027-Q1']);
    await open('again', '2026-Q4', '2026-10-15');
    expect(await due('2026-10-20')).toEqual([
      '2026-01-09 lock late',
      '2026-10-09 lock again',
      '2026-10-09 open 2027-Q1',
    ]);
  });
});
