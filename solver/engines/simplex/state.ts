/**
 * The working state of one solve by the revised simplex method.
 *
 * Row i of the program reads `a_i x + s_i = 0` with a logical variable `s_i` in [-upper_i, -lower_i], so every basis
 * has a variable per row. Variables are numbered: columns 0 to n - 1, then the logical of row i as n + i. `head[p]`
 * is the basic variable at position p, `x[p]` its value within [`xLower[p]`, `xUpper[p]`]; a non-basic variable
 * stands at one of its bounds, and `moves` tells which way it may leave it. `reduced[v]` is the gain of the objective
 * for a unit rise of v; 0 for basic variables and for columns fixed at zero.
 */
import { BasisFactor } from './factor.ts';
import type { ColumnMatrix } from './matrix.ts';
import { PartedRows } from './rows.ts';

export const MAY_RISE = 1;
export const MAY_FALL = 2;

/** Violations of a bound up to this size pass as round-off. */
export const FEASIBILITY_TOLERANCE = 1e-9;
const UPDATES_MAX = 100;
/** Row entries below are round-off of a solve with the basis. */
const ROUND_OFF = 1e-14;

/** What one solve leaves to the next: by position, a column or, for the logical of row i, -1 - i. */
export interface Basis {
  head: Int32Array;
  /** By row: 1 where the logical, when it left the basis, stopped at its upper bound (the row at its lower). */
  side: Uint8Array;
  /** Factors of this very basis, or null where it has to be factorised first. */
  factor: BasisFactor | null;
}

export class SimplexState {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly matrix: ColumnMatrix;
  readonly byRow: PartedRows;
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly moves: Uint8Array;
  readonly head: Int32Array;
  /** By variable: its position, or -1. */
  readonly place: Int32Array;
  readonly x: Float64Array;
  readonly xLower: Float64Array;
  readonly xUpper: Float64Array;
  readonly reduced: Float64Array;
  /** Reduced costs up to this size pass as zero. */
  reducedTolerance: number;
  /** The entering column in terms of the basis. */
  readonly alpha: Float64Array;
  /** Positions where `alpha` is not zero: the first `alphaCount`. */
  readonly alphaAt: Int32Array;
  alphaCount = 0;
  /** A row of the inverse, and the row of the tableau that it makes: entries of the variables listed in `touched`. */
  readonly rho: Float64Array;
  readonly tableauRow: Float64Array;
  readonly touched: Int32Array;
  touchedCount = 0;
  iterations = 0;
  readonly factor: BasisFactor;
  private isFactorised: boolean;
  private readonly basis: Basis;
  private readonly marked: Uint8Array;

  /** `fixed` marks columns held at zero. `basis` is updated by `keepBasis`. */
  constructor(matrix: ColumnMatrix, objective: Float64Array, fixed: Uint8Array, basis: Basis) {
    const m = matrix.rowCount;
    const n = matrix.columnCount;
    this.matrix = matrix;
    this.rowCount = m;
    this.columnCount = n;
    this.cost = new Float64Array(n + m);
    for (let column = 0; column < n; column++) this.cost[column] = objective[column] * matrix.columnScale[column];
    this.lower = new Float64Array(n + m);
    this.upper = new Float64Array(n + m);
    for (let column = 0; column < n; column++) this.upper[column] = fixed[column] === 0 ? Infinity : 0;
    this.moves = new Uint8Array(n + m);
    this.basis = basis;
    this.head = new Int32Array(m);
    this.place = new Int32Array(n + m).fill(-1);
    for (let p = 0; p < m; p++) {
      this.head[p] = basis.head[p] < 0 ? n - 1 - basis.head[p] : basis.head[p];
      this.place[this.head[p]] = p;
    }
    this.byRow = new PartedRows(matrix, fixed, this.place);
    this.x = new Float64Array(m);
    this.xLower = new Float64Array(m);
    this.xUpper = new Float64Array(m);
    this.reduced = new Float64Array(n + m);
    this.reducedTolerance = reducedToleranceFor(objective, n);
    this.alpha = new Float64Array(m);
    this.alphaAt = new Int32Array(m);
    this.rho = new Float64Array(m);
    this.tableauRow = new Float64Array(n + m);
    this.touched = new Int32Array(n + m);
    this.marked = new Uint8Array(n + m);
    this.isFactorised = basis.factor !== null;
    this.factor = basis.factor ?? new BasisFactor(m, UPDATES_MAX);
  }

  /** Sets what each logical may be; non-basic ones go to a bound that they have. */
  setRowBounds(rowLower: Float64Array, rowUpper: Float64Array): void {
    const n = this.columnCount;
    for (let row = 0; row < this.rowCount; row++) {
      this.lower[n + row] = -rowUpper[row];
      this.upper[n + row] = -rowLower[row];
    }
    for (let v = 0; v < n + this.rowCount; v++) {
      if (this.place[v] < 0) this.moves[v] = this.movesFrom(v, v >= n && this.basis.side[v - n] === 1);
    }
  }

  private movesFrom(v: number, atUpper: boolean): number {
    const hasLower = this.lower[v] > -Infinity;
    const hasUpper = this.upper[v] < Infinity;
    if (this.lower[v] === this.upper[v]) return 0;
    if (hasLower && !(atUpper && hasUpper)) return MAY_RISE;
    return hasUpper ? MAY_FALL : MAY_RISE | MAY_FALL;
  }

  valueOfNonBasic(v: number): number {
    const moves = this.moves[v];
    if (moves === MAY_FALL) return this.upper[v];
    return moves === (MAY_RISE | MAY_FALL) ? 0 : this.lower[v];
  }

  get needsFactor(): boolean {
    return this.factor.updates >= UPDATES_MAX;
  }

  /** Factorises afresh where there is anything to gain, and computes values and reduced costs from scratch. */
  refresh(): void {
    if (!this.isFactorised || this.factor.updates > 0) this.factorise();
    this.computeValues();
    this.computeReduced();
  }

  private factorise(): void {
    const { head, place, columnCount: n, rowCount: m } = this;
    const taken = new Uint8Array(m);
    let count = 0;
    const columns = new Int32Array(m);
    for (let p = 0; p < m; p++) {
      if (head[p] >= n) taken[head[p] - n] = 1;
      else columns[count++] = head[p];
      place[head[p]] = -1;
    }
    const columnOf = this.factor.factorise(this.matrix, columns.subarray(0, count), taken);
    for (let p = 0; p < m; p++) {
      head[p] = columnOf[p] < 0 ? n + p : columnOf[p];
      place[head[p]] = p;
      this.moves[head[p]] = 0;
    }
    for (let k = 0; k < count; k++) {
      if (place[columns[k]] < 0) this.makeNonBasic(columns[k], false);
    }
    this.isFactorised = true;
  }

  /** Values of the basic variables, given where the others stand. */
  computeValues(): void {
    const { x, head, rowCount: m, columnCount: n } = this;
    x.fill(0);
    for (let row = 0; row < m; row++) {
      if (this.place[n + row] < 0) x[row] = -this.valueOfNonBasic(n + row);
    }
    this.factor.forward(x);
    for (let p = 0; p < m; p++) {
      this.xLower[p] = this.lower[head[p]];
      this.xUpper[p] = this.upper[head[p]];
    }
  }

  computeReduced(): void {
    const { rho, head, cost } = this;
    for (let p = 0; p < this.rowCount; p++) rho[p] = cost[head[p]];
    this.factor.backward(rho);
    this.priceOut(cost);
  }

  /** Reduced costs of all variables from the row prices in `rho`. */
  priceOut(cost: Float64Array): void {
    const { rho, reduced, place, moves, columnCount: n } = this;
    const { starts, rows, coefficients } = this.matrix;
    for (let column = 0; column < n; column++) {
      let value = 0;
      if (moves[column] !== 0 && place[column] < 0) {
        value = cost[column];
        for (let k = starts[column]; k < starts[column + 1]; k++) value -= rho[rows[k]] * coefficients[k];
      }
      reduced[column] = value;
    }
    for (let row = 0; row < this.rowCount; row++) reduced[n + row] = place[n + row] < 0 ? -rho[row] : 0;
  }

  /** The largest violation of a bound by a basic variable. */
  infeasibility(): number {
    const { x, xLower, xUpper } = this;
    let most = 0;
    for (let p = 0; p < this.rowCount; p++) most = Math.max(most, xLower[p] - x[p], x[p] - xUpper[p]);
    return most;
  }

  /** Whether variable v, with this reduced cost, would raise the objective by moving. */
  isAttractive(v: number): boolean {
    if (this.reduced[v] > this.reducedTolerance) return (this.moves[v] & MAY_RISE) !== 0;
    return this.reduced[v] < -this.reducedTolerance && (this.moves[v] & MAY_FALL) !== 0;
  }

  isDualFeasible(): boolean {
    for (let v = 0; v < this.reduced.length; v++) if (this.isAttractive(v)) return false;
    return true;
  }

  loadColumn(v: number): void {
    const { alpha, columnCount: n } = this;
    const { starts, rows, coefficients } = this.matrix;
    alpha.fill(0);
    if (v >= n) alpha[v - n] = 1;
    else for (let k = starts[v]; k < starts[v + 1]; k++) alpha[rows[k]] = coefficients[k];
    this.factor.forwardEntering(alpha);
    this.listAlpha();
  }

  private listAlpha(): void {
    const { alpha, alphaAt, rowCount } = this;
    let count = 0;
    for (let p = 0; p < rowCount; p++) {
      const value = alpha[p];
      if (value > ROUND_OFF || value < -ROUND_OFF) alphaAt[count++] = p;
    }
    this.alphaCount = count;
  }

  /** The row of the tableau at position p, into `tableauRow` over the non-basic variables `touched`. */
  loadTableauRow(p: number): void {
    const { rho, tableauRow, touched, marked, moves, columnCount: n, rowCount: m } = this;
    const { starts, ends, columns, coefficients } = this.byRow;
    for (let t = 0; t < this.touchedCount; t++) {
      tableauRow[touched[t]] = 0;
      marked[touched[t]] = 0;
    }
    this.factor.backwardUnit(rho, p);
    let count = 0;
    for (let row = 0; row < m; row++) {
      const value = rho[row];
      if (value === 0 || (value < ROUND_OFF && value > -ROUND_OFF)) continue;
      if (moves[n + row] !== 0) {
        touched[count++] = n + row;
        tableauRow[n + row] = value;
      }
      const end = ends[row];
      for (let k = starts[row]; k < end; k++) {
        const column = columns[k];
        tableauRow[column] += value * coefficients[k];
        if (marked[column] === 0) {
          marked[column] = 1;
          touched[count++] = column;
        }
      }
    }
    this.touchedCount = count;
  }

  /** Reduced costs after `entering` takes the place of the variable whose tableau row is loaded. */
  updateReduced(entering: number, leaving: number): void {
    const { reduced, tableauRow, touched, touchedCount } = this;
    const rate = reduced[entering] / tableauRow[entering];
    if (rate !== 0) {
      for (let t = 0; t < touchedCount; t++) {
        reduced[touched[t]] -= rate * tableauRow[touched[t]];
      }
    }
    this.settleReduced(entering, leaving, rate);
  }

  /** Reduced costs of the two variables of a pivot that are not in its tableau row. */
  settleReduced(entering: number, leaving: number, rate: number): void {
    const isFixedColumn = leaving < this.columnCount && this.upper[leaving] === 0;
    this.reduced[entering] = 0;
    this.reduced[leaving] = isFixedColumn ? 0 : -rate;
  }

  /** `entering`, whose column is loaded, moves by `change`; the others follow. */
  move(change: number): void {
    const { x, alpha, alphaAt, alphaCount } = this;
    if (change === 0) return;
    for (let k = 0; k < alphaCount; k++) x[alphaAt[k]] -= change * alpha[alphaAt[k]];
  }

  /** After `move`: `entering` becomes basic with `value` at position p, and what was there stops at a bound. */
  exchange(entering: number, value: number, p: number, leavesAtUpper: boolean): void {
    const leaving = this.head[p];
    this.factor.update(p, this.alpha[p]);
    this.place[leaving] = -1;
    this.makeNonBasic(leaving, leavesAtUpper);
    this.head[p] = entering;
    this.place[entering] = p;
    this.moves[entering] = 0;
    if (entering < this.columnCount) this.byRow.hide(entering);
    this.x[p] = value;
    this.xLower[p] = this.lower[entering];
    this.xUpper[p] = this.upper[entering];
    this.iterations++;
  }

  private makeNonBasic(v: number, atUpper: boolean): void {
    this.moves[v] = this.movesFrom(v, atUpper);
    if (v < this.columnCount && this.upper[v] > 0) this.byRow.show(v);
  }

  /** Writes the basis back for the next solve. */
  keepBasis(): void {
    const { basis, columnCount: n } = this;
    basis.factor = this.factor;
    for (let p = 0; p < this.rowCount; p++) basis.head[p] = this.head[p] < n ? this.head[p] : n - 1 - this.head[p];
    for (let row = 0; row < this.rowCount; row++) {
      if (this.place[n + row] < 0) basis.side[row] = this.moves[n + row] === MAY_FALL ? 1 : 0;
    }
  }
}

/** Objectives here are integers: differences of reduced costs are far above this, round-off is below. */
function reducedToleranceFor(objective: Float64Array, count: number): number {
  let most = 0;
  for (let column = 0; column < count; column++) most = Math.max(most, Math.abs(objective[column]));
  return 1e-9 + 1e-14 * most;
}
