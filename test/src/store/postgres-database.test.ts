import { sql } from 'kysely';
import { describe, expect, inject, it } from 'vitest';
import { openStore } from '../../../src/store/store.ts';
import { newPlace } from '../../store-places.ts';

describe.skipIf(inject('postgresUrl') === null)('the store on PostgreSQL', () => {
  it('fails an act whose connection is lost in the middle, and goes on with another', async () => {
    const { place, remove } = await newPlace('PostgreSQL');
    const store = await openStore(place);
    const failing = store.act(async (act) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(act);
      await sql`select pg_terminate_backend(${sql.lit(rows[0].pid)})`.execute(store.read);
      // No query is under way when the connection tells of its end.
      await new Promise((resolve) => setTimeout(resolve, 200));
      await sql`select 1`.execute(act);
    });
    await expect(failing).rejects.toThrow();
    const values = { name: 'made-up', value: 'kept' };
    await store.act((act) => act.insertInto('storeInfo').values(values).execute());
    const kept = await store.read.selectFrom('storeInfo').select('value').where('name', '=', 'made-up').execute();
    expect(kept).toEqual([{ value: 'kept' }]);
    await store.close();
    await remove();
  });
});
