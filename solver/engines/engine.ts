/**
 * The one port to the engines that solve linear and small integer programs in floating point. Nothing that comes through
 * it is trusted: values decide nothing until integers have confirmed them (`certificate/`).
 *
 * All programs maximise; all columns are >= 0.
 */
export type EngineName = 'highs' | 'javascript';

export interface Engine {
  readonly name: string;
  /** An empty program with no rows and no columns. Dispose it when done. */
  linearProgram(): LinearProgram;
  /**
   * Columns set to 1 in a good, ideally best, integer point, or null where none was found within the engine's own limits.
   * Binary columns. The caller checks feasibility and value.
   */
  integerProgram(program: IntegerProgram): Int32Array | null;
}

/** Sparse columns: column j has rows `rows[starts[j] .. starts[j + 1])` with the coefficients beside them. */
export interface SparseColumns {
  /** Length columns + 1. */
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly coefficients: Float64Array;
}

/**
 * An incremental linear program that keeps its basis between calls of `maximise`. Typical use: add rows (with no columns), add columns,
 * maximise, add more columns with positive reduced cost, maximise again (primal simplex from the last basis); add a violated
 * row over existing columns (dual simplex); change the objective on the optimal face.
 */
export interface LinearProgram {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Adds the row lower <= sum <= upper (either may be infinite) over existing columns; returns its index. */
  addRow(lower: number, upper: number, columns: Int32Array, coefficients: Float64Array): number;
  /** Adds columns with bounds [0, Infinity); the first new index is the old `columnCount`. */
  addColumns(columns: SparseColumns, objective: Float64Array): void;
  setRowBounds(row: number, lower: number, upper: number): void;
  /** Replaces the objective of every column; length columnCount. */
  setObjective(objective: Float64Array): void;
  /** Fixes columns at zero for good; they need not be looked at again. */
  fixAtZero(columns: Int32Array): void;
  /**
   * A vertex is solved for from the present basis. An engine may answer with one although asked for the centre. The program is always
   * feasible and bounded as used here; anything but an optimum is an `EngineFailure`.
   */
  maximise(aim?: Aim): LinearOptimum;
  dispose(): void;
}

/**
 * A vertex of the optimal face, or its middle, which an interior-point method finds quickly where programs are large: its duals leave the fewest columns
 * in question and say most of what else is worth adding, but its point is seldom whole.
 */
export type Aim = 'vertex' | 'centre';

export interface LinearOptimum {
  readonly reached: Aim;
  readonly objective: number;
  /** By column. */
  readonly values: Float64Array;
  /** By row: the rise of the optimum for a unit rise of the row's bound; >= 0 on a row <= upper. */
  readonly duals: Float64Array;
}

/** Maximise `objective` over binary columns with rows lower <= sum <= upper. */
export interface IntegerProgram {
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly columns: SparseColumns;
  readonly objective: Float64Array;
}

/** The engine could not finish (numerical trouble, iteration limit); another engine may. */
export class EngineFailure extends Error {}
