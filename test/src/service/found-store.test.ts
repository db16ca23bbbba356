import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditEvents } from '../../../src/audit/audit-store.ts';
import { openFoundedStore } from '../../../src/service/found-store.ts';
import { SCHEMA_VERSIONS } from '../../../src/store/migrations/migrations.ts';
import { storeIdOf } from '../../../src/store/store-id.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';
import { TestSurroundings } from '../../test-surroundings.ts';

describeOnBothStores('a new store', (kind) => {
  let thrownAway: ThrownAway;
  beforeEach(async () => {
    thrownAway = await newPlace(kind);
  });
  afterEach(() => thrownAway.remove());

  it('is given an id once, and says so in the audit', async () => {
    const seeds = kind === 'embedded' ? ['a'] : ['a', 'b', 'c', 'd'];
    const opened = await Promise.all(
      seeds.map((seed) => openFoundedStore(thrownAway.place, new TestSurroundings(undefined, seed))),
    );
    for (const store of opened) await store.close();
    const store = await openFoundedStore(thrownAway.place, new TestSurroundings(undefined, 'later'));
    const id = await storeIdOf(store.read);
    expect(seeds.map((seed) => `${seed}-000001`)).toContain(id);
    const events = await auditEvents(store.read, { after: 0, limit: 9 });
    expect(events).toMatchObject([{ event: 'store.created', subjectKind: 'store', subjectId: id, actor: 'lkss' }]);
    expect(JSON.parse(events[0].detail)).toEqual({ schema: SCHEMA_VERSIONS.at(-1) });
    await store.close();
  });
});
