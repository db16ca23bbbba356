/** The options that choose a policy, as every command that solves or checks takes them. */
import { Option, type Command } from 'commander';
import { CRITERION_IDS, problemsOfRules, type BackArcRule, type CriterionId } from '../../solver/index.ts';
import { customPolicy } from '../policy/custom-policy.ts';
import { DEFAULT_POLICY_ID, policyOf, POLICY_IDS } from '../policy/policies.ts';
import { rulesOf, type Policy } from '../policy/policy.ts';
import { badInput } from './exit.ts';
import { wholeNumber } from './numbers.ts';

export interface PolicyOptions {
  readonly policy?: string;
  /** Criterion ids with commas between. */
  readonly criteria?: string;
  readonly cyclePairsMax?: number;
  readonly chainPairsMax?: number;
  readonly backArcs?: BackArcRule;
}

const PAIRS_MAX = 100;

export function addPolicyOptions(command: Command): Command {
  const criteria = new Option(
    '--criteria <a,b,c>',
    `criteria of your own, in order, from: ${CRITERION_IDS.join(', ')}`,
  );
  return command
    .addOption(new Option('--policy <id>', `policy: ${POLICY_IDS.join(', ')} (default: ${DEFAULT_POLICY_ID})`))
    .addOption(criteria.conflicts('policy'))
    .option('--cycle-pairs-max <pairs>', 'most pairs in an exchange without an altruist', wholeNumber(0, PAIRS_MAX))
    .option('--chain-pairs-max <pairs>', 'most pairs in a chain, after its altruist', wholeNumber(0, PAIRS_MAX))
    .addOption(new Option('--back-arcs <rule>', 'who may give a back-arc').choices(['any-donor', 'same-donor']));
}

/** The policy asked for; fails with everything that is wrong with it. */
export function policyFrom(options: PolicyOptions): Policy {
  const base = policyOf(options.policy ?? DEFAULT_POLICY_ID);
  if (base === undefined) throw badInput(`unknown policy ${options.policy}; known are ${POLICY_IDS.join(', ')}`);
  const { criteria, cyclePairsMax, chainPairsMax, backArcs } = options;
  const policy = customPolicy(base, {
    limits: {
      ...(cyclePairsMax !== undefined && { cyclePairsMax }),
      ...(chainPairsMax !== undefined && { chainPairsMax }),
    },
    ...(criteria !== undefined && { criteria: criteria.split(',').map((id) => id.trim() as CriterionId) }),
    ...(backArcs !== undefined && { backArcs }),
  });
  const problems = problemsOfRules(rulesOf(policy, ''));
  if (problems.length > 0) throw badInput(...problems);
  return policy;
}

export function isPolicyAsked({ policy, criteria, cyclePairsMax, chainPairsMax, backArcs }: PolicyOptions): boolean {
  return [policy, criteria, cyclePairsMax, chainPairsMax, backArcs].some((option) => option !== undefined);
}
