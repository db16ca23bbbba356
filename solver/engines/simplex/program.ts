/**
 * A linear program of packing rows that grows: sparse revised simplex with a basis kept from call to call.
 *
 * The rows, columns and bounds as given live here; each call of `maximise` makes a `SimplexState` for the solve.
 */
import { EngineFailure, type LinearOptimum, type LinearProgram, type SparseColumns } from '../engine.ts';
import { ColumnMatrix, grown } from './matrix.ts';
import { isOptimalWithin, reachOptimum, type RowBounds } from './solve.ts';
import { type Basis, MAY_FALL, SimplexState } from './state.ts';

/** Inequality rows are loosened by amounts between this and twice as much. */
const LOOSENING = 1e-6;
/** Values this close to zero are zero. */
const VALUE_MIN = 1e-11;

export function simplexProgram(): LinearProgram {
  return new SimplexProgram();
}

class SimplexProgram implements LinearProgram {
  private readonly matrix = new ColumnMatrix();
  private objective = new Float64Array(64);
  private fixed = new Uint8Array(64);
  private lower = new Float64Array(64);
  private upper = new Float64Array(64);
  /**
   * By row, how far its bounds are loosened against degeneracy. Fixed for life, so that rows which become equalities on
   * an optimal face keep agreeing with each other; 0 for rows that were equalities from the start.
   */
  private loosening = new Float64Array(64);
  private loosensEqualities = true;
  private readonly basis: Basis = { head: new Int32Array(64), side: new Uint8Array(64), factor: null };

  get rowCount(): number {
    return this.matrix.rowCount;
  }

  get columnCount(): number {
    return this.matrix.columnCount;
  }

  addRow(lower: number, upper: number, columns: Int32Array, coefficients: Float64Array): number {
    const row = this.matrix.rowCount;
    this.matrix.addRow(columns, coefficients);
    this.lower = grown(this.lower, row + 1);
    this.upper = grown(this.upper, row + 1);
    this.loosening = grown(this.loosening, row + 1);
    this.basis.head = grown(this.basis.head, row + 1);
    this.basis.side = grown(this.basis.side, row + 1);
    this.lower[row] = lower;
    this.upper[row] = upper;
    this.loosening[row] = lower === upper ? 0 : LOOSENING * (1 + fraction(row));
    this.basis.head[row] = -1 - row;
    this.basis.factor = null;
    return row;
  }

  addColumns(columns: SparseColumns, objective: Float64Array): void {
    const first = this.matrix.columnCount;
    if (this.matrix.addColumns(columns)) this.basis.factor = null;
    this.objective = grown(this.objective, this.matrix.columnCount);
    this.fixed = grown(this.fixed, this.matrix.columnCount);
    this.objective.set(objective, first);
  }

  setRowBounds(row: number, lower: number, upper: number): void {
    this.lower[row] = lower;
    this.upper[row] = upper;
  }

  setObjective(objective: Float64Array): void {
    this.objective.set(objective);
  }

  fixAtZero(columns: Int32Array): void {
    for (const column of columns) this.fixed[column] = 1;
  }

  maximise(): LinearOptimum {
    const state = new SimplexState(this.matrix, this.objective, this.fixed, this.basis);
    // Taken away until the basis that they belong to is kept: a failure in between must not leave the two at odds.
    this.basis.factor = null;
    if (!this.reachLoosenedOptimum(state) || !isOptimalWithin(state, this.rowBounds('none'))) {
      if (!reachOptimum(state, this.rowBounds('none'))) throw new EngineFailure('simplex: the program is infeasible');
    }
    return this.optimum(state);
  }

  dispose(): void {
    this.basis.factor = null;
  }

  /** Equalities that contradict each other when loosened are left alone from then on. */
  private reachLoosenedOptimum(state: SimplexState): boolean {
    if (this.loosensEqualities && reachOptimum(state, this.rowBounds('all'))) return true;
    this.loosensEqualities = false;
    return reachOptimum(state, this.rowBounds('inequalities'));
  }

  /** Bounds in the scale of the matrix. */
  private rowBounds(loosened: 'all' | 'inequalities' | 'none'): RowBounds {
    const { rowCount, rowScale } = this.matrix;
    const lower = new Float64Array(rowCount);
    const upper = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      const scale = rowScale[row];
      const isEquality = this.lower[row] === this.upper[row];
      const isLoosened = scale === 1 && (loosened === 'all' || (loosened === 'inequalities' && !isEquality));
      const loosening = isLoosened ? this.loosening[row] : 0;
      upper[row] = this.upper[row] * scale + loosening;
      lower[row] = isEquality ? upper[row] : this.lower[row] * scale - loosening;
    }
    return { lower, upper };
  }

  private optimum(state: SimplexState): LinearOptimum {
    const values = new Float64Array(this.columnCount);
    let objective = 0;
    for (let p = 0; p < state.rowCount; p++) {
      const column = state.head[p];
      if (column >= this.columnCount || state.x[p] <= VALUE_MIN) continue;
      values[column] = state.x[p] * this.matrix.columnScale[column];
      objective += this.objective[column] * values[column];
    }
    return { reached: 'vertex', objective, values, duals: this.duals(state) };
  }

  /** Prices of the rows in the caller's scale, with one step of refinement. */
  private duals(state: SimplexState): Float64Array {
    const { rowCount, matrix } = this;
    const prices = new Float64Array(rowCount);
    for (let round = 0; round < 2; round++) {
      const residual = new Float64Array(rowCount);
      for (let p = 0; p < rowCount; p++) {
        const column = state.head[p];
        if (column >= this.columnCount) residual[p] = -prices[column - this.columnCount];
        else {
          residual[p] = state.cost[column];
          for (let k = matrix.starts[column]; k < matrix.starts[column + 1]; k++) {
            residual[p] -= prices[matrix.rows[k]] * matrix.coefficients[k];
          }
        }
      }
      state.factor.backward(residual);
      for (let row = 0; row < rowCount; row++) prices[row] += residual[row];
    }
    return prices.map((price, row) => this.trueDual(state, row, price));
  }

  /** Inactive rows have no price; on an active inequality a price of the wrong sign is round-off. */
  private trueDual(state: SimplexState, row: number, price: number): number {
    if (state.place[this.columnCount + row] >= 0) return 0;
    const scaled = price * this.matrix.rowScale[row];
    if (this.lower[row] === this.upper[row]) return scaled;
    return state.moves[this.columnCount + row] === MAY_FALL ? Math.min(0, scaled) : Math.max(0, scaled);
  }
}

/** A fixed number in [0, 1) for each row, spread evenly (multiples of the golden ratio). */
function fraction(row: number): number {
  return ((row + 1) * 0.6180339887498949) % 1;
}
