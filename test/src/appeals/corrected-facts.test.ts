import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differingFacts, FACT_NAMES, hasSameFact, withFactsOf } from '../../../src/appeals/corrected-facts.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';

const { recipients, donors } = madeUpRegistrations(40, 5, 'corrected', '2026-10-01');

describe('facts put right', () => {
  it.each([
    ['recipients', recipients],
    ['donors', donors],
  ] as const)('of %s are the chosen ones and no other', (_, people) => {
    fc.assert(
      fc.property(
        fc.nat(people.length - 1),
        fc.nat(people.length - 1),
        fc.subarray([...FACT_NAMES]),
        (one, other, chosen) => {
          const [then, now] = [people[one], people[other]];
          const corrected = withFactsOf<(typeof people)[number]>(then, now, chosen);
          expect(Object.keys(corrected)).toEqual(Object.keys(then));
          const left = differingFacts(corrected, now);
          expect(left).toEqual(differingFacts(then, now).filter((fact) => !chosen.includes(fact)));
          expect(differingFacts(then, corrected)).toEqual(
            differingFacts(then, now).filter((fact) => chosen.includes(fact)),
          );
          expect([corrected.id, corrected.centre, corrected.status]).toEqual([then.id, then.centre, then.status]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are put right in both entries', () => {
    const [then, now] = [recipients[0], { ...recipients[0], bloodGroup: { abo: 'AB', subgroup: null } as const }];
    const both = { ...now, second: { ...now.second, bloodGroup: now.bloodGroup } };
    expect(differingFacts(then, both)).toEqual(['blood-group']);
    const corrected = withFactsOf(then, both, ['blood-group']);
    expect([corrected.bloodGroup, corrected.second.bloodGroup, corrected.second.hla]).toEqual([
      both.bloodGroup,
      both.bloodGroup,
      then.second.hla,
    ]);
    // A second entry alone may have been wrong.
    const second = { ...then, second: { ...then.second, hla: null } };
    expect(differingFacts(then, second)).toEqual(['hla']);
  });

  it('leave out what changes from run to run by itself', () => {
    const [then] = recipients;
    const now = { ...then, status: { state: 'suspended', reason: 'ill' } as const, centre: 'RAL' };
    expect(differingFacts(then, now)).toEqual([]);
  });

  it('were the same in another run where any of them was', () => {
    const [then, other] = [recipients[0], { ...recipients[0], previousRuns: recipients[0].previousRuns + 1 }];
    expect(hasSameFact(then, other, ['previous-runs'])).toBe(false);
    expect(hasSameFact(then, other, ['previous-runs', 'sex'])).toBe(true);
  });
});
