/**
 * The coefficients of a growing linear program, column by column.
 *
 * Rows are scaled by powers of two (exact in floating point) so that no coefficient is far above one: packing and cut
 * rows stay as they are, a row of scores in the thousands of millions comes down to the same order. Columns that
 * would then be tiny, such as an artificial column on a row of scores, are scaled up.
 */
import type { SparseColumns } from '../engine.ts';

/** Coefficients up to this size, and down to its inverse, are left unscaled. */
const UNSCALED_MAX = 64;

/**
 * Column j holds `rows[starts[j] .. starts[j + 1])` and `coefficients` beside them, multiplied by their row's
 * `rowScale` and by `columnScale[j]`: a unit of the scaled column is `columnScale[j]` units of the true one.
 */
export class ColumnMatrix {
  rowCount = 0;
  columnCount = 0;
  starts = new Int32Array(64);
  rows = new Int32Array(256);
  coefficients = new Float64Array(256);
  rowScale = new Float64Array(64);
  columnScale = new Float64Array(64);

  addRow(columns: Int32Array, coefficients: Float64Array): void {
    const row = this.rowCount;
    this.rowScale = grown(this.rowScale, row + 1);
    this.rowScale[row] = scaleFor(coefficients.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
    this.rowCount++;
    if (columns.length > 0) this.insertRow(row, columns, coefficients);
  }

  /** Shifts the entries of the columns upwards, last column first, leaving room for one more where the row has one. */
  private insertRow(row: number, columns: Int32Array, coefficients: Float64Array): void {
    const added = new Float64Array(this.columnCount);
    columns.forEach((column, k) => {
      added[column] = coefficients[k] * this.rowScale[row] * this.columnScale[column];
    });
    let to = this.starts[this.columnCount] + added.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
    this.reserve(to);
    for (let column = this.columnCount - 1; column >= 0; column--) {
      const from = this.starts[column];
      const end = this.starts[column + 1];
      this.starts[column + 1] = to;
      if (added[column] !== 0) {
        to--;
        this.rows[to] = row;
        this.coefficients[to] = added[column];
      }
      to -= end - from;
      this.rows.copyWithin(to, from, end);
      this.coefficients.copyWithin(to, from, end);
    }
  }

  /** Returns whether the scale of a row had to change. */
  addColumns(columns: SparseColumns): boolean {
    const rescaled = this.rescaleFor(columns);
    const count = columns.starts.length - 1;
    this.starts = grown(this.starts, this.columnCount + count + 1);
    this.columnScale = grown(this.columnScale, this.columnCount + count);
    this.reserve(this.starts[this.columnCount] + columns.starts[count] - columns.starts[0]);
    for (let k = 0; k < count; k++) this.addColumn(columns, columns.starts[k], columns.starts[k + 1]);
    return rescaled;
  }

  private addColumn(columns: SparseColumns, from: number, end: number): void {
    let to = this.starts[this.columnCount];
    let largest = 0;
    for (let k = from; k < end; k++) {
      const coefficient = columns.coefficients[k] * this.rowScale[columns.rows[k]];
      largest = Math.max(largest, Math.abs(coefficient));
      this.rows[to] = columns.rows[k];
      this.coefficients[to++] = coefficient;
    }
    const scale = largest > 0 && largest * UNSCALED_MAX < 1 ? 2 ** -Math.round(Math.log2(largest)) : 1;
    if (scale !== 1) for (let k = to - (end - from); k < to; k++) this.coefficients[k] *= scale;
    this.columnScale[this.columnCount++] = scale;
    this.starts[this.columnCount] = to;
  }

  /** Brings down the scale of rows for which new coefficients are too large. */
  private rescaleFor(columns: SparseColumns): boolean {
    let rescaled = false;
    for (let k = columns.starts[0]; k < columns.starts[columns.starts.length - 1]; k++) {
      const row = columns.rows[k];
      const size = Math.abs(columns.coefficients[k]);
      if (size * this.rowScale[row] <= UNSCALED_MAX) continue;
      this.multiplyRow(row, scaleFor(size) / this.rowScale[row]);
      this.rowScale[row] = scaleFor(size);
      rescaled = true;
    }
    return rescaled;
  }

  private multiplyRow(row: number, factor: number): void {
    const total = this.starts[this.columnCount];
    for (let k = 0; k < total; k++) if (this.rows[k] === row) this.coefficients[k] *= factor;
  }

  private reserve(entries: number): void {
    this.rows = grown(this.rows, entries);
    this.coefficients = grown(this.coefficients, entries);
  }
}

/** The same array where it is long enough, else a copy at least twice as long, padded with zeros. */
export function grown<T extends Int32Array | Float64Array | Uint8Array>(array: T, length: number): T {
  if (array.length >= length) return array;
  const Kind = array.constructor as new (length: number) => T;
  const copy = new Kind(Math.max(length, 2 * array.length));
  copy.set(array);
  return copy;
}

function scaleFor(size: number): number {
  return size <= UNSCALED_MAX ? 1 : 2 ** -Math.ceil(Math.log2(size));
}
