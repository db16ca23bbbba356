import { openSync, readFileSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storeFaults } from '../../../src/store/integrity.ts';
import { DATABASE_FILE, openStore, type Store } from '../../../src/store/store.ts';
import { fillStore } from '../../filled-store.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';

describeOnBothStores('the integrity of a store', (kind) => {
  let thrownAway: ThrownAway;
  let store: Store;

  beforeEach(async () => {
    thrownAway = await newPlace(kind);
    store = await openStore(thrownAway.place);
    await fillStore(store);
  });

  afterEach(async () => {
    await store.close();
    await thrownAway.remove();
  });

  it('has no fault where nothing was done to it', async () => {
    expect(await storeFaults(store)).toEqual([]);
  });

  it('places every archived document that is not what was put there', async () => {
    const rows = await store.read.selectFrom('archive').select(['sha256', 'content']).orderBy('sha256').execute();
    const change = (index: number, fields: { content?: Buffer; sizeBytes?: number }) =>
      store.write.updateTable('archive').set(fields).where('sha256', '=', rows[index].sha256).execute();
    await change(1, { content: Buffer.from(rows[2].content) });
    await change(3, { content: Buffer.from('not packed') });
    await change(5, { sizeBytes: 1_000_000 });
    const faults = await storeFaults(store);
    expect(faults.map(({ place }) => place)).toEqual([1, 3, 5].map((index) => `archive ${rows[index].sha256}`));
    expect(faults.map(({ text }) => text)).toEqual([
      'is not what was put there',
      expect.stringContaining('cannot be unpacked'),
      expect.stringContaining('not 1000000'),
    ]);
  });

  it('finds what the database cannot read', async () => {
    const { place } = store;
    if (place.kind === 'postgres') {
      await store.connections!.query('update registry set version = 9007199254740993 where one = 0');
      expect(await storeFaults(store)).toEqual([
        { place: 'registry', text: expect.stringContaining('9007199254740993') },
      ]);
      return;
    }
    await store.close();
    const path = join(place.directory, DATABASE_FILE);
    // The first cell of a table's page is made to say something else than its index.
    const at = readFileSync(path).lastIndexOf('run-3');
    const file = openSync(path, 'r+');
    writeSync(file, 'run-9', at);
    closeSync(file);
    store = await openStore(place);
    const faults = await storeFaults(store);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults[0].place).toBe('database');
  });
});
