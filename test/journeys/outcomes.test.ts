/** From the day of surgery to follow-up and back along the trace, through the interface, on both stores. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditEvents, verifyAudit } from '../../src/audit/audit-store.ts';
import { outcomeDigest } from '../../src/outcomes/entry-digests.ts';
import type { CompletenessRow, TimeToTransplant } from '../../src/outcomes/completeness.ts';
import type { RunTransplants } from '../../src/outcomes/non-proceeding.ts';
import type { OutcomeView } from '../../src/outcomes/outcome-view.ts';
import type { DueFollowUp, DueOutcome, StillRegistered } from '../../src/outcomes/outcomes-due.ts';
import type { TraceView } from '../../src/outcomes/trace-view.ts';
import { archiveDocument } from '../../src/store/archive-store.ts';
import { madeUpRegistrations } from '../made-up-delivery.ts';
import { decisionUrl, done, ReleasedRun, type WholeProposal, type WholeTransplant } from '../released-run.ts';
import { atFewCentres, FEW_CENTRES, outcomeUrl, RECIPIENT_FORM, record, schedule } from '../scheduled-exchange.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';

const DAY_MS = 86_400_000;
const SURGERY = { decidedOn: '2026-10-01', surgeryOn: '2026-10-06' };
const MADE = { outcome: 'transplanted', on: '2026-10-06' };
const NOT_MADE = { outcome: 'not-transplanted', on: '2026-10-06' };
const registrations = atFewCentres(madeUpRegistrations(200, 2, 'outcomes', '2026-10-01'));

function isBetweenCentres({ donor, recipient }: WholeTransplant): boolean {
  return donor.centre !== recipient?.centre;
}

function elsewhere({ transplants }: WholeProposal): string {
  const centres = new Set(transplants.flatMap(({ donor, recipient }) => [donor.centre, recipient?.centre]));
  return FEW_CENTRES.find((centre) => !centres.has(centre))!;
}

type Figures = Readonly<{ rows: readonly CompletenessRow[]; time: TimeToTransplant }>;
type Still = Readonly<{ people: readonly StillRegistered[] }>;

describeOnBothStores('outcomes', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let runId: string;
  let scheduled: WholeProposal[];
  let chain: WholeProposal;

  beforeAll(async () => {
    thrownAway = await newPlace(kind);
    under = await ServiceUnderTest.start(thrownAway.place);
    run = await ReleasedRun.start(under);
    run.isQuick = true;
    runId = await run.release(registrations);
    const proposals = await run.proposals(runId);
    const cycles = proposals.filter(({ kind: of, transplants }) => of === 'cycle' && isBetweenCentres(transplants[0]));
    scheduled = [];
    for (const proposal of cycles.slice(0, 7)) scheduled.push(await schedule(run, proposal, SURGERY));
    chain = await schedule(
      run,
      proposals.find((proposal) => proposal.kind === 'chain')!,
      SURGERY,
    );
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  /** On the day of surgery; each exchange is given once. */
  function next(): WholeProposal {
    const proposal = scheduled.shift();
    if (proposal === undefined) throw new Error('no scheduled exchange is left: make up more people');
    return proposal;
  }

  async function later(days: number): Promise<void> {
    under.surroundings.pass(days * DAY_MS);
    await run.freshen(run.operator);
  }

  const coordinator = (centre: string): Promise<Person> => run.at(centre, 'coordinator');
  const operator = async (): Promise<Person> => {
    await run.freshen(run.operator);
    return run.operator;
  };
  const viewed = async (proposal: { id: string }, of: { position: number }): Promise<OutcomeView> =>
    done((await operator()).get<OutcomeView>(outcomeUrl(proposal, of)));

  it('are not recorded before the day, and are due on it', async () => {
    expect(scheduled.length).toBe(7);
    const [proposal] = scheduled;
    for (const json of [MADE, { ...NOT_MADE, reason: 'kidney-late', kidneyRemoved: 'no' }]) {
      const early = await record(run, proposal, proposal.transplants[0], { ...json, on: '2026-10-01' });
      expect([early.status, early.body]).toMatchObject([409, { code: 'wrong-state' }]);
    }
    await later(5);
    const [of] = proposal.transplants;
    const { centre } = of.recipient!;
    const due = await done((await coordinator(centre)).get<{ outcomes: DueOutcome[] }>('/api/outcomes/due'));
    expect(due.outcomes).toContainEqual({
      proposal: proposal.id,
      position: of.position,
      surgeryOn: '2026-10-06',
      from: centre,
      recipient: of.recipient!.id,
    });
    expect(new Set(due.outcomes.map(({ from }) => from))).toEqual(new Set([centre]));
  });

  it('take an exchange to its completion, each by the recipient’s centre, and tell the audit by digests', async () => {
    const proposal = next();
    for (const [index, of] of proposal.transplants.entries()) {
      await done(record(run, proposal, of, MADE));
      const { status, transplants } = await run.proposal(proposal.id);
      const isLast = index === proposal.transplants.length - 1;
      expect([status, transplants[index].status]).toEqual([isLast ? 'completed' : 'scheduled', 'transplanted']);
      expect(transplants[index]).toMatchObject({ possible: [], awaited: [] });
    }
    expect((await run.proposal(proposal.id)).concerns).toEqual([]);
    const { read } = under.service.store;
    const rows = await read.selectFrom('transplantOutcome').selectAll().where('proposalId', '=', proposal.id).execute();
    const about = { after: 0, limit: 1000, subjectId: proposal.id, event: 'outcome.recorded' };
    const told = await auditEvents(read, about);
    expect(told.map(({ detail }) => (JSON.parse(detail) as { outcome: string }).outcome).sort()).toEqual(
      rows.map(outcomeDigest).sort(),
    );
    expect(told.map(({ detail }) => detail).join()).not.toMatch(/transplanted|kidney/);
    expect((await verifyAudit(read)).faults).toEqual([]);
  });

  it('of the waiting list are the operator’s, and nobody else’s', async () => {
    const last = chain.transplants.at(-1)!;
    expect(last.recipient).toBeNull();
    const donors = await coordinator(last.donor.centre);
    const { shown } = await viewed(chain, last);
    const wrong = await donors.post(outcomeUrl(chain, last), { json: { shown, ...MADE } });
    expect([wrong.status, wrong.body]).toMatchObject([409, { code: 'wrong-state' }]);
    const first = chain.transplants[0];
    const early = await (
      await operator()
    ).post(outcomeUrl(chain, first, 'waiting-list/outcome'), {
      json: { shown: first.shown, ...MADE },
    });
    expect(early.status).toBe(409);
    for (const of of chain.transplants) await done(record(run, chain, of, MADE));
    expect(await run.proposal(chain.id)).toMatchObject({ status: 'completed', concerns: [] });
  });

  it('where a donor gave in vain are the first concern, and nothing stops or repairs the exchange any more', async () => {
    const proposal = next();
    const [first, second, ...others] = proposal.transplants;
    await done(record(run, proposal, second, MADE));
    const underWay = await run.proposal(proposal.id);
    expect(underWay.concerns[0]).toMatch(/^a donor has given, and that donor’s own recipient is still to be/);
    expect(underWay.transplants[0].possible).not.toContain('donor-centre-declined');
    const decline = { json: { shown: first.shown, outcome: 'declined', reason: 'donor-unwell' } };
    const url = decisionUrl(proposal, first, 'donor-centre');
    const declined = await (await coordinator(first.donor.centre)).post(url, decline);
    expect([declined.status, declined.body]).toMatchObject([409, { code: 'wrong-state' }]);

    const why = { reason: 'recipient-unfit-on-the-day', kidneyRemoved: 'no' };
    await done(record(run, proposal, first, { ...NOT_MADE, ...why }));
    for (const of of others) await done(record(run, proposal, of, MADE));
    const ended = await run.proposal(proposal.id);
    const { id, centre } = first.recipient!;
    expect(ended.status).toBe('completed');
    expect(ended.concerns[0]).toBe(
      `a donor has given, and that donor’s own recipient was not transplanted: recipient ${id} of ${centre}`,
    );
    const seen = await (await coordinator(second.donor.centre)).get<WholeProposal>(`/api/proposals/${proposal.id}`);
    expect(seen.body.concerns[0]).toBe('a donor has given, and that donor’s own recipient was not transplanted');
    const repair = await (await operator()).post(`/api/proposals/${proposal.id}/repair`);
    expect([repair.status, repair.body]).toMatchObject([409, { code: 'wrong-state' }]);
  });

  it('where nothing was taken out stop the exchange, and its repair leaves out whom the reason speaks of', async () => {
    const proposal = next();
    const [first] = proposal.transplants;
    await done(record(run, proposal, first, { ...NOT_MADE, reason: 'donor-unfit-on-the-day', kidneyRemoved: 'no' }));
    expect((await run.proposal(proposal.id)).status).toBe('stopped');
    interface Ways {
      readonly ways: readonly {
        readonly exchanges: readonly { readonly donor: string; readonly recipient: string }[][];
      }[];
    }
    const computed = await done((await operator()).post<Ways>(`/api/proposals/${proposal.id}/repair`));
    const gifts = computed.ways.flatMap(({ exchanges }) => exchanges.flat());
    expect(gifts.map(({ donor }) => donor)).not.toContain(first.donor.id);
    // Whoever was transplanted stays out of every repair of the run.
    const { read } = under.service.store;
    const made = await read
      .selectFrom('transplantOutcome as outcome')
      .innerJoin('proposedTransplant as transplant', (join) =>
        join
          .onRef('transplant.proposalId', '=', 'outcome.proposalId')
          .onRef('transplant.position', '=', 'outcome.position'),
      )
      .select(['transplant.donorId', 'transplant.recipientId'])
      .where('outcome.outcome', '=', 'transplanted')
      .execute();
    expect(made.length).toBeGreaterThan(3);
    for (const { donorId, recipientId } of made) {
      expect(gifts.map(({ donor }) => donor)).not.toContain(donorId);
      if (recipientId !== null) expect(gifts.map(({ recipient }) => recipient)).not.toContain(recipientId);
    }
  });

  it('are recorded once by two at once, and corrected with a reason on what was last recorded', async () => {
    const proposal = next();
    const [of] = proposal.transplants;
    const [one, other] = [await coordinator(of.recipient!.centre), await run.second(of.recipient!.centre)];
    const { shown } = await viewed(proposal, of);
    const url = outcomeUrl(proposal, of);
    const both = await Promise.all([one, other].map((person) => person.post(url, { json: { shown, ...MADE } })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const correct = { shown, ...NOT_MADE, reason: 'kidney-damaged', kidneyRemoved: 'yes' };
    const without = await one.post(url, { json: { ...correct, corrects: 1 } });
    expect([without.status, without.body]).toMatchObject([400, { problems: [{ pointer: '/correctionReason' }] }]);
    const wrong = await one.post(url, { json: { ...correct, corrects: 2, correctionReason: 'wrong-value' } });
    expect([wrong.status, wrong.body]).toMatchObject([412, { code: 'stale' }]);
    const request = {
      json: { ...correct, corrects: 1, correctionReason: 'entered-by-mistake' },
      headers: { 'idempotency-key': 'correct-once-0001' },
    };
    const [first, again] = [await one.post(url, request), await one.post(url, request)];
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    expect((await viewed(proposal, of)).entries).toMatchObject([
      { number: 1, outcome: 'transplanted', correction: null },
      {
        number: 2,
        outcome: 'not-transplanted',
        reason: { code: 'kidney-damaged' },
        correction: { code: 'entered-by-mistake' },
        by: one.id,
      },
    ]);
    expect((await run.proposal(proposal.id)).concerns).toContain(
      'a kidney was taken out, and not transplanted into the recipient for whom it was meant',
    );
  });

  it('are refused on a stale page, on no day between surgery and today, and without what a no needs', async () => {
    const proposal = next();
    const [of] = proposal.transplants;
    const codes = async (json: object) => {
      const { status, body } = await record(run, proposal, of, json);
      return [status, (body as unknown as { code: string }).code];
    };
    expect(await codes({ ...MADE, shown: '0'.repeat(64) })).toEqual([412, 'stale']);
    for (const on of ['2026-10-05', '2026-10-07', '2026-02-30']) {
      expect(await codes({ ...MADE, on })).toEqual([400, 'bad-request']);
    }
    for (const more of [{ reason: 'kidney-late' }, { kidneyRemoved: 'no' }, { reason: 'x', kidneyRemoved: 'no' }]) {
      expect(await codes({ ...NOT_MADE, ...more })).toEqual([400, 'bad-request']);
    }
    expect(await codes({ ...MADE, reason: 'kidney-late' })).toEqual([400, 'bad-request']);
    const stranger = await coordinator(elsewhere(proposal));
    expect((await stranger.post(outcomeUrl(proposal, of), { json: { shown: of.shown, ...MADE } })).status).toBe(404);
    const donors = await coordinator(of.donor.centre);
    expect((await donors.post(outcomeUrl(proposal, of), { json: { shown: of.shown, ...MADE } })).status).toBe(404);
  });

  it('are recorded though a later import has left the recipient out, and say so', async () => {
    const proposal = next();
    const [of] = proposal.transplants;
    await done(
      (await operator()).act(`/api/registrations/recipient/${of.recipient!.id}`, 'suspend', {
        json: { reason: 'transplanted' },
      }),
    );
    expect((await run.proposal(proposal.id)).transplants[0].status).toBe('proposed');
    await done(record(run, proposal, of, MADE));
    const { transplants, concerns } = await run.proposal(proposal.id);
    expect(transplants[0].status).toBe('transplanted');
    expect(concerns).toContain('a transplant was recorded as made when the data had changed since it was agreed to');
  });

  it('are followed up: due, refused with every problem, recorded with what was computed, corrected', async () => {
    const proposal = next();
    for (const of of proposal.transplants) await done(record(run, proposal, of, MADE));
    const [of] = proposal.transplants;
    const centre = of.recipient!.centre;
    await later(92);
    const person = await coordinator(centre);
    const due = (await done(person.get<{ followUps: DueFollowUp[] }>('/api/outcomes/due'))).followUps;
    const mine = { proposal: proposal.id, position: of.position, side: 'recipient', stageMonths: 3 };
    expect(due).toContainEqual(expect.objectContaining({ ...mine, person: of.recipient!.id, isLate: false }));
    expect(new Set(due.map((one) => one.centre))).toEqual(new Set([centre]));

    const view = await done(person.get<OutcomeView>(outcomeUrl(proposal, of)));
    const sides = new Set(view.followUp.map(({ side }) => side));
    expect([...sides]).toEqual(['recipient']);
    const { shown } = view.followUp.find(({ stageMonths }) => stageMonths === 3)!;
    const url = outcomeUrl(proposal, of, 'follow-up/recipient/3');
    const flawed = { ...RECIPIENT_FORM, seenOn: '2027-03-01', creatinineUmolPerL: 5, complicationGrade: undefined };
    const refused = await person.post(url, { json: { shown, ...flawed } });
    expect([refused.status, refused.body]).toMatchObject([
      400,
      { problems: [{ pointer: '/creatinineUmolPerL' }, { pointer: '/complicationGrade' }, { pointer: '/seenOn' }] },
    ]);
    await done(person.post(url, { json: { shown, ...RECIPIENT_FORM } }));
    const again = await person.post(url, { json: { shown, ...RECIPIENT_FORM } });
    expect([again.status, again.body]).toMatchObject([409, { code: 'wrong-state' }]);
    const correction = { corrects: 1, correctionReason: 'wrong-value', creatinineUmolPerL: 111 };
    const corrected = await done(person.post<OutcomeView>(url, { json: { shown, ...RECIPIENT_FORM, ...correction } }));
    const stage = corrected.followUp.find(({ stageMonths }) => stageMonths === 3)!;
    const registered = registrations.recipients.find(({ id }) => id === of.recipient!.id)!;
    expect(stage).toMatchObject({ state: 'recorded', isInTime: true });
    expect(stage.entries.at(-1)!.form.egfr).toMatchObject({ creatinineUmolPerL: 111, sex: registered.sex, version: 1 });
    // The donor's form is the donor's centre's, and only they see it.
    const donorUrl = outcomeUrl(proposal, of, 'follow-up/donor/3');
    expect((await person.post(donorUrl, { json: { shown, ...RECIPIENT_FORM } })).status).toBe(404);
    const donors = await coordinator(of.donor.centre);
    const seen = await done(donors.get<OutcomeView>(outcomeUrl(proposal, of)));
    expect([...new Set(seen.followUp.map(({ side }) => side))]).toEqual(['donor']);
    expect(JSON.stringify(seen)).not.toContain(of.recipient!.id);
  });

  it('leave nobody who gave or was transplanted in the next run without a word', async () => {
    const { people } = await done((await operator()).get<Still>('/api/outcomes/still-registered'));
    const ids = people.map(({ kind: of, id }) => `${of} ${id}`);
    for (const { donor, recipient } of chain.transplants) {
      expect(ids).toContain(`donor ${donor.id}`);
      if (recipient !== null) expect(ids).toContain(`recipient ${recipient.id}`);
    }
    const { centre } = people[0];
    const own = await done((await coordinator(centre)).get<Still>('/api/outcomes/still-registered'));
    expect(own.people).toEqual(people.filter((person) => person.centre === centre));
    const person = people.find(({ kind: of }) => of === 'recipient')!;
    const suspend = { json: { reason: 'transplanted' } };
    await done((await operator()).act(`/api/registrations/recipient/${person.id}`, 'suspend', suspend));
    const after = await done((await operator()).get<Still>('/api/outcomes/still-registered'));
    expect(after.people).toEqual(people.filter((of) => of !== person));
  });

  it('are counted: complete or not by centre, and every transplant that did not proceed with its reason', async () => {
    await later(60);
    const all = await done((await operator()).get<Figures>('/api/outcomes/completeness'));
    const counted = all.rows.filter(({ stageMonths }) => stageMonths === 3);
    const total = (of: 'due' | 'recorded') => counted.reduce((sum, row) => sum + row[of], 0);
    const made = all.time.transplants;
    // The kidney of the chain that went to the waiting list has no recipient to follow.
    expect([total('due'), total('recorded'), all.time.medianDays]).toEqual([2 * made - 1, 1, 5]);
    const [{ centre }] = counted;
    const own = await done((await coordinator(centre)).get<Figures>('/api/outcomes/completeness'));
    expect(own.rows).toEqual(all.rows.filter((row) => row.centre === centre));

    const figures = await done((await operator()).get<RunTransplants>(`/api/outcomes/non-proceeding?run=${runId}`));
    const { identified, transplanted, pending, notProceeded } = figures;
    expect(transplanted).toBe(made);
    expect(identified).toBe(transplanted + pending + notProceeded.length);
    expect(notProceeded.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['recipient-unfit-on-the-day', 'donor-unfit-on-the-day', 'kidney-damaged']),
    );
    expect(notProceeded.every(({ reason, says }) => reason !== '' && says.includes(' '))).toBe(true);
    expect((await (await operator()).get('/api/outcomes/non-proceeding?run=none')).status).toBe(404);
  });

  it('trace back to run, policy, result and every signature, and tell what does not hold', async () => {
    const of = chain.transplants[0];
    const url = outcomeUrl(chain, of, 'trace');
    const traced = await done((await operator()).get<TraceView>(url));
    expect(traced.links.filter(({ holds }) => !holds)).toEqual([]);
    expect(traced).toMatchObject({
      isWhole: true,
      transplant: { donor: { id: of.donor.id }, recipient: { id: of.recipient!.id }, status: 'transplanted' },
      run: { id: runId },
      origin: { kind: 'run', verdict: 'accepted' },
    });
    expect(traced.decisions).toHaveLength(5);
    expect(traced.links.map(({ what }) => what)).toEqual([
      'proposal',
      'result',
      'check',
      'snapshot',
      'policy',
      'registrations',
      'approvals',
      ...traced.decisions.map(({ number }) => `decision ${number}`),
      'outcome 1',
    ]);
    const donors = await done((await coordinator(of.donor.centre)).get<TraceView>(url));
    if (of.donor.centre !== of.recipient!.centre) expect(JSON.stringify(donors)).not.toContain(of.recipient!.id);

    const { write, read } = under.service.store;
    const sha256 = traced.proposal.document;
    const { content } = await read
      .selectFrom('archive')
      .select('content')
      .where('sha256', '=', sha256)
      .executeTakeFirstOrThrow();
    const other = archiveDocument('proposal', '{"lkss":"proposal","version":1}');
    await write
      .updateTable('archive')
      .set({ content: Buffer.from(other.content) })
      .where('sha256', '=', sha256)
      .execute();
    const broken = await done((await operator()).get<TraceView>(url));
    await write.updateTable('archive').set({ content }).where('sha256', '=', sha256).execute();
    expect(broken.isWhole).toBe(false);
    expect(broken.links.find(({ what }) => what === 'proposal')!.holds).toBe(false);
  });
});
