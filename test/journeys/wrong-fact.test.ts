/** An appeal that finds a fact to have been wrong: what would have been, computed as anybody could compute it by hand. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppealView } from '../../src/appeals/appeal-view.ts';
import type { WhatWouldHaveBeen } from '../../src/appeals/what-would-have-been.ts';
import { auditEvents, verifyAudit } from '../../src/audit/audit-store.ts';
import { solveSnapshot } from '../../src/matching-runs/solve-snapshot.ts';
import { sha256 } from '../../src/policy/policy.ts';
import type { RecipientRegistration, Registrations } from '../../src/registrations/registration.ts';
import { archived } from '../../src/store/archive-store.ts';
import { storeFaults } from '../../src/store/integrity.ts';
import { Appealing, peopleOfTwoCentres, urlOf } from '../appealing.ts';
import { deliveryOfRegistrations } from '../made-up-delivery.ts';
import { done, type ReleasedRun } from '../released-run.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';

const registrations = peopleOfTwoCentres(60, 'appeals');

type Problem = Readonly<{ code: string; problems?: readonly { code: string; pointer: string }[] }>;

describeOnBothStores('a fact that was wrong', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let appealing: Appealing;
  let run: ReleasedRun;
  let runId: string;
  let cora: Person;

  beforeAll(async () => {
    thrownAway = await newPlace(kind);
    under = await ServiceUnderTest.start(thrownAway.place);
    appealing = await Appealing.start(under, registrations);
    ({ run, runId, cora } = appealing);
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  it('has every run that had it solved again with the fact put right', async () => {
    const { read } = under.service.store;
    const first = await appealing.brought('explained');
    const url = urlOf(first);
    const later = '2027-q1-01';
    await done(
      run.operator.post('/api/runs', { json: { quarter: '2027-Q1', runDate: '2027-01-13', policy: '2015-04' } }),
    );
    await done(run.operator.act(`/api/runs/${later}`, 'lock'));
    const wrong = {
      finding: 'fact-wrong',
      found: 'The list of antigens was not yours.',
      changed: 'Your list was put right. It counts from the next run on.',
      kind: 'recipient',
      registration: first.person,
      facts: ['unacceptable-antigens'],
    };
    const asked = await run.operator.act<Problem>(url, 'answer', { json: wrong });
    expect([asked.status, asked.body.problems]).toMatchObject([400, [{ code: 'not-put-right', pointer: '/facts' }]]);
    // Suspended since, too: that was nothing wrong, and is not put into the run.
    const corrected = (person: RecipientRegistration): RecipientRegistration =>
      person.id === first.person
        ? { ...person, unacceptable: [], status: { state: 'suspended', reason: 'ill since' } }
        : person;
    const bytes = deliveryOfRegistrations({ ...registrations, recipients: registrations.recipients.map(corrected) });
    const { id } = await done(run.operator.post<{ id: string }>('/api/imports?name=corrected.zip', { bytes }));
    await done(run.operator.post(`/api/imports/${id}/confirm`));
    interface Differences {
      readonly registrations: readonly { kind: string; id: string; facts: readonly string[] }[];
    }
    const { registrations: own } = await done(run.operator.get<Differences>(`${url}/differences`));
    expect(own[0]).toEqual({ kind: 'recipient', id: first.person, facts: ['unacceptable-antigens'] });
    expect(own.slice(1)).toEqual([{ kind: 'donor', id: own[1].id, facts: [] }]);
    const stranger = registrations.recipients.find((one) => one.id !== first.person)!.id;
    const others = await run.operator.act<Problem>(url, 'answer', { json: { ...wrong, registration: stranger } });
    expect(others.body.problems).toMatchObject([{ pointer: '/registration' }]);

    const drafted = await done(run.operator.act<AppealView>(url, 'answer', { json: wrong }));
    expect(drafted.answer).toMatchObject({ wrong: { id: first.person, facts: ['unacceptable-antigens'] } });
    const whatIf = await done(run.approver.get<WhatWouldHaveBeen & { sha256: string }>(`${url}/what-if`));
    expect(whatIf.sha256).toBe(drafted.answer!.whatIf);
    expect(whatIf.says).toMatch(/nothing of it was ever released/);
    expect(whatIf.runs.map((one) => [one.run, one.comparison === null, one.reason])).toEqual([
      [runId, false, null],
      [later, true, 'this run has no accepted result'],
    ]);
    const [{ comparison, wrongSha256, snapshotSha256, correctedSha256 }] = whatIf.runs;
    expect([wrongSha256, snapshotSha256]).toEqual([first.decidedBy.registration, first.decidedBy.snapshot]);
    const [released, wouldBe] = comparison!.sides;
    expect([released.isWhatIf, released.resultSha256]).toEqual([false, first.decidedBy.result]);
    expect([wouldBe.isWhatIf, wouldBe.verdict]).toEqual([true, 'accepted']);

    // The same as whoever takes the frozen text and changes that one fact by hand.
    const text = await archived(read, snapshotSha256);
    const snapshot = JSON.parse(text) as { registrations: Registrations };
    const frozen = snapshot.registrations.recipients.find((one) => one.id === first.person)!;
    expect(frozen.unacceptable.length).toBeGreaterThan(0);
    const now = { ...frozen, unacceptable: [] };
    expect(correctedSha256).toBe(sha256(JSON.stringify(now)));
    const byHand = text.replace(JSON.stringify(frozen), JSON.stringify(now));
    const solved = await solveSnapshot({ kind: 'solve', snapshot: byHand, hlaMapping: null, deadlineMs: null });
    expect(wouldBe.resultSha256).toBe(solved.result!.sha256);
    expect(wouldBe.resultSha256).not.toBe(released.resultSha256);
    // Nothing else was touched: neither run nor proposals know of it.
    expect(await done(run.operator.get(`/api/runs/${runId}`))).toMatchObject({ result: first.decidedBy.result });
    const told = await auditEvents(read, {
      after: 0,
      limit: 10,
      subjectId: first.id,
      event: 'appeal.what-if-computed',
    });
    expect(JSON.parse(told[0].detail)).toEqual({ number: 1, document: whatIf.sha256, runs: [runId, later] });
    expect((await cora.get(`${url}/what-if`)).status).toBe(403);
    // Looked at before it was recorded, it is the same.
    const query = 'kind=recipient&facts=unacceptable-antigens';
    const seen = await done(
      run.operator.get<{ sha256: string }>(`${url}/what-would-be?${query}&registration=${first.person}`),
    );
    expect(seen.sha256).toBe(whatIf.sha256);
    const unfit = await run.operator.get<Problem>(`${url}/what-would-be?${query}&registration=${stranger}`);
    expect([unfit.status, unfit.body.problems]).toMatchObject([400, [{ pointer: '/registration' }]]);
    expect(await storeFaults(under.service.store)).toEqual([]);
    expect((await verifyAudit(read)).faults).toEqual([]);
  });
});
