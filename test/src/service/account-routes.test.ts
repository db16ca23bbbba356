import { afterAll, beforeAll, expect, it } from 'vitest';
import { ServiceUnderTest, type Person } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';

let thrownAway: ThrownAway;
let under: ServiceUnderTest;
let ada: Person;

beforeAll(async () => {
  thrownAway = await newPlace('embedded');
  under = await ServiceUnderTest.start(thrownAway.place);
  ada = await under.person('ada', ['administrator']);
});

afterAll(async () => {
  await under.stop();
  await thrownAway.remove();
});

it('the last administrator stays one, and is told why', async () => {
  const url = `/api/accounts/${ada.id}`;
  const { headers } = await ada.get(url);
  const json = { roles: ['operator'] };
  const refused = await ada.ask('PATCH', url, { json, etag: String(headers['etag']) });
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({
    code: 'wrong-state',
    detail: 'this is the last administrator: make another one first',
  });
  await under.person('dora', ['administrator']);
  expect((await ada.ask('PATCH', url, { json, etag: String(headers['etag']) })).status).toBe(200);
  expect((await ada.get('/api/accounts')).status).toBe(403);
});
