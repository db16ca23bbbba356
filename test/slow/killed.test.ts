/** Processes killed at any moment: nothing acknowledged is lost, and no act is there by half. LKSS_KILL_ROUNDS for more. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openStore, type StorePlace } from '../../src/store/store.ts';
import { drawsFrom, type Draw } from '../oracle/random-pools.ts';
import { describeOnBothStores, newPlace } from '../store-places.ts';
import { expectWholeActs } from '../anomaly/reference-acts.ts';

const SEED = Number(process.env['LKSS_SEED'] ?? 7);
const ROUNDS = Number(process.env['LKSS_KILL_ROUNDS'] ?? 30);
/** Then a new store: looking at all that is there takes longer and longer. */
const ROUNDS_OF_ONE_STORE = 30;
const ACTS_MAX = 40;
/** About as long as the process takes to start. */
const START_MS = 300;

const entry = fileURLToPath(new URL('../anomaly/acting-process.ts', import.meta.url));

/** Gives what was acknowledged before it died. */
async function killedProcess(place: StorePlace, first: number, draw: Draw): Promise<readonly number[]> {
  const child = spawn(process.execPath, [entry, JSON.stringify(place), String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const acknowledged: number[] = [];
  // Of none, while it starts; of more, between two or within one.
  const enough = draw(ACTS_MAX);
  const delayMs = enough === 0 ? draw(START_MS) : draw(20);
  const kill = async (): Promise<void> => {
    await pause(delayMs);
    child.kill('SIGKILL');
  };
  const killing = enough === 0 ? kill() : undefined;
  let killingLater: Promise<void> | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === enough) killingLater = kill();
  }
  await Promise.all([killing, killingLater, ended]);
  expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

describeOnBothStores('a process killed', (kind) => {
  const rounds = kind === 'embedded' ? ROUNDS : Math.ceil(ROUNDS / 3);

  it(`loses nothing, ${String(rounds)} times under seed ${String(SEED)}`, async () => {
    const draw = drawsFrom(SEED);
    let acts = 0;
    for (let done = 0; done < rounds;) {
      const thrownAway = await newPlace(kind);
      const acknowledged: number[] = [];
      for (let next = 0, round = 0; round < ROUNDS_OF_ONE_STORE && done < rounds; round++, done++) {
        acknowledged.push(...(await killedProcess(thrownAway.place, next, draw)));
        const store = await openStore(thrownAway.place);
        const there = await expectWholeActs(store, acknowledged);
        await store.close();
        acts += there.length - acts;
        next = (there.at(-1) ?? -1) + 1;
      }
      await thrownAway.remove();
    }
    expect(acts).toBeGreaterThan(rounds);
  }, 3_600_000);
});
