import { assert, property, subarray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemsOfAccount, type AccountDraft } from '../../../src/access/account-store.ts';
import { ROLES } from '../../../src/access/roles.ts';
import { ANNA, BEN } from './people.ts';

const paths = (draft: AccountDraft): string[] => problemsOfAccount(draft).map(({ path }) => path);

describe('the facts of an account', () => {
  it.each([
    ANNA,
    BEN,
    { ...ANNA, roles: ['operator', 'approver', 'auditor'] as const },
    { ...ANNA, roles: ['administrator'] as const, openIdSubject: 'c0ffee-1|x@y' },
    { ...BEN, roles: ['laboratory', 'coordinator'] as const, centre: 'G405H', openIdSubject: null },
  ])('may be %o', (draft) => {
    expect(problemsOfAccount(draft)).toEqual([]);
  });

  it.each<[AccountDraft, readonly string[]]>([
    [{ ...ANNA, username: 'an' }, ['username']],
    [{ ...ANNA, username: 'Anna' }, ['username']],
    [{ ...ANNA, username: '9434765919' }, ['username']],
    [{ ...ANNA, username: 'anna onwu' }, ['username']],
    [{ ...ANNA, username: `a${'n'.repeat(64)}` }, ['username']],
    [{ ...ANNA, displayName: ' ' }, ['displayName']],
    [{ ...ANNA, displayName: 'Anna\nOnwu' }, ['displayName']],
    [{ ...ANNA, displayName: 'a'.repeat(101) }, ['displayName']],
    [{ ...ANNA, roles: [] }, ['roles']],
    [{ ...ANNA, roles: ['operator', 'operator'] }, ['roles']],
    [{ ...ANNA, roles: ['operator', 'administrator'] }, ['roles']],
    [{ ...ANNA, centre: 'RJ1' }, ['centre']],
    [{ ...BEN, centre: null }, ['centre']],
    [{ ...BEN, centre: 'rj1' }, ['centre']],
    [{ ...BEN, roles: ['coordinator', 'auditor'] }, ['roles']],
    [{ ...ANNA, openIdSubject: '' }, ['openIdSubject']],
    [{ ...ANNA, openIdSubject: 'zoë' }, ['openIdSubject']],
    [{ username: '', displayName: '', roles: [], centre: '?' }, ['username', 'displayName', 'roles', 'centre']],
  ])('may not be %o', (draft, expected) => {
    expect(paths(draft)).toEqual(expected);
  });

  it('are of the scheme without a centre, of a centre with one, and an administrator is nothing else', () => {
    let good = 0;
    assert(
      property(subarray([...ROLES], { minLength: 1 }), (roles) => {
        const ofCentre = roles.filter((role) => role === 'laboratory' || role === 'coordinator').length;
        const isMixed = ofCentre > 0 && ofCentre < roles.length;
        const isGood = !isMixed && (roles.length === 1 || !roles.includes('administrator'));
        const withRight = paths({ ...ANNA, roles, centre: ofCentre > 0 ? 'RJ1' : null });
        expect(withRight.length === 0).toBe(isGood);
        expect(paths({ ...ANNA, roles, centre: ofCentre > 0 ? null : 'RJ1' })).toContain('centre');
        if (isGood) good += 1;
      }),
    );
    expect(good).toBeGreaterThan(0);
  });
});
