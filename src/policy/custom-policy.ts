/** A policy made for one question from a known one: other limits, other criteria, another reading of back-arcs. */
import type { BackArcRule, CriterionId, Limits } from '../../solver/index.ts';
import type { Assumption, Policy } from './policy.ts';

export const CUSTOM_POLICY_ID = 'custom';

export interface PolicyChanges {
  readonly limits?: Partial<Limits>;
  readonly criteria?: readonly CriterionId[];
  readonly backArcs?: BackArcRule;
}

/**
 * The scheme knows no exchanges of more than three pairs, nor chains of more than two, and says nothing of what they would count. Only a policy
 * that allows them assumes this; that their back-arcs are not defined: kep_solver and the scheme's web service, which therefore refuse them.
 */
const LONGER_EXCHANGES: Assumption = {
  field: 'limits',
  text:
    'An exchange of four pairs or more is neither a two-way nor a three-way exchange and contains no back-arcs; ' +
    'a chain of three pairs or more counts as one effective two-way exchange, like any chain, and contains no back-arcs.',
};

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
    assumptions: assumptionsFor(base, limits),
    id: CUSTOM_POLICY_ID,
    base: base.base ?? base.id,
    title: base.base === undefined ? `${base.title} (changed)` : base.title,
    inForceFrom: null,
  };
}

function assumptionsFor({ assumptions }: Policy, { cyclePairsMax, chainPairsMax }: Limits): readonly Assumption[] {
  const isAssumed = assumptions.some(({ text }) => text === LONGER_EXCHANGES.text);
  const isLonger = cyclePairsMax > 3 || chainPairsMax > 2;
  return isLonger && !isAssumed ? [...assumptions, LONGER_EXCHANGES] : assumptions;
}
