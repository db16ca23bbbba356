/** How a store begins: with an id, and an event that says so. */
import { recordEvents } from '../audit/audit-store.ts';
import { PROGRAM_ACTOR } from '../audit/catalogue.ts';
import { SCHEMA_VERSIONS } from '../store/migrations/migrations.ts';
import { giveStoreId, storeIdOf } from '../store/store-id.ts';
import { openStore, type Store, type StorePlace } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';

/** Opens the store; one that is new is given its id first. Throws what `openStore` throws. */
export async function openFoundedStore(place: StorePlace, surroundings: Surroundings): Promise<Store> {
  const store = await openStore(place);
  try {
    await found(store, surroundings);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Of processes that start together one gives the id. */
async function found(store: Store, surroundings: Surroundings): Promise<void> {
  if ((await storeIdOf(store.read)) !== null) return;
  await store.act(async (act) => {
    if ((await storeIdOf(act)) !== null) return;
    const id = surroundings.newId();
    await giveStoreId(act, id);
    const note = { event: 'store.created', subjectId: id, detail: { schema: SCHEMA_VERSIONS.at(-1)! } } as const;
    await recordEvents(act, [note], PROGRAM_ACTOR, surroundings.now());
  });
}
