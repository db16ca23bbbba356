/**
 * What branching leaves of a pool. A branch is an arc, a vertex giving to a row: either no exchange of a set uses it, or one does, and then
 * its rows are in no other exchange. Both sides are told by the arcs that are left, so that pricing need not know of branches at all but
 * for one thing: a chain must not end where the arc has to follow.
 */
import type { Adjacency } from '../graph/adjacency.ts';
import { filterArcs } from '../graph/reduce.ts';
import type { BranchArc } from '../optimise/branch.ts';

export interface Region {
  readonly adjacency: Adjacency;
  /** By row: 1 where a chain may end, as an altruist alone does. */
  readonly mayEnd: Uint8Array;
  /** By row: 1 where every set in question uses it up. */
  readonly tightRows: Uint8Array;
}

export function wholeRegion(adjacency: Adjacency): Region {
  const { rowCount } = adjacency;
  return { adjacency, mayEnd: new Uint8Array(rowCount).fill(1), tightRows: new Uint8Array(rowCount) };
}

export function usedSide({ adjacency, mayEnd, tightRows }: Region, { vertex, row }: BranchArc): Region {
  const { rowOf } = adjacency;
  const from = rowOf[vertex];
  const keep = (v: number, w: number): boolean => {
    if (rowOf[w] === row || v === vertex) return rowOf[w] === row && v === vertex;
    // Of the donors of its row, only the one who gives by the arc can be in an exchange.
    return rowOf[v] !== from && (rowOf[w] !== from || w === vertex);
  };
  return {
    adjacency: filterArcs(adjacency, keep),
    mayEnd: mayEnd.map((may, at) => (at === from ? 0 : may)),
    tightRows: tightRows.map((tight, at) => (at === from || at === row ? 1 : tight)),
  };
}

export function unusedSide(region: Region, { vertex, row }: BranchArc): Region {
  const { rowOf } = region.adjacency;
  return { ...region, adjacency: filterArcs(region.adjacency, (v, w) => v !== vertex || rowOf[w] !== row) };
}
