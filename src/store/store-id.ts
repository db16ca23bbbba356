/** The id that a store is given once and keeps wherever it is moved or restored. */
import type { Act, Reading } from './store.ts';

const NAME = 'store-id';

/** Null for a store that was given none yet. */
export async function storeIdOf(reading: Reading): Promise<string | null> {
  const row = await reading.selectFrom('storeInfo').select('value').where('name', '=', NAME).executeTakeFirst();
  return row?.value ?? null;
}

export async function giveStoreId(act: Act, id: string): Promise<void> {
  await act.insertInto('storeInfo').values({ name: NAME, value: id }).execute();
}
