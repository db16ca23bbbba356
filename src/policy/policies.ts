/** The policies the program knows, oldest first. To add one, add it here: nothing else names a policy's content. */
import type { CriterionId } from '../../solver/index.ts';
import type { DonorAgeRule, Policy } from './policy.ts';

const CRITERIA: readonly CriterionId[] = ['effective-two-way', 'transplants', 'three-way', 'back-arcs', 'score'];

const DONOR_AGE: DonorAgeRule = {
  points: 3,
  differenceYearsMax: 20,
  differenceInclusive: true,
  tieBreakerYears: 70,
};

const ASSUMPTIONS: readonly string[] = [
  'Donors whose ages differ by exactly 20 years earn the age points.',
  'Scores in a pool exclude the age points and the tie-breaker, which are added for each gift of an exchange.',
  'Where the age of either donor is missing, neither age points nor tie-breaker are added.',
  'Any registered donor of a recipient may supply a back-arc, not only the donor who gives in the exchange.',
  'A long chain counts the short chain within it as a back-arc, so it has one to three.',
  'A donor may be registered with one recipient only; of several donors of a recipient at most one gives.',
  'Sets equal in every criterion are drawn between, seeded with the digest of the pool.',
];

const SHARED = {
  criteria: CRITERIA,
  backArcs: 'any-donor',
  donorAge: DONOR_AGE,
  drawSeed: 'pool-digest',
  assumptions: ASSUMPTIONS,
} as const;

export const POLICIES: readonly Policy[] = deepFrozen([
  {
    id: '2012-01',
    title: 'Two- and three-way exchanges, chains of at most one pair',
    inForceFrom: '2012-01-01',
    source: 'Manlove and O’Malley 2014, ACM Journal of Experimental Algorithmics 19, article 2.6',
    limits: { cyclePairsMax: 3, chainPairsMax: 1 },
    ...SHARED,
  },
  {
    id: '2015-04',
    title: 'Two- and three-way exchanges, chains of at most two pairs',
    inForceFrom: '2015-04-01',
    source: 'NHSBT POL274, as reported in public sources; long chains announced by NHSBT on 12 March 2015',
    limits: { cyclePairsMax: 3, chainPairsMax: 2 },
    ...SHARED,
  },
]);

export const POLICY_IDS: readonly string[] = POLICIES.map(({ id }) => id);
export const DEFAULT_POLICY_ID = '2015-04';

/** The known policy of this id, or undefined. */
export function policyOf(id: string): Policy | undefined {
  return POLICIES.find((policy) => policy.id === id);
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
}
