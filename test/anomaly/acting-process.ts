/**
 * A process of its own that performs acts, a few at once, until it is killed. Each that is acknowledged it tells on standard
 * output, on a line. Arguments: the place of the store as JSON, the first index.
 */
import { writeSync } from 'node:fs';
import { openStore, type StorePlace } from '../../src/store/store.ts';
import { referenceAct } from './reference-act.ts';

const AT_ONCE = 4;

const [place, first] = process.argv.slice(2);
const store = await openStore(JSON.parse(place) as StorePlace);
for (let index = Number(first); ; index += AT_ONCE) {
  const acts = Array.from({ length: AT_ONCE }, async (_, offset) => {
    await referenceAct(store, index + offset);
    writeSync(1, `${String(index + offset)}\n`);
  });
  await Promise.all(acts);
}
