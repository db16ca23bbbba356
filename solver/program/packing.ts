/**
 * The packing program: choose columns (exchanges) so that no row (recipient or altruist) is used twice, best in each
 * criterion in turn. Frozen plain data; what is known of its faces lives in `optimise/`.
 */
import { threeWayCounts, weightAt, weightsOf, type Weights } from '../criteria/catalogue.ts';
import type { Columns } from '../exchanges/columns.ts';
import type { Adjacency } from '../graph/adjacency.ts';
import { conditionWeights } from '../criteria/conditions.ts';
import type { CriterionId, Rules } from '../limits.ts';
import type { Pool } from '../pool.ts';

export interface Packing {
  readonly columns: Columns;
  readonly rowCount: number;
  /** Vertex -> row; `nobody` has the row `rowCount`, which is no row, so that padded slots need no test. */
  readonly rowOf: Int32Array;
  /** Coefficients to be maximised, one set a criterion, in their order. */
  readonly levels: readonly Weights[];
  /** No column counts more of any criterion than this. */
  readonly ceiling: number;
  /** What the chosen columns may count together besides; null where nothing bounds it. */
  readonly cap: Cap | null;
}

export interface Cap {
  readonly counts: Weights;
  readonly max: number;
}

export function packingOf(
  pool: Pool,
  adjacency: Adjacency,
  columns: Columns,
  rules: Pick<Rules, 'criteria' | 'conditions'>,
): Packing {
  const levels = levelsOf(pool, adjacency, columns, rules);
  const max = rules.conditions?.threeWayMax;
  const cap = max === undefined ? null : { counts: threeWayCounts(columns), max };
  return { ...packingFor(adjacency, columns), levels, ceiling: ceilingOf(pool, columns.stride, rules.criteria), cap };
}

/** What a column counts of each criterion. */
export function levelsOf(
  pool: Pool,
  adjacency: Adjacency,
  columns: Columns,
  { criteria, conditions = {} }: Pick<Rules, 'criteria' | 'conditions'>,
): Weights[] {
  return criteria.map((id) =>
    id === 'required' || id === 'forbidden'
      ? conditionWeights(pool, adjacency, columns, conditions, id)
      : weightsOf(columns, id),
  );
}

/** No column of at most so many vertices counts more of any of the criteria. */
export function ceilingOf(pool: Pool, stride: number, criteria: readonly CriterionId[]): number {
  const arcCeiling = largest(pool.donors.map((donor) => donor.arcScoreUnits)) + largest(pool.successionUnits);
  return (stride + 1) * (criteria.includes('score') ? Math.max(1, arcCeiling) : 1);
}

/** One in which nothing is counted. */
export function packingFor(adjacency: Adjacency, columns: Columns): Packing {
  const rowOf = new Int32Array(adjacency.vertexCount + 1);
  rowOf.set(adjacency.rowOf);
  rowOf[adjacency.vertexCount] = adjacency.rowCount;
  return { columns, rowCount: adjacency.rowCount, rowOf, levels: [], ceiling: 0, cap: null };
}

function largest(lists: readonly ArrayLike<number>[]): number {
  let max = 0;
  for (const list of lists) for (let i = 0; i < list.length; i++) max = Math.max(max, list[i]);
  return max;
}

/** What columns count against the cap; 0 where there is none. */
export function countOfCap({ cap }: Packing, columns: Iterable<number>): number {
  let count = 0;
  if (cap !== null) for (const column of columns) count += weightAt(cap.counts, column);
  return count;
}

/** The rows of a column, in the order of its members. */
export function rowsOfColumn(packing: Packing, column: number): number[] {
  const { columns, rowOf, rowCount } = packing;
  const rows: number[] = [];
  for (let i = column * columns.stride; i < (column + 1) * columns.stride; i++) {
    const row = rowOf[columns.members[i]];
    if (row < rowCount) rows.push(row);
  }
  return rows;
}

/** Number of members of a column whose rows are marked; `marked` has length rowCount + 1 and ends in 0. */
export function countMarked(packing: Packing, column: number, marked: Uint8Array): number {
  const { columns, rowOf } = packing;
  let count = 0;
  for (let i = column * columns.stride; i < (column + 1) * columns.stride; i++) {
    count += marked[rowOf[columns.members[i]]];
  }
  return count;
}

/** Live columns by row, ascending: one pass now, and each row at once later. */
export function indexByRow(packing: Packing, alive: Int32Array): (row: number) => Int32Array {
  const { columns, rowOf, rowCount } = packing;
  const { members, stride } = columns;
  const starts = new Int32Array(rowCount + 2);
  for (const column of alive) {
    for (let i = column * stride; i < (column + 1) * stride; i++) starts[rowOf[members[i]] + 1]++;
  }
  for (let row = 0; row <= rowCount; row++) starts[row + 1] += starts[row];
  const next = starts.slice();
  const listed = new Int32Array(starts[rowCount]);
  for (const column of alive) {
    for (let i = column * stride; i < (column + 1) * stride; i++) {
      const row = rowOf[members[i]];
      if (row < rowCount) listed[next[row]++] = column;
    }
  }
  return (row) => listed.subarray(starts[row], starts[row + 1]);
}
