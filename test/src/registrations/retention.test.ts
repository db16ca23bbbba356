import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identityKeyOf } from '../../../src/registrations/identity-key.ts';
import { putIdentity } from '../../../src/registrations/identity-store.ts';
import { letGo, retentionPlan } from '../../../src/registrations/retention.ts';
import { archive, archived, archiveDocument, type ArchivedKind } from '../../../src/store/archive-store.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import type { RegistrationImportTable, RegistrationVersionTable } from '../../../src/store/tables.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../../store-places.ts';
import { TestSurroundings } from '../../test-surroundings.ts';

const JANUARY = '2026-01-01T00:00:00.000Z';
const MARCH = '2026-03-01T00:00:00.000Z';
const BEFORE = '2026-06-01T00:00:00.000Z';
const JULY = '2026-07-01T00:00:00.000Z';
const NOW = '2026-10-01T09:00:00.000Z';
const KEY = identityKeyOf(Buffer.alloc(32, 'k').toString('base64'));
const NOTHING = { versions: 0, identities: 0, imports: 0, documents: 0, sessions: 0, requests: 0 };

const confirmedIn = (confirmedAt: string) => ({ confirmedAt, confirmedBy: 'anna' });

describeOnBothStores('retention', (kind) => {
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

  const purge = async () => {
    const plan = await retentionPlan(store.read, BEFORE, NOW);
    const gone = await store.act((act) => letGo(act, BEFORE, NOW));
    expect(gone).toEqual(plan);
    expect(await store.act((act) => letGo(act, BEFORE, NOW))).toEqual(NOTHING);
    return gone;
  };
  const putVersion = async (row: Partial<RegistrationVersionTable> & { id: string; version: number }) => {
    const content = row.content === undefined ? `{"secret":"${row.id}"}` : row.content;
    const base = { kind: 'recipient', ownerCentre: 'RJ1', recordedAt: JANUARY, recordedBy: 'anna' } as const;
    const nulls = { importId: null, supersededAt: null };
    const contentSha256 = content === null ? null : 'c'.repeat(64);
    await store.write
      .insertInto('registrationVersion')
      .values({ ...base, ...nulls, ...row, content, contentSha256 })
      .execute();
  };
  const register = async (id: string): Promise<void> => {
    const row = { kind: 'recipient', id, version: 1, ownerCentre: 'RJ1', centre: 'RJ1', content: '{}' } as const;
    await store.write.insertInto('registration').values(row).execute();
  };
  const identify = async (id: string, at: string): Promise<void> => {
    const person = { kind: 'recipient', id, ownerCentre: 'RJ1' } as const;
    const identity = { name: 'Morag', number: null };
    await store.act((act) => putIdentity(act, person, identity, 0, KEY, new TestSurroundings(at, id)));
  };
  const put = async (documentKind: ArchivedKind, text: string): Promise<string> => {
    const document = archiveDocument(documentKind, text);
    await store.act((act) => archive(act, document, JANUARY));
    return document.sha256;
  };
  const bring = async (
    id: string,
    fields: Partial<RegistrationImportTable>,
    texts: { registrations?: string; readBack?: string } = {},
  ): Promise<void> => {
    const registrationsSha256 = await put('registrations', texts.registrations ?? `registrations of ${id}`);
    const readBackSha256 = await put('read-back', texts.readBack ?? `read-back of ${id}`);
    const received = { receivedAt: JANUARY, receivedBy: 'anna', centre: null, sourceName: 'a.zip', sourceSha256: 's' };
    const nulls = { confirmedAt: null, confirmedBy: null, discardedAt: null, discardedBy: null };
    const row = { id, registrationsSha256, readBackSha256, registryVersion: 1, ...received, ...nulls, ...fields };
    await store.write.insertInto('registrationImport').values(row).execute();
  };
  const kept = async (): Promise<string[]> => {
    const rows = await store.read.selectFrom('archive').select('sha256').execute();
    return (await Promise.all(rows.map(({ sha256 }) => archived(store.read, sha256)))).sort();
  };

  it('takes the contents of registrations superseded before the moment, and leaves their rows', async () => {
    await putVersion({ id: 'R1', version: 1, supersededAt: MARCH });
    await putVersion({ id: 'R1', version: 2, recordedAt: MARCH, supersededAt: JULY });
    await putVersion({ id: 'R1', version: 3, recordedAt: JULY });
    await putVersion({ id: 'R2', version: 1, supersededAt: BEFORE });
    await putVersion({ id: 'R3', version: 1, supersededAt: MARCH, content: null });
    expect(await purge()).toEqual({ ...NOTHING, versions: 1 });
    const rows = await store.read
      .selectFrom('registrationVersion')
      .selectAll()
      .orderBy('id')
      .orderBy('version')
      .execute();
    expect(rows.map(({ id, version, content }) => [id, version, content])).toEqual([
      ['R1', 1, null],
      ['R1', 2, '{"secret":"R1"}'],
      ['R1', 3, '{"secret":"R1"}'],
      ['R2', 1, '{"secret":"R2"}'],
      ['R3', 1, null],
    ]);
    expect(rows[0]).toMatchObject({ contentSha256: 'c'.repeat(64), recordedAt: JANUARY, supersededAt: MARCH });
  });

  it('takes the identities of those not registered since before the moment', async () => {
    await identify('still-registered', JANUARY);
    await register('still-registered');
    await identify('removed-early', JANUARY);
    await putVersion({ id: 'removed-early', version: 2, recordedAt: MARCH, content: null });
    await identify('removed-late', JANUARY);
    await putVersion({ id: 'removed-late', version: 2, recordedAt: JULY, content: null });
    await identify('never-registered', JANUARY);
    await identify('just-put', JULY);
    expect(await purge()).toEqual({ ...NOTHING, identities: 2 });
    const rows = await store.read.selectFrom('identity').select('id').orderBy('id').execute();
    expect(rows.map(({ id }) => id)).toEqual(['just-put', 'removed-late', 'still-registered']);
  });

  it('keeps who those are who gave or got a kidney: they are followed up for years', async () => {
    const of = { proposalId: 'p', version: 1, position: 1 };
    const donor = { donorId: 'giver', donorCentre: 'RJ1', donorOwnerCentre: 'RJ1', donorSha256: 'd' };
    const recipients = [
      ['transplanted', 'yes', 'transplanted'],
      ['not-transplanted', 'no', 'waits-again'],
    ] as const;
    for (const [index, [outcome, kidneyRemoved, recipientId]] of recipients.entries()) {
      const key = { ...of, position: index + 1 };
      const recipient = { recipientId, recipientCentre: 'RJ1', recipientSha256: 'r' };
      await store.write
        .insertInto('proposedTransplant')
        .values({ ...key, ...donor, ...recipient })
        .execute();
      const entry = { number: 1, outcome, reason: null, kidneyRemoved, correctionReason: null, onDate: '2026-01-02' };
      const recorded = { centre: 'RJ1', shownSha256: 's', recordedAt: JANUARY, recordedBy: 'anna' };
      await store.write
        .insertInto('transplantOutcome')
        .values({ ...key, ...entry, ...recorded })
        .execute();
      await identify(recipientId, JANUARY);
    }
    expect(await purge()).toEqual({ ...NOTHING, identities: 1 });
    const rows = await store.read.selectFrom('identity').select('id').execute();
    expect(rows.map(({ id }) => id)).toEqual(['transplanted']);
  });

  it('takes documents of imports that were discarded or overtaken, where nothing else refers to them', async () => {
    await bring('first', confirmedIn(JANUARY), { readBack: 'shared by first and discarded' });
    await bring('second', confirmedIn(MARCH), { readBack: 'shared by second and overtaken' });
    await bring('third', confirmedIn(JULY));
    await bring('of one centre', { ...confirmedIn(JULY), centre: 'RJ1', receivedAt: JULY });
    await bring('of another', { ...confirmedIn(BEFORE), centre: 'RR8', receivedAt: MARCH });
    await bring('discarded', { discardedAt: MARCH }, { readBack: 'shared by first and discarded' });
    await bring('discarded late', { discardedAt: JULY });
    await bring('never confirmed, overtaken', {}, { readBack: 'shared by second and overtaken' });
    await bring('never confirmed', { receivedAt: JULY });
    const before = await kept();
    expect(await purge()).toEqual({ ...NOTHING, imports: 3, documents: 4 });
    const gone = ['first', 'discarded', 'never confirmed, overtaken'].map((id) => `registrations of ${id}`);
    expect(await kept()).toEqual(
      before.filter((text) => !gone.includes(text) && text !== 'shared by first and discarded'),
    );
    expect(await store.read.selectFrom('registrationImport').selectAll().execute()).toHaveLength(9);
  });

  it('takes an import of one centre when the next of that centre or of all took its place, and no other', async () => {
    await bring('before all', { ...confirmedIn('2025-12-01T00:00:00.000Z'), centre: 'RVV' });
    await bring('all', confirmedIn(JANUARY));
    await bring('a', { ...confirmedIn(JANUARY), centre: 'RJ1' });
    await bring('b', { ...confirmedIn(JANUARY), centre: 'RR8' });
    await bring('a again', { ...confirmedIn(MARCH), centre: 'RJ1' });
    expect(await purge()).toEqual({ ...NOTHING, imports: 2, documents: 4 });
    const left = ['a again', 'all', 'b'].flatMap((id) => [`read-back of ${id}`, `registrations of ${id}`]);
    expect(await kept()).toEqual(left.sort());
  });

  it('never takes what a run was made from or gave, whatever it was archived as', async () => {
    await bring('a', { discardedAt: MARCH }, { registrations: 'a snapshot', readBack: 'a list of excluded' });
    await bring('b', { discardedAt: MARCH }, { registrations: 'a result' });
    const [snapshot, excluded] = [await put('snapshot', 'a snapshot'), await put('excluded', 'a list of excluded')];
    const result = await put('result', 'a result');
    await put('snapshot', 'of another run');
    await store.write
      .insertInto('runLock')
      .values({
        runId: 'r',
        lockedAt: JANUARY,
        lockedBy: 'anna',
        snapshotSha256: snapshot,
        policyDigest: 'p',
        programVersion: '1',
        programDigest: 'p',
        poolDigest: 'p',
        excludedSha256: excluded,
        registryVersion: 1,
        recipients: 0,
        donors: 0,
        altruists: 0,
        arcs: 0,
      })
      .execute();
    await store.write
      .insertInto('runAttempt')
      .values({
        runId: 'r',
        attempt: 1,
        requestedAt: JANUARY,
        requestedBy: 'anna',
        starts: 1,
        finishedAt: JANUARY,
        outcome: 'optimal',
        reason: null,
        resultSha256: result,
      })
      .execute();
    expect(await purge()).toEqual({ ...NOTHING, imports: 1, documents: 1 });
    expect(await kept()).toEqual(['a list of excluded', 'a result', 'a snapshot', 'of another run']);
  });

  it('takes sessions that ended and requests performed 30 days ago', async () => {
    const longAgo = '2026-09-01T08:59:59.999Z';
    const lately = '2026-09-01T09:00:00.000Z';
    const session = { accountId: 'anna', signedInAt: JANUARY, lastSeenAt: longAgo };
    await store.write
      .insertInto('session')
      .values([
        { ...session, tokenSha256: 'ended', endedAt: longAgo },
        { ...session, tokenSha256: 'forgotten', endedAt: null },
        { ...session, tokenSha256: 'ended lately', endedAt: lately },
        { ...session, tokenSha256: 'seen lately', lastSeenAt: lately, endedAt: null },
      ])
      .execute();
    const request = { accountId: 'anna', requestSha256: 'r', status: 200, headers: '{}', body: '' };
    await store.write
      .insertInto('performedRequest')
      .values([
        { ...request, idempotencyKey: 'old', performedAt: longAgo },
        { ...request, idempotencyKey: 'new', performedAt: lately },
      ])
      .execute();
    expect(await purge()).toEqual({ ...NOTHING, sessions: 2, requests: 1 });
    const sessions = await store.read.selectFrom('session').select('tokenSha256').orderBy('tokenSha256').execute();
    expect(sessions.map(({ tokenSha256 }) => tokenSha256)).toEqual(['ended lately', 'seen lately']);
  });

  it('finds nothing in an empty store', async () => {
    expect(await purge()).toEqual(NOTHING);
  });

  it.runIf(kind === 'embedded')('leaves nothing of it in the files of a store that was closed', async () => {
    const filler = 'x'.repeat(3_000);
    for (let version = 1; version <= 20; version++) {
      await putVersion({ id: 'R1', version, supersededAt: MARCH, content: `CONFIDENTIAL ${version} ${filler}` });
    }
    const { directory } = thrownAway.place as { directory: string };
    const found = () =>
      readdirSync(directory).some((name) => readFileSync(join(directory, name)).includes('CONFIDENTIAL'));
    await store.close();
    expect(found()).toBe(true);
    store = await openStore(thrownAway.place);
    expect((await purge()).versions).toBe(20);
    await store.close();
    expect(found()).toBe(false);
    store = await openStore(thrownAway.place);
  });
});
