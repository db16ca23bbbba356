/** Enumeration of all admissible exchanges into columns, whole or in ranges of first vertices for a team of threads. */
import type { Adjacency } from '../graph/adjacency.ts';
import type { Rules } from '../limits.ts';
import { compileBackArcs } from './back-arcs.ts';
import { chainsFrom } from './chains.ts';
import { ColumnWriter, joinBlocks, type Allocate, type ColumnBlock, type Columns } from './columns.ts';
import { cyclesFrom } from './cycles.ts';

/** Slots a column needs: the longest cycle, or the altruist and the longest chain. */
export function strideOf(rules: Rules): number {
  return Math.max(rules.limits.cyclePairsMax, rules.limits.chainPairsMax + 1, 1);
}

/** All columns. Back-arcs are looked up in the whole graph, exchanges in the part of it that lies on any. */
export function enumerate(adjacency: Adjacency, reduced: Adjacency, rules: Rules): Columns {
  const block = enumerateRange(adjacency, reduced, rules, 0, adjacency.vertexCount);
  return joinBlocks([block], strideOf(rules), adjacency.vertexCount);
}

/** Columns whose first vertex is in [from, to). Blocks of neighbouring ranges join to the whole. */
export function enumerateRange(
  adjacency: Adjacency,
  reduced: Adjacency,
  rules: Rules,
  from: number,
  to: number,
  allocate?: Allocate,
): ColumnBlock {
  const withUnits = rules.criteria.includes('score');
  const writer = new ColumnWriter(strideOf(rules), adjacency.vertexCount, withUnits, allocate);
  const backArcs = compileBackArcs(adjacency, rules.backArcs);
  const shared = { adjacency: reduced, backArcs, writer, ...rules.limits };
  const search = { ...shared, unitsToLeader: new Float64Array(adjacency.vertexCount) };
  for (let v = from; v < to; v++) {
    if (v < adjacency.pairedCount) cyclesFrom(search, v);
    else chainsFrom(search, v);
  }
  return writer.finish();
}
