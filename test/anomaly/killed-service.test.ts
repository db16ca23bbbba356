import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { medianOf } from '../../bench/median.ts';
import type { StorePlace } from '../../src/store/store.ts';
import { RunningService } from '../running-service.ts';
import { newPlace } from '../store-places.ts';
import { killingRounds } from './killing-rounds.ts';

const ROUNDS = 5;
/** Far above what a stop takes, and below the 72 seconds for which an idle connection is kept open. */
const STOP_MS_MAX = 40_000;
const BODY = JSON.stringify({ username: 'nobody', password: 'no password', code: '000000' });

it(
  'is stopped while it reads a request: that is answered, nothing else is, and no connection keeps it alive',
  async () => {
    const { place, remove } = await newPlace('embedded');
    const service = new RunningService((place as StorePlace & { readonly kind: 'sqlite' }).directory);
    const address = await service.address;
    const agent = new Agent({ keepAlive: true });
    const headers = { 'content-type': 'application/json', 'content-length': BODY.length, expect: '100-continue' };
    const asking = request(`${address}/api/sign-in`, { method: 'POST', agent, headers });
    const answered = once(asking, 'response') as Promise<[IncomingMessage]>;
    asking.flushHeaders();
    await once(asking, 'continue');
    const stopped = service.stop();
    await untilStopping(address);
    asking.end(BODY);
    const [reply] = await answered;
    reply.resume();
    expect([reply.statusCode, reply.headers.connection]).toEqual([401, 'close']);
    expect(await stopped).toBe(0);
    agent.destroy();
    await remove();
  },
  STOP_MS_MAX,
);

/** Until nobody is let in, or is told that the service is stopping. */
async function untilStopping(address: string): Promise<void> {
  for (;;) {
    const late = await fetch(`${address}/healthz`).catch(() => null);
    if (late === null) return;
    const body: unknown = await late.json();
    if (late.status === 200) continue;
    expect(body).toMatchObject({ status: 503, code: 'unavailable' });
    return;
  }
}

it(`loses nothing that it acknowledged, killed ${ROUNDS} times at moments drawn from a seed`, async () => {
  const seed = process.env['LKSS_SEED'] ?? 'killed';
  console.log(`LKSS_SEED=${seed}`);
  const tally = await killingRounds(seed, ROUNDS);
  const startMs = Math.round(medianOf(tally.startMs));
  console.log(JSON.stringify({ ...tally, startMs }));
  expect(tally.finished).toBeGreaterThan(0);
  expect(tally.acknowledged).toBeGreaterThan(ROUNDS);
});
