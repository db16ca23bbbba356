import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storePlaceFrom } from '../../../src/cli/store-options.ts';
import { openStore, type StorePlace } from '../../../src/store/store.ts';
import { sql } from 'kysely';
import { fillStore } from '../../filled-store.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';
import { lkssWith, type Ended } from './run-lkss.ts';

/** As a command finds the store by its environment. */
function on(place: StorePlace, ...args: readonly string[]): Ended {
  const chosen =
    place.kind === 'sqlite'
      ? { LKSS_STORE: place.directory, LKSS_DATABASE_URL: '' }
      : { LKSS_STORE: '', LKSS_DATABASE_URL: place.url };
  return lkssWith(chosen, ...args);
}

describeOnBothStores('keeping a store by commands', (kind) => {
  let folder: string;
  let places: readonly ThrownAway[];
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lkss-keeping-'));
    places = [await newPlace(kind), await newPlace(kind)];
    const store = await openStore(places[0].place);
    await fillStore(store);
    await store.close();
  });
  afterAll(async () => {
    for (const place of places) await place.remove();
    rmSync(folder, { recursive: true });
  });

  it('backs up, restores elsewhere, and holds the audit to a head given out before', () => {
    const [{ place }, { place: elsewhere }] = places;
    const head = on(place, 'audit', 'head');
    expect(head).toMatchObject({ exitCode: 0, err: '' });
    expect(JSON.parse(head.out)).toMatchObject({ seq: 14, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    writeFileSync(file('head.json'), head.out);
    const backup = on(place, 'backup', file('a.lkss'));
    expect(backup).toMatchObject({ exitCode: 0, err: '' });
    expect(backup.out).toMatch(/a\.lkss: \d+ rows, 15 audit events\n$/);
    const again = on(place, 'backup', file('a.lkss'));
    expect(again).toMatchObject({ exitCode: 2, out: '' });
    expect(on(elsewhere, 'audit', 'verify')).toMatchObject({ exitCode: 2, err: expect.stringContaining('no store') });
    const restored = on(elsewhere, 'restore', file('a.lkss'));
    expect(restored).toMatchObject({ exitCode: 0, err: '' });
    for (const one of [place, elsewhere]) {
      const verified = on(one, 'audit', 'verify', '--head', file('head.json'));
      expect(verified).toMatchObject({ exitCode: 0, err: '' });
      expect(verified.out).toMatch(/^16 events, no fault; the last is 16, [0-9a-f]{64}\n$/);
    }
    const full = on(elsewhere, 'restore', file('a.lkss'));
    expect(full).toMatchObject({ exitCode: 2, out: '', err: expect.stringContaining('(not-empty)') });
  });

  it('tells of a tampered audit line by line, and of a changed backup', async () => {
    const { place } = places[0];
    const store = await openStore(place);
    if (kind === 'embedded') await sql`drop trigger audit_event_no_update`.execute(store.write);
    else await sql`drop trigger audit_event_no_change on audit_event`.execute(store.write);
    await store.write.updateTable('auditEvent').set({ actor: 'ben' }).where('seq', 'in', [3, 5]).execute();
    await store.close();
    const verified = on(place, 'audit', 'verify');
    expect(verified).toMatchObject({ exitCode: 1, err: '' });
    expect(verified.out).toMatch(/^event 3: [^\n]* \(changed\)\nevent 5: [^\n]* \(changed\)\n\d+ events, 2 faults;/);
    const bytes = readFileSync(file('a.lkss'));
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(file('b.lkss'), bytes);
    const refused = on(place, 'restore', file('b.lkss'));
    expect(refused).toMatchObject({ exitCode: 2, out: '' });
    expect(refused.err).toBe(`${file('b.lkss')}: expected a whole backup, unchanged since it was made (changed)\n`);
    for (const missing of [
      ['restore', file('none')],
      ['audit', 'verify', '--head', file('none')],
    ]) {
      expect(on(place, ...missing)).toMatchObject({ exitCode: 2, out: '' });
    }
    expect(on(place, 'audit', 'verify', '--head', file('b.lkss'))).toMatchObject({ exitCode: 2, out: '' });
  });

  it('says so where the store is in use, if it can be used once only', async () => {
    const { place } = places[0];
    const store = await openStore(place);
    const { exitCode, err } = on(place, 'audit', 'head');
    await store.close();
    expect(exitCode).toBe(kind === 'embedded' ? 2 : 0);
    if (kind === 'embedded')
      expect(err).toMatch(/^the store in [^\n]* is in use by another process: try again when it has ended\n$/);
  });
});

describe('the place of the store', () => {
  const url = 'postgres://lkss:secret@localhost/lkss';

  it('is the option, or the environment, or a folder beside', () => {
    expect(storePlaceFrom({}, {})).toEqual({ kind: 'sqlite', directory: 'lkss-store' });
    expect(storePlaceFrom({}, { LKSS_STORE: 'here' })).toEqual({ kind: 'sqlite', directory: 'here' });
    expect(storePlaceFrom({}, { LKSS_DATABASE_URL: url, LKSS_STORE: '' })).toEqual({ kind: 'postgres', url });
    const both = { LKSS_STORE: 'here', LKSS_DATABASE_URL: url };
    expect(storePlaceFrom({ store: 'there' }, both)).toEqual({ kind: 'sqlite', directory: 'there' });
    expect(() => storePlaceFrom({}, both)).toThrow('both set');
  });

  it('never says what an URL holds', () => {
    for (const wrong of ['secret', 'mysql://lkss:secret@localhost/lkss']) {
      expect(() => storePlaceFrom({}, { LKSS_DATABASE_URL: wrong })).toThrow(/^LKSS_DATABASE_URL: (?!.*secret)/);
    }
    const before = readdirSync('.');
    const { exitCode, out, err } = lkssWith({ LKSS_DATABASE_URL: `${url}?host=/nowhere` }, 'audit', 'head');
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toMatch(/^the database cannot be reached: (?!.*secret)[^\n]*\n$/);
    expect(readdirSync('.')).toEqual(before);
  });
});
