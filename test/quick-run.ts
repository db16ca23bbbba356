/** The people of a run, in a service on a store of its own that is thrown away after the tests of a file. */
import { afterAll, beforeAll } from 'vitest';
import { ReleasedRun } from './released-run.ts';
import { ServiceUnderTest } from './service-under-test.ts';
import { newPlace, type ThrownAway } from './store-places.ts';

/** Handed over before the first test. Sessions are made fresh in the store: `ReleasedRun.isQuick`. */
export function onQuickRun(take: (run: ReleasedRun) => void | Promise<void>): void {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  beforeAll(async () => {
    thrownAway = await newPlace('embedded');
    under = await ServiceUnderTest.start(thrownAway.place);
    const run = await ReleasedRun.start(under);
    run.isQuick = true;
    await take(run);
  });
  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });
}
