/**
 * Which way a pool is solved, from its rules and measured sizes: all exchanges listed, and the criteria relaxed or, where no exchange
 * covers more than two rows, settled as a matching; or exchanges found by their price as they are needed.
 *
 * Where a matching can be taken it was the quickest on every generated pool that was tried, from 1,000 to 10,000 recipients, with one criterion
 * or five: it takes from three quarters to a sixteenth of the time with linear programs.
 */
import type { CriterionId, Rules } from './limits.ts';
import type { Pool } from './pool.ts';

export const METHODS = ['listing', 'matching', 'pricing'] as const;
export type Method = (typeof METHODS)[number];
export type MethodChoice = Method | 'automatic';

export interface Plan {
  readonly method: Method;
  /** In words, with the sizes that decided. */
  readonly because: string;
}

/** Exchanges, by estimate, beyond which it is quicker to price them than to list them (bench/README.md). */
const LISTED_MAX = 1_000_000;

/** Criteria that are sums over the vertices and arcs of an exchange: only these can be priced. */
const PRICEABLE: readonly CriterionId[] = ['recipients', 'transplants', 'score'];

export function isPriceable(criterion: CriterionId): boolean {
  return PRICEABLE.includes(criterion);
}

/** Two recipients, or an altruist and a recipient: exchanges that cover no more than that are links of a graph. */
export function isMatchable({ donors }: Pool, { limits }: Rules): boolean {
  const { cyclePairsMax, chainPairsMax } = limits;
  return cyclePairsMax <= 2 && (chainPairsMax <= 1 || donors.every(({ recipient }) => recipient !== null));
}

/** Why the rules cannot be solved in the way that is asked for, as sentences. */
export function problemsOfMethod(method: MethodChoice | undefined, pool: Pool, rules: Rules): string[] {
  if ((method === 'matching' || method === 'pricing') && rules.conditions !== undefined) {
    return [`method ${method} knows no conditions: leave it out`];
  }
  if (method !== 'matching' || isMatchable(pool, rules)) return [];
  const { cyclePairsMax, chainPairsMax } = rules.limits;
  return [
    'method matching is for cycles of at most 2 pairs and, with altruists, chains of at most 1 pair, ' +
      `not for ${cyclePairsMax} and ${chainPairsMax}: leave it out or lower the limits`,
  ];
}

export function planFor(pool: Pool, rules: Rules, choice: MethodChoice = 'automatic'): Plan {
  if (choice !== 'automatic') return { method: choice, because: 'as asked' };
  if (rules.conditions !== undefined) return { method: 'listing', because: 'conditions belong to whole exchanges' };
  if (isMatchable(pool, rules)) return { method: 'matching', because: 'no exchange covers more than two rows' };
  const [first] = rules.criteria;
  if (!isPriceable(first)) return { method: 'listing', because: `${first} belongs to whole exchanges` };
  const count = exchangesIn(pool, rules);
  const about = `about ${count.toPrecision(2)} exchanges by estimate`;
  return { method: count > LISTED_MAX ? 'pricing' : 'listing', because: about };
}

/** Cycles and chains within the limits, had every donor the mean number of arcs, and were they spread evenly. */
export function exchangesIn({ donors, recipients }: Pool, { limits }: Rules): number {
  const paired = donors.filter(({ recipient }) => recipient !== null);
  const givers = new Float64Array(recipients.length);
  for (const { recipient } of paired) givers[recipient!]++;
  const followers = (list: Pool['donors']): number => {
    let count = 0;
    for (const { arcRecipients } of list) {
      for (let arc = 0; arc < arcRecipients.length; arc++) count += givers[arcRecipients[arc]];
    }
    return count;
  };
  const mean = followers(paired) / Math.max(1, paired.length);
  let count = 0;
  for (let pairs = 2; pairs <= limits.cyclePairsMax; pairs++) count += mean ** pairs / pairs;
  const started = followers(donors.filter(({ recipient }) => recipient === null));
  for (let pairs = 1; pairs <= limits.chainPairsMax; pairs++) count += started * mean ** (pairs - 1);
  return count;
}
