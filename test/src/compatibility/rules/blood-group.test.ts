import { describe, expect, it } from 'vitest';
import { bloodGroupAnswer, groupText } from '../../../../src/compatibility/rules/blood-group.ts';
import type { BloodGroupRule } from '../../../../src/policy/policy.ts';
import type { Abo, BloodGroup } from '../../../../src/registrations/registration.ts';
import { group } from '../people.ts';

const RECIPIENTS: readonly Abo[] = ['O', 'A', 'B', 'AB'];
const NO_TITRE = { aboTitre: null, aboTitreMax: null };
const RULE: BloodGroupRule = { incompatible: 'with-titre', a2Donors: 'as-a1' };

/** Written by hand: recipients O, A, B, AB; `y` may give, `-` may not. */
const TABLE: readonly (readonly [BloodGroup, string])[] = [
  [group('O'), 'y y y y'],
  [group('A'), '- y - y'],
  [group('A', 'A1'), '- y - y'],
  [group('A', 'A2'), '- y - y'],
  [group('B'), '- - y y'],
  [group('AB'), '- - - y'],
  [group('AB', 'A1'), '- - - y'],
  [group('AB', 'A2'), '- - - y'],
];

/** The same where weak A does not count. */
const WEAK_A_TABLE: readonly (readonly [BloodGroup, string])[] = TABLE.map(([donor, row]) => {
  if (donor.subgroup !== 'A2') return [donor, row];
  return [donor, donor.abo === 'A' ? 'y y y y' : '- - y y'];
});

function rowOf(
  donor: BloodGroup,
  rule: BloodGroupRule,
  accepts = NO_TITRE as { aboTitre: number | null; aboTitreMax: number | null },
): string {
  return RECIPIENTS.map((to) => (bloodGroupAnswer(donor, to, accepts, rule).gives ? 'y' : '-')).join(' ');
}

function why(aboTitre: number | null, aboTitreMax: number | null): unknown {
  return bloodGroupAnswer(group('A'), 'O', { aboTitre, aboTitreMax }, RULE);
}

describe('blood groups', () => {
  it.each(TABLE)('%o gives by the ordinary table', (donor, row) => {
    expect(rowOf(donor, RULE)).toBe(row);
    expect(rowOf(donor, { incompatible: 'never', a2Donors: 'with-titre' })).toBe(row);
  });

  it.each(WEAK_A_TABLE)('%o gives as if weak A were none, where the policy says so', (donor, row) => {
    expect(rowOf(donor, { incompatible: 'never', a2Donors: 'compatible' })).toBe(row);
  });

  it.each([
    [8, 8, true],
    [9, 8, false],
    [null, 8, false],
    [1, null, false],
    [null, null, false],
  ])('a titre of %s where up to %s is accepted: %s', (aboTitre, aboTitreMax, gives) => {
    const accepts = { aboTitre, aboTitreMax };
    for (const [donor, row] of TABLE) {
      expect(rowOf(donor, RULE, accepts)).toBe(gives ? 'y y y y' : row);
      expect(rowOf(donor, { incompatible: 'never', a2Donors: 'as-a1' }, accepts)).toBe(row);
    }
    for (const [index, [donor, row]] of WEAK_A_TABLE.entries()) {
      const expected = gives ? row : TABLE[index][1];
      expect(rowOf(donor, { incompatible: 'never', a2Donors: 'with-titre' }, accepts)).toBe(expected);
    }
  });

  it('say why not', () => {
    expect(why(null, null)).toEqual({ gives: false, why: 'incompatible' });
    expect(why(null, 8)).toEqual({ gives: false, why: 'titre-unknown' });
    expect(why(16, 8)).toEqual({ gives: false, why: 'titre-too-high' });
    expect([group('A', 'A2'), group('AB', 'A1'), group('O')].map(groupText)).toEqual(['A2', 'A1B', 'O']);
  });
});
