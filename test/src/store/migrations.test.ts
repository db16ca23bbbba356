/** From every schema that was ever released to the newest. LKSS_KEEP_SCHEMA=1 keeps one that is released now. */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SCHEMA_VERSIONS, schemaVersionOf, StoreTooNew } from '../../../src/store/migrations/migrations.ts';
import type { AnyDatabase } from '../../../src/store/migrations/table-maker.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { verifyAudit } from '../../../src/audit/audit-store.ts';
import { storeFaults } from '../../../src/store/integrity.ts';
import { storeTables } from '../../../src/store/table-rows.ts';
import { contentOf, fillStore } from '../../filled-store.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';
import { isKept, keepSchema, layOut, releasedSchema, statementsTo, type KeptRows } from './released-schema.ts';

const KEPT = SCHEMA_VERSIONS.filter(isKept);
const MIGRATED_AT = '2026-10-01T09:00:00.000Z';

async function keepNewest(): Promise<void> {
  const newest = SCHEMA_VERSIONS.at(-1)!;
  expect(isKept(newest), 'what was released never changes').toBe(false);
  const places = [await newPlace('embedded'), await newPlace('PostgreSQL'), await newPlace('embedded')] as const;
  const [embedded, server, filled] = places;
  const statements = {
    sqlite: await statementsTo(newest, embedded.place),
    postgres: await statementsTo(newest, server.place),
  };
  keepSchema(newest, { statements, rows: await rowsToKeep(filled) });
  for (const place of places) await place.remove();
}

async function rowsToKeep({ place }: ThrownAway): Promise<KeptRows> {
  const store = await openStore(place);
  await fillStore(store);
  const content = await contentOf(store);
  const rows: Record<string, KeptRows[string]> = {
    kysely_migration: SCHEMA_VERSIONS.map((name) => [name, MIGRATED_AT]),
    kysely_migration_lock: [['migration_lock', 0]],
  };
  for (const { name, columns } of await storeTables(store.read, store.kind)) {
    rows[name] = content[name].map((row) =>
      row.map((value, index) =>
        columns[index].kind === 'bytes' ? { hex: String(value) } : (value as string | number),
      ),
    );
  }
  await store.close();
  return rows;
}

const migrated = (store: Store) => sql`select * from kysely_migration order by name`.execute(store.read);

describeOnBothStores('a store', (kind) => {
  let thrownAway: ThrownAway;
  let store: Store | undefined;

  beforeEach(async () => {
    thrownAway = await newPlace(kind);
  });

  afterEach(async () => {
    await store?.close();
    store = undefined;
    await thrownAway.remove();
  });

  it('of every version is kept', async () => {
    if (process.env['LKSS_KEEP_SCHEMA'] !== undefined && kind === 'embedded') await keepNewest();
    expect(
      SCHEMA_VERSIONS.filter(isKept),
      'LKSS_KEEP_SCHEMA=1 npx vitest run test/src/store/migrations.test.ts',
    ).toEqual(SCHEMA_VERSIONS);
  });

  it.each(KEPT)('is brought to version %s as it was when that was released', async (version) => {
    const statements = await statementsTo(version, thrownAway.place);
    expect(statements).toEqual(releasedSchema(version).statements[kind === 'embedded' ? 'sqlite' : 'postgres']);
    expect(statements.length).toBeGreaterThan(20);
  });

  it.each(KEPT)('of version %s opens, with every row as it was', async (version) => {
    const kept = releasedSchema(version);
    await layOut(kept, thrownAway.place);
    store = await openStore(thrownAway.place);
    expect(await schemaVersionOf(store.read as unknown as AnyDatabase)).toBe(SCHEMA_VERSIONS.at(-1));
    const content = await contentOf(store);
    const rows = Object.entries(kept.rows).filter(([table]) => !table.startsWith('kysely'));
    expect(rows.length).toBeGreaterThan(20);
    for (const [table, list] of rows) {
      const plain = list.map((row) => row.map((value) => (value instanceof Object ? value.hex : value)));
      const had = (row: readonly unknown[]): string => JSON.stringify(row.slice(0, plain[0].length));
      expect(content[table].map(had), table).toEqual(plain.map(had));
    }
    expect((await verifyAudit(store.read)).faults).toEqual([]);
    expect(await storeFaults(store)).toEqual([]);
  });

  it('opened again is the same', async () => {
    store = await openStore(thrownAway.place);
    await fillStore(store);
    const before = await contentOf(store);
    const { rows } = await migrated(store);
    await store.close();
    store = await openStore(thrownAway.place);
    expect(await contentOf(store)).toEqual(before);
    expect((await migrated(store)).rows).toEqual(rows);
  });

  it('made by a later program is refused, and left as it is', async () => {
    store = await openStore(thrownAway.place);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', ${MIGRATED_AT})`.execute(
      store.write,
    );
    await store.close();
    store = undefined;
    const opening = openStore(thrownAway.place);
    await expect(opening).rejects.toBeInstanceOf(StoreTooNew);
    await expect(opening).rejects.toThrow(`its schema is 9999-later, and this program knows ${SCHEMA_VERSIONS.at(-1)}`);
    // Nothing holds it: it is refused for the same reason once more.
    await expect(openStore(thrownAway.place)).rejects.toBeInstanceOf(StoreTooNew);
  });

  it('is made once by eight that open it together', async () => {
    const openings = await Promise.allSettled(Array.from({ length: 8 }, () => openStore(thrownAway.place)));
    const opened = openings.flatMap((opening) => (opening.status === 'fulfilled' ? [opening.value] : []));
    // The embedded store is for one alone.
    expect(opened).toHaveLength(kind === 'embedded' ? 1 : 8);
    const { rows } = await sql`select name from kysely_migration`.execute(opened[0].read);
    expect(rows).toHaveLength(SCHEMA_VERSIONS.length);
    for (const one of opened) await one.close();
  });
});
