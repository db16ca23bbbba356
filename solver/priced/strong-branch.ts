/**
 * The arc to branch on: of those that are most open the one that lowers the bounds of both sides most, as far as the columns that are known
 * tell (strong branching: Applegate, Bixby, Chvátal and Cook 1995).
 */
import type { BranchArc } from '../optimise/branch.ts';
import { openArcsOf } from './branch.ts';
import { goalOf } from './implied-level.ts';
import { Master } from './master.ts';
import { boundsOf, type PricedNode } from './node.ts';
import type { PricedSearch } from './priced-search.ts';
import { unusedSide, usedSide, type Region } from './region.ts';

/** Null where the point leaves none open. */
export function bestArc(search: PricedSearch, node: PricedNode): BranchArc | null {
  const { region, point } = node;
  const open = openArcsOf(region.adjacency, point.support).slice(0, search.efforts.arcsTriedMax);
  if (open.length < 2) return open[0] ?? null;
  const bounds = boundsOf(node);
  const bound = bounds[bounds.length - 1];
  const worthOf = (arc: BranchArc): number => {
    const [a, b] = [usedSide, unusedSide].map((side) =>
      Math.max(1e-6 * bound, bound - boundOn(search, node, side(region, arc))),
    );
    return a * b;
  };
  const worth = open.map(worthOf);
  return open[worth.indexOf(Math.max(...worth))];
}

/** Over the columns that are known: no more than the bound of the side. */
function boundOn({ engine, criteria, statistics }: PricedSearch, node: PricedNode, side: Region): number {
  const master = new Master(engine, side, goalOf(criteria, boundsOf(node).slice(0, -1)));
  try {
    for (const set of node.point.oddSets) master.addOddSet(set);
    master.add(master.allowed(node.point.paths));
    return master.maximise().objective;
  } finally {
    statistics.linearPrograms += master.runs;
    master.dispose();
  }
}
