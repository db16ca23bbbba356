/** A policy made for one question from a known one: other limits, other criteria, another reading of back-arcs. */
import type { BackArcRule, CriterionId, Limits } from '../../solver/index.ts';
import type { Policy } from './policy.ts';

export const CUSTOM_POLICY_ID = 'custom';

export interface PolicyChanges {
  readonly limits?: Partial<Limits>;
  readonly criteria?: readonly CriterionId[];
  readonly backArcs?: BackArcRule;
}

/**
 * The base with the changes, under the id `custom`; the base itself where nothing changes. Whether the result makes sense is
 * for `problemsOfRules` to say.
 */
export function customPolicy(base: Policy, changes: PolicyChanges): Policy {
  const limits = { ...base.limits, ...changes.limits };
  const criteria = changes.criteria ?? base.criteria;
  const backArcs = changes.backArcs ?? base.backArcs;
  const isSame =
    limits.cyclePairsMax === base.limits.cyclePairsMax &&
    limits.chainPairsMax === base.limits.chainPairsMax &&
    criteria.join() === base.criteria.join() &&
    backArcs === base.backArcs;
  if (isSame) return base;
  return {
    ...base,
    limits,
    criteria,
    backArcs,
    id: CUSTOM_POLICY_ID,
    base: base.id,
    title: `${base.title} (changed)`,
    inForceFrom: null,
  };
}
