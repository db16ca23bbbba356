import { expect, it } from 'vitest';
import {
  AccountChanged,
  accountByUsername,
  accountBySubject,
  accountOf,
  accountsAfter,
  changeAccount,
  createAccount,
  disableAccount,
  enableAccount,
  LastAdministrator,
  NoSuchAccount,
  setPassword,
  setSecondFactor,
  SubjectTaken,
  UsernameTaken,
  type AccountDraft,
} from '../../../src/access/account-store.ts';
import { signedInBy, startSession } from '../../../src/access/session-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { describeOnBothStores, onNewStore } from '../../store-places.ts';
import { TestSurroundings } from '../../test-surroundings.ts';
import { ANNA, BEN } from './people.ts';

describeOnBothStores('accounts', (kind) => {
  let store: Store;
  let surroundings: TestSurroundings;

  onNewStore(kind, (made) => {
    store = made;
    surroundings = new TestSurroundings();
  });

  const create = (draft: AccountDraft) => store.act((act) => createAccount(act, draft, surroundings));

  it('are made without a way in, and found by id, name and subject', async () => {
    const anna = await create({ ...ANNA, roles: ['auditor', 'operator'], openIdSubject: 'sub-1' });
    expect(anna).toEqual({
      id: 'test-000001',
      username: 'anna',
      displayName: 'Anna Onwu',
      centre: null,
      roles: ['operator', 'auditor'],
      hasPassword: false,
      hasSecondFactor: false,
      openIdSubject: 'sub-1',
      isDisabled: false,
      version: 1,
      createdAt: surroundings.now(),
    });
    expect(await accountOf(store.read, anna.id)).toEqual(anna);
    expect(await accountByUsername(store.read, 'anna')).toEqual(anna);
    expect(await accountBySubject(store.read, 'sub-1')).toEqual(anna);
    expect(await accountOf(store.read, 'anna')).toBeNull();
    expect(await accountByUsername(store.read, 'ANNA')).toBeNull();
    expect(await accountBySubject(store.read, 'sub')).toBeNull();
  });

  it('have a name and a subject of their own, also where two are made at once', async () => {
    await create({ ...ANNA, openIdSubject: 'sub-1' });
    await expect(create(ANNA)).rejects.toBeInstanceOf(UsernameTaken);
    await expect(create({ ...BEN, openIdSubject: 'sub-1' })).rejects.toBeInstanceOf(SubjectTaken);
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => create(BEN)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    // Without a subject there is nothing to share.
    await create({ ...BEN, username: 'benedict' });
  });

  it('are never stored with problems', async () => {
    await expect(create({ ...ANNA, roles: ['operator', 'administrator'] })).rejects.toThrow('unchecked account: roles');
    const ben = await create(BEN);
    await expect(store.act((act) => changeAccount(act, ben.id, { roles: ['operator'] }, ben.version))).rejects.toThrow(
      'unchecked account: centre',
    );
    expect(await accountOf(store.read, ben.id)).toEqual(ben);
  });

  it('change where nobody changed them meanwhile', async () => {
    const ben = await create(BEN);
    const change = { roles: ['operator'], centre: null, openIdSubject: 'sub-2' } as const;
    const changed = await store.act((act) => changeAccount(act, ben.id, change, 1));
    expect(changed).toEqual({ ...ben, ...change, version: 2 });
    await expect(store.act((act) => changeAccount(act, ben.id, { displayName: 'Lost' }, 1))).rejects.toBeInstanceOf(
      AccountChanged,
    );
    // Their own subject is no other's.
    const renamed = await store.act((act) =>
      changeAccount(act, ben.id, { displayName: 'Ben A.', openIdSubject: 'sub-2' }, 2),
    );
    expect(renamed).toEqual({ ...changed, displayName: 'Ben A.', version: 3 });
    const anna = await create(ANNA);
    await expect(store.act((act) => changeAccount(act, anna.id, { openIdSubject: 'sub-2' }, 1))).rejects.toBeInstanceOf(
      SubjectTaken,
    );
    expect(await accountOf(store.read, anna.id)).toEqual(anna);
  });

  it('count each change', async () => {
    const { id } = await create(ANNA);
    await store.act((act) => setPassword(act, id, '$argon2id$x'));
    const ready = await store.act((act) => setSecondFactor(act, id, 'SECRET'));
    expect(ready).toMatchObject({ hasPassword: true, hasSecondFactor: true, version: 3 });
    expect(JSON.stringify(ready)).not.toMatch(/argon2id|SECRET/);
    const token = await store.act((act) => startSession(act, id, surroundings));
    const disabled = await store.act((act) => disableAccount(act, id, surroundings.now()));
    expect(disabled).toMatchObject({ isDisabled: true, version: 4 });
    expect(await signedInBy(store, token, surroundings)).toBeNull();
    const enabled = await store.act((act) => enableAccount(act, id));
    expect(enabled).toMatchObject({ isDisabled: false, version: 5 });
    // What ended with the account does not come back with it.
    expect(await signedInBy(store, token, surroundings)).toBeNull();
  });

  it('that are not there, are said not to be', async () => {
    for (const change of [
      store.act((act) => changeAccount(act, 'nobody', {}, 1)),
      store.act((act) => setPassword(act, 'nobody', '')),
      store.act((act) => setSecondFactor(act, 'nobody', '')),
      store.act((act) => disableAccount(act, 'nobody', surroundings.now())),
      store.act((act) => enableAccount(act, 'nobody')),
    ]) {
      await expect(change).rejects.toBeInstanceOf(NoSuchAccount);
    }
  });

  it('are listed page by page', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `person${index}`);
    for (const username of names.toReversed()) await create({ ...ANNA, username });
    const listed: string[] = [];
    for (let after = ''; ;) {
      const page = await accountsAfter(store.read, after, 3);
      listed.push(...page.map(({ username }) => username));
      if (page.length < 3) break;
      after = listed.at(-1)!;
    }
    expect(listed).toEqual(names);
  });

  it('keep one administrator who can sign in, whatever is asked', async () => {
    const ada = await create({ ...ANNA, username: 'ada', roles: ['administrator'], openIdSubject: 'sub-ada' });
    const demoted = (id: string, version: number) =>
      store.act((act) => changeAccount(act, id, { roles: ['auditor'] }, version));
    const disabled = (id: string) => store.act((act) => disableAccount(act, id, surroundings.now()));
    await expect(demoted(ada.id, 1)).rejects.toBeInstanceOf(LastAdministrator);
    await expect(disabled(ada.id)).rejects.toBeInstanceOf(LastAdministrator);
    // Neither of these could take her place: one cannot sign in, the other is disabled.
    await create({ ...ANNA, username: 'una', roles: ['administrator'] });
    const dora = await create({ ...ANNA, username: 'dora', roles: ['administrator'], openIdSubject: 'sub-dora' });
    await disabled(dora.id);
    await expect(disabled(ada.id)).rejects.toBeInstanceOf(LastAdministrator);
    expect(await accountOf(store.read, ada.id)).toEqual(ada);
    await store.act((act) => enableAccount(act, dora.id));
    const outcomes = await Promise.allSettled([demoted(ada.id, 1), disabled(dora.id)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
