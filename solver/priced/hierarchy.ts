/**
 * The criteria that can be priced, solved over exchanges that are never all listed: branch-and-price. A node bounds every set of its
 * region by a vector of values, compared lexicographically, so one tree settles all criteria together. Best bound first; the next criterion is
 * gone through at a node only when nothing else could be better in those before.
 *
 * As long as nothing has been branched on and the incumbent reaches every bound, the exchanges that best sets can still have may be few
 * enough to be listed; the search then ends with their face.
 */
import { isClosed, takeBest } from '../optimise/best-first.ts';
import { compareValues } from '../optimise/incumbent.ts';
import { bestArc } from './strong-branch.ts';
import { assembleSet } from './assembled-set.ts';
import { anyArc } from './branch.ts';
import { circulationLevel } from './circulation-level.ts';
import { impliedLevel } from './implied-level.ts';
import { listFaces, type ListedFaces } from './list-faces.ts';
import { boundsOf, type PricedNode } from './node.ts';
import { NO_POINT } from './point.ts';
import type { PricedSearch } from './priced-search.ts';
import { unusedSide, usedSide, wholeRegion } from './region.ts';
import { settleLevel } from './settle-level.ts';

export interface PricedOutcome {
  /** Of the whole tree: with the incumbent's values, evidence that nothing is better in the criteria that were gone through. */
  readonly root: PricedNode;
  /** The root's face, for all criteria that it has not gone through; null where it went through all that can be priced. */
  readonly listed: ListedFaces | null;
}

export function optimisePriced(search: PricedSearch): PricedOutcome {
  const region = wholeRegion(search.adjacency);
  const root: PricedNode = { region, depth: 0, start: { values: [], levels: [] }, levels: [], point: NO_POINT };
  do {
    settleNext(search, root);
    const listed = listRoot(search, root);
    if (listed !== null) return { root, listed };
  } while (isReached(search, root) && !isClosed(boundsOf(root), search.incumbent.values));
  branch(search, root);
  return { root, listed: null };
}

function branch(search: PricedSearch, root: PricedNode): void {
  const { incumbent, statistics } = search;
  const open = [root];
  while (open.length > 0) {
    const node = takeBest(open, boundsOf);
    if (isClosed(boundsOf(node), incumbent.values)) continue;
    if (isReached(search, node)) {
      settleNext(search, node);
      open.push(node);
    } else {
      statistics.branches++;
      open.push(...split(search, node));
    }
    search.onBounds(open.map(boundsOf).reduce(better, incumbent.values));
  }
}

/** The incumbent has what the node's bounds are, as far as they go. */
function isReached({ incumbent }: PricedSearch, node: PricedNode): boolean {
  return compareValues(boundsOf(node), incumbent.values) === 0;
}

/** Of equal ones the shorter, which says less. */
function better(a: readonly number[], b: readonly number[]): readonly number[] {
  return (compareValues(b, a) || a.length - b.length) > 0 ? b : a;
}

/** The face of a root whose bounds are reached, where criteria follow and it is small enough. */
function listRoot(search: PricedSearch, root: PricedNode): ListedFaces | null {
  const { criteria, rules, efforts } = search;
  const gone = root.levels.length;
  if (gone === rules.criteria.length || !isReached(search, root)) return null;
  return listFaces(search, [root], gone === criteria.length ? efforts.unpricedFaceMax : efforts.faceMax);
}

/** Goes through one criterion more. */
function settleNext(search: PricedSearch, node: PricedNode): void {
  const values = boundsOf(node);
  search.onLevel(values.length);
  const simple = node.depth + values.length === 0 ? firstByCirculation(search, node) : null;
  const level = simple ?? impliedLevel(search, values.length, values);
  if (level !== null) node.levels.push(level);
  else {
    const settled = settleLevel(search, node, values);
    node.levels.push(settled.level);
    node.point = settled.point;
  }
  if (node.depth === 0) search.onBounds(boundsOf(node));
}

/** The first criterion at the root without a linear program; null where that leaves its bound out of reach. */
function firstByCirculation(search: PricedSearch, root: PricedNode): PricedNode['levels'][number] | null {
  const found = circulationLevel(search.adjacency, search.criteria[0]);
  if (found === null) return null;
  search.onBounds([found.level.bound]);
  root.point = { ...NO_POINT, paths: assembleSet(search, found) };
  return search.incumbent.values[0] === found.level.bound ? found.level : null;
}

/** Branches within the last criterion gone through, those before being settled. */
function split(search: PricedSearch, node: PricedNode): PricedNode[] {
  const { region, start, levels, point } = node;
  const levelsKept = levels.length - 1;
  const arc = bestArc(search, node) ?? anyArc(region, point.support);
  if (arc === null) throw new Error('a bound is not reached although nothing is left to choose');
  const kept = { values: boundsOf(node).slice(0, -1), levels: [...start.levels, ...levels.slice(0, levelsKept)] };
  const [used, unused] = [usedSide, unusedSide].map((side): PricedNode => {
    const child: PricedNode = { region: side(region, arc), depth: node.depth + 1, start: kept, levels: [], point };
    settleNext(search, child);
    return child;
  });
  node.split = { arc, used, unused, levelsKept };
  node.point = NO_POINT;
  return [used, unused];
}
