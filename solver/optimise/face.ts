/** A face of the packing polytope: what is known of the sets of columns that are still in question. */
import type { OddSet } from '../program/odd-sets.ts';

/** What is known of the sets still in question: a face of the packing polytope. Immutable. */
export interface Face {
  readonly alive: Int32Array;
  /** By row: 1 where every set in question uses it up. */
  readonly tightRows: Uint8Array;
  readonly oddSets: readonly OddSet[];
  /** By odd set. */
  readonly tightSets: readonly boolean[];
  /** Values that the criteria before are fixed to, in the maximised sense. */
  readonly values: readonly number[];
  /** By earlier criterion: whether its value needs a row of its own, being below the relaxation's bound. */
  readonly frozen: readonly boolean[];
  /** What is left of the packing's cap, and whether every set in question uses it up; absent where there is none. */
  readonly cap?: { readonly max: number; readonly isTight: boolean };
}

/** Those columns that are live on a face. */
export function liveOf(columns: Int32Array, face: Face): Int32Array {
  if (columns.length === 0) return columns;
  const alive = new Set(face.alive);
  return columns.filter((column) => alive.has(column));
}
