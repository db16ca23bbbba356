/** Several people at once, and one person twice: each act counts once, and whoever comes too late is told so. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditEvents, verifyAudit } from '../../src/audit/audit-store.ts';
import type { AuditEventName } from '../../src/audit/catalogue.ts';
import type { RunView } from '../../src/matching-runs/run-view.ts';
import { readSnapshot } from '../../src/matching-runs/snapshot.ts';
import type { ProblemDocument } from '../../src/problem.ts';
import { archived } from '../../src/store/archive-store.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../made-up-delivery.ts';
import { ServiceUnderTest, type Person, type TestAnswer } from '../service-under-test.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';

const RUN_DATE = '2026-10-14';

describeOnBothStores('at once', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  /** A second service on the same database where it can have one; else the same. */
  let beside: ServiceUnderTest;
  let olga: Person;
  let oscar: Person;
  let adam: Person;
  let delivered = 0;

  beforeAll(async () => {
    thrownAway = await newPlace(kind);
    under = await ServiceUnderTest.start(thrownAway.place);
    beside = kind === 'embedded' ? under : await ServiceUnderTest.start(thrownAway.place, under.surroundings);
    olga = await under.person('olga', ['operator']);
    oscar = (await under.person('oscar', ['operator'])).at(beside);
    adam = (await under.person('adam', ['approver'])).at(beside);
    await confirmed(olga, await received(olga));
  });

  afterAll(async () => {
    if (beside !== under) await beside.stop();
    await under.stop();
    await thrownAway.remove();
  });

  /** Of one more recipient each time. */
  async function received(person: Person): Promise<string> {
    const made = madeUpRegistrations(8 + delivered++, 2, 'concurrency', '2026-10-01');
    const answer = await person.post<{ id: string }>('/api/imports', { bytes: deliveryOfRegistrations(made) });
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id;
  }

  /** Gives its address. */
  async function opened(quarter: string): Promise<string> {
    const answer = await olga.post<RunView>('/api/runs', { json: openingOf(quarter) });
    expect(answer.status, answer.text).toBe(201);
    return `/api/runs/${answer.body.id}`;
  }

  async function checked(quarter: string): Promise<string> {
    const run = await opened(quarter);
    expect((await olga.act(run, 'lock')).status).toBe(200);
    expect((await olga.act(run, 'solve')).status).toBe(202);
    await under.service.desk.idle();
    expect((await olga.get<RunView>(run)).body.status).toBe('checked');
    return run;
  }

  async function told(event: AuditEventName, subjectId?: string): Promise<number> {
    const filter = { after: 0, limit: 100_000, event, ...(subjectId !== undefined && { subjectId }) };
    return (await auditEvents(under.service.store.read, filter)).length;
  }

  it('locks a run for one of two operators', async () => {
    const run = await opened('2027-Q1');
    const etag = await etagOf(olga, run);
    const answers = await Promise.all([olga, oscar].map((person) => person.post(`${run}/lock`, { etag })));
    expect(statusesOf(answers)[0]).toBe(200);
    expect([409, 412]).toContain(statusesOf(answers)[1]);
    expect(await told('run.locked', '2027-q1-01')).toBe(1);
  });

  it('counts two of fifty approvals by two people, and releases once', async () => {
    const run = await checked('2027-Q2');
    await olga.freshen();
    await adam.freshen();
    const approvers = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? olga : adam));
    const answers = await Promise.all(approvers.map((person) => person.post(`${run}/approve`, { etag: '*' })));
    expect(statusesOf(answers).filter((status) => status === 200)).toHaveLength(2);
    expect(new Set(statusesOf(answers))).toEqual(new Set([200, 409]));
    const { body } = await olga.get<RunView>(run);
    expect(body.status).toBe('released');
    expect(body.approvals.map(({ by }) => by).sort()).toEqual([olga.id, adam.id].sort());
    expect([await told('run.approved', body.id), await told('run.released', body.id)]).toEqual([2, 1]);
  });

  it('opens one run for a request that is sent twice, with a key or without', async () => {
    const json = openingOf('2027-Q3');
    const without = await Promise.all([olga, oscar].map((person) => person.post('/api/runs', { json })));
    expect(statusesOf(without)).toEqual([201, 409]);
    const keyed = { json: openingOf('2027-Q4'), headers: { 'idempotency-key': 'opening-2027-q4' } };
    const beforeIt = await told('run.opened');
    const elsewhere = olga.at(beside);
    const withKey = await Promise.all(
      [olga, elsewhere, olga, elsewhere].map((person) => person.post('/api/runs', keyed)),
    );
    expect(statusesOf(withKey)).toEqual([201, 201, 201, 201]);
    expect(new Set(withKey.map(({ text }) => text)).size).toBe(1);
    expect(await told('run.opened')).toBe(beforeIt + 1);
    const other = await olga.post('/api/runs', { ...keyed, json: openingOf('2028-Q1') });
    expect([other.status, other.body]).toMatchObject([422, { code: 'key-used-before' }]);
    const somebodyElse = await oscar.post<ProblemDocument>('/api/runs', keyed);
    expect([somebodyElse.status, somebodyElse.body.code]).toEqual([409, 'wrong-state']);
  });

  it('changes nothing for whoever does not know what holds now', async () => {
    const run = await opened('2028-Q2');
    const person = `/api/registrations/recipient/${await someRecipient()}`;
    for (const [url, json] of [
      [`${run}/lock`],
      [`${run}/close`, { reason: 'made-up reason' }],
      [`${person}/suspend`, { reason: 'made-up reason' }],
      [`${person}/activate`],
    ] as const) {
      const asked = json === undefined ? {} : { json };
      const missing = await olga.post(url, asked);
      expect([missing.status, missing.body], url).toMatchObject([428, { code: 'precondition-required' }]);
      for (const etag of ['"99"', '"-1"', 'W/"1"', 'anything']) {
        const stale = await olga.post(url, { ...asked, etag });
        expect([stale.status, stale.body], `${url} ${etag}`).toMatchObject([412, { code: 'stale' }]);
      }
    }
    expect(await etagOf(olga, run)).toBe('"1"');
  });

  it('lets one of two changes of a person through', async () => {
    const person = `/api/registrations/recipient/${await someRecipient()}`;
    const etag = await etagOf(olga, person);
    const json = { reason: 'made-up reason' };
    const people = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? olga : oscar));
    const answers = await Promise.all(people.map((one) => one.post(`${person}/suspend`, { etag, json })));
    expect(statusesOf(answers)).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
  });

  it('confirms an import once, however often it is asked at once', async () => {
    const id = await received(olga);
    const before = await registryAt(under);
    const people = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? olga : oscar));
    const answers = await Promise.all(people.map((person) => person.post(`/api/imports/${id}/confirm`)));
    expect(statusesOf(answers)).toEqual([200, ...Array.from({ length: 99 }, () => 409)]);
    expect(await registryAt(under)).toBe(before + 1);
    expect(await told('import.confirmed', id)).toBe(1);
  });

  it('confirms no import that was read back before another changed registrations', async () => {
    const [first, second] = [await received(olga), await received(oscar)];
    await confirmed(olga, first);
    const registered = await everybody(under);
    const late = await oscar.post(`/api/imports/${second}/confirm`);
    expect([late.status, late.body]).toMatchObject([409, { code: 'conflict' }]);
    expect(await everybody(under)).toEqual(registered);
    expect((await oscar.get<{ status: string }>(`/api/imports/${second}`)).body.status).toBe('received');
    expect(await told('import.confirmed', second)).toBe(0);
  });

  it('freezes what held at one moment, though registrations change all the while', async () => {
    const run = await opened('2028-Q3');
    const people = (await everybody(under)).filter(({ kind: which }) => which === 'recipient').slice(0, 6);
    const changing = async (): Promise<void> => {
      for (const { id } of people) {
        await oscar.act(`/api/registrations/recipient/${id}`, 'suspend', { json: { reason: 'while it is locked' } });
      }
    };
    const locking = async (): Promise<TestAnswer<RunView>> => {
      for (;;) {
        const answer = await olga.act<RunView>(run, 'lock');
        if (answer.status === 200) return answer;
        expect([answer.status, answer.body]).toMatchObject([409, { code: 'conflict' }]);
      }
    };
    const first = await registryAt(under);
    const [{ body }] = await Promise.all([locking(), changing()]);
    const { registrations } = readSnapshot(await archived(under.service.store.read, body.locked!.snapshot));
    const suspended = registrations.recipients.filter(
      ({ status }) => status.state === 'suspended' && status.reason === 'while it is locked',
    );
    expect(suspended).toHaveLength(body.locked!.registryVersion - first);
  });

  it('has told the audit all of it, in one chain', async () => {
    expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
  });

  async function someRecipient(): Promise<string> {
    return (await everybody(under)).find(({ kind: which }) => which === 'recipient')!.id;
  }
});

async function confirmed(person: Person, id: string): Promise<void> {
  const answer = await person.post(`/api/imports/${id}/confirm`);
  expect(answer.status, answer.text).toBe(200);
}

function openingOf(quarter: string): object {
  return { quarter, runDate: RUN_DATE, policy: '2015-04' };
}

async function etagOf(person: Person, url: string): Promise<string> {
  return String((await person.get(url)).headers['etag']);
}

/** In order. */
function statusesOf(answers: readonly TestAnswer<unknown>[]): number[] {
  return answers.map(({ status }) => status).sort((a, b) => a - b);
}

async function registryAt({ service }: ServiceUnderTest): Promise<number> {
  return (await service.store.read.selectFrom('registry').select('version').executeTakeFirstOrThrow()).version;
}

async function everybody({ service }: ServiceUnderTest) {
  return service.store.read.selectFrom('registration').selectAll().orderBy('kind').orderBy('id').execute();
}
