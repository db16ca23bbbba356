import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/audit-store.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../made-up-delivery.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';
import { fuzzedRequests, type InterfaceDocument } from './fuzzed-requests.ts';
import { expectAnswerOrProblem } from './problem-answers.ts';

const REQUESTS = Number(process.env['LKSS_FUZZ_REQUESTS'] ?? 400);
const CENTRE = 'RJ1';

describeOnBothStores('requests that nobody means well', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  const people: Person[] = [];
  let known: readonly string[];

  beforeAll(async () => {
    thrownAway = await newPlace(kind);
    under = await ServiceUnderTest.start(thrownAway.place);
    const operator = await under.person('olga', ['operator', 'approver', 'auditor']);
    const administrator = await under.person('ada', ['administrator']);
    const coordinator = await under.person('cora', ['coordinator', 'laboratory'], CENTRE);
    people.push(operator, operator, administrator, coordinator);
    const bytes = deliveryOfRegistrations(madeUpRegistrations(6, 1, 'fuzz', '2026-10-01'));
    const { body } = await operator.post<{ id: string }>('/api/imports', { bytes });
    await operator.post(`/api/imports/${body.id}/confirm`);
    await operator.post('/api/runs', { json: { quarter: '2026-Q4', runDate: '2026-10-14', policy: '2015-04' } });
    // No account's: whoever is disabled or given new secrets is not there any more.
    known = ['R0001', 'D0001', '2026-q4-01', '2015-04', body.id, 'recipient', 'donor', 'lkss-json'];
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  it(`are answered or refused, and never a failure of the service: ${REQUESTS} of them, by several people`, async () => {
    const document = (await under.ask<InterfaceDocument>('GET', '/openapi.json')).body;
    const asked = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fuzzedRequests(document, known), fc.nat(people.length - 1), async (request, who) => {
        const { method, url, json, headers, route } = request;
        const answer = await people[who].ask(method, url, { json, headers });
        expectAnswerOrProblem(answer, `${method} ${url} ${JSON.stringify(json)}`);
        const name = `${route} ${answer.status < 400 ? 'answered' : 'refused'}`;
        asked.set(name, (asked.get(name) ?? 0) + 1);
      }),
      { numRuns: REQUESTS },
    );
    const routes = new Set([...asked.keys()].map((name) => name.replace(/ \w+$/, '')));
    // Some of both kinds, of nearly every route.
    expect(routes.size).toBeGreaterThan(35);
    expect([...asked.keys()].filter((name) => name.endsWith('answered')).length).toBeGreaterThan(7);
    expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
  });
});
