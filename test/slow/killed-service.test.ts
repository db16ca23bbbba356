/**
 * As many killings as CI has time for; LKSS_KILL_ROUNDS=10000 npm run test:slow -- killed-service says another number. Each store
 * lives through some of them, and a seed that fails is named by its test.
 */
import { expect, it } from 'vitest';
import { medianOf } from '../../bench/median.ts';
import { killingRounds } from '../anomaly/killing-rounds.ts';

const ROUNDS = Number(process.env['LKSS_KILL_ROUNDS'] ?? 200);
const ROUNDS_OF_ONE_STORE = 50;
const MS_MAX_OF_ONE_STORE = 1_800_000;

const seed = process.env['LKSS_SEED'] ?? 'killed';
const stores = Array.from({ length: Math.ceil(ROUNDS / ROUNDS_OF_ONE_STORE) }, (_, index) => ({
  seed: `${seed}-${index}`,
  rounds: Math.min(ROUNDS_OF_ONE_STORE, ROUNDS - index * ROUNDS_OF_ONE_STORE),
}));

it.each(stores)(
  'loses nothing that it acknowledged, seed $seed, killed $rounds times',
  async (store) => {
    const tally = await killingRounds(store.seed, store.rounds);
    console.log(`${store.seed}: ${JSON.stringify({ ...tally, startMs: Math.round(medianOf(tally.startMs)) })}`);
    expect(tally.finished).toBeGreaterThan(0);
  },
  MS_MAX_OF_ONE_STORE,
);
