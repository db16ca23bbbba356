import { describe, expect, it } from 'vitest';
import { matchingTyping, mismatchCounter, mismatchLevel, type Mismatches } from '../../../src/hla/mismatches.ts';
import { FIRST_FIELD_SEROLOGY } from '../../../src/hla/serology.ts';
import { specificitiesOf } from '../../../src/hla/specificities.ts';
import { policyWith } from '../compatibility/people.ts';

/** Mismatches at A, B and DR, by level, written out from the published list. */
const LEVELS: readonly (readonly string[])[] = [
  ['000'],
  ['100', '010', '110', '200', '210'],
  ['020', '120', '220', '001', '101', '201', '011', '111', '211'],
  ['021', '121', '221', '002', '102', '202', '012', '112', '212', '022', '122', '222'],
];

describe('mismatch levels', () => {
  it('are those of the list for all 27 counts', () => {
    const all = LEVELS.flatMap((counts, index) => counts.map((count) => [count, index + 1] as const));
    expect(all).toHaveLength(27);
    for (const [count, level] of all) {
      const [a, b, dr] = [...count].map(Number);
      expect([count, mismatchLevel({ a, b, dr })]).toEqual([count, level]);
    }
  });
});

function mismatches(donor: string, recipient: string, hla = {}): Mismatches {
  const [donorHla, recipientHla] = [donor.split(' '), recipient.split(' ')];
  const specificities = specificitiesOf([...donorHla, ...recipientHla], FIRST_FIELD_SEROLOGY);
  const count = mismatchCounter(policyWith(hla).hla);
  return count(matchingTyping(donorHla, specificities), matchingTyping(recipientHla, specificities));
}

const RECIPIENT = 'A1 A24 B8 B44 DR17 DR15';

describe('mismatches', () => {
  it.each([
    ['A1 A24 B8 B44 DR17 DR15', '000'],
    ['A1 B8 DR17', '000'],
    ['A2 A24 B8 B44 DR17 DR15', '100'],
    ['A2 A3 B7 B27 DR4 DR7', '222'],
    ['A2 B7 DR4', '111'],
    ['A2 A3 A11 B8 DR17', '200'],
    ['A23 A24 B45 B44 DR16 DR18', '112'],
    ['A9 A1 B12 B8 DR2 DR3', '000'],
    ['A2403 A1 B8 B44 DR17 DR15', '000'],
    ['A*01:01 A*24:02 B*08:01 B*44:02 DRB1*03:01 DRB1*15:01', '000'],
    ['A*02:01 A*02:05 B8 B44 DR17 DR15', '100'],
    ['A2 A*02:01 B8 B44 DR17 DR15 DR51 DR52 Bw4 Cw7 DQ2', '100'],
  ])('%s has %s', (donor, expected) => {
    const { a, b, dr } = mismatches(donor, RECIPIENT);
    expect(`${a}${b}${dr}`).toBe(expected);
  });

  it('between broad antigens, splits of one are alike', () => {
    expect(mismatches('A23 A1 B45 B44 DR16 DR18', RECIPIENT)).toEqual({ a: 1, b: 1, dr: 2 });
    expect(mismatches('A23 A1 B45 B44 DR16 DR18', RECIPIENT, { mismatchesAt: 'broad' })).toEqual({ a: 0, b: 0, dr: 0 });
  });

  it('where a locus was not typed count as the policy says', () => {
    expect(mismatches('A1 B8', RECIPIENT)).toEqual({ a: 0, b: 0, dr: 2 });
    expect(mismatches('A1 B8 DR17', 'A1 B8')).toEqual({ a: 0, b: 0, dr: 2 });
    expect(mismatches('A1 B8', RECIPIENT, { untypedMismatches: 0 })).toEqual({ a: 0, b: 0, dr: 0 });
  });
});
