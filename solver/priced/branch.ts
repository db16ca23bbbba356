/** Which arc to branch on. */
import type { Adjacency } from '../graph/adjacency.ts';
import type { BranchArc } from '../optimise/branch.ts';
import { WHOLE } from '../optimise/relaxation.ts';
import type { Path } from './master.ts';
import type { Supporting } from './point.ts';
import type { Region } from './region.ts';

/** Arcs whose use a fractional point leaves open, the most open first; none for a point that leaves none open. */
export function openArcs(adjacency: Adjacency, support: readonly Supporting[]): readonly BranchArc[] {
  const { rowCount } = adjacency;
  const use = new Map<number, number>();
  for (const { path, value } of support) {
    for (const { vertex, row } of arcsOf(adjacency, path)) {
      const key = vertex * rowCount + row;
      use.set(key, (use.get(key) ?? 0) + value);
    }
  }
  return [...use]
    .map(([key, value]) => ({ key, distance: Math.abs(value - 0.5) }))
    .filter(({ distance }) => distance < 0.5 - WHOLE)
    .sort((a, b) => a.distance - b.distance || a.key - b.key)
    .map(({ key }) => ({ vertex: Math.floor(key / rowCount), row: key % rowCount }));
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
