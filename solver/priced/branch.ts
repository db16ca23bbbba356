/** Which arc to branch on. */
import type { Adjacency } from '../graph/adjacency.ts';
import { openArcs, type BranchArc } from '../optimise/branch.ts';
import type { Path } from './master.ts';
import type { Supporting } from './point.ts';
import type { Region } from './region.ts';

/** The arcs of a point that are open, the most open first. */
export function openArcsOf(adjacency: Adjacency, support: readonly Supporting[]): readonly BranchArc[] {
  const inUse = support.map(({ path, value }) => ({ arcs: arcsOf(adjacency, path), value }));
  return openArcs(adjacency.rowCount, inUse);
}

/** Any arc that is not forced yet, of the support if possible. */
export function anyArc(region: Region, support: readonly Supporting[]): BranchArc | null {
  const { adjacency } = region;
  for (const { path } of support) {
    const arc = arcsOf(adjacency, path).find((one) => !isForced(region, one));
    if (arc !== undefined) return arc;
  }
  const { starts, targets, rowOf, vertexCount } = adjacency;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    for (let at = starts[vertex]; at < starts[vertex + 1]; at++) {
      const arc = { vertex, row: rowOf[targets[at]] };
      if (!isForced(region, arc)) return arc;
    }
  }
  return null;
}

/** Whether all exchanges that have one of its rows use the arc. */
function isForced({ tightRows, mayEnd, adjacency }: Region, { vertex, row }: BranchArc): boolean {
  // Only branches on an arc leave a row from which a chain must go on.
  return tightRows[row] === 1 && mayEnd[adjacency.rowOf[vertex]] === 0;
}

/** The closing arc of a cycle included; the last gift of a chain is none. */
function arcsOf({ rowOf, pairedCount }: Adjacency, path: Path): BranchArc[] {
  const count = path.length - (path[0] >= pairedCount ? 1 : 0);
  return Array.from({ length: count }, (_, k) => {
    return { vertex: path[k], row: rowOf[path[(k + 1) % path.length]] };
  });
}
