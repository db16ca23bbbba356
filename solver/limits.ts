/**
 * What bounds and orders the choice of exchanges: limits on their size, the hierarchy of criteria, and the switches that
 * the criteria leave open. A length says what it counts: both limits count pairs.
 */
import type { Exchange } from './exchange.ts';

export interface Limits {
  /** Most pairs in a cycle; 0 or 1 means no cycles. */
  readonly cyclePairsMax: number;
  /** Most pairs in a chain, not counting the altruist who starts it; 0 means no chains. */
  readonly chainPairsMax: number;
}

/**
 * The criteria by which sets of exchanges are compared. `three-way` is made as small as possible, all others as large. The scheme defines
 * back-arcs for three-way exchanges and long chains only; an exchange of more people has none here, and is no three-way.
 */
export const CRITERION_IDS = [
  'effective-two-way',
  'transplants',
  'three-way',
  'back-arcs',
  'score',
  'recipients',
] as const;

/**
 * What is asked for besides (`Conditions`) is settled like a criterion, before all others: as many of the people `required` as can be
 * together, and as few of the exchanges `forbidden` as can be, which is none.
 */
export const CONDITION_IDS = ['required', 'forbidden'] as const;
export type ConditionId = (typeof CONDITION_IDS)[number];
export type CriterionId = (typeof CRITERION_IDS)[number] | ConditionId;

/**
 * Who may supply a back-arc: any registered donor of the recipient, or only the donor who gives in the exchange itself.
 */
export type BackArcRule = 'any-donor' | 'same-donor';

/** What a set of exchanges is asked for besides. People are named by id, altruists as donors. */
export interface Conditions {
  /** To be in an exchange. */
  readonly required?: { readonly recipients: readonly string[]; readonly altruists: readonly string[] };
  /** Not to be chosen. */
  readonly forbidden?: readonly Exchange[];
  /** Most three-ways, as the criterion counts them. No level, but a bound that every set keeps: that without exchanges always does. */
  readonly threeWayMax?: number;
}

export interface Rules {
  readonly limits: Limits;
  /** In strict order: a later criterion only decides between sets that are equal in all earlier ones. */
  readonly criteria: readonly CriterionId[];
  /** Of which the criteria speak that are conditions. */
  readonly conditions?: Conditions;
  readonly backArcs: BackArcRule;
  /** Seeds the final draw between sets equal in every criterion (`optimise/ties.ts`). */
  readonly tieSeed: string;
}

/** Everything about the rules that cannot be honoured, as sentences; empty for sound rules. */
export function problemsOfRules(rules: Rules): string[] {
  const { cyclePairsMax, chainPairsMax } = rules.limits;
  const problems: string[] = [];
  for (const [name, value] of Object.entries({ cyclePairsMax, chainPairsMax })) {
    if (!Number.isInteger(value) || value < 0 || value > 100) {
      problems.push(`${name} must be a whole number of pairs from 0 to 100, not ${value}`);
    }
  }
  if (rules.criteria.length === 0) problems.push('at least one criterion is needed');
  rules.criteria.forEach((id, position) => {
    if (!isCondition(id) && !CRITERION_IDS.includes(id)) {
      problems.push(`unknown criterion ${id}; known are ${CRITERION_IDS.join(', ')}`);
    } else if (rules.criteria.indexOf(id) !== position) {
      problems.push(`criterion ${id} appears twice`);
    }
  });
  const { threeWayMax = 0 } = rules.conditions ?? {};
  if (!Number.isSafeInteger(threeWayMax) || threeWayMax < 0) {
    problems.push(`threeWayMax must be a whole number from 0 on, not ${threeWayMax}`);
  }
  const asked = CONDITION_IDS.filter((id) => rules.conditions?.[id] !== undefined);
  if (rules.criteria.filter(isCondition).join() !== asked.join()) {
    problems.push('the conditions and the criteria do not speak of the same');
  } else if (asked.some((id, position) => rules.criteria[position] !== id)) {
    problems.push('conditions come before all criteria');
  }
  if (rules.backArcs !== 'any-donor' && rules.backArcs !== 'same-donor') {
    problems.push(`backArcs must be any-donor or same-donor, not ${String(rules.backArcs)}`);
  }
  return problems;
}

export function isCondition(id: CriterionId): id is ConditionId {
  return (CONDITION_IDS as readonly CriterionId[]).includes(id);
}

/** The rules with what is asked for besides. */
export function withConditions(rules: Rules, conditions: Conditions): Rules {
  const asked = CONDITION_IDS.filter((id) => conditions[id] !== undefined);
  return { ...rules, conditions, criteria: [...asked, ...rules.criteria.filter((id) => !isCondition(id))] };
}

/** +1 where a criterion is made as large as possible, -1 where as small as possible. */
export function senseOf(id: CriterionId): 1 | -1 {
  return id === 'three-way' || id === 'forbidden' ? -1 : 1;
}
