/** Each rule of a policy left out alone, or loosened or tightened by one: the policies whose results tell what it costs. */
import type { Conditions } from '../../solver/index.ts';
import { CUSTOM_POLICY_ID, customPolicy } from '../policy/custom-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { counted } from '../registrations/written-words.ts';
import { capWords } from './what-if-question.ts';

/** In the order in which they are told. */
const RULE_KINDS = ['criterion', 'limit', 'back-arcs', 'cap', 'points', 'compatibility'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export interface RuleChange {
  /** Field of the policy and what is done to it: the same in every run. */
  readonly id: string;
  readonly kind: RuleKind;
  /** In a few words. */
  readonly says: string;
  readonly policy: Policy;
  /** Asked for besides: no policy of the catalogue caps three-way exchanges. */
  readonly conditions?: Conditions;
}

/** One three-way exchange fewer than are chosen, and none at all. */
export function capChangesOf(policy: Policy, threeWays: number): RuleChange[] {
  const caps = [...new Set([threeWays - 1, 0])].filter((max) => max >= 0 && max < threeWays);
  return caps.map((threeWayMax) => ({
    id: `three-way=${threeWayMax}`,
    kind: 'cap',
    says: capWords(threeWayMax),
    policy,
    conditions: { threeWayMax },
  }));
}

export function inOrder(changes: readonly RuleChange[]): RuleChange[] {
  return changes.toSorted((a, b) => RULE_KINDS.indexOf(a.kind) - RULE_KINDS.indexOf(b.kind));
}

/** A rule whose price cannot be told. */
export interface UnpricedRule {
  readonly id: string;
  readonly says: string;
  readonly because: string;
}

export interface RuleChanges {
  readonly changes: readonly RuleChange[];
  readonly unpriced: readonly UnpricedRule[];
}

/** In the order in which a policy is read. Scores and arcs of a pool that does not come from registrations cannot be taken apart. */
export function ruleChangesOf(policy: Policy, isFromRegistrations: boolean): RuleChanges {
  const parts = [...pointsChanges(policy), ...compatibilityChanges(policy)];
  const because = 'the pool gives scores and possible gifts as they are, not the facts that they were made of';
  return {
    changes: [
      ...criterionChanges(policy),
      ...limitChanges(policy),
      backArcsChange(policy),
      ...agesChange(policy),
      ...(isFromRegistrations ? parts : []),
    ],
    unpriced: [
      ...(policy.criteria.length > 1 ? [] : [ONLY_CRITERION]),
      ...(isFromRegistrations ? [] : parts.map(({ id, says }) => ({ id, says, because }))),
    ],
  };
}

const ONLY_CRITERION: UnpricedRule = {
  id: 'criteria',
  says: 'without the criterion',
  because: 'there is but one, and without any nothing can be chosen',
};

function criterionChanges(policy: Policy): RuleChange[] {
  const { criteria } = policy;
  if (criteria.length === 1) return [];
  return criteria.map((id) => {
    const others = criteria.filter((other) => other !== id);
    const changed = customPolicy(policy, { criteria: others });
    return { id: `criteria.${id}`, kind: 'criterion', says: `without ${id}`, policy: changed };
  });
}

/** Exchanges without an altruistic donor have at least two pairs, chains at least one. */
const LIMITS = [
  ['cyclePairsMax', 2, 'exchanges', 'no exchanges but chains'],
  ['chainPairsMax', 1, 'chains', 'no chains'],
] as const;

function limitChanges(policy: Policy): RuleChange[] {
  return LIMITS.flatMap(([field, least, what, none]) => {
    const limit = policy.limits[field];
    const changed = limit < least ? [least] : [limit + 1, limit - 1];
    return changed.map((pairs) => ({
      id: `limits.${field}=${pairs}`,
      kind: 'limit' as const,
      says: pairs < least ? none : `${what} of up to ${counted(pairs, 'pair')}`,
      policy: customPolicy(policy, { limits: { [field]: pairs } }),
    }));
  });
}

function backArcsChange(policy: Policy): RuleChange {
  const backArcs = policy.backArcs === 'any-donor' ? 'same-donor' : 'any-donor';
  return {
    id: `backArcs=${backArcs}`,
    kind: 'back-arcs',
    says: `back-arcs by ${backArcs === 'any-donor' ? 'any donor' : 'the same donor'}`,
    policy: customPolicy(policy, { backArcs }),
  };
}

/** The program adds points for ages to those that a pool has, so they can be left out of any. */
function agesChange(policy: Policy): RuleChange[] {
  if (policy.donorAge.points === 0) return [];
  const changed = changedPolicy(policy, 'donorAge', { points: 0 });
  return [{ id: 'donorAge.points=0', kind: 'points', says: 'no points for donor ages', policy: changed }];
}

const POINTS = [
  ['perPreviousRun', 0, 'no points for previous runs'],
  ['atFullCrf', 0, 'no points for sensitisation'],
  ['hlaLevels', [0, 0, 0, 0], 'no points for HLA mismatch'],
] as const;

function pointsChanges(policy: Policy): RuleChange[] {
  return POINTS.filter(([field, none]) => String(policy.points[field]) !== String(none)).map(([field, none, says]) => {
    const changed = changedPolicy(policy, 'points', { [field]: none });
    return { id: `points.${field}=0`, kind: 'points', says, policy: changed };
  });
}

/** Switches of who can give to whom, and the loosest that each can be. */
const SWITCHES = [
  ['bloodGroups', 'incompatible', 'with-titre', 'other groups by titre'],
  ['bloodGroups', 'a2Donors', 'compatible', 'A2 donors as if without A'],
  ['hla', 'broadTypedDonor', 'passes', 'donors typed broadly pass'],
  ['hla', 'antigenTypedDonor', 'passes', 'donors typed by antigen pass'],
  ['hla', 'untypedLocus', 'passes', 'a locus not typed passes'],
  ['hla', 'unreportedDr51To53', 'absent', 'no DR51 to DR53 but reported'],
  ['hla', 'acceptedAntigens', 'pass', 'accepted antigens pass'],
] as const;

function compatibilityChanges(policy: Policy): RuleChange[] {
  const strict = SWITCHES.filter(([part, field, loosest]) => {
    const now: Readonly<Record<string, unknown>> = { ...policy[part] };
    return now[field] !== loosest;
  });
  return strict.map(([part, field, loosest, says]) => ({
    id: `${part}.${field}=${loosest}`,
    kind: 'compatibility',
    says,
    policy: changedPolicy(policy, part, { [field]: loosest }),
  }));
}

type Part = 'donorAge' | 'points' | 'bloodGroups' | 'hla';

/** Computed with, and kept nowhere: it has an id that no policy of the catalogue has. */
function changedPolicy<Name extends Part>(policy: Policy, part: Name, change: Partial<Policy[Name]> | object): Policy {
  const { base = policy.id } = policy;
  return { ...policy, id: CUSTOM_POLICY_ID, base, [part]: { ...policy[part], ...change } };
}
