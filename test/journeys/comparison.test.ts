/** What a run would have chosen, asked otherwise, runs compared, and the pool as a graph: right, and nothing of the record is touched. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditEvents, verifyAudit } from '../../src/audit/audit-store.ts';
import type { Comparison } from '../../src/matching-runs/comparison.ts';
import type { PoolGraph } from '../../src/matching-runs/pool-graph.ts';
import type { PriceDocument } from '../../src/matching-runs/price.ts';
import type { ResultDocument } from '../../src/matching-runs/result-document.ts';
import { poolOfSnapshot, readSnapshot } from '../../src/matching-runs/snapshot.ts';
import { frozenTexts } from '../../src/matching-runs/solving.ts';
import type { WhatIf } from '../../src/matching-runs/what-if.ts';
import { contentOf } from '../filled-store.ts';
import { madeUpRegistrations } from '../made-up-delivery.ts';
import { done, ReleasedRun } from '../released-run.ts';
import { ServiceUnderTest } from '../service-under-test.ts';
import { lkssApart } from '../src/cli/run-lkss.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';

const made = madeUpRegistrations(60, 4, 'carry-over', '2026-10-01');
/** Whose rows tell of people, not of what was asked. */
const NOT_OF_ASKING = (table: string): boolean => !['audit_event', 'audit_head', 'session'].includes(table);

let thrownAway: ThrownAway;
let under: ServiceUnderTest;
let run: ReleasedRun;
let runId: string;

beforeAll(async () => {
  thrownAway = await newPlace('embedded');
  under = await ServiceUnderTest.start(thrownAway.place);
  run = await ReleasedRun.start(under);
  runId = await run.release(made);
}, 60_000);

afterAll(async () => {
  await under.stop();
  await thrownAway.remove();
});

async function record(): Promise<object> {
  const content = await contentOf(under.service.store);
  return Object.fromEntries(Object.entries(content).filter(([table]) => NOT_OF_ASKING(table)));
}

const resultOf = async (id: string): Promise<ResultDocument> =>
  (await done(run.approver.get<{ result: ResultDocument }>(`/api/runs/${id}/result`))).result;

it('tells what another policy would have chosen, proved, and changes nothing', async () => {
  const before = await record();
  const whatIf = await done(run.approver.get<WhatIf>(`/api/runs/${runId}/what-if?policy=2012-01`));
  expect(whatIf).toMatchObject({
    isWhatIf: true,
    policy: '2012-01',
    outcome: 'optimal',
    verdict: 'accepted',
    reasons: [],
  });
  expect(await done(run.operator.get(`/api/runs/${runId}/what-if?policy=2012-01`))).toEqual(whatIf);
  // Under its own policy it is the run itself.
  const own = await done(run.approver.get<WhatIf>(`/api/runs/${runId}/what-if?policy=2015-04`));
  const { criteria, exchanges } = await resultOf(runId);
  expect([own.result!.criteria, own.result!.exchanges]).toEqual([criteria, exchanges]);
  expect(own.resultSha256).toBe((await done(run.operator.get<{ result: string }>(`/api/runs/${runId}`))).result);
  expect(await record()).toEqual(before);
  const told = await auditEvents(under.service.store.read, { event: 'run.what-if', after: 0, limit: 10 });
  expect(told).toHaveLength(3);
  expect(JSON.parse(told[0].detail)).toMatchObject({ result: whatIf.resultSha256, verdict: 'accepted' });
  expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
});

it('is asked of a policy of the catalogue and a locked run, by those who may read results', async () => {
  const url = `/api/runs/${runId}/what-if`;
  expect((await run.operator.get(`${url}?policy=1999-01`)).status).toBe(400);
  expect((await run.operator.get(url)).status).toBe(400);
  expect((await run.operator.get('/api/runs/unknown/what-if?policy=2012-01')).status).toBe(404);
  const cara = await under.person('cara', ['coordinator'], 'RJ1');
  for (const path of [
    `${url}?policy=2012-01`,
    `/api/runs/${runId}/price`,
    `/api/comparison?a=${runId}&b=${runId}`,
    `/api/runs/${runId}/graph`,
  ]) {
    const answer = await cara.get(path);
    expect([answer.status, answer.body], path).toMatchObject([403, { code: 'forbidden' }]);
  }
  for (const query of [`a=${runId}`, `a=${runId}&b=${runId}&policy=2012-01`, 'policy=2012-01']) {
    expect((await run.operator.get(`/api/comparison?${query}`)).status, query).toBe(400);
  }
  const many = Array.from({ length: 21 }, (_, at) => `require=recipient:${at}`).join('&');
  for (const query of ['cyclePairsMax=7', 'criteria=beauty', 'require=person:1', 'forbid=D1', many, 'deadlineMs=1']) {
    expect((await run.operator.get(`${url}?${query}`)).status, query).toBe(400);
  }
});

it('tells what longer exchanges, people required and exchanges forbidden would have given, and names who is unknown', async () => {
  const { exchanges } = await resultOf(runId);
  const chosen = new Set(exchanges.flatMap(({ recipients }) => recipients));
  const left = made.recipients.map(({ id }) => id).filter((id) => !chosen.has(id));
  const forbidden = exchanges[0].donors.join(',');
  const query = `cyclePairsMax=4&threeWayMax=3&forbid=${forbidden}&${left
    .map((id) => `require=recipient:${id}`)
    .slice(0, 20)
    .join('&')}`;
  const { sides, ...compared } = await done(run.operator.get<Comparison>(`/api/comparison?a=${runId}&${query}`));
  expect(sides[1]).toMatchObject({ verdict: 'accepted', limits: { cyclePairsMax: 4 }, isWhatIf: true });
  expect(sides[1].assumptions).toHaveLength(1);
  expect(compared.criteria.find(({ id }) => id === 'three-way')!.values[1]).toBeLessThanOrEqual(3);
  const met = new Map(sides[1].answers.map(({ says, isMet }) => [says, isMet]));
  expect(met.get(`without the exchange of donors ${forbidden.replaceAll(',', ', ')}`)).toBe(true);
  for (const id of left.slice(0, 20)) {
    expect(met.get(`recipient ${id} in an exchange`), id).toBe(compared.recipients.only[1].includes(id));
  }
  expect(compared.exchanges.only[0].map(({ donors }) => donors.join())).toContain(forbidden);

  const unknown = await run.operator.get<{ problems: { expected: string }[] }>(
    `/api/runs/${runId}/what-if?require=recipient:nobody&require=altruist:none&forbid=x,y`,
  );
  expect([unknown.status, unknown.body.problems.map(({ expected }) => expected)]).toEqual([
    400,
    [
      'required: there is no recipient nobody in the pool',
      'required: there is no altruist none in the pool',
      'forbidden: there is no donor x in the pool',
      'forbidden: there is no donor y in the pool',
    ],
  ]);
});

it('is told by the command line as well, to whoever is signed in there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lkss-what-if-run-'));
  const session = join(folder, 'session');
  writeFileSync(session, run.operator.token);
  const env = { LKSS_SERVICE: await under.listen(), LKSS_SESSION_FILE: session };
  const { exitCode, out } = await lkssApart(env, 'what-if', runId, '--policy', '2012-01', '--json');
  const compared = await done(run.operator.get<Comparison>(`/api/comparison?a=${runId}&policy=2012-01`));
  expect([exitCode, JSON.parse(out.toString('utf8'))]).toEqual([0, { lkss: 'what-if', version: 1, ...compared }]);
  const text = (await lkssApart(env, 'what-if', runId, '--chain-pairs-max', '1')).out.toString('utf8');
  expect(text).toContain(`What if: ${runId}, with chains of up to 1 pair`);
  expect(await lkssApart(env, 'what-if', 'no-such-run', '--policy', '2012-01')).toMatchObject({ exitCode: 2 });
  expect(await lkssApart(env, 'what-if', runId, '--policy-file', 'x.json')).toMatchObject({ exitCode: 2 });
  rmSync(folder, { recursive: true });
});

it('tells what each rule of the policy costs, and changes nothing', async () => {
  const before = await record();
  const price = await done(run.approver.get<PriceDocument>(`/api/runs/${runId}/price`));
  const { exchanges, pool } = await resultOf(runId);
  expect(price).toMatchObject({ run: runId, policy: '2015-04', pool });
  expect(price.worth.recipients).toBe(exchanges.flatMap(({ recipients }) => recipients).length);
  const whatIf = await done(run.approver.get<Comparison>(`/api/comparison?a=${runId}&chainPairsMax=1`));
  const rule = price.rules.find(({ id }) => id === 'limits.chainPairsMax=1')!;
  expect([rule.priced!.lose, rule.priced!.gain]).toEqual(whatIf.recipients.only);
  expect(rule.priced!.worth.transplants).toBe(whatIf.transplants[1]);
  expect(await record()).toEqual(before);
  const [told] = await auditEvents(under.service.store.read, { event: 'run.priced', after: 0, limit: 10 });
  expect(JSON.parse(told.detail)).toEqual({ policy: price.policyDigest, rules: price.rules.length });
}, 60_000);

it('compares a run with another policy, and with a run under that policy, to the same', async () => {
  const whatIf = await done(run.operator.get<Comparison>(`/api/comparison?a=${runId}&policy=2012-01`));
  await done(run.operator.act(`/api/runs/${runId}`, 'close', { json: { reason: 'the next is to come' } }));
  const json = { quarter: '2026-Q4', runDate: '2026-10-14', policy: '2012-01' };
  const { id } = await done(run.operator.post<{ id: string }>('/api/runs', { json }));
  await done(run.operator.act(`/api/runs/${id}`, 'lock'));
  await done(run.operator.act(`/api/runs/${id}`, 'solve'));
  await under.service.desk.idle();
  const compared = await done(run.operator.get<Comparison>(`/api/comparison?a=${runId}&b=${id}`));
  expect(compared).toEqual({
    ...whatIf,
    sides: [
      whatIf.sides[0],
      { ...whatIf.sides[1], run: id, isWhatIf: false, asks: [], resultSha256: expect.any(String) },
    ],
  });
  expect(whatIf.sides.map(({ isWhatIf }) => isWhatIf)).toEqual([false, true]);

  const [first, second] = await Promise.all([runId, id].map(resultOf));
  const [a, b] = [first, second].map(({ exchanges }) => exchanges.flatMap(({ recipients }) => recipients));
  expect(compared.recipients.only).toEqual([
    a.filter((one) => !b.includes(one)).sort(),
    b.filter((one) => !a.includes(one)).sort(),
  ]);
  expect(compared.recipients.inBoth).toBe(a.filter((one) => b.includes(one)).length);
  expect(compared.exchanges.only.map((only) => only.length + compared.exchanges.inBoth)).toEqual([
    first.exchanges.length,
    second.exchanges.length,
  ]);
  expect(compared.exchanges.only[0].length).toBeGreaterThan(0);
  for (const counts of [compared.byBloodGroup, compared.byBand]) {
    for (const side of [0, 1] as const) {
      expect(counts.reduce((sum, { transplanted }) => sum + transplanted[side], 0)).toBe([a, b][side].length);
      expect(counts.reduce((sum, { registered }) => sum + registered[side], 0)).toBe(made.recipients.length);
    }
  }
});

it('tells the pool as a graph, every arc of it, with the chosen gifts among them', async () => {
  const answer = await run.approver.get<PoolGraph>(`/api/runs/${runId}/graph`);
  const graph = await done(Promise.resolve(answer));
  expect((await run.approver.get(`/api/runs/${runId}/graph`)).text).toBe(answer.text);
  const { locked } = await done(
    run.operator.get<{ locked: { snapshot: string; poolDigest: string; arcs: number } }>(`/api/runs/${runId}`),
  );
  expect(graph.poolDigest).toBe(locked.poolDigest);
  const { snapshot } = await frozenTexts(under.service.store, locked.snapshot);
  const { instance } = poolOfSnapshot(readSnapshot(snapshot), null);
  const named = new Set(graph.arcs.map(([from, to]) => `${graph.people[from].id} ${graph.people[to].id}`));
  const expected = new Set(
    instance.donors.flatMap(({ id, recipient, arcRecipients }) => {
      const own = recipient === null ? id : instance.recipients[recipient].id;
      return Array.from(arcRecipients, (to) => `${own} ${instance.recipients[to].id}`);
    }),
  );
  expect(named).toEqual(expected);
  for (const [from, to] of graph.chosen.flatMap(({ gifts }) => gifts)) {
    expect(named).toContain(`${graph.people[from].id} ${graph.people[to].id}`);
  }
  const { exchanges } = await resultOf(runId);
  expect(graph.chosen.flatMap(({ gifts }) => gifts)).toHaveLength(
    exchanges.flatMap(({ recipients }) => recipients).length,
  );
  for (const densities of [graph.byBloodGroup, graph.byBand]) {
    expect(densities.reduce((sum, { arcs }) => sum + arcs, 0)).toBe(locked.arcs);
    const pairs =
      instance.donors.length * instance.recipients.length -
      instance.donors.filter((of) => of.recipient !== null).length;
    expect(densities.reduce((sum, density) => sum + density.pairs, 0)).toBe(pairs);
  }
});
