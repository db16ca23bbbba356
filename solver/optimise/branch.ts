/**
 * Branching on an arc: either some exchange of the set uses it, or none does. Both sides are faces of the same kind, with
 * fewer columns; the used side also knows two rows that are used up. Arcs that are all wholly used or unused leave a
 * point no choice, so branching ends.
 */
import { isChainCode, sizeOfCode } from '../exchanges/columns.ts';
import type { FractionalColumn } from '../program/odd-sets.ts';
import { rowsOfColumn, type Packing } from '../program/packing.ts';
import type { Face } from './face.ts';
import { WHOLE } from './relaxation.ts';

/** A vertex giving to a row. */
export interface BranchArc {
  readonly vertex: number;
  readonly row: number;
}

/** A column of a fractional point by its arcs. */
export interface ArcsInUse {
  readonly arcs: readonly BranchArc[];
  readonly value: number;
}

/** Arcs whose use a fractional point leaves open, the most open first; none for a point that leaves none open. */
export function openArcs(rowCount: number, support: readonly ArcsInUse[]): readonly BranchArc[] {
  const use = new Map<number, number>();
  for (const { arcs, value } of support) {
    for (const { vertex, row } of arcs) {
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

/** The most open arc of a point, or null for one that leaves none open. */
export function openArc(packing: Packing, support: readonly FractionalColumn[]): BranchArc | null {
  const inUse = support.map(({ column, value }) => ({ arcs: arcsOfColumn(packing, column), value }));
  return openArcs(packing.rowCount, inUse)[0] ?? null;
}

/** Any arc that some but not all of the live columns on its rows use. */
export function anyArc(packing: Packing, face: Face): BranchArc | null {
  for (const column of face.alive) {
    for (const arc of arcsOfColumn(packing, column)) {
      const used = usedSide(packing, face, arc).alive.length;
      if (used < face.alive.length && unusedSide(packing, face, arc).alive.length < face.alive.length) return arc;
    }
  }
  return null;
}

export function usedSide(packing: Packing, face: Face, arc: BranchArc): Face {
  const donorRow = packing.rowOf[arc.vertex];
  const tightRows = face.tightRows.slice();
  tightRows[arc.row] = 1;
  tightRows[donorRow] = 1;
  const alive = face.alive.filter((column) => {
    const rows = rowsOfColumn(packing, column);
    return (!rows.includes(arc.row) && !rows.includes(donorRow)) || usesArc(packing, column, arc);
  });
  return { ...face, alive, tightRows };
}

export function unusedSide(packing: Packing, face: Face, arc: BranchArc): Face {
  return { ...face, alive: face.alive.filter((column) => !usesArc(packing, column, arc)) };
}

function usesArc(packing: Packing, column: number, { vertex, row }: BranchArc): boolean {
  return arcsOfColumn(packing, column).some((arc) => arc.vertex === vertex && arc.row === row);
}

/** The arcs of a column, the closing arc of a cycle included; the last gift of a chain is none. */
function arcsOfColumn(packing: Packing, column: number): BranchArc[] {
  const { members, stride, codes } = packing.columns;
  const size = sizeOfCode(codes[column]);
  const base = column * stride;
  const arcs: BranchArc[] = [];
  for (let i = 0; i < size - 1; i++) {
    arcs.push({ vertex: members[base + i], row: packing.rowOf[members[base + i + 1]] });
  }
  if (!isChainCode(codes[column])) {
    arcs.push({ vertex: members[base + size - 1], row: packing.rowOf[members[base]] });
  }
  return arcs;
}
