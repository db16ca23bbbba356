import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compatibilityOf, type Compatibility, type Explanation } from '../../../src/compatibility/compatibility.ts';
import { REASON_CODES } from '../../../src/compatibility/rule.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { paragraphOf } from '../../../src/policy/paragraphs.ts';
import type {
  DonorRegistration,
  RecipientRegistration,
  Registrations,
} from '../../../src/registrations/registration.ts';
import {
  anyName,
  anyRegistrations,
  DATE,
  donor,
  group,
  POLICY,
  policyWith,
  recipient,
  registrationsOf,
} from './people.ts';

function explained(
  ofRecipient: Partial<RecipientRegistration>,
  ofDonor: Partial<DonorRegistration>,
  policy: Policy = POLICY,
  trial = false,
): Explanation {
  const people = registrationsOf(
    [recipient(ofRecipient)],
    [donor(ofDonor)],
    [
      { recipientId: 'R1', donorId: 'D9', reason: 'positive crossmatch' },
      { recipientId: 'R1', donorId: 'D9', reason: 'family' },
      { recipientId: 'R2', donorId: 'D1', reason: 'not this pair' },
    ],
  );
  return compatibilityOf(people, policy, DATE, { trial }).explain(ofDonor.id ?? 'D1', 'R1')!;
}

function reasonsOf(...args: Parameters<typeof explained>): string[] {
  const explanation = explained(...args);
  return explanation.arc ? [] : explanation.reasons.map(({ code, text }) => `${code}: ${text}`);
}

const CRITERIA = recipient().donorCriteria;

describe('why there is no arc', () => {
  it.each<[string, Partial<RecipientRegistration>, Partial<DonorRegistration>, string[]]>([
    ['nothing', {}, {}, []],
    ['own recipient', {}, { recipientId: 'R1' }, ['own-recipient: the donor is registered with this recipient']],
    [
      'suspended donor and recipient',
      { status: { state: 'suspended', reason: 'infection' } },
      { status: { state: 'suspended', reason: 'pregnant' } },
      ['suspended: the donor is suspended: pregnant', 'suspended: the recipient is suspended: infection'],
    ],
    ['exclusions', {}, { id: 'D9' }, ['excluded: excluded: family', 'excluded: excluded: positive crossmatch']],
    [
      'blood group',
      { bloodGroup: group('O') },
      { bloodGroup: group('A', 'A2') },
      ['blood-group: blood group A2 cannot give to O'],
    ],
    [
      'titre not known',
      { bloodGroup: group('O'), accepts: { aboTitreMax: 8, aboTitre: null, hla: [] } },
      { bloodGroup: group('B') },
      ['blood-group: blood group B cannot give to O: accepted up to a titre of 1:8, but no titre is recorded'],
    ],
    [
      'titre too high',
      { bloodGroup: group('O'), accepts: { aboTitreMax: 8, aboTitre: 16, hla: [] } },
      { bloodGroup: group('B') },
      ['blood-group: blood group B cannot give to O: the titre is 1:16, accepted up to 1:8'],
    ],
    [
      'several antigens',
      { unacceptable: ['A2', 'DR15', 'DR51', 'B44'] },
      {},
      [
        'unacceptable-antigen: antigen A2 is unacceptable, and the donor is typed A2',
        'unacceptable-antigen: antigen DR15 is unacceptable, and the donor is typed DR15',
        'unacceptable-antigen: antigen DR51 is unacceptable, and goes with DR15 of the donor, for whom none of DR51, DR52 ' +
          'and DR53 is reported',
      ],
    ],
    [
      'no sample',
      { antibodySampleDate: null },
      {},
      ['antibody-sample: the date of the recipient’s antibody sample is not recorded'],
    ],
    [
      'old sample',
      { antibodySampleDate: '2025-10-14' },
      {},
      ['antibody-sample: the recipient’s antibody sample of 2025-10-14 is 93 days old, more than 92'],
    ],
    [
      'sample after the run',
      { antibodySampleDate: '2026-01-16' },
      {},
      ['antibody-sample: the recipient’s antibody sample of 2026-01-16 is dated after the run'],
    ],
    ['sample of the last good day', { antibodySampleDate: '2025-10-15' }, {}, []],
    [
      'donor too young',
      { donorCriteria: { ...CRITERIA, ageYearsMin: 30 } },
      { birthDate: '1996-01-16' },
      ['donor-age: the donor’s age is 29 years, and the recipient’s centre accepts no less than 30'],
    ],
    ['donor just old enough', { donorCriteria: { ...CRITERIA, ageYearsMin: 30 } }, { birthDate: '1996-01-15' }, []],
    [
      'donor too old',
      { donorCriteria: { ...CRITERIA, ageYearsMax: 65 } },
      { birthDate: '1960-01-15' },
      ['donor-age: the donor’s age is 66 years, and the recipient’s centre accepts no more than 65'],
    ],
    [
      'donor at the limits',
      { donorCriteria: { ...CRITERIA, ageYearsMin: 50, ageYearsMax: 50, weightKgMax: 90, egfrMin: 80 } },
      { weightKg: 90, egfr: 80 },
      [],
    ],
    [
      'weight and kidney function',
      { donorCriteria: { ...CRITERIA, weightKgMin: 50, weightKgMax: 90, egfrMin: 80 } },
      { weightKg: 45, egfr: 79.5 },
      [
        'donor-weight: the donor’s weight is 45 kg, and the recipient’s centre accepts no less than 50',
        'donor-egfr: the donor’s eGFR is 79.5 mL/min/1.73 m2, and the recipient’s centre accepts no less than 80',
      ],
    ],
    [
      'weight not known',
      { donorCriteria: { ...CRITERIA, weightKgMax: 90 } },
      {},
      ['donor-weight: the donor’s weight is not recorded, and the recipient’s centre sets a limit'],
    ],
  ])('%s', (_, ofRecipient, ofDonor, expected) => {
    expect(reasonsOf(ofRecipient, ofDonor)).toEqual(expected);
  });

  it('names all reasons at once', () => {
    const codes = reasonsOf(
      { bloodGroup: group('O'), unacceptable: ['A2'], antibodySampleDate: null },
      { bloodGroup: group('A'), recipientId: 'R1' },
    ).map((text) => text.split(':')[0]);
    expect(codes).toEqual(['blood-group', 'unacceptable-antigen', 'own-recipient', 'antibody-sample']);
  });

  it('asks for no sample in a trial', () => {
    expect(reasonsOf({ antibodySampleDate: null }, {}, POLICY, true)).toEqual([]);
  });

  it('is undefined for people who are not registered', () => {
    const { explain } = compatibilityOf(registrationsOf([recipient()], [donor()]), POLICY, DATE);
    expect(explain('D2', 'R1')).toBeUndefined();
    expect(explain('D1', 'R2')).toBeUndefined();
  });

  it('throws at a name that no reader lets through', () => {
    const people = registrationsOf([recipient({ unacceptable: ['A99'] })], [donor()]);
    expect(() => compatibilityOf(people, POLICY, DATE)).toThrow('A99');
  });
});

describe('the score of an arc', () => {
  it.each<[number, number, string[], number[]]>([
    [0, 0, ['A2', 'B7', 'DR15'], [0, 0, 500_000, 500_000]],
    [3, 87, ['A1', 'B8', 'DR17'], [15_000_000, 4_350_000, 1_500_000, 20_850_000]],
    [1, 33.333, ['A2', 'B8', 'DR17'], [5_000_000, 1_666_650, 1_000_000, 7_666_650]],
    [0, 100, ['A2', 'A3', 'B7', 'B27', 'DR4', 'DR7'], [0, 5_000_000, 0, 5_000_000]],
  ])('after %d runs, at %d%%, from a donor with %j', (previousRuns, crfPercent, hla, expected) => {
    const [previousRunsUnits, crfUnits, hlaUnits, totalUnits] = expected;
    expect(explained({ previousRuns, crfPercent }, { hla })).toMatchObject({
      arc: true,
      scoreParts: { previousRunsUnits, crfUnits, hlaUnits, totalUnits },
    });
  });

  it('follows the points of the policy', () => {
    const policy = { ...POLICY, points: { perPreviousRun: 7, atFullCrf: 20, hlaLevels: [4, 3, 2, 1] as const } };
    expect(explained({ previousRuns: 2, crfPercent: 50 }, {}, policy)).toMatchObject({
      scoreParts: { totalUnits: 1_400_000 + 1_000_000 + 200_000, mismatchLevel: 3, mismatches: { a: 1, b: 1, dr: 1 } },
    });
  });
});

function arcsIn({ donors, recipients, arcsOf }: Compatibility): Map<string, number> {
  const arcs = new Map<string, number>();
  donors.forEach(({ registration }, index) => {
    const { recipients: to, scoreUnits } = arcsOf(index);
    to.forEach((at, arc) => arcs.set(`${registration.id}>${recipients[at].registration.id}`, scoreUnits[arc]));
  });
  return arcs;
}

function shuffled(people: Registrations, seed: number): Registrations {
  const order = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item, index) => ({ item, key: Math.imul(index + 1, seed | 1) >>> 7 }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  return registrationsOf(order(people.recipients), order(people.donors), order(people.exclusions));
}

const anyPolicy = fc.constantFrom(
  POLICY,
  policyWith({ broadTypedDonor: 'passes', antigenTypedDonor: 'passes', unreportedDr51To53: 'absent' }),
  policyWith({ untypedLocus: 'bars', acceptedAntigens: 'bar', mismatchesAt: 'broad', untypedMismatches: 0 }),
);

function isSubset(some: ReadonlyMap<string, number>, all: ReadonlyMap<string, number>): boolean {
  return [...some.keys()].every((arc) => all.has(arc));
}

describe('compatibility', () => {
  it('has an arc exactly where the explanation says so, with its score, and gives reasons for all others', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyRegistrations, anyPolicy, (people, policy) => {
        const compatibility = compatibilityOf(people, policy, DATE);
        const arcs = arcsIn(compatibility);
        for (const { id: donorId } of people.donors) {
          for (const { id: recipientId } of people.recipients) {
            const explanation = compatibility.explain(donorId, recipientId)!;
            const units = explanation.arc ? explanation.scoreParts.totalUnits : undefined;
            expect(arcs.get(`${donorId}>${recipientId}`)).toBe(units);
            const reasons = explanation.arc ? [] : explanation.reasons;
            expect(reasons.length > 0).toBe(!explanation.arc);
            seen.add(explanation.arc ? 'arc' : reasons[0].code);
            for (const { code, text, field } of reasons) {
              seen.add(code);
              expect(text).not.toBe('');
              expect(paragraphOf(policy, field)).toMatch(/\.$/);
            }
          }
        }
      }),
      { numRuns: 1000 },
    );
    const between = REASON_CODES.filter((code) => code !== 'unmapped-allele' && code !== 'not-in-run');
    expect([...seen].sort()).toEqual(['arc', ...between].sort());
  });

  it('never gains an arc by an unacceptable antigen more', () => {
    fc.assert(
      fc.property(anyRegistrations, anyPolicy, anyName, (people, policy, name) => {
        const [first, ...others] = people.recipients;
        const more = { ...first, unacceptable: [...first.unacceptable, name] };
        const after = arcsIn(compatibilityOf({ ...people, recipients: [more, ...others] }, policy, DATE));
        expect(isSubset(after, arcsIn(compatibilityOf(people, policy, DATE)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never gains an arc by a suspension or an exclusion', () => {
    fc.assert(
      fc.property(anyRegistrations, anyPolicy, (people, policy) => {
        const before = arcsIn(compatibilityOf(people, policy, DATE));
        const status = { state: 'suspended', reason: 'unwell' } as const;
        const [donor1, ...donors] = people.donors;
        const [recipient1, ...recipients] = people.recipients;
        const exclusion = { donorId: donor1.id, recipientId: recipient1.id, reason: 'crossmatch' };
        const changes: Registrations[] = [
          { ...people, donors: [{ ...donor1, status }, ...donors] },
          { ...people, recipients: [{ ...recipient1, status }, ...recipients] },
          { ...people, exclusions: [...people.exclusions, exclusion] },
        ];
        for (const changed of changes) {
          expect(isSubset(arcsIn(compatibilityOf(changed, policy, DATE)), before)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of rows, nor of the names in one', () => {
    fc.assert(
      fc.property(anyRegistrations, anyPolicy, fc.integer(), (people, policy, seed) => {
        const reversed = {
          ...shuffled(people, seed),
          recipients: shuffled(people, seed).recipients.map((person) => ({
            ...person,
            hla: [...person.hla].reverse(),
            unacceptable: [...person.unacceptable].reverse(),
          })),
        };
        const [one, other] = [people, reversed].map((some) => compatibilityOf(some, policy, DATE));
        expect([...arcsIn(other)]).toEqual([...arcsIn(one)]);
        for (const { id: donorId } of people.donors) {
          for (const { id } of people.recipients) expect(other.explain(donorId, id)).toEqual(one.explain(donorId, id));
        }
      }),
      { numRuns: 300 },
    );
  });
});
