import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditEvents, recordEvents } from '../../../src/audit/audit-store.ts';
import { identityKeyOf } from '../../../src/registrations/identity-key.ts';
import type { Identity } from '../../../src/registrations/identity-seal.ts';
import {
  IdentitySealed,
  identityOf,
  putIdentity,
  rotateIdentityKey,
  type OwnedPerson,
} from '../../../src/registrations/identity-store.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';
import { HOUR_MS, TestSurroundings } from '../../test-surroundings.ts';

const AT = '2026-10-01T09:00:00.000Z';
const R1: OwnedPerson = { kind: 'recipient', id: 'R1', ownerCentre: 'RJ1' };
const D1: OwnedPerson = { kind: 'donor', id: 'D1', ownerCentre: 'RJ1' };
const MORAG: Identity = { name: 'Morag Testperson', number: { system: 'nhs', digits: '9434765919' } };
const EWAN: Identity = { name: 'Ewan Testperson', number: null };

const keyOf = (letter: string) => identityKeyOf(Buffer.alloc(32, letter).toString('base64'));
const KEY = keyOf('a');
const NEW_KEY = keyOf('b');

describeOnBothStores('identities', (kind) => {
  let thrownAway: ThrownAway;
  let store: Store;
  let world: TestSurroundings;

  beforeEach(async () => {
    thrownAway = await newPlace(kind);
    store = await openStore(thrownAway.place);
    world = new TestSurroundings(AT);
  });

  afterEach(async () => {
    await store.close();
    await thrownAway.remove();
  });

  const put = (person: OwnedPerson, identity: Identity, expectedVersion: number) =>
    store.act((act) => putIdentity(act, person, identity, expectedVersion, KEY, world));
  const sealedRows = () => store.read.selectFrom('identity').selectAll().orderBy('kind').orderBy('id').execute();
  const setSealed = (id: string, sealed: Uint8Array) =>
    store.write
      .updateTable('identity')
      .set({ sealed: Buffer.from(sealed) })
      .where('id', '=', id)
      .execute();

  it('are kept, changed and counted, with what the audit is to say', async () => {
    const added = await store.act(async (act) => {
      const change = await putIdentity(act, R1, MORAG, 0, KEY, world);
      if (change.ok) await recordEvents(act, [change.note], 'anna', world.now());
      return change;
    });
    expect(added).toMatchObject({ ok: true, version: 1 });
    expect(await identityOf(store.read, 'recipient', 'R1', KEY)).toEqual({
      ...R1,
      identity: MORAG,
      version: 1,
      updatedAt: AT,
    });
    world.pass(HOUR_MS);
    expect(await put({ ...R1, ownerCentre: 'RR8' }, EWAN, 1)).toMatchObject({ ok: true, version: 2 });
    expect(await identityOf(store.read, 'recipient', 'R1', KEY)).toMatchObject({
      ownerCentre: 'RR8',
      identity: EWAN,
      version: 2,
      updatedAt: '2026-10-01T10:00:00.000Z',
    });
    expect(await identityOf(store.read, 'donor', 'R1', KEY)).toBeNull();
    const [event] = await auditEvents(store.read, { after: 0, limit: 9 });
    expect(event).toMatchObject({ event: 'identity.changed', subjectId: 'R1', centre: 'RJ1' });
    expect(JSON.parse(event.detail)).toEqual({ kind: 'recipient', version: 1 });
  });

  it('are not overwritten by whoever saw an older one', async () => {
    expect(await put(R1, MORAG, 1)).toEqual({ ok: false, version: 0 });
    expect(await sealedRows()).toEqual([]);
    await put(R1, MORAG, 0);
    expect(await put(R1, EWAN, 0)).toEqual({ ok: false, version: 1 });
    const both = await Promise.all([put(R1, EWAN, 1), put(R1, { ...EWAN, name: 'Iain' }, 1)]);
    expect(both.map(({ ok, version }) => [ok, version])).toEqual([
      [true, 2],
      [false, 2],
    ]);
    expect((await identityOf(store.read, 'recipient', 'R1', KEY))?.identity).toEqual(EWAN);
  });

  it('do not open with another key, on another row, or damaged, and the error tells nothing of them', async () => {
    await put(R1, MORAG, 0);
    await put(D1, EWAN, 0);
    const [donor, recipient] = (await sealedRows()).map(({ sealed }) => Uint8Array.from(sealed));
    const refused = async (key = KEY): Promise<void> => {
      const error = await identityOf(store.read, 'recipient', 'R1', key).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(IdentitySealed);
      const { message, stack, cause } = error as Error;
      expect(message).toBe('the identity of recipient R1 does not open: other key, other person, or damaged');
      expect(`${stack} ${JSON.stringify(error)}`).not.toMatch(/Morag|Ewan|Testperson|9434765919/);
      expect(cause).toBeUndefined();
    };
    await refused(NEW_KEY);
    await setSealed('R1', donor);
    await refused();
    await setSealed('R1', recipient.with(40, recipient[40] ^ 1));
    await refused();
    await setSealed('R1', new Uint8Array());
    await refused();
    await setSealed('R1', recipient);
    expect((await identityOf(store.read, 'recipient', 'R1', KEY))?.identity).toEqual(MORAG);
  });

  it('are sealed anew with another key, all or none', async () => {
    await put(R1, MORAG, 0);
    await put(D1, EWAN, 0);
    const before = await sealedRows();
    await setSealed('R1', before[0].sealed);
    await expect(store.act((act) => rotateIdentityKey(act, KEY, NEW_KEY, world))).rejects.toThrow(IdentitySealed);
    expect((await identityOf(store.read, 'donor', 'D1', KEY))?.identity).toEqual(EWAN);
    await setSealed('R1', before[1].sealed);

    expect(await store.act((act) => rotateIdentityKey(act, KEY, NEW_KEY, world))).toBe(2);
    expect((await identityOf(store.read, 'recipient', 'R1', NEW_KEY))?.identity).toEqual(MORAG);
    expect((await identityOf(store.read, 'donor', 'D1', NEW_KEY))?.identity).toEqual(EWAN);
    await expect(identityOf(store.read, 'donor', 'D1', KEY)).rejects.toThrow(IdentitySealed);
    const after = await sealedRows();
    expect(after).toEqual(before.map((row, index) => ({ ...row, sealed: after[index].sealed })));
    // A nonce used twice with one key would give identities away.
    const nonces = [...before, ...after].map(({ sealed }) => Buffer.from(sealed).toString('hex', 1, 13));
    expect(new Set(nonces).size).toBe(4);
  });

  it.runIf(kind === 'embedded')('are nowhere to be read in the files of the store', async () => {
    await put(R1, MORAG, 0);
    const { directory } = thrownAway.place as { directory: string };
    const contents = readdirSync(directory).map((name) => readFileSync(join(directory, name)));
    expect(contents.some((bytes) => bytes.includes('identity'))).toBe(true);
    expect(contents.some((bytes) => bytes.includes('Morag') || bytes.includes('9434765919'))).toBe(false);
  });
});
