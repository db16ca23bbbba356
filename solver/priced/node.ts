/** A node of the search: what branching has left, and how far its criteria are settled. */
import { isClosed } from '../optimise/best-first.ts';
import { compareValues } from '../optimise/incumbent.ts';
import type { BranchArc } from '../optimise/branch.ts';
import type { Point } from './point.ts';
import type { PricedLevel } from './prove-level.ts';
import type { Region } from './region.ts';

export interface PricedNode {
  readonly region: Region;
  /** Branches above it. */
  readonly depth: number;
  /** What the nodes above have settled. */
  readonly start: { readonly values: readonly number[]; readonly levels: readonly PricedLevel[] };
  /** Criteria gone through here, one after the other. */
  readonly levels: PricedLevel[];
  /** Of the last of them; empty before any linear program. */
  point: Point;
  split?: {
    readonly arc: BranchArc;
    readonly used: PricedNode;
    readonly unused: PricedNode;
    readonly levelsKept: number;
  };
}

/** No set here is better, lexicographically. */
export function boundsOf({ start, levels }: PricedNode): readonly number[] {
  return [...start.values, ...levels.map(({ bound }) => bound)];
}

/** The nodes that cannot be closed but by being equal to these values in everything: all sets that have them lie there. */
export function equalLeaves(node: PricedNode, values: readonly number[]): readonly PricedNode[] {
  const bounds = boundsOf(node);
  if (isClosed(bounds, values)) return compareValues(bounds, values) === 0 ? [node] : [];
  return node.split === undefined
    ? []
    : [node.split.used, node.split.unused].flatMap((side) => equalLeaves(side, values));
}
