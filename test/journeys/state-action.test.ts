/** Every state of a matching run by every route about one: what the table allows is possible, all else changes nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEvents, auditHead } from '../../src/audit/audit-store.ts';
import type { RunAction, RunFacts } from '../../src/matching-runs/run-status.ts';
import { factsOf } from '../../src/matching-runs/run-store.ts';
import type { RunView } from '../../src/matching-runs/run-view.ts';
import { archive, archived, archiveDocument } from '../../src/store/archive-store.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../made-up-delivery.ts';
import { ServiceUnderTest, type Person, type TestAnswer } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';
import { STATES } from '../src/matching-runs/run-states.ts';

interface RouteOfRun {
  readonly title: string;
  readonly ask: (run: string) => Promise<TestAnswer<unknown>>;
  /** The action of the table that it is, or when it can be answered. */
  readonly when: RunAction | ((facts: RunFacts) => boolean);
  /** Whether it records a fact. */
  readonly isAct?: true;
}

let thrownAway: ThrownAway;
let under: ServiceUnderTest;
let olga: Person;
let adam: Person;
/** Of a run that was locked, solved and checked in earnest: its facts stand for those of every state. */
let genuine: RunFacts;
/** Of somebody in it. */
let centre: string;
let made = 0;

beforeAll(async () => {
  thrownAway = await newPlace('embedded');
  under = await ServiceUnderTest.start(thrownAway.place);
  olga = await under.person('olga', ['operator']);
  adam = await under.person('adam', ['approver']);
  genuine = await genuineRun();
});

afterAll(async () => {
  await under.stop();
  await thrownAway.remove();
});

async function genuineRun(): Promise<RunFacts> {
  const registrations = madeUpRegistrations(10, 2, 'states', '2026-10-01');
  centre = registrations.recipients[0].centre;
  const bytes = deliveryOfRegistrations(registrations);
  const { body } = await olga.post<{ id: string }>('/api/imports', { bytes });
  expect((await olga.post(`/api/imports/${body.id}/confirm`)).status).toBe(200);
  const id = await openedAndLocked(under, '2026-Q4');
  await solved(under, id);
  const facts = (await factsOf(under.service.store.read, id))!;
  expect(facts.checks).toMatchObject([{ verdict: 'accepted' }]);
  return facts;
}

async function openedAndLocked({ service }: ServiceUnderTest, quarter: string): Promise<string> {
  const json = { quarter, runDate: '2026-10-14', policy: '2015-04' };
  const { body } = await olga.post<RunView>('/api/runs', { json });
  expect((await olga.act(`/api/runs/${body.id}`, 'lock')).status).toBe(200);
  expect((await factsOf(service.store.read, body.id))!.lock).not.toBeNull();
  return body.id;
}

async function solved({ service }: ServiceUnderTest, id: string): Promise<void> {
  expect((await olga.act(`/api/runs/${id}`, 'solve')).status).toBe(202);
  await service.desk.idle();
}

const withEtag = async (run: string, act: string, person: Person, json?: object) =>
  person.act(`/api/runs/${run}`, act, json === undefined ? {} : { json });

const ROUTES: readonly RouteOfRun[] = [
  { title: 'lock', when: 'lock', isAct: true, ask: (run) => withEtag(run, 'lock', olga) },
  { title: 'solve', when: 'solve', isAct: true, ask: (run) => withEtag(run, 'solve', olga) },
  { title: 'approve', when: 'approve', isAct: true, ask: (run) => withEtag(run, 'approve', adam) },
  {
    title: 'close',
    when: 'close',
    isAct: true,
    ask: (run) => withEtag(run, 'close', olga, { reason: 'made-up reason' }),
  },
  { title: 'export', when: 'export', ask: (run) => adam.get(`/api/runs/${run}/exports/uk-json`) },
  { title: 'pack', when: 'export', ask: (run) => olga.get(`/api/runs/${run}/packs/${centre}`) },
  { title: 'replay', when: 'replay', ask: (run) => adam.post(`/api/runs/${run}/replay`) },
  {
    title: 'result',
    when: ({ attempts }) => (attempts.at(-1)?.resultSha256 ?? null) !== null,
    ask: (run) => adam.get(`/api/runs/${run}/result`),
  },
  { title: 'excluded', when: ({ lock }) => lock !== null, ask: (run) => adam.get(`/api/runs/${run}/excluded`) },
  { title: 'since-lock', when: ({ lock }) => lock !== null, ask: (run) => adam.get(`/api/runs/${run}/since-lock`) },
  { title: 'progress', when: () => true, ask: (run) => adam.get(`/api/runs/${run}/progress`) },
];

/** A run of its own with such facts, made of the genuine ones. */
async function runLike(facts: RunFacts, resultSha256 = genuine.attempts[0].resultSha256!): Promise<string> {
  const id = `made-${String(++made).padStart(3, '0')}`;
  const people: Readonly<Record<string, string>> = { a: olga.id, b: 'somebody-else' };
  const result = facts.attempts[0]?.resultSha256 ?? null;
  const own = <Row extends object>(row: Row): Row => ({ ...row, runId: id });
  await under.service.store.act(async (act) => {
    await act
      .insertInto('matchingRun')
      .values({ ...genuine.run, id, quarter: id, version: facts.run.version })
      .execute();
    if (facts.lock !== null) await act.insertInto('runLock').values(own(genuine.lock!)).execute();
    for (const attempt of facts.attempts) {
      const found = attempt.resultSha256 === null ? null : resultSha256;
      await act
        .insertInto('runAttempt')
        .values({ ...own(attempt), resultSha256: found })
        .execute();
    }
    for (const check of facts.checks) await act.insertInto('runCheck').values(own(check)).execute();
    for (const approval of facts.approvals) {
      const approved = approval.resultSha256 === result ? resultSha256 : approval.resultSha256;
      const accountId = people[approval.accountId];
      await act
        .insertInto('runApproval')
        .values({ ...own(approval), accountId, resultSha256: approved })
        .execute();
    }
    if (facts.closure !== null) await act.insertInto('runClosure').values(own(facts.closure)).execute();
  });
  return id;
}

/** Out of the way of the desk, which takes up whatever is unfinished. */
async function setAside(runId: string): Promise<void> {
  await under.service.desk.idle();
  const closure = { runId, closedAt: under.surroundings.now(), closedBy: olga.id, reason: 'made-up reason' };
  await under.service.store.act((act) =>
    act
      .insertInto('runClosure')
      .values(closure)
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}

async function kept(runId: string) {
  const { read } = under.service.store;
  return { facts: await factsOf(read, runId), head: await auditHead(read) };
}

describe.each(STATES)('a run that is %s', (_, facts, status, possible) => {
  it(`is ${status}, and each route does what the table allows or nothing`, async () => {
    await olga.freshen();
    await adam.freshen();
    for (const { title, when, ask, isAct } of ROUTES) {
      const run = await runLike(facts);
      const before = await kept(run);
      const view = (await adam.get<RunView>(`/api/runs/${run}`)).body;
      expect(view).toMatchObject({ status, possible });
      const answer = await ask(run);
      const isAllowed = typeof when === 'string' ? possible.includes(when) : when(facts);
      const after = await kept(run);
      if (!isAllowed) {
        expect([answer.status, answer.body], title).toMatchObject([409, { code: 'wrong-state', status: 409 }]);
        expect(after, title).toEqual(before);
      } else {
        expect([200, 202], `${title}: ${answer.text}`).toContain(answer.status);
        if (isAct) expect(after.facts!.run.version, title).toBeGreaterThan(before.facts!.run.version);
        else expect(after.facts, title).toEqual(before.facts);
      }
      await setAside(run);
    }
  });
});

describe('what was not proved, or not accepted', () => {
  it('is known by no other way than the table: a run that was interrupted goes no further', async () => {
    await under.stop();
    under = await ServiceUnderTest.start(thrownAway.place, under.surroundings, { solveMsMax: 1 });
    [olga, adam] = [olga.at(under), adam.at(under)];
    const id = await openedAndLocked(under, '2027-Q1');
    await solved(under, id);
    const { body } = await olga.get<RunView>(`/api/runs/${id}`);
    expect(body).toMatchObject({ status: 'locked', result: null, attempts: [{ outcome: 'interrupted', check: null }] });
    expect(body.concern).toMatch(/cannot be released/);
    await expectNoRelease(id);
  });

  it('a run whose result the checker refused goes no further', async () => {
    const { read } = under.service.store;
    const text = await archived(read, genuine.attempts[0].resultSha256!);
    const tampered = archiveDocument('result', text.replace(/"status":"optimal"/, '"status":"optimal","better":true'));
    await under.service.store.act((act) => archive(act, tampered, under.surroundings.now()));
    const id = await runLike({ ...genuine, checks: [], approvals: [] }, tampered.sha256);
    under.service.desk.nudge();
    await under.service.desk.idle();
    const { body } = await olga.get<RunView>(`/api/runs/${id}`);
    expect(body).toMatchObject({ status: 'locked', result: null, attempts: [{ check: { verdict: 'refused' } }] });
    await expectNoRelease(id);
  });

  it('a result that was changed in the archive after it was accepted is given to nobody', async () => {
    const released = STATES.find(([name]) => name === 'approved by two')![1];
    const id = await runLike(released);
    const sha256 = genuine.attempts[0].resultSha256!;
    const { read, write } = under.service.store;
    const { content } = await read
      .selectFrom('archive')
      .select('content')
      .where('sha256', '=', sha256)
      .executeTakeFirstOrThrow();
    const other = archiveDocument('result', '{"lkss":"result"}');
    await write
      .updateTable('archive')
      .set({ content: Buffer.from(other.content) })
      .where('sha256', '=', sha256)
      .execute();
    for (const path of ['exports/lkss-json', 'exports/uk-json', 'result']) {
      const answer = await adam.get<{ code: string }>(`/api/runs/${id}/${path}`);
      expect([answer.status, answer.body.code], path).toEqual([500, 'internal']);
    }
    await write.updateTable('archive').set({ content }).where('sha256', '=', sha256).execute();
    expect((await adam.get(`/api/runs/${id}/exports/lkss-json`)).status).toBe(200);
  });
});

async function expectNoRelease(id: string): Promise<void> {
  await olga.freshen();
  await adam.freshen();
  const before = await kept(id);
  for (const title of ['approve', 'export', 'pack', 'replay']) {
    const answer = await ROUTES.find((route) => route.title === title)!.ask(id);
    expect([answer.status, answer.body], title).toMatchObject([409, { code: 'wrong-state' }]);
  }
  const { facts } = await kept(id);
  expect(facts).toEqual(before.facts);
  const told = await auditEvents(under.service.store.read, { after: 0, limit: 100_000, subjectId: id });
  const releasing = ['run.approved', 'run.released', 'run.exported'];
  expect(told.filter(({ event }) => releasing.includes(event))).toEqual([]);
}
