/**
 * A process of its own that may write no file beyond a limit, as on a disk that fills: writes fail, or end half way. It opens
 * the store at the place, performs acts, and tells as JSON which were acknowledged; then the limit is lifted, and it goes on.
 * Arguments: the folder of the store, the limit in bytes, how many acts.
 */
import { spawnSync } from 'node:child_process';
import { openStore, type Store } from '../../src/store/store.ts';
import { referenceAct } from './reference-act.ts';

const AT_ONCE = 3;

const [directory, limit, acts] = process.argv.slice(2);
limitFiles(limit);
const kept: number[] = [];
let lifted = 0;
let store = await opened();
if (store !== null) kept.push(...(await acknowledged(store, 0, Number(acts))));
limitFiles('unlimited');
store ??= await openStore({ kind: 'sqlite', directory });
const later = await acknowledged(store, Number(acts), AT_ONCE);
lifted = later.length;
await store.close();
process.stdout.write(JSON.stringify({ kept: [...kept, ...later], lifted }));

/** Only the soft limit, which may be lifted again. */
function limitFiles(bytes: string): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);
  if (status !== 0) throw new Error(String(stderr));
}

async function opened(): Promise<Store | null> {
  try {
    return await openStore({ kind: 'sqlite', directory });
  } catch {
    return null;
  }
}

async function acknowledged(on: Store, first: number, count: number): Promise<readonly number[]> {
  const done: number[] = [];
  for (let index = first; index < first + count; index += AT_ONCE) {
    const group = Array.from({ length: AT_ONCE }, async (_, offset) => {
      await referenceAct(on, index + offset);
      done.push(index + offset);
    });
    await Promise.allSettled(group);
  }
  return done;
}
