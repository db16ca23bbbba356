/** A pool taken through the stages of the optimiser up to its packing program. */
import { compileAdjacency, type Adjacency } from '../../solver/graph/adjacency.ts';
import { reduceArcs } from '../../solver/graph/reduce.ts';
import { enumerate } from '../../solver/exchanges/enumerate.ts';
import { exchangeOf } from '../../solver/exchanges/exchange.ts';
import type { Columns } from '../../solver/exchanges/columns.ts';
import type { Rules } from '../../solver/limits.ts';
import { canonicalPool, type Pool } from '../../solver/pool.ts';
import { packingOf, type Packing } from '../../solver/program/packing.ts';
import type { Exchange } from '../../solver/result.ts';

export interface Compiled {
  readonly pool: Pool;
  readonly adjacency: Adjacency;
  readonly reduced: Adjacency;
  readonly columns: Columns;
  readonly packing: Packing;
  /** All columns by id, altruists alone included. */
  readonly exchanges: readonly Exchange[];
}

export function compiled(given: Pool, rules: Rules): Compiled {
  const pool = canonicalPool(given);
  const adjacency = compileAdjacency(pool);
  const reduced = reduceArcs(adjacency, rules.limits);
  const columns = enumerate(adjacency, reduced, rules);
  const packing = packingOf(pool, adjacency, columns, rules);
  const exchanges = Array.from({ length: columns.count }, (_, column) => exchangeOf(pool, adjacency, columns, column));
  return { pool, adjacency, reduced, columns, packing, exchanges };
}
