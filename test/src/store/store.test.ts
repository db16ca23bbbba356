import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { archive, archived, archiveDocument } from '../../../src/store/archive-store.ts';
import { SCHEMA_VERSIONS, schemaVersionOf } from '../../../src/store/migrations/migrations.ts';
import type { AnyDatabase } from '../../../src/store/migrations/table-maker.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { StoreInUse } from '../../../src/store/store-hold.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';

const AT = '2026-10-01T09:00:00.000Z';

describeOnBothStores('a store', (kind) => {
  let thrownAway: ThrownAway;
  let store: Store;

  beforeEach(async () => {
    thrownAway = await newPlace(kind);
    store = await openStore(thrownAway.place);
  });

  afterEach(async () => {
    await store.close();
    await thrownAway.remove();
  });

  const names = async (): Promise<string[]> => {
    const rows = await store.read.selectFrom('storeInfo').select('name').orderBy('name').execute();
    return rows.map(({ name }) => name);
  };
  const put = (name: string) => store.act((act) => act.insertInto('storeInfo').values({ name, value: '' }).execute());

  it('has the newest schema, opened again as well', async () => {
    expect(await schemaVersionOf(store.read as unknown as AnyDatabase)).toBe(SCHEMA_VERSIONS.at(-1));
    await put('kept');
    await store.close();
    store = await openStore(thrownAway.place);
    expect(await names()).toEqual(['kept']);
  });

  it('keeps an act wholly or not at all, and the acts beside it', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) =>
        store.act(async (act) => {
          await act
            .insertInto('storeInfo')
            .values({ name: `a${String(index).padStart(2, '0')}`, value: '' })
            .execute();
          if (index % 7 === 3) throw new Error(`act ${index}`);
          return index;
        }),
      ),
    );
    const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(kept).toEqual(Array.from({ length: 100 }, (_, index) => index).filter((index) => index % 7 !== 3));
    expect(await names()).toEqual(kept.map((index) => `a${String(index).padStart(2, '0')}`));
  });

  it('undoes an act that breaks a rule of the database, and no other', async () => {
    const outcomes = await Promise.allSettled([put('twice'), put('twice'), put('once')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await names()).toEqual(['once', 'twice']);
  });

  it('gives back what was archived, and says so where it was damaged', async () => {
    const document = archiveDocument('snapshot', 'Łódź {"a":1}');
    await store.act((act) => archive(act, document, AT));
    await store.act((act) => archive(act, document, AT));
    expect(await archived(store.read, document.sha256)).toBe('Łódź {"a":1}');
    await expect(archived(store.read, '0'.repeat(64))).rejects.toThrow('nothing under');
    const other = archiveDocument('snapshot', 'something else').content;
    await store.write
      .updateTable('archive')
      .set({ content: Buffer.from(other) })
      .execute();
    await expect(archived(store.read, document.sha256)).rejects.toThrow('not what was put');
  });

  it('refuses to change or delete what is append-only', async () => {
    const row = { runId: 'r', closedAt: AT, closedBy: 'a', reason: '' };
    await store.act((act) => act.insertInto('runClosure').values(row).execute());
    await expect(store.write.updateTable('runClosure').set({ reason: 'x' }).execute()).rejects.toThrow('append-only');
    await expect(store.write.deleteFrom('runClosure').execute()).rejects.toThrow('append-only');
    expect(await store.read.selectFrom('runClosure').selectAll().execute()).toEqual([row]);
  });

  it('keeps dates, moments and the largest integers as they are, in every time zone', async () => {
    const planned = {
      quarter: '2026-Q4',
      opensOn: '2026-08-01',
      cutOffOn: '2026-10-01',
      runOn: '1980-06-15',
      surgeryFrom: '2024-02-29',
      surgeryTo: '2026-03-29',
      plannedAt: AT,
    };
    const before = process.env['TZ'];
    for (const zone of ['Europe/London', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
      process.env['TZ'] = zone;
      await store.write.deleteFrom('plannedRun').execute();
      await store.write.insertInto('plannedRun').values(planned).execute();
      expect(await store.read.selectFrom('plannedRun').selectAll().execute()).toEqual([planned]);
    }
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
    await store.write.insertInto('registry').values({ one: 1, version: Number.MAX_SAFE_INTEGER }).execute();
    const { version } = await store.read.selectFrom('registry').select('version').executeTakeFirstOrThrow();
    expect(version).toBe(Number.MAX_SAFE_INTEGER);
    const { rows } = await sql<{ n: number }>`select count(*) as n from planned_run`.execute(store.read);
    expect(rows[0].n).toBe(1);
  });

  it('is open to one process at a time where it is embedded, to all where it is shared', async () => {
    if (kind === 'embedded') {
      await expect(openStore(thrownAway.place)).rejects.toBeInstanceOf(StoreInUse);
      await store.close();
      store = await openStore(thrownAway.place);
      return;
    }
    const others = await Promise.all(Array.from({ length: 4 }, () => openStore(thrownAway.place)));
    await Promise.all(
      others.map(async (other, index) => {
        for (let round = 0; round < 10; round++) {
          await other.act(async (act) => {
            const name = 'counter';
            const row = await act.selectFrom('storeInfo').select('value').where('name', '=', name).executeTakeFirst();
            if (row === undefined) await act.insertInto('storeInfo').values({ name, value: '1' }).execute();
            else
              await act
                .updateTable('storeInfo')
                .set({ value: String(Number(row.value) + 1) })
                .where('name', '=', name)
                .execute();
          });
        }
        await other.close();
        return index;
      }),
    );
    const row = await store.read.selectFrom('storeInfo').select('value').executeTakeFirstOrThrow();
    expect(row.value).toBe('40');
  });
});
