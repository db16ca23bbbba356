/**
 * All chains started by an altruist: the altruist alone (unused: the gift goes to the waiting list), and every path of
 * pairs with distinct rows up to the limit, each of which may end with a gift to the waiting list.
 */
import type { Adjacency } from '../graph/adjacency.ts';
import { backArcsOfLongChain, type BackArcs } from './back-arcs.ts';
import { columnCode, type ColumnWriter } from './columns.ts';

export interface ChainSearch {
  readonly adjacency: Adjacency;
  readonly backArcs: BackArcs;
  readonly chainPairsMax: number;
  readonly writer: ColumnWriter;
}

export function chainsFrom(search: ChainSearch, altruist: number): void {
  search.writer.path[0] = altruist;
  search.writer.add(1, altruist, columnCode(true, 1, 0), 0);
  if (search.chainPairsMax > 0) extend(search, 1, 0);
}

/** Adds every chain that goes on from a path of `size` vertices. */
function extend(search: ChainSearch, size: number, unitsSoFar: number): void {
  const { adjacency, backArcs, writer } = search;
  const { starts, targets, units, rowOf } = adjacency;
  const { path } = writer;
  const last = path[size - 1];
  for (let at = starts[last]; at < starts[last + 1]; at++) {
    const next = targets[at];
    if (onPath(path, size, rowOf, next)) continue;
    const unitsNow = unitsSoFar + units[at];
    const backs = size === 2 ? backArcsOfLongChain(backArcs, path[0], path[1], next) : 0;
    writer.add(size + 1, next, columnCode(true, size + 1, backs), unitsNow);
    if (size < search.chainPairsMax) {
      path[size] = next;
      extend(search, size + 1, unitsNow);
    }
  }
}

function onPath(path: Int32Array, size: number, rowOf: Int32Array, next: number): boolean {
  for (let i = 1; i < size; i++) if (rowOf[path[i]] === rowOf[next]) return true;
  return false;
}
