/** All admissible exchanges of a pool, one by one, for reports that must name every feasible exchange. */
import { valueOfCode } from '../criteria/catalogue.ts';
import { compileAdjacency } from '../graph/adjacency.ts';
import { reduceArcs } from '../graph/reduce.ts';
import { isCondition, type CriterionId, type Rules } from '../limits.ts';
import { canonicalPool, type Pool } from '../pool.ts';
import type { Exchange } from '../result.ts';
import { backArcsOfCode, isUnusedCode } from './columns.ts';
import { enumerate } from './enumerate.ts';
import { exchangeOf } from './exchange.ts';

/** Numbered from 0 in an order that depends on ids only. Unused altruists are not among them. */
export interface ExchangeList {
  readonly count: number;
  exchange(index: number): Exchange;
  /** Natural value of a criterion; the score in units. A list is made under no conditions. */
  value(index: number, criterion: CriterionId): number;
  backArcs(index: number): number;
}

export function listExchanges(given: Pool, rules: Pick<Rules, 'limits' | 'backArcs'>): ExchangeList {
  const pool = canonicalPool(given);
  const adjacency = compileAdjacency(pool);
  const reduced = reduceArcs(adjacency, rules.limits);
  const columns = enumerate(adjacency, reduced, { ...rules, criteria: ['score'], tieSeed: '' });
  const listed = Array.from(columns.codes.keys()).filter((column) => !isUnusedCode(columns.codes[column]));
  return {
    count: listed.length,
    exchange: (index) => exchangeOf(pool, adjacency, columns, listed[index]),
    value: (index, criterion) => {
      if (criterion === 'score') return columns.units[listed[index]];
      return isCondition(criterion) ? 0 : valueOfCode(criterion, columns.codes[listed[index]]);
    },
    backArcs: (index) => backArcsOfCode(columns.codes[listed[index]]),
  };
}
