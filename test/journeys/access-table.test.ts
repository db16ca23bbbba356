/** Every route by every role, for a record of the own centre and one of another: the table of permissions, through HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEvents } from '../../src/audit/audit-store.ts';
import { mayDo, needsFreshSignIn, PERMISSIONS, ROLES, type PermissionName, type Role } from '../../src/access/roles.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../made-up-delivery.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';
import { HOUR_MS, MINUTE_MS } from '../test-surroundings.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

interface Route {
  readonly method: Method;
  /** As the description of the interface has it. */
  readonly path: string;
  /** `anyone` signed in, or `nobody` has to be. */
  readonly permission: PermissionName | 'anyone' | 'nobody';
  /** A person of the own or of another centre is put for the id. */
  readonly isAboutPerson?: true;
  /** The own or another centre is put for the centre. */
  readonly isAboutCentre?: true;
  readonly json?: object;
}

const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/api/sign-in', permission: 'nobody' },
  { method: 'POST', path: '/api/sign-in-again', permission: 'anyone', json: { password: 'x', code: 'y' } },
  { method: 'GET', path: '/api/me', permission: 'anyone' },
  { method: 'GET', path: '/api/accounts', permission: 'account.read' },
  { method: 'GET', path: '/api/accounts/{id}', permission: 'account.read' },
  { method: 'POST', path: '/api/accounts', permission: 'account.manage', json: accountOf('') },
  { method: 'PATCH', path: '/api/accounts/{id}', permission: 'account.manage', json: {} },
  { method: 'POST', path: '/api/accounts/{id}/disable', permission: 'account.manage' },
  { method: 'POST', path: '/api/accounts/{id}/enable', permission: 'account.manage' },
  { method: 'POST', path: '/api/accounts/{id}/new-secrets', permission: 'account.manage' },
  { method: 'GET', path: '/api/policies', permission: 'policy.read' },
  { method: 'GET', path: '/api/policies/{id}', permission: 'policy.read' },
  { method: 'GET', path: '/api/policies/{id}/differences/{other}', permission: 'policy.read' },
  { method: 'POST', path: '/api/imports', permission: 'registration.import' },
  { method: 'GET', path: '/api/imports', permission: 'registration.import' },
  { method: 'GET', path: '/api/imports/{id}', permission: 'registration.import' },
  { method: 'POST', path: '/api/imports/{id}/confirm', permission: 'registration.import' },
  { method: 'POST', path: '/api/imports/{id}/discard', permission: 'registration.import' },
  { method: 'GET', path: '/api/registrations', permission: 'registration.read' },
  { method: 'GET', path: '/api/registrations/{kind}/{id}', permission: 'registration.read', isAboutPerson: true },
  {
    method: 'GET',
    path: '/api/registrations/{kind}/{id}/versions',
    permission: 'registration.read',
    isAboutPerson: true,
  },
  {
    method: 'POST',
    path: '/api/registrations/{kind}/{id}/suspend',
    permission: 'registration.change',
    isAboutPerson: true,
    json: { reason: 'made-up reason' },
  },
  {
    method: 'POST',
    path: '/api/registrations/{kind}/{id}/activate',
    permission: 'registration.change',
    isAboutPerson: true,
  },
  { method: 'GET', path: '/api/identities/{kind}/{id}', permission: 'identity.read', isAboutPerson: true },
  {
    method: 'PUT',
    path: '/api/identities/{kind}/{id}',
    permission: 'identity.change',
    isAboutPerson: true,
    json: { name: 'Made-up name', number: null },
  },
  { method: 'GET', path: '/api/calendar', permission: 'run.read' },
  { method: 'GET', path: '/api/runs', permission: 'run.read' },
  { method: 'GET', path: '/api/runs/{id}', permission: 'run.read' },
  { method: 'GET', path: '/api/runs/{id}/progress', permission: 'run.read' },
  { method: 'GET', path: '/api/runs/{id}/excluded', permission: 'run.read-result' },
  { method: 'GET', path: '/api/runs/{id}/result', permission: 'run.read-result' },
  { method: 'GET', path: '/api/runs/{id}/since-lock', permission: 'run.read-result' },
  { method: 'GET', path: '/api/runs/{id}/explanations', permission: 'run.explain' },
  { method: 'GET', path: '/api/runs/{id}/explanations/{kind}/{person}', permission: 'run.explain' },
  { method: 'GET', path: '/api/runs/{id}/explanations/{kind}/{person}/letter', permission: 'run.explain' },
  { method: 'GET', path: '/api/runs/{id}/explanations/{kind}/{person}/changes', permission: 'run.explain' },
  { method: 'GET', path: '/api/runs/{id}/what-if', permission: 'run.what-if' },
  { method: 'GET', path: '/api/runs/{id}/price', permission: 'run.what-if' },
  { method: 'GET', path: '/api/runs/{id}/graph', permission: 'run.read-result' },
  { method: 'GET', path: '/api/comparison', permission: 'run.read-result' },
  {
    method: 'POST',
    path: '/api/runs',
    permission: 'run.open',
    json: { quarter: '2026-Q4', runDate: '2026-10-14', policy: '2015-04' },
  },
  { method: 'POST', path: '/api/runs/{id}/lock', permission: 'run.lock' },
  { method: 'POST', path: '/api/runs/{id}/solve', permission: 'run.solve' },
  { method: 'POST', path: '/api/runs/{id}/approve', permission: 'run.approve' },
  { method: 'POST', path: '/api/runs/{id}/close', permission: 'run.close', json: { reason: 'made-up reason' } },
  { method: 'POST', path: '/api/runs/{id}/replay', permission: 'run.replay' },
  { method: 'GET', path: '/api/runs/{id}/exports/{format}', permission: 'run.export' },
  { method: 'GET', path: '/api/runs/{id}/packs/{centre}', permission: 'pack.export', isAboutCentre: true },
  { method: 'GET', path: '/api/proposals', permission: 'proposal.read' },
  { method: 'GET', path: '/api/proposals/{id}', permission: 'proposal.read' },
  { method: 'GET', path: '/api/proposals/{id}/versions', permission: 'proposal.read' },
  { method: 'POST', path: '/api/proposals/{id}/repair', permission: 'repair.compute' },
  { method: 'GET', path: '/api/proposals/{id}/repair', permission: 'repair.read' },
  {
    method: 'POST',
    path: '/api/proposals/{id}/repair/choose',
    permission: 'repair.choose',
    json: { shown: '0'.repeat(64), way: 'next-run' },
  },
  { method: 'GET', path: '/api/sign-off/due', permission: 'proposal.read' },
  { method: 'GET', path: '/api/sign-off/habits', permission: 'decision.review' },
  { method: 'GET', path: '/api/sign-off/lists', permission: 'proposal.read' },
  ...(
    [
      ['crossmatch', 'decision.crossmatch'],
      ['donor-centre', 'decision.accept'],
      ['recipient-centre', 'decision.accept'],
      ['surgery', 'decision.surgery'],
      ['panel', 'decision.panel'],
      ['waiting-list/crossmatch', 'decision.for-waiting-list'],
      ['waiting-list/recipient-centre', 'decision.for-waiting-list'],
      ['waiting-list/surgery', 'decision.for-waiting-list'],
    ] as const
  ).map(([decision, permission]): Route => {
    return { method: 'POST', path: `/api/proposals/{id}/transplants/{position}/${decision}`, permission, json: {} };
  }),
  { method: 'GET', path: '/api/proposals/{id}/transplants/{position}/outcome', permission: 'outcome.read' },
  { method: 'GET', path: '/api/proposals/{id}/transplants/{position}/trace', permission: 'outcome.read' },
  {
    method: 'POST',
    path: '/api/proposals/{id}/transplants/{position}/outcome',
    permission: 'outcome.record',
    json: {},
  },
  {
    method: 'POST',
    path: '/api/proposals/{id}/transplants/{position}/waiting-list/outcome',
    permission: 'outcome.for-waiting-list',
    json: {},
  },
  {
    method: 'POST',
    path: '/api/proposals/{id}/transplants/{position}/follow-up/{side}/{months}',
    permission: 'follow-up.record',
    json: {},
  },
  { method: 'GET', path: '/api/outcomes/lists', permission: 'outcome.read' },
  { method: 'GET', path: '/api/outcomes/due', permission: 'outcome.read' },
  { method: 'GET', path: '/api/outcomes/still-registered', permission: 'outcome.read' },
  { method: 'GET', path: '/api/outcomes/completeness', permission: 'outcome.read' },
  { method: 'GET', path: '/api/outcomes/non-proceeding', permission: 'outcome.read' },
  { method: 'GET', path: '/api/appeals', permission: 'appeal.read' },
  { method: 'GET', path: '/api/appeals/lists', permission: 'appeal.read' },
  { method: 'GET', path: '/api/appeals/about', permission: 'appeal.bring' },
  { method: 'POST', path: '/api/appeals', permission: 'appeal.bring', json: {} },
  { method: 'GET', path: '/api/appeals/{id}', permission: 'appeal.read' },
  { method: 'GET', path: '/api/appeals/{id}/letter', permission: 'appeal.read' },
  { method: 'GET', path: '/api/appeals/{id}/what-if', permission: 'run.what-if' },
  { method: 'GET', path: '/api/appeals/{id}/owners', permission: 'appeal.answer' },
  { method: 'GET', path: '/api/appeals/{id}/what-would-be', permission: 'appeal.answer' },
  { method: 'GET', path: '/api/appeals/{id}/differences', permission: 'appeal.answer' },
  { method: 'POST', path: '/api/appeals/{id}/owner', permission: 'appeal.answer', json: {} },
  { method: 'POST', path: '/api/appeals/{id}/explain', permission: 'appeal.answer' },
  { method: 'GET', path: '/api/appeals/{id}/explanation', permission: 'appeal.read' },
  { method: 'POST', path: '/api/appeals/{id}/answer', permission: 'appeal.answer', json: {} },
  { method: 'POST', path: '/api/appeals/{id}/confirm', permission: 'appeal.confirm' },
  { method: 'POST', path: '/api/appeals/{id}/return', permission: 'appeal.confirm', json: { reason: 'made-up' } },
  { method: 'POST', path: '/api/appeals/{id}/withdraw', permission: 'appeal.bring', json: { reason: 'made-up' } },
  { method: 'POST', path: '/api/appeals/{id}/close', permission: 'appeal.close', json: { on: '2026-10-01' } },
  { method: 'GET', path: '/api/audit/events', permission: 'audit.read' },
  { method: 'GET', path: '/api/audit/head', permission: 'audit.read' },
  { method: 'POST', path: '/api/audit/verify', permission: 'audit.read', json: {} },
  { method: 'POST', path: '/api/backups', permission: 'store.back-up' },
  // The last: it ends the session.
  { method: 'POST', path: '/api/sign-out', permission: 'anyone' },
];

function accountOf(username: string): object {
  return { username, displayName: 'Made-up', centre: null, roles: ['auditor'] };
}

const CENTRE = 'RJ1';
const OTHER = 'RRK';
const CENTRE_ROLES: readonly Role[] = ['laboratory', 'coordinator'];

let thrownAway: ThrownAway;
let under: ServiceUnderTest;
const people = new Map<Role, Person>();
/** Ids of a recipient of the own centre and of another. */
let own: string;
let other: string;

beforeAll(async () => {
  thrownAway = await newPlace('embedded');
  under = await ServiceUnderTest.start(thrownAway.place);
  for (const role of ROLES) {
    people.set(role, await under.person(role, [role], CENTRE_ROLES.includes(role) ? CENTRE : null));
  }
  const made = madeUpRegistrations(20, 2, 'access', '2026-10-01');
  const moved = made.recipients.map((recipient, index) => ({ ...recipient, centre: index % 2 === 0 ? CENTRE : OTHER }));
  [own, other] = [moved[0].id, moved[1].id];
  const operator = people.get('operator')!;
  const bytes = deliveryOfRegistrations({ ...made, recipients: moved });
  const { body } = await operator.post<{ id: string }>('/api/imports', { bytes });
  await operator.post(`/api/imports/${body.id}/confirm`);
  const identity = { json: { name: 'Made-up name', number: null }, etag: '"0"' };
  await people.get('coordinator')!.ask('PUT', `/api/identities/recipient/${own}`, identity);
});

afterAll(async () => {
  await under.stop();
  await thrownAway.remove();
});

describe('routes and permissions', () => {
  it('lists every route that the service has, and every permission', async () => {
    const { body } = await under.ask<{ paths: Record<string, object> }>('GET', '/openapi.json');
    const described = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
    const used = new Set(ROUTES.map(({ permission }) => permission));
    const unused = Object.keys(PERMISSIONS).filter((name) => !used.has(name as PermissionName));
    expect(unused).toEqual([]);
  });

  it('answers nobody who is not signed in, whatever is asked for', async () => {
    for (const route of ROUTES.filter(({ permission }) => permission !== 'nobody')) {
      const answer = await under.ask(route.method, addressOf(route, own), requestOf(route));
      expect([answer.status, answer.body], `${route.method} ${route.path}`).toMatchObject([
        401,
        { code: 'not-signed-in' },
      ]);
    }
    const wrong = await under.ask('GET', '/api/me', {}, 'a'.repeat(43));
    expect(wrong.status).toBe(401);
  });

  for (const role of ROLES) {
    it(`${role}: each route as the table has it, and each refusal is told to the audit`, async () => {
      const person = people.get(role)!;
      await person.freshen();
      for (const route of ROUTES) {
        for (const [id, centre] of [
          [own, CENTRE],
          [other, OTHER],
        ]) {
          if (route.permission === 'nobody' || route.path === '/api/sign-out') continue;
          await expectAnswer(person, role, route, id, centre);
        }
      }
    });
  }

  it('asks for password and code again where the permission needs it', async () => {
    under.surroundings.pass(10 * MINUTE_MS);
    for (const route of ROUTES) {
      if (route.permission === 'anyone' || route.permission === 'nobody' || !needsFreshSignIn(route.permission))
        continue;
      const role = ROLES.find((name) => mayDo(principalOf(name), route.permission as PermissionName) === 'allowed')!;
      const answer = await people.get(role)!.ask(route.method, addressOf(route, own), requestOf(route));
      expect([answer.status, answer.body], route.path).toMatchObject([403, { code: 'sign-in-again' }]);
    }
  });

  it('ends a session when its account is disabled, when it is left alone, and when its time is over', async () => {
    const auditor = people.get('auditor')!;
    const administrator = people.get('administrator')!;
    expect((await auditor.get('/api/me')).status).toBe(200);
    await administrator.freshen();
    expect((await administrator.post(`/api/accounts/${auditor.id}/disable`)).status).toBe(200);
    expect((await auditor.get('/api/me')).status).toBe(401);

    const operator = people.get('operator')!;
    await operator.signInAnew();
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      expect((await operator.get('/api/me')).status, `${minutes} minutes`).toBe(200);
      under.surroundings.pass(20 * MINUTE_MS);
    }
    under.surroundings.pass(21 * MINUTE_MS);
    expect((await operator.get('/api/me')).status).toBe(401);
    await operator.signInAnew();
    under.surroundings.pass(HOUR_MS);
    expect((await operator.get('/api/me')).status).toBe(401);
  });
});

function principalOf(role: Role) {
  return { accountId: 'a', roles: [role], centre: CENTRE_ROLES.includes(role) ? CENTRE : null };
}

async function expectAnswer(person: Person, role: Role, route: Route, id: string, centre: string): Promise<void> {
  const what = `${role} ${route.method} ${route.path} ${centre}`;
  const refusals = await refusalCount();
  const answer = await person.ask<{ code?: string }>(route.method, addressOf(route, id, centre), requestOf(route));
  const permission = route.permission as PermissionName | 'anyone';
  const centres = route.isAboutPerson || route.isAboutCentre ? [centre] : [];
  const expected = permission === 'anyone' ? 'allowed' : mayDo(principalOf(role), permission, centres);
  if (expected === 'forbidden') {
    expect([answer.status, answer.body.code], what).toEqual([403, 'forbidden']);
  } else if (expected === 'hidden') {
    expect([answer.status, answer.body.code], what).toEqual([404, 'not-found']);
  } else {
    expect(['forbidden', 'not-signed-in'], what).not.toContain(answer.body?.code);
    if (route.isAboutPerson) expect(answer.status, `${what}: ${answer.text}`).toBe(200);
  }
  expect((await refusalCount()) - refusals, what).toBe(expected === 'allowed' ? 0 : 1);
}

async function refusalCount(): Promise<number> {
  const events = await auditEvents(under.service.store.read, { after: 0, limit: 100_000, event: 'access.refused' });
  return events.length;
}

function addressOf({ path, isAboutPerson }: Route, id: string, centre = CENTRE): string {
  return path
    .replace('{kind}', 'recipient')
    .replace('{person}', id)
    .replace('{position}', '1')
    .replace('{side}', 'donor')
    .replace('{months}', '3')
    .replace('{other}', '2012-01')
    .replace('{format}', 'uk-json')
    .replace('{centre}', centre)
    .replace('{id}', isAboutPerson ? id : 'unknown');
}

/** A change is meant for any version, and an import is a few bytes. */
function requestOf({ json, path, method }: Route) {
  if (method === 'GET') return {};
  if (path === '/api/imports') return { bytes: Buffer.from('nothing'), etag: '*' };
  return { etag: '*', ...(json !== undefined && { json }) };
}
