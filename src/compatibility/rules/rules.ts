/** Every rule of compatibility: the two that bar most pairs of people first, which saves asking the others. */
import type { Policy } from '../../policy/policy.ts';
import type { Rule } from '../rule.ts';
import { antibodySampleRule } from './antibody-sample.ts';
import { bloodGroupRule } from './blood-group.ts';
import { crossmatchRule, unmappedAlleleRule, untypedLocusRule } from './crossmatch.ts';
import { donorCriteriaRules } from './donor-criteria.ts';
import { excludedRule } from './excluded.ts';
import { ownRecipientRule } from './own-recipient.ts';
import { suspendedRule } from './suspended.ts';

export function rulesOfCompatibility(policy: Policy, trial: boolean): readonly Rule[] {
  return [
    bloodGroupRule(policy),
    crossmatchRule,
    ownRecipientRule,
    suspendedRule,
    excludedRule,
    untypedLocusRule(policy),
    unmappedAlleleRule,
    antibodySampleRule(policy, trial),
    ...donorCriteriaRules,
  ];
}
