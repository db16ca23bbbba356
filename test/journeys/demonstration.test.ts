/** Whoever tries the demonstration acts as its people; nobody does so anywhere else, nor from anywhere else. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMONSTRATION_FILE, keptDemonstration, type DemonstrationPerson } from '../../src/access/demonstration.ts';
import type { ServiceConfig } from '../../src/config.ts';
import { SESSION_COOKIE } from '../../src/web/signed-in-request.ts';
import { makeDemonstration } from '../made-demonstration.ts';
import { ServiceUnderTest } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';
import { TestSurroundings } from '../test-surroundings.ts';

interface From {
  readonly headers?: Readonly<Record<string, string>>;
  readonly remoteAddress?: string;
}

let thrownAway: ThrownAway;
let directory: string;
let endedAt: string;
let people: readonly DemonstrationPerson[];

beforeAll(async () => {
  thrownAway = await newPlace('embedded');
  directory = (thrownAway.place as { directory: string }).directory;
  ({ endedAt, people } = await makeDemonstration(directory));
});

afterAll(() => thrownAway.remove());

/** On the same store; time has gone on a little each time. */
async function serving(work: (under: ServiceUnderTest) => Promise<void>, config: Partial<ServiceConfig> = {}) {
  const surroundings = new TestSurroundings(endedAt, `serving-${Math.random()}`);
  surroundings.pass(90_000);
  const under = await ServiceUnderTest.start(thrownAway.place, surroundings, config);
  try {
    await work(under);
  } finally {
    endedAt = under.surroundings.now();
    await under.stop();
  }
}

function opened({ service }: ServiceUnderTest, { headers = {}, remoteAddress = '127.0.0.1' }: From = {}) {
  const all = { accept: 'text/html', host: '127.0.0.1:8080', ...headers };
  return service.app.inject({ method: 'GET', url: '/demonstration', headers: all, remoteAddress });
}

function continued({ service }: ServiceUnderTest, fields: object, { headers = {}, remoteAddress }: From = {}) {
  const all = { 'content-type': 'application/x-www-form-urlencoded', host: '127.0.0.1:8080', ...headers };
  return service.app.inject({
    method: 'POST',
    url: '/demonstration/continue',
    headers: all,
    payload: new URLSearchParams({ to: '/', ...fields }).toString(),
    remoteAddress: remoteAddress ?? '127.0.0.1',
  });
}

async function sessions({ service }: ServiceUnderTest): Promise<number> {
  return (await service.store.read.selectFrom('session').select('accountId').execute()).length;
}

/** Neither the page nor the button, and nobody signed in by trying. */
async function expectNothingThere(under: ServiceUnderTest, from: From = {}): Promise<void> {
  const before = await sessions(under);
  const page = await opened(under, from);
  expect(page.statusCode).toBe(404);
  const nowhere = await under.service.app.inject({
    method: 'GET',
    url: '/nowhere',
    headers: { accept: 'text/html', host: '127.0.0.1:8080', ...from.headers },
    remoteAddress: from.remoteAddress ?? '127.0.0.1',
  });
  expect(page.payload).toBe(nowhere.payload);
  expect(page.payload).not.toContain('emonstration');
  const pressed = await continued(under, { username: 'olga' }, from);
  expect(pressed.statusCode).toBe(404);
  expect(pressed.headers['set-cookie']).toBeUndefined();
  expect(await sessions(under)).toBe(before);
}

/** How many things, beside the button with which one continues as the person; it stands last. */
function toldFor(page: string, username: string): number {
  const after = page.slice(page.lastIndexOf(`value="${username}"`));
  const told = /(\d+|Nothing)\s+(things? )?waits? for them/.exec(after)![1];
  return told === 'Nothing' ? 0 : Number(told);
}

describe('in the demonstration', () => {
  it('one button signs in, and counts as fresh', async () => {
    await serving(async (under) => {
      expect((await opened(under)).statusCode).toBe(200);
      const pressed = await continued(under, { username: 'olga', to: '/runs' });
      expect([pressed.statusCode, pressed.headers.location]).toEqual([303, '/runs']);
      const { name, value } = pressed.cookies[0];
      expect(name).toBe(SESSION_COOKIE);
      const me = await under.ask('GET', '/api/me', { headers: { cookie: `${name}=${value}` } });
      expect(me.body).toMatchObject({ account: { username: 'olga' }, isFresh: true });
    });
  });

  it('whoever it was before is signed out', async () => {
    await serving(async (under) => {
      const first = (await continued(under, { username: 'olga' })).cookies[0];
      const cookie = `${first.name}=${first.value}`;
      await continued(under, { username: 'ben' }, { headers: { cookie } });
      expect((await under.ask('GET', '/api/me', { headers: { cookie } })).status).toBe(401);
    });
  });

  it('nobody waits for a code who comes back at once, and none is taken twice', async () => {
    await serving(async (under) => {
      for (let time = 0; time < 3; time++) {
        expect((await continued(under, { username: 'udo' })).statusCode).toBe(303);
      }
      const fourth = continued(under, { username: 'udo' });
      under.surroundings.pass(30_000);
      expect((await fourth).statusCode).toBe(303);
      const refused = under.service.store.read.selectFrom('auditEvent').where('event', '=', 'session.refused');
      expect(await refused.selectAll().execute()).toEqual([]);
    });
  });

  it('no page tells what anybody signs in with', async () => {
    await serving(async (under) => {
      const { payload } = await opened(under);
      expect(people.length).toBeGreaterThan(60);
      for (const { username, password, totpSecret } of people) {
        expect(payload).toContain(`value="${username}"`);
        expect(payload.includes(password) || payload.includes(totpSecret)).toBe(false);
      }
    });
  });

  it('the page tells what waits for each, as they would be told themselves', async () => {
    await serving(async (under) => {
      const { payload } = await opened(under);
      let waiting = 0;
      // No more than may sign in within a minute.
      for (const { username, centre } of people.filter(({ roles }) => roles[0] === 'laboratory').slice(0, 15)) {
        const coordinator = people.find((one) => one.centre === centre && one.roles.includes('coordinator'))!;
        const { name, value } = (await continued(under, { username: coordinator.username })).cookies[0];
        const headers = { cookie: `${name}=${value}` };
        const { body } = await under.ask<{ due: { decision: string }[] }>('GET', '/api/sign-off/due', { headers });
        const crossmatches = body.due.filter(({ decision }) => decision === 'crossmatch').length;
        expect(toldFor(payload, username)).toBe(crossmatches);
        expect(toldFor(payload, coordinator.username)).toBe(body.due.length - crossmatches);
        waiting += body.due.length;
      }
      expect(waiting).toBeGreaterThan(20);
    });
  });

  it('nobody else can be acted as, and nothing leads elsewhere', async () => {
    await serving(async (under) => {
      expect((await continued(under, { username: 'root' })).statusCode).toBe(404);
      for (const to of ['https://other.example/', '//other.example', '/\\other.example']) {
        expect((await continued(under, { username: 'ada', to })).headers.location).toBe('/');
        under.surroundings.pass(30_000);
      }
    });
  });

  it('no page of another site signs anybody in', async () => {
    await serving(async (under) => {
      const before = await sessions(under);
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://other.example' },
        { origin: 'null' },
      ]) {
        expect((await continued(under, { username: 'olga' }, { headers })).statusCode).toBe(403);
      }
      expect(await sessions(under)).toBe(before);
    });
  });
});

describe('there is nothing of the demonstration', () => {
  it.each<[string, From]>([
    ['under another name that leads here', { headers: { host: 'other.example' } }],
    ['under a name that only begins like this machine', { headers: { host: '127.0.0.1.other.example:8080' } }],
    ['without a name that can be read', { headers: { host: ':' } }],
    ['from another machine', { remoteAddress: '192.0.2.7' }],
    ['through a proxy', { headers: { 'x-forwarded-for': '127.0.0.1' } }],
    ['through a proxy that says so otherwise', { headers: { via: '1.1 proxy' } }],
  ])('%s', async (_, from) => {
    await serving((under) => expectNothingThere(under, from));
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', 'lkss.example'])('of a service at %s', async (host) => {
    await serving((under) => expectNothingThere(under), { host });
  });

  it('without the file of its people, and again with it', async () => {
    const [file, away] = [join(directory, DEMONSTRATION_FILE), join(directory, 'away.json')];
    await serving(async (under) => {
      renameSync(file, away);
      await expectNothingThere(under);
      renameSync(away, file);
      expect((await opened(under)).statusCode).toBe(200);
    });
  });

  it('in a store without its mark, whatever lies beside it', async () => {
    await serving(async ({ service }) => {
      await service.store.write.deleteFrom('storeInfo').where('name', '=', 'demonstration').execute();
    });
    expect(keptDemonstration(directory)?.people.length).toBeGreaterThan(60);
    await serving(async (under) => {
      await expectNothingThere(under);
      const signIn = await under.ask('GET', '/sign-in', { headers: { host: '127.0.0.1:8080' } });
      expect(signIn.status).toBe(200);
      expect(signIn.text).not.toContain('emonstration');
    });
  });
});
