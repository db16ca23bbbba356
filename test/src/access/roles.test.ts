import { describe, expect, it } from 'vitest';
import {
  mayDo,
  PERMISSIONS,
  reachOf,
  ROLES,
  rolesIn,
  rolesText,
  type Permission,
  type PermissionName,
} from '../../../src/access/roles.ts';

const NAMES = Object.keys(PERMISSIONS) as PermissionName[];
const principal = (roles: readonly (typeof ROLES)[number][], centre: string | null) => ({
  accountId: 'a',
  roles,
  centre,
});

describe('permissions', () => {
  it('are answered by role and by centre as the table has it', () => {
    let asked = 0;
    for (const name of NAMES) {
      const { by }: Permission = PERMISSIONS[name];
      for (const role of ROLES) {
        const expected = { all: ['allowed', 'allowed'], 'own-centre': ['allowed', 'hidden'] }[by[role] ?? 'all'];
        const [own, other] = by[role] === undefined ? ['forbidden', 'forbidden'] : expected;
        expect(mayDo(principal([role], 'RJ1'), name, ['RJ1']), `${role} ${name} own`).toBe(own);
        expect(mayDo(principal([role], 'RJ1'), name, ['RRK']), `${role} ${name} other`).toBe(other);
        asked += 2;
      }
    }
    expect(asked).toBe(NAMES.length * ROLES.length * 2);
  });

  it('no role reads who people are across centres, and no role does everything', () => {
    expect(Object.values<string>(PERMISSIONS['identity.read'].by)).toEqual(['own-centre']);
    for (const role of ROLES) {
      expect(NAMES.some((name) => mayDo(principal([role], 'RJ1'), name, ['RJ1']) === 'forbidden')).toBe(true);
    }
  });

  it('a centre-bound role without a centre reaches nobody', () => {
    expect(mayDo(principal(['coordinator'], null), 'registration.read', ['RJ1'])).toBe('hidden');
    expect(reachOf(principal(['coordinator'], null), 'registration.read')).toBeUndefined();
    expect(reachOf(principal(['coordinator'], 'RJ1'), 'registration.read')).toEqual({ centre: 'RJ1' });
    expect(reachOf(principal(['auditor', 'coordinator'], 'RJ1'), 'registration.read')).toEqual({ centre: null });
    expect(reachOf(principal(['administrator'], null), 'registration.read')).toBeUndefined();
  });

  it('writes roles in one order and reads them back', () => {
    expect(rolesText(['auditor', 'operator'])).toBe('operator auditor');
    expect(rolesIn('operator auditor')).toEqual(['operator', 'auditor']);
    expect(rolesIn('')).toEqual([]);
  });
});
