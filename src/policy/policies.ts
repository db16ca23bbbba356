/** The policies the program knows, oldest first. To add one, add it here: nothing else names a policy's content. */
import type { CriterionId } from '../../solver/index.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import type { BloodGroupRule, DonorAgeRule, FreshnessLimits, HlaRule, PointsRule, Policy } from './policy.ts';

const CRITERIA: readonly CriterionId[] = ['effective-two-way', 'transplants', 'three-way', 'back-arcs', 'score'];

const DONOR_AGE: DonorAgeRule = {
  points: 3,
  differenceYearsMax: 20,
  differenceInclusive: true,
  tieBreakerYears: 70,
};

const POINTS: PointsRule = { perPreviousRun: 50, atFullCrf: 50, hlaLevels: [15, 10, 5, 0] };

const BLOOD_GROUPS: BloodGroupRule = { incompatible: 'with-titre', a2Donors: 'as-a1' };

/** Where a fact is missing that could bar, it bars; except at a locus nobody typed, which the run reports. */
const HLA: HlaRule = {
  broadTypedDonor: 'bars',
  antigenTypedDonor: 'bars',
  untypedLocus: 'passes',
  unreportedDr51To53: 'inferred',
  acceptedAntigens: 'pass',
  mismatchesAt: 'split',
  untypedMismatches: 2,
};

const FRESHNESS: FreshnessLimits = {
  antibodySampleDaysMax: 92,
  consentDaysMax: 365,
  assessmentDaysMax: 365,
  authorityApprovalDaysMax: 365,
};

const SHARED = {
  criteria: CRITERIA,
  backArcs: 'any-donor',
  donorAge: DONOR_AGE,
  drawSeed: 'pool-digest',
  points: POINTS,
  bloodGroups: BLOOD_GROUPS,
  hla: HLA,
  freshness: FRESHNESS,
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
  {
    id: '2024-10',
    title: 'Two- and three-way exchanges, chains of at most two pairs: the text of October 2024',
    inForceFrom: '2024-10-01',
    source: 'NHSBT POL274/11, October 2024, as reported by L. Chen, University of Bristol 2025; points confirmed there',
    limits: { cyclePairsMax: 3, chainPairsMax: 2 },
    ...SHARED,
  },
]);

/** A version that is known of but that no run can follow, and why. */
export interface UnrunnablePolicy {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly reason: string;
}

export const UNRUNNABLE_POLICIES: readonly UnrunnablePolicy[] = deepFrozen([
  {
    id: 'api-1.0',
    title: 'Six criteria, the third of them the altruists used in exchanges with one pair; chains of at most one pair',
    source: 'Optimality criteria of the University of Glasgow kidney service, version 1.0.0, undated',
    reason:
      'its third criterion, the number of altruists used, is not one the program can maximise, no date is known on which it ' +
      'came into force, and nothing shows that the scheme ever ran it',
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
