/** Where a linear program ended. */
import { WHOLE } from '../optimise/relaxation.ts';
import type { OddSet } from '../program/odd-sets.ts';
import type { Master, MasterOptimum, Path } from './master.ts';

export interface Point {
  /** Columns in use. */
  readonly support: readonly Supporting[];
  /** All its columns, and its cuts that cost anything: a good start for a program nearby. */
  readonly paths: readonly Path[];
  readonly oddSets: readonly OddSet[];
}

export interface Supporting {
  readonly path: Path;
  readonly value: number;
}

export const NO_POINT: Point = { support: [], paths: [], oddSets: [] };

/** Columns in use, of the largest value first. */
export function supportOf(master: Master, { values }: MasterOptimum): readonly Supporting[] {
  const columns = Array.from(values.keys()).filter((column) => values[column] > WHOLE);
  columns.sort((a, b) => values[b] - values[a] || a - b);
  return columns.map((column) => ({ path: master.paths[column], value: values[column] }));
}
