/** From a challenge to its answered letter, through the interface, on both stores. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditEvents, verifyAudit } from '../../src/audit/audit-store.ts';
import { rowDigest } from '../../src/appeals/appeal-acts.ts';
import type { AppealLetter } from '../../src/appeals/appeal-letter.ts';
import { versionOf } from '../../src/appeals/appeal-status.ts';
import { appealFacts } from '../../src/appeals/appeal-store.ts';
import type { AppealView } from '../../src/appeals/appeal-view.ts';
import { Appealing, CENTRE, NOT_UPHELD, peopleOfTwoCentres, urlOf } from '../appealing.ts';
import type { ExplanationDocument } from '../../src/explanations/explanation.ts';
import { HEADINGS } from '../../src/explanations/letter-words.ts';
import { letterTo } from '../../src/explanations/letter.ts';
import { archived } from '../../src/store/archive-store.ts';
import { done, type ReleasedRun } from '../released-run.ts';
import { ServiceUnderTest, type Person, type TestAnswer } from '../service-under-test.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';

const DAY_MS = 86_400_000;
const registrations = peopleOfTwoCentres(140, 'appeals');

type Problem = Readonly<{ code: string; problems?: readonly { code: string; pointer: string }[] }>;

async function refusalsIn({ service }: ServiceUnderTest): Promise<number> {
  const about = { after: 0, limit: 100_000, event: 'access.refused' };
  return (await auditEvents(service.store.read, about)).length;
}

/** Status, code, and of what is wrong with a form the first place. */
async function codes(answer: Promise<TestAnswer<unknown>>): Promise<readonly unknown[]> {
  const { status, body } = await answer;
  const { code, problems = [] } = body as Problem;
  return [status, code, ...problems.slice(0, 1).map(({ pointer }) => pointer)];
}

describeOnBothStores('appeals', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let appealing: Appealing;
  let run: ReleasedRun;
  let runId: string;
  let cora: Person;
  let odo: Person;
  let second: Person;
  let auditor: Person;

  beforeAll(async () => {
    thrownAway = await newPlace(kind);
    under = await ServiceUnderTest.start(thrownAway.place);
    appealing = await Appealing.start(under, registrations);
    ({ run, runId, cora, odo } = appealing);
    second = await under.person('oskar', ['operator', 'approver']);
    auditor = await under.person('aurel', ['auditor']);
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  const bring = (by: Person, person: string, more: object = {}) => appealing.bring(by, person, more);

  it('go from the challenge to the answered letter, and tell the audit by digests', async () => {
    const person = appealing.next();
    const received = await bring(cora, person);
    expect(received.status).toBe(201);
    const appeal = received.body;
    expect(received.headers['location']).toBe(urlOf(appeal));
    expect(appeal).toMatchObject({ id: 'A-2026-0001', status: 'received', owner: null, centre: CENTRE, answer: null });
    expect(appeal.clock).toEqual({ receivedOn: '2026-10-01', dueOn: '2026-10-29', daysLeft: 28, state: 'running' });
    const { locked, result } = await done(run.operator.get<{ locked: object; result: string }>(`/api/runs/${runId}`));
    const { snapshot, policy, pool, program, programVersion } = appeal.decidedBy;
    expect(locked).toMatchObject({
      snapshot,
      policyDigest: policy,
      poolDigest: pool,
      programDigest: program,
      programVersion,
    });
    expect(appeal.decidedBy.result).toBe(result);
    const version = await done(
      cora.get<{ versions: { version: number }[] }>(`/api/registrations/recipient/${person}/versions`),
    );
    expect(version.versions).toHaveLength(1);

    const url = urlOf(appeal);
    await done(run.operator.act(url, 'owner', { json: { owner: run.operator.id } }));
    // Nobody answers before the reason is there.
    expect(await codes(run.operator.act(url, 'answer', { json: NOT_UPHELD }))).toEqual([409, 'wrong-state']);
    const explained = await done(run.operator.act<AppealView>(url, 'explain'));
    const kept = JSON.parse(await archived(under.service.store.read, explained.explanation!)) as ExplanationDocument;
    const of = [kept.run, kept.resultSha256, kept.policyDigest, kept.poolDigest];
    expect(of).toEqual([runId, appeal.decidedBy.result, appeal.decidedBy.policy, appeal.decidedBy.pool]);
    expect(kept.people.map((one) => one.person)).toEqual([{ kind: 'recipient', id: person }]);
    const drafted = await done(run.operator.act<AppealView>(url, 'answer', { json: NOT_UPHELD }));
    expect(drafted).toMatchObject({ status: 'drafted', answer: { ...NOT_UPHELD, by: run.operator.id } });
    // A centre sees nothing of it before two people stand by it.
    const early = await done(cora.get<AppealView>(url));
    expect([early.status, early.answer]).toEqual(['drafted', null]);
    expect((await cora.get(`${url}/letter`)).status).toBe(409);
    await run.freshen(run.approver);
    await done(run.approver.act(url, 'confirm'));
    const answered = await done(cora.get<AppealView>(url));
    expect(answered).toMatchObject({ status: 'answered', answer: NOT_UPHELD, clock: { state: 'stopped' } });
    const { letter, sha256 } = await done(cora.get<{ letter: AppealLetter; sha256: string }>(`${url}/letter`));
    expect(letter).toMatchObject({ appeal: appeal.id, person, on: appealing.today });
    const text = JSON.stringify(letter.sections);
    const why = letterTo(kept.people[0], kept).sections.find(({ heading }) => heading === HEADINGS.reason)!;
    for (const words of ['Why was I not chosen?', ...why.paragraphs, NOT_UPHELD.found, NOT_UPHELD.changed])
      expect(text).toContain(words);
    const closed = await done(cora.act<AppealView>(url, 'close', { json: { on: appealing.today } }));
    expect(closed).toMatchObject({ status: 'closed', possible: [], ended: { on: appealing.today } });

    const { read } = under.service.store;
    const told = await auditEvents(read, { after: 0, limit: 100, subjectId: appeal.id });
    const acts = told.filter(({ event }) => !event.endsWith('read'));
    expect(acts.map(({ event }) => event)).toEqual([
      'appeal.received',
      'appeal.owned',
      'appeal.explained',
      'appeal.answer-written',
      'appeal.answered',
      'appeal.closed',
    ]);
    const facts = (await appealFacts(read, appeal.id))!;
    const details = acts.map(({ detail }) => JSON.parse(detail) as Record<string, unknown>);
    expect(details[0]['entry']).toBe(rowDigest(facts.appeal));
    expect(details[2]['document']).toBe(explained.explanation);
    expect(details[3]['entry']).toBe(rowDigest(facts.answers[0]));
    expect(details[4]).toMatchObject({ answer: rowDigest(facts.answers[0]), letter: sha256 });
    expect(told.map(({ detail }) => detail).join()).not.toMatch(/chosen|looked|Nothing/);
    expect((await verifyAudit(read)).faults).toEqual([]);
  });

  it('of another centre do not exist, and asking for one is told to the audit', async () => {
    const appeal = await appealing.brought('answered');
    const url = urlOf(appeal);
    const before = await refusalsIn(under);
    const asked: readonly TestAnswer<unknown>[] = [
      await odo.get(url),
      await odo.get(`${url}/letter`),
      await odo.post(`${url}/withdraw`, { json: { reason: 'not theirs' }, etag: '*' }),
      await odo.post(`${url}/close`, { json: { on: appealing.today }, etag: '*' }),
      await bring(odo, appealing.next()),
      await odo.get(`/api/appeals/about?run=${runId}&kind=recipient&person=${appeal.person}`),
    ];
    for (const { status, text } of asked) {
      expect(status).toBe(404);
      expect(text).not.toContain(appeal.person);
    }
    expect((await refusalsIn(under)) - before).toBe(asked.length);
    const lists = await Promise.all(
      [cora, odo, auditor].map((person) => done(person.get<{ appeals: AppealView[] }>('/api/appeals?limit=500'))),
    );
    const [own, others, all] = lists.map(({ appeals }) => appeals.map(({ id }) => id));
    expect(own).toContain(appeal.id);
    expect(others).toEqual([]);
    expect(all).toEqual(own);
  });

  it('are brought about somebody of a released run only, once at a time, on a day since its release', async () => {
    const person = appealing.next();
    expect(await codes(bring(run.operator, 'R9999'))).toEqual([404, 'not-found']);
    // Donors of a pair stand where their recipient stands.
    const donor = registrations.donors.find(({ recipientId }) => recipientId === person)!;
    expect(await codes(bring(run.operator, donor.id, { kind: 'altruist' }))).toEqual([404, 'not-found']);
    expect(await codes(bring(cora, person, { run: '2030-q1-01' }))).toEqual([404, 'not-found']);
    for (const more of [
      { asks: '  ' },
      { asks: 'x'.repeat(1001) },
      { asks: 'My number is 943 476 5919, why?' },
      { inNameOf: 'nobody' },
      { receivedOn: '2026-09-30' },
      { receivedOn: '2099-01-01' },
      { receivedOn: '2026-02-30' },
    ]) {
      expect((await codes(bring(cora, person, more))).slice(0, 2), JSON.stringify(more)).toEqual([400, 'bad-request']);
    }
    expect((await bring(cora, person)).status).toBe(201);
    expect(await codes(bring(run.operator, person))).toEqual([409, 'wrong-state']);
    const altruist = registrations.donors.find(({ recipientId }) => recipientId === null)!;
    const ofAltruist = await done(bring(cora, altruist.id, { kind: 'altruist' }));
    expect(ofAltruist).toMatchObject({ kind: 'altruist', person: altruist.id, centre: CENTRE });
  });

  it('are taken up, handed over with a reason, and answered by their owner alone', async () => {
    const appeal = await appealing.brought('received');
    const url = urlOf(appeal);
    const { operator } = run;
    expect(await codes(operator.act(url, 'answer', { json: NOT_UPHELD }))).toEqual([409, 'wrong-state']);
    // Whoever cannot answer cannot own.
    for (const owner of [cora.id, auditor.id, 'nobody']) {
      expect(await codes(operator.act(url, 'owner', { json: { owner } }))).toEqual([400, 'bad-request', '/owner']);
    }
    await done(operator.act(url, 'owner', { json: { owner: operator.id } }));
    const handing = { owner: second.id };
    expect(await codes(operator.act(url, 'owner', { json: handing }))).toEqual([400, 'bad-request', '/reason']);
    const reason = 'on leave from tomorrow';
    const handed = await done(operator.act<AppealView>(url, 'owner', { json: { ...handing, reason } }));
    expect(handed).toMatchObject({ owner: second.id, history: [{}, {}, { what: 'owned', owner: second.id, reason }] });
    expect(await codes(operator.act(url, 'owner', { json: { ...handing, reason } }))).toEqual([409, 'wrong-state']);
    expect((await done(cora.get<AppealView>(url))).history[2]).not.toHaveProperty('reason');
    expect(await codes(operator.act(url, 'answer', { json: NOT_UPHELD }))).toEqual([409, 'wrong-state']);
    expect(await codes(operator.act(url, 'explain'))).toEqual([409, 'wrong-state']);
    await done(second.act(url, 'explain'));
    await done(second.act(url, 'answer', { json: NOT_UPHELD }));
    // Though they may confirm: the second person is another.
    await run.freshen(second);
    expect(await codes(second.act(url, 'confirm'))).toEqual([409, 'wrong-state']);
    expect(await codes(second.act(url, 'return', { json: { reason: 'my own' } }))).toEqual([409, 'wrong-state']);
    const owners = await done(operator.get<{ owners: { id: string }[] }>(`${url}/owners`));
    expect(owners.owners.map(({ id }) => id).sort()).toEqual([operator.id, second.id].sort());
  });

  it('go out only with finding, reason and what changed, confirmed by a second person', async () => {
    const appeal = await appealing.brought('explained');
    const url = urlOf(appeal);
    const others = registrations.recipients.find(({ id }) => id !== appeal.person)!.id;
    for (const [json, pointer] of [
      [{ ...NOT_UPHELD, found: 'short' }, '/found'],
      [{ ...NOT_UPHELD, changed: '' }, '/changed'],
      [{ ...NOT_UPHELD, finding: 'other' }, '/finding'],
      [{ finding: 'not-upheld', found: NOT_UPHELD.found }, '/changed'],
      [{ ...NOT_UPHELD, found: `It was ${others}, who was chosen.` }, '/found'],
      [{ ...NOT_UPHELD, changed: 'Nothing for 9434765919, all is well.' }, '/changed'],
    ] as const) {
      const { status, body } = await run.operator.act<Problem>(url, 'answer', { json });
      expect([status, body.code, body.problems?.map((one) => one.pointer)]).toEqual([400, 'bad-request', [pointer]]);
    }
    expect((await cora.act(url, 'close', { json: { on: appealing.today } })).status).toBe(409);
    const own = { ...NOT_UPHELD, found: `All that is registered of ${appeal.person} was right.` };
    await done(run.operator.act(url, 'answer', { json: own }));
    await run.freshen(run.approver);
    const reason = 'say what was looked at';
    const returned = await done(run.approver.act<AppealView>(url, 'return', { json: { reason } }));
    expect(returned).toMatchObject({ status: 'explained', answer: null, clock: { state: 'running' } });
    expect(returned.history.slice(-2)).toMatchObject([{ what: 'drafted' }, { what: 'returned', reason }]);
    expect((await done(cora.get<AppealView>(url))).history.map(({ what }) => what)).toEqual([
      'received',
      'owned',
      'explained',
    ]);
    await done(run.operator.act(url, 'answer', { json: NOT_UPHELD }));
    under.surroundings.pass(6 * 60_000);
    const stale = await run.approver.act<Problem>(url, 'confirm');
    expect([stale.status, stale.body.code]).toEqual([403, 'sign-in-again']);
    await run.freshen(run.approver);
    expect((await done(run.approver.act<AppealView>(url, 'confirm'))).answer).toMatchObject(NOT_UPHELD);
    expect((await run.approver.act(url, 'confirm')).status).toBe(409);
    for (const on of ['2026-09-30', '2027-10-01']) {
      expect((await cora.act(url, 'close', { json: { on } })).status).toBe(400);
    }
    expect((await cora.act(url, 'withdraw', { json: { reason: 'too late' } })).status).toBe(409);
  });

  it('are acted on once with one key, and not on a page that is old', async () => {
    const appeal = await appealing.brought('received');
    const url = urlOf(appeal);
    const json = { owner: run.operator.id };
    expect((await run.operator.post<Problem>(`${url}/owner`, { json })).status).toBe(428);
    const request = { json, etag: '"1"', headers: { 'idempotency-key': 'take-up-once-0001' } };
    const [first, again] = [
      await run.operator.post(`${url}/owner`, request),
      await run.operator.post(`${url}/owner`, request),
    ];
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    const old = await cora.post<Problem>(`${url}/withdraw`, { json: { reason: 'no answer is wanted' }, etag: '"1"' });
    expect([old.status, old.body.code]).toEqual([412, 'stale']);
    const withdrawn = await done(cora.act<AppealView>(url, 'withdraw', { json: { reason: 'no answer is wanted' } }));
    expect(withdrawn).toMatchObject({ status: 'withdrawn', possible: [], ended: { reason: 'no answer is wanted' } });
    expect(versionOf((await appealFacts(under.service.store.read, appeal.id))!)).toBe(3);
    // They may ask again.
    expect((await bring(cora, appeal.person)).status).toBe(201);
    const twice = { ...appealing.challenge(appealing.next()), headers: { 'idempotency-key': 'bring-once-00001' } };
    const ids = [
      await cora.post<AppealView>('/api/appeals', twice),
      await cora.post<AppealView>('/api/appeals', twice),
    ];
    expect(ids.map(({ body }) => body.id)).toEqual([ids[0].body.id, ids[0].body.id]);
  });

  it('are taken up by one of two at once', async () => {
    const url = urlOf(await appealing.brought('received'));
    const take = (person: Person) => person.post<Problem>(`${url}/owner`, { json: { owner: person.id }, etag: '"1"' });
    const both = await Promise.all([run.operator, second].map(take));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('warn from a week before the last day on, and say how long they are overdue', async () => {
    const appeal = await appealing.brought('explained');
    const clocks: unknown[] = [];
    const { daysLeft: before } = (await appealing.viewed(appeal)).clock;
    expect(before).toBe(28);
    for (const days of [20, 1, 6, 1, 1]) {
      under.surroundings.pass(days * DAY_MS);
      await run.freshen(run.operator);
      const { daysLeft, state } = (await appealing.viewed(appeal)).clock;
      clocks.push([daysLeft, state]);
    }
    expect(clocks).toEqual([
      [8, 'running'],
      [7, 'warned'],
      [1, 'warned'],
      [0, 'warned'],
      [-1, 'overdue'],
    ]);
    await run.freshen(run.approver);
    await done(run.operator.act(urlOf(appeal), 'answer', { json: NOT_UPHELD }));
    await done(run.approver.act(urlOf(appeal), 'confirm'));
    under.surroundings.pass(DAY_MS);
    await run.freshen(run.operator);
    expect((await appealing.viewed(appeal)).clock).toMatchObject({ daysLeft: -1, state: 'stopped' });
  });

  it('brought a hundred at once each have a number of their own, without a gap', async () => {
    const before = await under.service.store.read.selectFrom('appeal').selectAll().execute();
    const people = registrations.recipients.filter(({ id }) => !before.some(({ personId }) => personId === id));
    const hundred = people.slice(-100).map(({ id }) => id);
    expect(hundred).toHaveLength(100);
    // By two services at once, where the store is for several.
    const other = kind === 'embedded' ? under : await ServiceUnderTest.start(thrownAway.place, under.surroundings);
    const operators = [run.operator, run.operator.at(other)];
    const answers = await Promise.all(hundred.map((id, at) => bring(operators[at % 2], id)));
    if (other !== under) await other.stop();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const after = await under.service.store.read.selectFrom('appeal').selectAll().execute();
    const numbers = after.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: before.length + 100 }, (_, at) => at + 1));
    expect(new Set(after.map(({ id }) => id)).size).toBe(after.length);
    const open = await done(run.operator.get<{ appeals: AppealView[] }>('/api/appeals?open=yes&limit=500'));
    expect(open.appeals.length).toBeGreaterThanOrEqual(100);
    let listed = 0;
    for (let next: string | null = ''; next !== null;) {
      const page: { appeals: AppealView[]; next: string | null } = await done(
        run.operator.get(`/api/appeals?limit=40&after=${next}`),
      );
      listed += page.appeals.length;
      next = page.next;
    }
    expect(listed).toBe(after.length);
  });

  it('begin anew with 1 in each year, by the calendar of the United Kingdom', async () => {
    const { surroundings } = under;
    surroundings.pass(Date.parse('2026-12-31T23:59:00.000Z') - Date.parse(surroundings.now()));
    for (const person of [run.operator, cora]) await run.freshen(person);
    const { read } = under.service.store;
    const { number } = await read
      .selectFrom('appeal')
      .select('number')
      .orderBy('number', 'desc')
      .executeTakeFirstOrThrow();
    const old = await done(bring(run.operator, appealing.next()));
    expect(old.id).toBe(`A-2026-${String(number + 1).padStart(4, '0')}`);
    surroundings.pass(2 * 60_000);
    const [next, after] = [
      await done(bring(run.operator, appealing.next())),
      await done(bring(run.operator, appealing.next())),
    ];
    expect([next.id, after.id]).toEqual(['A-2027-0001', 'A-2027-0002']);
    const { appeals } = await done(run.operator.get<{ appeals: AppealView[] }>('/api/appeals?limit=3'));
    expect(appeals.map(({ id }) => id)).toEqual([after.id, next.id, old.id]);
  });
});
