/**
 * What bounds and orders the choice of exchanges: limits on their size, the hierarchy of criteria, and the switches that
 * the criteria leave open. A length says what it counts: both limits count pairs.
 */
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
export type CriterionId = (typeof CRITERION_IDS)[number];

/**
 * Who may supply a back-arc: any registered donor of the recipient, or only the donor who gives in the exchange itself.
 */
export type BackArcRule = 'any-donor' | 'same-donor';

/** What a set of exchanges is asked for besides: it comes before every criterion. People and donors are named by id. */
export interface Conditions {
  /** To be in an exchange, as many of them as can be together. */
  readonly required?: { readonly recipients: readonly string[]; readonly altruists: readonly string[] };
  /** Exchanges not to be chosen, each as its donors in the order of giving. */
  readonly forbidden?: readonly (readonly string[])[];
}

export interface Rules {
  readonly limits: Limits;
  /** In strict order: a later criterion only decides between sets that are equal in all earlier ones. */
  readonly criteria: readonly CriterionId[];
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
    if (!CRITERION_IDS.includes(id)) {
      problems.push(`unknown criterion ${id}; known are ${CRITERION_IDS.join(', ')}`);
    } else if (rules.criteria.indexOf(id) !== position) {
      problems.push(`criterion ${id} appears twice`);
    }
  });
  if (rules.backArcs !== 'any-donor' && rules.backArcs !== 'same-donor') {
    problems.push(`backArcs must be any-donor or same-donor, not ${String(rules.backArcs)}`);
  }
  return problems;
}

/** +1 where a criterion is made as large as possible, -1 where as small as possible. */
export function senseOf(id: CriterionId): 1 | -1 {
  return id === 'three-way' ? -1 : 1;
}
