/**
 * The basis matrix B, factorised as sparse L U with updates in between.
 *
 * B has a column per row of the program: a unit column (the row's own logical) or a column of the matrix. Bases here
 * are mostly logicals and columns of two or three ones, so nearly all of the work is ordering: logicals pivot on
 * their rows; then columns with one row left (no L part), rows with one column left (no arithmetic), and only a small
 * nucleus needs elimination, column by column, looking left. Positions are renamed so that the variable at position r
 * pivots on row r, which lets all solves work in place.
 *
 * A pivot that puts column a in position p makes B = L T1 .. Tk U into L T1 .. Tk T U, with T = I + v w', where v is a
 * solved through L and the T's, less column p of U, and w is row p of the inverse of U. Both fall out of solves
 * that the pivot needs anyway, and both stay sparse.
 * Source: Huangfu and Hall (2015), the middle product form.
 */
import type { ColumnMatrix } from './matrix.ts';
import { grown } from './matrix.ts';
import { MiddleProduct } from './middle-product.ts';
import type { BasisOrder } from './order.ts';
import { orderBasis, UNPIVOTED } from './order.ts';
import { TriangleRows } from './triangle-rows.ts';

/** A pivot of the nucleus is at least this share of the largest entry of its column. */
const PIVOT_SHARE_MIN = 0.1;
/** Entries below are round-off. */
const ENTRY_MIN = 1e-13;
const PIVOT_MIN = 1e-9;

export class BasisFactor {
  private readonly rowCount: number;
  private steps = 0;
  /** Steps with entries in L, in order: the first `lowerCount`. */
  private readonly lowerSteps: Int32Array;
  private lowerCount = 0;
  private readonly stepRow: Int32Array;
  private readonly pivot: Float64Array;
  private readonly inverse: Float64Array;
  private readonly lowerStart: Int32Array;
  private lowerRow = new Int32Array(1024);
  private lowerValue = new Float64Array(1024);
  private readonly upperStart: Int32Array;
  private upperRow = new Int32Array(1024);
  private upperValue = new Float64Array(1024);
  /** By row: the step that pivots on it, or -1 where a logical does. */
  private readonly stepOf: Int32Array;
  private readonly upperRows: TriangleRows;
  private readonly lowerRows: TriangleRows;
  /** Rows that pivot on a logical only because no column of the basis was left for them. */
  private unpivoted: readonly number[] = [];
  private readonly middle: MiddleProduct;
  private readonly work: Float64Array;
  /** Rows where `work` has been written in the elimination of a column, and a mark for each. */
  private readonly pattern: Int32Array;
  private readonly inPattern: Uint8Array;

  constructor(rowCount: number, updatesMax: number) {
    this.rowCount = rowCount;
    this.stepRow = new Int32Array(rowCount);
    this.pivot = new Float64Array(rowCount);
    this.inverse = new Float64Array(rowCount);
    this.lowerSteps = new Int32Array(rowCount);
    this.lowerStart = new Int32Array(rowCount + 1);
    this.upperStart = new Int32Array(rowCount + 1);
    this.stepOf = new Int32Array(rowCount);
    this.upperRows = new TriangleRows(rowCount);
    this.lowerRows = new TriangleRows(rowCount);
    this.middle = new MiddleProduct(updatesMax);
    this.work = new Float64Array(rowCount);
    this.pattern = new Int32Array(rowCount);
    this.inPattern = new Uint8Array(rowCount);
  }

  /** Number of updates since the last factorisation. */
  get updates(): number {
    return this.middle.count;
  }

  /**
   * Factorises the basis of the given columns, in any order, and the logicals of the rows marked in `taken`. Returns
   * for each row the column that pivots on it, or -1 where its logical does: columns that depend on others are left
   * out and logicals stand in for them.
   */
  factorise(matrix: ColumnMatrix, columns: Int32Array, taken: Uint8Array): Int32Array {
    this.steps = 0;
    this.middle.count = 0;
    this.stepOf.fill(-1);
    const columnOf = new Int32Array(this.rowCount).fill(-1);
    const order = orderBasis(matrix, columns, taken);
    this.lowerCount = 0;
    for (let k = 0; k < order.singles; k++) {
      columnOf[order.rows[k]] = order.columns[k];
      this.storeSingle(matrix, order.columns[k], order.rows[k], order.rank, k);
    }
    const firstNucleus = this.steps;
    for (const column of order.nucleus) {
      const row = this.eliminate(matrix, column, order, firstNucleus);
      if (row >= 0) columnOf[row] = column;
    }
    this.unpivoted = Array.from(order.rank.keys()).filter((row) => order.rank[row] === UNPIVOTED);
    this.transpose();
    return columnOf;
  }

  private transpose(): void {
    const { steps, stepRow } = this;
    this.upperRows.fill(steps, this.upperStart, this.upperRow, this.upperValue, stepRow);
    this.lowerRows.fill(steps, this.lowerStart, this.lowerRow, this.lowerValue, stepRow);
  }

  /** A column that needs no elimination: entries in rows that pivot earlier belong to U, the others to L. */
  private storeSingle(matrix: ColumnMatrix, column: number, row: number, rank: Int32Array, step: number): void {
    const { starts, rows, coefficients } = matrix;
    const entries = starts[column + 1] - starts[column];
    this.reserve(entries);
    let lower = this.lowerStart[this.steps];
    let upper = this.upperStart[this.steps];
    let pivot = 0;
    for (let k = starts[column]; k < starts[column + 1]; k++) {
      if (rows[k] === row) pivot = coefficients[k];
    }
    for (let k = starts[column]; k < starts[column + 1]; k++) {
      if (rows[k] === row) continue;
      if (rank[rows[k]] <= step) {
        this.upperRow[upper] = rows[k];
        this.upperValue[upper++] = coefficients[k];
      } else {
        this.lowerRow[lower] = rows[k];
        this.lowerValue[lower++] = coefficients[k] / pivot;
      }
    }
    this.closeStep(row, pivot, lower, upper);
  }

  /** Eliminates one column of the nucleus; returns its pivot row, or -1 where nothing is left of the column. */
  private eliminate(matrix: ColumnMatrix, column: number, order: BasisOrder, firstNucleus: number): number {
    const { work, pattern, inPattern, lowerStart, lowerRow, lowerValue, stepRow, steps } = this;
    const { starts, rows, coefficients } = matrix;
    let count = 0;
    for (let k = starts[column]; k < starts[column + 1]; k++) {
      work[rows[k]] = coefficients[k];
      pattern[count++] = rows[k];
      inPattern[rows[k]] = 1;
    }
    for (let step = firstNucleus; step < steps; step++) {
      const value = work[stepRow[step]];
      if (value === 0) continue;
      for (let k = lowerStart[step]; k < lowerStart[step + 1]; k++) {
        const row = lowerRow[k];
        work[row] -= lowerValue[k] * value;
        if (inPattern[row] === 0) {
          inPattern[row] = 1;
          pattern[count++] = row;
        }
      }
    }
    const row = nucleusPivot(work, pattern, count, order);
    this.storeEliminated(row, count, order.rank);
    return row;
  }

  /** Moves the eliminated column out of `work`, as a step that pivots on `pivotRow` unless that is -1. */
  private storeEliminated(pivotRow: number, count: number, rank: Int32Array): void {
    const { work, pattern, inPattern } = this;
    this.reserve(count);
    let lower = this.lowerStart[this.steps];
    let upper = this.upperStart[this.steps];
    const pivot = pivotRow < 0 ? 0 : work[pivotRow];
    for (let k = 0; k < count; k++) {
      const row = pattern[k];
      const value = work[row];
      work[row] = 0;
      inPattern[row] = 0;
      if (pivotRow < 0 || row === pivotRow || Math.abs(value) < ENTRY_MIN) continue;
      if (rank[row] < UNPIVOTED) {
        this.upperRow[upper] = row;
        this.upperValue[upper++] = value;
      } else {
        this.lowerRow[lower] = row;
        this.lowerValue[lower++] = value / pivot;
      }
    }
    if (pivotRow < 0) return;
    rank[pivotRow] = this.steps;
    this.closeStep(pivotRow, pivot, lower, upper);
  }

  private closeStep(row: number, pivot: number, lower: number, upper: number): void {
    this.stepRow[this.steps] = row;
    this.pivot[this.steps] = pivot;
    this.inverse[this.steps] = 1 / pivot;
    this.stepOf[row] = this.steps;
    if (lower > this.lowerStart[this.steps]) this.lowerSteps[this.lowerCount++] = this.steps;
    this.steps++;
    this.lowerStart[this.steps] = lower;
    this.upperStart[this.steps] = upper;
  }

  private reserve(entries: number): void {
    const lower = this.lowerStart[this.steps] + entries;
    this.lowerRow = grown(this.lowerRow, lower);
    this.lowerValue = grown(this.lowerValue, lower);
    const upper = this.upperStart[this.steps] + entries;
    this.upperRow = grown(this.upperRow, upper);
    this.upperValue = grown(this.upperValue, upper);
  }

  /** Replaces x by the solution of B x' = x; in by rows, out by positions. */
  forward(x: Float64Array): void {
    this.forwardLower(x);
    this.middle.forward(x);
    this.forwardUpper(x);
  }

  /** `forward` for a column that may enter the basis: remembers what `update` needs. */
  forwardEntering(x: Float64Array): void {
    this.forwardLower(x);
    this.middle.forward(x);
    this.middle.stageV(x);
    this.forwardUpper(x);
  }

  private forwardLower(x: Float64Array): void {
    const { lowerSteps, lowerCount, stepRow, lowerStart, lowerRow, lowerValue } = this;
    for (let at = 0; at < lowerCount; at++) {
      const step = lowerSteps[at];
      const value = x[stepRow[step]];
      if (value === 0) continue;
      for (let k = lowerStart[step]; k < lowerStart[step + 1]; k++) x[lowerRow[k]] -= lowerValue[k] * value;
    }
  }

  private forwardUpper(x: Float64Array): void {
    const { stepRow, upperStart, upperRow, upperValue, inverse } = this;
    for (let step = this.steps - 1; step >= 0; step--) {
      const row = stepRow[step];
      if (x[row] === 0) continue;
      const value = x[row] * inverse[step];
      x[row] = value;
      for (let k = upperStart[step]; k < upperStart[step + 1]; k++) x[upperRow[k]] -= upperValue[k] * value;
    }
  }

  /** Replaces y by the solution of y' B = y; in by positions, out by rows. */
  backward(y: Float64Array): void {
    for (let row = 0; row < this.rowCount; row++) {
      if (this.stepOf[row] < 0 && y[row] !== 0) this.upperRows.subtractRow(row, y[row], y);
    }
    this.backwardUpper(y, 0);
    this.middle.backward(y);
    this.backwardLower(y);
  }

  /** Sets y to row p of the inverse of B: remembers what `update` needs. */
  backwardUnit(y: Float64Array, p: number): void {
    y.fill(0);
    y[p] = 1;
    if (this.stepOf[p] < 0) this.upperRows.subtractRow(p, 1, y);
    this.backwardUpper(y, Math.max(0, this.stepOf[p]));
    this.middle.stageW(y);
    this.middle.backward(y);
    this.backwardLower(y);
  }

  /** Steps before `first` see nothing but zeros; rows of logicals have been dealt with. */
  private backwardUpper(y: Float64Array, first: number): void {
    const { steps, stepRow, upperRows, inverse } = this;
    for (let step = first; step < steps; step++) {
      const row = stepRow[step];
      if (y[row] === 0) continue;
      const value = y[row] * inverse[step];
      y[row] = value;
      upperRows.subtractRow(row, value, y);
    }
  }

  private backwardLower(y: Float64Array): void {
    const { lowerRows, unpivoted, stepRow } = this;
    const first = this.lowerCount === 0 ? this.steps : this.lowerSteps[0];
    for (let k = 0; k < unpivoted.length; k++) lowerRows.subtractRow(unpivoted[k], y[unpivoted[k]], y);
    for (let step = this.steps - 1; step >= first; step--) {
      const row = stepRow[step];
      if (y[row] !== 0) lowerRows.subtractRow(row, y[row], y);
    }
  }

  /**
   * The variable at position p gives way to the column last solved by `forwardEntering`, whose entry at p was `pivot`.
   * Precondition: `backwardUnit` was called for p since the last update.
   */
  update(p: number, pivot: number): void {
    const { middle, upperStart, upperRow, upperValue } = this;
    const step = this.stepOf[p];
    if (step < 0) {
      middle.addToV(p, -1);
    } else {
      middle.addToV(p, -this.pivot[step]);
      for (let k = upperStart[step]; k < upperStart[step + 1]; k++) middle.addToV(upperRow[k], -upperValue[k]);
    }
    middle.commit(pivot);
  }
}

/**
 * Of the rows where the entry is not too small, the one that fewest columns of the nucleus share; -1 where none is
 * left.
 */
function nucleusPivot(work: Float64Array, pattern: Int32Array, count: number, order: BasisOrder): number {
  const { rank, nucleusCount } = order;
  let most = 0;
  for (let k = 0; k < count; k++) {
    const size = Math.abs(work[pattern[k]]);
    if (size > most && rank[pattern[k]] === UNPIVOTED) most = size;
  }
  if (most < PIVOT_MIN) return -1;
  let best = -1;
  for (let k = 0; k < count; k++) {
    const row = pattern[k];
    if (rank[row] !== UNPIVOTED || Math.abs(work[row]) < PIVOT_SHARE_MIN * most) continue;
    if (best < 0 || nucleusCount[row] < nucleusCount[best]) best = row;
  }
  return best;
}
