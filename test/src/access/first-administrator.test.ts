import { expect, it } from 'vitest';
import { accountsAfter, UsernameTaken } from '../../../src/access/account-store.ts';
import { makeAccount } from '../../../src/access/first-administrator.ts';
import { signIn } from '../../../src/access/sign-in.ts';
import { codeAt, totpAddress } from '../../../src/access/totp.ts';
import { auditEvents, verifyAudit } from '../../../src/audit/audit-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { describeOnBothStores, onNewStore } from '../../store-places.ts';
import { TestSurroundings } from '../../test-surroundings.ts';
import { BEN } from './people.ts';

const ADMINISTRATOR = { username: 'root', displayName: 'The first', centre: null, roles: ['administrator'] } as const;

describeOnBothStores('the first administrator', (kind) => {
  let store: Store;
  let surroundings: TestSurroundings;

  onNewStore(kind, (made) => {
    store = made;
    surroundings = new TestSurroundings();
  });

  it('signs in with what is shown once', async () => {
    const made = await makeAccount(store, ADMINISTRATOR, surroundings, 'command');
    expect(made.account).toMatchObject({ roles: ['administrator'], hasPassword: true, hasSecondFactor: true });
    expect(made.totpAddress).toBe(totpAddress('root', made.totpSecret));
    const code = await codeAt(made.totpSecret, surroundings.now());
    const outcome = await signIn(store, { username: 'root', password: made.password, code }, surroundings);
    expect(outcome).toMatchObject({ ok: true, account: { id: made.account.id } });
  });

  it('is told of in the audit, without what is secret', async () => {
    const made = await makeAccount(store, ADMINISTRATOR, surroundings, 'command');
    await makeAccount(store, BEN, surroundings, made.account.id);
    const events = await auditEvents(store.read, { after: 0, limit: 99 });
    expect(events.map(({ event, actor, centre }) => [event, actor, centre])).toEqual([
      ['account.created', 'command', null],
      ['account.password-set', 'command', null],
      ['account.second-factor-set', 'command', null],
      ['account.created', made.account.id, 'RJ1'],
      ['account.password-set', made.account.id, 'RJ1'],
      ['account.second-factor-set', made.account.id, 'RJ1'],
    ]);
    expect(JSON.parse(events[0].detail)).toEqual({ roles: ['administrator'] });
    const text = JSON.stringify(events);
    for (const secret of [made.password, made.totpSecret, 'argon2', 'root', 'The first']) {
      expect(text).not.toContain(secret);
    }
    expect((await verifyAudit(store.read)).faults).toEqual([]);
  });

  it('is made once, or not at all', async () => {
    const makings = Array.from({ length: 4 }, () => makeAccount(store, ADMINISTRATOR, surroundings, 'command'));
    const outcomes = await Promise.allSettled(makings);
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(failures).toHaveLength(3);
    for (const failure of failures) expect(failure).toBeInstanceOf(UsernameTaken);
    expect(await accountsAfter(store.read, '', 9)).toHaveLength(1);
    expect(await auditEvents(store.read, { after: 0, limit: 99 })).toHaveLength(3);
  });
});
