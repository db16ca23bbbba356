/** The options that choose a policy, as every command that solves or checks takes them. */
import { createRequire } from 'node:module';
import { Option, type Command } from 'commander';
import { CRITERION_IDS, problemsOfRules, type BackArcRule, type CriterionId } from '../../solver/index.ts';
import { customPolicy } from '../policy/custom-policy.ts';
import { DEFAULT_POLICY_ID, policyOf, POLICY_IDS, UNRUNNABLE_POLICIES } from '../policy/policies.ts';
import { rulesOf, type Policy } from '../policy/policy.ts';
import { badInput } from './exit.ts';
import { wholeNumber } from './numbers.ts';
import { readJson } from './pool-files.ts';

export interface PolicyOptions {
  readonly policy?: string;
  readonly policyFile?: string;
  /** Criterion ids with commas between. */
  readonly criteria?: string;
  readonly cyclePairsMax?: number;
  readonly chainPairsMax?: number;
  readonly backArcs?: BackArcRule;
}

const PAIRS_MAX = 100;

const require = createRequire(import.meta.url);

export function addPolicyOptions(command: Command): Command {
  const criteria = new Option(
    '--criteria <a,b,c>',
    `criteria of your own, in order, from: ${CRITERION_IDS.join(', ')}`,
  );
  return addPolicyChoice(command)
    .addOption(criteria.conflicts('policy'))
    .option('--cycle-pairs-max <pairs>', 'most pairs in an exchange without an altruist', wholeNumber(0, PAIRS_MAX))
    .option('--chain-pairs-max <pairs>', 'most pairs in a chain, after its altruist', wholeNumber(0, PAIRS_MAX))
    .addOption(new Option('--back-arcs <rule>', 'who may give a back-arc').choices(['any-donor', 'same-donor']));
}

/** The choice of a whole policy, without changes to it. */
export function addPolicyChoice(command: Command): Command {
  return command
    .addOption(new Option('--policy <id>', `policy: ${POLICY_IDS.join(', ')} (default: ${DEFAULT_POLICY_ID})`))
    .addOption(
      new Option('--policy-file <file>', 'policy of your own, as "lkss policy show" prints one with --json').conflicts(
        'policy',
      ),
    );
}

/** The policy asked for; fails with everything that is wrong with it. */
export function policyFrom(options: PolicyOptions): Policy {
  const base = options.policyFile === undefined ? knownPolicy(options.policy) : policyInFile(options.policyFile);
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

/** The known policy of this id; fails with why there is none. */
export function knownPolicy(id: string = DEFAULT_POLICY_ID): Policy {
  const policy = policyOf(id);
  if (policy !== undefined) return policy;
  const unrunnable = UNRUNNABLE_POLICIES.find((other) => other.id === id);
  if (unrunnable !== undefined) throw badInput(`no run can follow policy ${id}: ${unrunnable.reason}`);
  throw badInput(`unknown policy ${id}; known are ${POLICY_IDS.join(', ')}`);
}

/** The policy in a JSON file; fails with everything that is wrong with it. */
export function policyInFile(path: string): Policy {
  // Loaded when there is a file to read: what checks it takes longer to load than a small pool takes to solve.
  const { readPolicy } = require('../policy/policy-document.ts') as typeof import('../policy/policy-document.ts');
  const reading = readPolicy(readJson(path));
  if (!reading.ok) throw badInput(...reading.problems.map((problem) => `${path}: ${problem}`));
  return reading.policy;
}

export function isPolicyAsked({
  policy,
  policyFile,
  criteria,
  cyclePairsMax,
  chainPairsMax,
  backArcs,
}: PolicyOptions): boolean {
  return [policy, policyFile, criteria, cyclePairsMax, chainPairsMax, backArcs].some((option) => option !== undefined);
}
