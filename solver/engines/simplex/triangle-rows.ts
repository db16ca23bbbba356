/**
 * The entries of a triangular factor by row, so that a solve with its transpose can skip rows whose value is zero.
 */
import { grown } from './matrix.ts';

export class TriangleRows {
  private readonly starts: Int32Array;
  private readonly next: Int32Array;
  /** Beside each entry: the row that its column pivots on. */
  private targets = new Int32Array(1024);
  private values = new Float64Array(1024);

  constructor(rowCount: number) {
    this.starts = new Int32Array(rowCount + 1);
    this.next = new Int32Array(rowCount);
  }

  /** Column k has entries `rows[columnStarts[k] .. columnStarts[k + 1])` and pivots on `pivotRows[k]`. */
  fill(count: number, columnStarts: Int32Array, rows: Int32Array, values: Float64Array, pivotRows: Int32Array): void {
    const total = columnStarts[count];
    const { starts, next } = this;
    starts.fill(0);
    for (let k = 0; k < total; k++) starts[rows[k] + 1]++;
    for (let row = 0; row < next.length; row++) {
      starts[row + 1] += starts[row];
      next[row] = starts[row];
    }
    this.targets = grown(this.targets, total);
    this.values = grown(this.values, total);
    for (let column = 0; column < count; column++) {
      for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++) {
        const to = next[rows[k]]++;
        this.targets[to] = pivotRows[column];
        this.values[to] = values[k];
      }
    }
  }

  /** Takes `value` times the entries of a row from y. */
  subtractRow(row: number, value: number, y: Float64Array): void {
    const { starts, targets, values } = this;
    const end = starts[row + 1];
    for (let k = starts[row]; k < end; k++) y[targets[k]] -= values[k] * value;
  }
}
