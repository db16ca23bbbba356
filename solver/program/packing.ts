/**
 * The packing program: choose columns (exchanges) so that no row (recipient or altruist) is used twice, best in each
 * criterion in turn. Frozen plain data; what is known of its faces lives in `optimise/`.
 */
import { weightsOf, type Weights } from '../criteria/catalogue.ts';
import type { Columns } from '../exchanges/columns.ts';
import type { Adjacency } from '../graph/adjacency.ts';
import type { CriterionId } from '../limits.ts';

export interface Packing {
  readonly columns: Columns;
  readonly rowCount: number;
  /** Vertex -> row; `nobody` has the row `rowCount`, which is no row, so that padded slots need no test. */
  readonly rowOf: Int32Array;
  /** Coefficients to be maximised, one set a criterion, in their order. */
  readonly levels: readonly Weights[];
}

export function packingOf(adjacency: Adjacency, columns: Columns, criteria: readonly CriterionId[]): Packing {
  const rowOf = new Int32Array(adjacency.vertexCount + 1);
  rowOf.set(adjacency.rowOf);
  rowOf[adjacency.vertexCount] = adjacency.rowCount;
  return { columns, rowCount: adjacency.rowCount, rowOf, levels: criteria.map((id) => weightsOf(columns, id)) };
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
