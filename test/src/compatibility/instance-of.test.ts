import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalPoolText } from '../../../instances/write-pool.ts';
import { readPool } from '../../../instances/read-pool.ts';
import { completedYears, daysBetween } from '../../../src/registrations/calendar-date.ts';
import { compatibilityOf } from '../../../src/compatibility/compatibility.ts';
import { instanceOf, instanceOfCompatibility } from '../../../src/compatibility/instance-of.ts';
import type { Registrations } from '../../../src/registrations/registration.ts';
import { anyRegistrations, DATE, donor, group, POLICY, recipient, registrationsOf } from './people.ts';

const PEOPLE = registrationsOf(
  [
    recipient({ id: 'R2', bloodGroup: group('O'), crfPercent: 25 }),
    recipient({ id: 'R1', crfPercent: 80, previousRuns: 1 }),
  ],
  [
    donor({ id: 'D2', recipientId: 'R2', bloodGroup: group('A', 'A2') }),
    donor({ id: 'D1', recipientId: 'R1' }),
    donor({ id: 'N1', birthDate: '1996-02-29' }),
  ],
);

function allActive({ recipients, donors, exclusions }: Registrations): Registrations {
  const status = { state: 'active' } as const;
  const active = <Person extends object>(people: readonly Person[]) => people.map((person) => ({ ...person, status }));
  return registrationsOf(active(recipients), active(donors), exclusions);
}

describe('the instance of a run', () => {
  it('has those who take part, in the order of ids, with their attributes', () => {
    const { recipients, donors } = instanceOf(PEOPLE, POLICY, DATE);
    expect(recipients).toEqual([
      { id: 'R1', crfShare: 0.8, bloodGroup: 'AB', hasBloodCompatibleDonor: true },
      { id: 'R2', crfShare: 0.25, bloodGroup: 'O', hasBloodCompatibleDonor: false },
    ]);
    const plain = donors.map(({ arcRecipients, arcScoreUnits, ...others }) => ({
      ...others,
      arcs: Array.from(arcRecipients, (to, at) => [to, arcScoreUnits[at]]),
    }));
    expect(plain).toEqual([
      { id: 'D1', recipient: 0, ageYears: 50, bloodGroup: 'O', arcs: [[1, 1_750_000]] },
      { id: 'D2', recipient: 1, ageYears: 50, bloodGroup: 'A', arcs: [[0, 9_500_000]] },
      {
        id: 'N1',
        recipient: null,
        ageYears: 29,
        bloodGroup: 'O',
        arcs: [
          [0, 9_500_000],
          [1, 1_750_000],
        ],
      },
    ]);
  });

  it('throws where somebody is suspended', () => {
    const people = registrationsOf([], [donor({ status: { state: 'suspended', reason: 'unwell' } })]);
    expect(() => instanceOf(people, POLICY, DATE)).toThrow('D1 is suspended');
  });

  it('throws where a donor is there without the recipient', () => {
    const people = registrationsOf([], [donor({ recipientId: 'R1' })]);
    expect(() => instanceOfCompatibility(compatibilityOf(people, POLICY, DATE))).toThrow('D1');
  });

  it('has the same text whatever the order of rows, and is read back as it is', () => {
    fc.assert(
      fc.property(anyRegistrations.map(allActive), (people) => {
        const instance = instanceOf(people, POLICY, DATE);
        const text = canonicalPoolText(instance);
        const reversed = registrationsOf(
          [...people.recipients].reverse(),
          [...people.donors].reverse(),
          [...people.exclusions].reverse(),
        );
        expect(canonicalPoolText(instanceOf(reversed, POLICY, DATE))).toBe(text);
        const outcome = readPool([{ name: 'pool.json', text }]);
        expect(outcome.ok && canonicalPoolText(outcome.instance)).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the calendar', () => {
  it.each([
    ['2000-02-29', '2026-02-28', 25],
    ['2000-02-29', '2026-03-01', 26],
    ['2000-02-29', '2028-02-29', 28],
    ['1980-06-15', '2026-06-14', 45],
    ['1980-06-15', '2026-06-15', 46],
    ['1980-12-31', '2026-01-01', 45],
  ])('one born on %s is on %s %d years old', (birthDate, date, years) => {
    expect(completedYears(birthDate, date)).toBe(years);
  });

  it.each([
    ['2026-03-28', '2026-03-30', 2],
    ['2024-02-28', '2024-03-01', 2],
    ['2026-10-24', '2026-10-26', 2],
    ['2026-01-02', '2026-01-01', -1],
  ])('from %s to %s are %d days', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });
});
