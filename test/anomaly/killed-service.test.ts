import { expect, it } from 'vitest';
import { medianOf } from '../../bench/median.ts';
import type { StorePlace } from '../../src/store/store.ts';
import { RunningService } from '../running-service.ts';
import { newPlace } from '../store-places.ts';
import { killingRounds } from './killing-rounds.ts';
import { exchanged } from './stubborn-client.ts';

const ROUNDS = 10;
/** Far above what a stop takes, and below the 72 seconds for which an idle connection is kept open. */
const STOP_MS_MAX = 40_000;

it(
  'is stopped with requests under way: each has its answer, a problem document or none, and no connection is kept',
  async () => {
    const { place, remove } = await newPlace('embedded');
    const service = new RunningService((place as StorePlace & { readonly kind: 'sqlite' }).directory);
    const address = await service.address;
    const json = { username: 'nobody', password: 'no password', code: '000000' };
    const request = { method: 'POST', path: '/api/sign-in', token: '', json } as const;
    await exchanged(address, request);
    const asked = Array.from({ length: 8 }, () => exchanged(address, request).catch(() => null));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await service.stop()).toBe(0);
    const answers = (await Promise.all(asked)).filter((answer) => answer !== null);
    const codes = answers.map(({ text }) => (JSON.parse(text) as { code?: string }).code);
    expect(codes.filter((code) => code !== 'sign-in-refused' && code !== 'unavailable')).toEqual([]);
    expect(codes).toContain('sign-in-refused');
    await remove();
  },
  STOP_MS_MAX,
);

it(`loses nothing that it acknowledged, killed ${ROUNDS} times at moments drawn from a seed`, async () => {
  const seed = process.env['LKSS_SEED'] ?? 'killed';
  console.log(`LKSS_SEED=${seed}`);
  const tally = await killingRounds(seed, ROUNDS);
  const startMs = Math.round(medianOf(tally.startMs));
  console.log(JSON.stringify({ ...tally, startMs }));
  expect(tally.finished).toBeGreaterThan(0);
  expect(tally.acknowledged).toBeGreaterThan(ROUNDS);
});
