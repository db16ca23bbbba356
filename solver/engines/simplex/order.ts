/**
 * The order in which the columns of a basis pivot: columns with one row left, then rows with one column left, then
 * the nucleus, sparsest column first. Reads the pattern only, but leaves a row with one column to the nucleus where
 * its entry is small.
 *
 * Source: Markowitz (1957); the triangular phases as in Suhl and Suhl (1990).
 */
import type { ColumnMatrix } from './matrix.ts';

/** Rank of a row that no variable pivots on yet. */
export const UNPIVOTED = 0x7fffffff;

/** A row with one column left is pivoted only where its entry is at least this share of the largest in the column. */
const ROW_SINGLE_SHARE_MIN = 0.01;

export interface BasisOrder {
  /** How many need no elimination. */
  readonly singles: number;
  /** The columns of the matrix in pivot order, and the row each pivots on. */
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  readonly nucleus: Int32Array;
  /** By row: -1 where its logical pivots, else the step, or `UNPIVOTED`. */
  readonly rank: Int32Array;
  /** By row: columns of the nucleus that have it. */
  readonly nucleusCount: Int32Array;
}

/** Precondition: `columns` are distinct; `taken[row]` is 1 where the row's logical is in the basis. */
export function orderBasis(matrix: ColumnMatrix, columns: Int32Array, taken: Uint8Array): BasisOrder {
  const ordering = new Ordering(matrix, columns, taken);
  ordering.pivotColumnSingles();
  const singles = ordering.pivotRowSingles();
  return {
    singles,
    columns: ordering.queue.map((index) => columns[index]),
    rows: ordering.rows,
    nucleus: ordering.nucleus(),
    rank: ordering.rank,
    nucleusCount: ordering.rowActive,
  };
}

class Ordering {
  readonly rank: Int32Array;
  /** Indices into `columns`, in pivot order, and their rows; the first `done` are settled. */
  readonly queue: Int32Array;
  readonly rows: Int32Array;
  /** By row: columns not pivoted yet. */
  readonly rowActive: Int32Array;
  private done = 0;
  private readonly matrix: ColumnMatrix;
  private readonly columns: Int32Array;
  /** By column of the basis: rows not pivoted yet. */
  private readonly columnActive: Int32Array;
  private readonly pivoted: Uint8Array;
  /** Row r is in the basis columns `members[memberStarts[r] .. memberStarts[r + 1])`. */
  private readonly memberStarts: Int32Array;
  private readonly members: Int32Array;

  constructor(matrix: ColumnMatrix, columns: Int32Array, taken: Uint8Array) {
    const { starts, rows, rowCount } = matrix;
    this.matrix = matrix;
    this.columns = columns;
    this.rank = new Int32Array(rowCount);
    for (let row = 0; row < rowCount; row++) this.rank[row] = taken[row] === 0 ? UNPIVOTED : -1;
    this.queue = new Int32Array(columns.length);
    this.rows = new Int32Array(columns.length);
    this.pivoted = new Uint8Array(columns.length);
    this.rowActive = new Int32Array(rowCount);
    this.columnActive = new Int32Array(columns.length);
    this.memberStarts = new Int32Array(rowCount + 2);
    for (let index = 0; index < columns.length; index++) {
      for (let k = starts[columns[index]]; k < starts[columns[index] + 1]; k++) {
        this.memberStarts[rows[k] + 2]++;
        this.rowActive[rows[k]]++;
        if (taken[rows[k]] === 0) this.columnActive[index]++;
      }
    }
    for (let row = 2; row < rowCount + 2; row++) this.memberStarts[row] += this.memberStarts[row - 1];
    this.members = new Int32Array(this.memberStarts[rowCount + 1]);
    for (let index = 0; index < columns.length; index++) {
      for (let k = starts[columns[index]]; k < starts[columns[index] + 1]; k++) {
        this.members[this.memberStarts[rows[k] + 1]++] = index;
      }
    }
  }

  pivotColumnSingles(): void {
    let end = 0;
    for (let index = 0; index < this.columns.length; index++) {
      if (this.columnActive[index] === 1) this.queue[end++] = index;
    }
    for (let next = 0; next < end; next++) {
      const index = this.queue[next];
      const row = this.activeRow(index);
      if (row < 0) continue;
      this.settle(index, row);
      for (let k = this.memberStarts[row]; k < this.memberStarts[row + 1]; k++) {
        if (--this.columnActive[this.members[k]] === 1) this.queue[end++] = this.members[k];
      }
    }
  }

  /** Returns the number of steps so far. */
  pivotRowSingles(): number {
    const { rowCount } = this.matrix;
    const waiting = new Int32Array(rowCount);
    let end = 0;
    for (let row = 0; row < rowCount; row++) {
      if (this.rank[row] === UNPIVOTED && this.rowActive[row] === 1) waiting[end++] = row;
    }
    for (let next = 0; next < end; next++) {
      const row = waiting[next];
      const index = this.rowActive[row] === 1 ? this.activeMember(row) : -1;
      if (index < 0 || !this.isLargeEnough(index, row)) continue;
      this.settle(index, row);
      const { starts, rows } = this.matrix;
      for (let k = starts[this.columns[index]]; k < starts[this.columns[index] + 1]; k++) {
        if (this.rank[rows[k]] === UNPIVOTED && this.rowActive[rows[k]] === 1) waiting[end++] = rows[k];
      }
    }
    return this.done;
  }

  /** The columns left, those with fewest active rows first. */
  nucleus(): Int32Array {
    const nucleus = new Int32Array(this.columns.length - this.done);
    let count = 0;
    for (let size = 0; count < nucleus.length; size++) {
      for (let index = 0; index < this.columns.length; index++) {
        if (this.pivoted[index] === 0 && this.columnActive[index] === size) nucleus[count++] = this.columns[index];
      }
    }
    return nucleus;
  }

  private settle(index: number, row: number): void {
    const { starts, rows } = this.matrix;
    this.queue[this.done] = index;
    this.rows[this.done] = row;
    this.rank[row] = this.done++;
    this.pivoted[index] = 1;
    for (let k = starts[this.columns[index]]; k < starts[this.columns[index] + 1]; k++) this.rowActive[rows[k]]--;
  }

  private activeRow(index: number): number {
    const { starts, rows } = this.matrix;
    for (let k = starts[this.columns[index]]; k < starts[this.columns[index] + 1]; k++) {
      if (this.rank[rows[k]] === UNPIVOTED) return rows[k];
    }
    return -1;
  }

  private activeMember(row: number): number {
    for (let k = this.memberStarts[row]; k < this.memberStarts[row + 1]; k++) {
      if (this.pivoted[this.members[k]] === 0) return this.members[k];
    }
    return -1;
  }

  private isLargeEnough(index: number, row: number): boolean {
    const { starts, rows, coefficients } = this.matrix;
    let most = 0;
    let own = 0;
    for (let k = starts[this.columns[index]]; k < starts[this.columns[index] + 1]; k++) {
      const size = Math.abs(coefficients[k]);
      if (rows[k] === row) own = size;
      if (this.rank[rows[k]] === UNPIVOTED && size > most) most = size;
    }
    return own >= ROW_SINGLE_SHARE_MIN * most;
  }
}
