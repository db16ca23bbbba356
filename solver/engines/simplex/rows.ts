/**
 * A copy of the matrix row by row, made for one solve, in which each row has its shown columns before its hidden ones.
 * Basic columns are hidden: a row of the tableau needs only the others.
 *
 * Source: Hall and McKinnon (2005) for the partition.
 */
import type { ColumnMatrix } from './matrix.ts';

export class PartedRows {
  /** Row i shows `columns[starts[i] .. ends[i])` and hides those from there to `starts[i + 1]`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly columns: Int32Array;
  readonly coefficients: Float64Array;
  private readonly matrix: ColumnMatrix;

  /** Leaves out columns marked in `leftOut`; hides those with `place` >= 0. */
  constructor(matrix: ColumnMatrix, leftOut: Uint8Array, place: Int32Array) {
    const { rowCount, columnCount, starts: from, rows } = matrix;
    this.matrix = matrix;
    this.starts = new Int32Array(rowCount + 1);
    for (let column = 0; column < columnCount; column++) {
      if (leftOut[column] !== 0) continue;
      for (let k = from[column]; k < from[column + 1]; k++) this.starts[rows[k] + 1]++;
    }
    for (let row = 0; row < rowCount; row++) this.starts[row + 1] += this.starts[row];
    this.columns = new Int32Array(this.starts[rowCount]);
    this.coefficients = new Float64Array(this.starts[rowCount]);
    const next = this.starts.slice(0, rowCount);
    for (let column = 0; column < columnCount; column++) {
      if (leftOut[column] === 0 && place[column] < 0) this.store(column, next);
    }
    this.ends = next.slice();
    for (let column = 0; column < columnCount; column++) {
      if (leftOut[column] === 0 && place[column] >= 0) this.store(column, next);
    }
  }

  private store(column: number, next: Int32Array): void {
    const { starts, rows, coefficients } = this.matrix;
    for (let k = starts[column]; k < starts[column + 1]; k++) {
      const to = next[rows[k]]++;
      this.columns[to] = column;
      this.coefficients[to] = coefficients[k];
    }
  }

  /** Precondition: the column is shown. */
  hide(column: number): void {
    const { starts, rows } = this.matrix;
    for (let k = starts[column]; k < starts[column + 1]; k++) {
      const row = rows[k];
      let at = this.starts[row];
      while (this.columns[at] !== column) at++;
      this.swap(at, --this.ends[row]);
    }
  }

  /** Precondition: the column is hidden. */
  show(column: number): void {
    const { starts, rows } = this.matrix;
    for (let k = starts[column]; k < starts[column + 1]; k++) {
      const row = rows[k];
      let at = this.ends[row];
      while (this.columns[at] !== column) at++;
      this.swap(at, this.ends[row]++);
    }
  }

  private swap(a: number, b: number): void {
    const { columns, coefficients } = this;
    const column = columns[a];
    const coefficient = coefficients[a];
    columns[a] = columns[b];
    coefficients[a] = coefficients[b];
    columns[b] = column;
    coefficients[b] = coefficient;
  }
}
