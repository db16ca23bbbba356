/**
 * HiGHS compiled to WebAssembly behind the engine port. It blocks its thread while it runs and frees nothing by itself, so
 * it lives in a worker thread and every model is disposed.
 *
 * Measured on packing programs of this size: presolve costs more than it saves, for linear and integer programs alike.
 */
import highsModule, { type Highs, type Model } from 'highs';
import {
  EngineFailure,
  type Aim,
  type Engine,
  type IntegerProgram,
  type LinearOptimum,
  type LinearProgram,
  type SparseColumns,
} from './engine.ts';

const OPTIMAL = 7;
/** Objectives are scaled to about this size so that HiGHS's absolute tolerances mean the same at every level. */
const OBJECTIVE_SIZE = 1024;
/** Bounds the search for an integer point by work, not by time, so that it ends the same way on every machine. */
const INTEGER_NODES_MAX = 500;
/** Rows from which the interior-point method is quicker than the simplex method (bench/README.md). */
const CENTRE_ROWS_MIN = 1_500;
/** The package types itself as CommonJS, while what is imported is its ECMAScript build. */
const loadHighs = highsModule as unknown as typeof highsModule.default;

export async function highsEngine(): Promise<Engine> {
  const highs = await loadHighs();
  return {
    name: 'highs',
    linearProgram: () => new HighsLinearProgram(highs),
    integerProgram: (program) => solveInteger(highs, program),
  };
}

class HighsLinearProgram implements LinearProgram {
  rowCount = 0;
  columnCount = 0;
  private readonly highs: Highs;
  private readonly model: Model;
  private objective: Float64Array = new Float64Array(0);
  private scale = 0;
  /** False after an interior point, from which no basis follows. */
  private hasBasis = true;

  constructor(highs: Highs) {
    this.highs = highs;
    this.model = highs.createModel();
    this.model.options.set({
      output_flag: false,
      presolve: 'off',
      // 0: primal simplex where the last basis is still feasible, as after adding columns; dual else.
      simplex_strategy: 0,
      dual_simplex_cost_perturbation_multiplier: 0,
      simplex_scale_strategy: 0,
      primal_feasibility_tolerance: 1e-9,
      dual_feasibility_tolerance: 1e-9,
    });
    this.model.changeObjectiveSense(highs.constants.objectiveSense.maximize);
  }

  addRow(lower: number, upper: number, columns: Int32Array, coefficients: Float64Array): number {
    this.model.addRow(lower, upper, { indices: columns, values: coefficients });
    return this.rowCount++;
  }

  addColumns(columns: SparseColumns, objective: Float64Array): void {
    const count = objective.length;
    if (count === 0) return;
    const all = new Float64Array(this.columnCount + count);
    all.set(this.objective);
    all.set(objective, this.columnCount);
    this.setAllObjectives(all, this.columnCount);
    this.model.addCols({
      cost: objective.map((value) => value * this.scale),
      lower: new Float64Array(count),
      upper: new Float64Array(count).fill(this.highs.infinity),
      matrix: matrixOf(columns, this.rowCount, count),
    });
    this.columnCount += count;
  }

  setRowBounds(row: number, lower: number, upper: number): void {
    this.model.changeRowBounds(row, lower, upper);
  }

  setObjective(objective: Float64Array): void {
    this.scale = 0;
    this.setAllObjectives(objective, this.columnCount);
  }

  fixAtZero(columns: Int32Array): void {
    if (columns.length === 0) return;
    const zeros = new Float64Array(columns.length);
    this.model.changeColsBounds({ kind: 'set', indices: columns.toSorted() }, zeros, zeros);
  }

  maximise(aim: Aim = 'vertex'): LinearOptimum {
    if (this.columnCount === 0) {
      return { reached: 'vertex', objective: 0, values: new Float64Array(0), duals: new Float64Array(this.rowCount) };
    }
    const reached = this.solve(aim);
    const solution = this.model.getSolution();
    let objective = 0;
    for (let column = 0; column < this.columnCount; column++) {
      objective += this.objective[column] * solution.colValue[column];
    }
    return {
      reached,
      objective,
      values: solution.colValue,
      duals: solution.rowDual.map((dual) => dual / this.scale),
    };
  }

  dispose(): void {
    this.model.dispose();
  }

  private solve(aim: Aim): Aim {
    if (aim === 'centre' && this.rowCount >= CENTRE_ROWS_MIN && this.runBy('ipm', 'off') === OPTIMAL) {
      this.hasBasis = false;
      return 'centre';
    }
    if (!this.hasBasis) this.runBy('ipm', 'on');
    this.hasBasis = true;
    const status = this.runBy('simplex', 'off');
    if (status !== OPTIMAL) throw new EngineFailure(`HiGHS ended a linear program with status ${status}`);
    return 'vertex';
  }

  private runBy(solver: 'ipm' | 'simplex', crossover: 'on' | 'off'): number {
    this.model.options.set({ solver, run_crossover: crossover });
    try {
      return this.model.run().modelStatus;
    } catch (error) {
      throw new EngineFailure(`HiGHS failed on a linear program: ${String(error)}`);
    }
  }

  /** Rescales the costs already in the model where the largest objective has changed its order of magnitude. */
  private setAllObjectives(objective: Float64Array, present: number): void {
    this.objective = objective;
    const largest = objective.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
    const scale = 2 ** Math.floor(Math.log2(OBJECTIVE_SIZE / largest));
    if (scale === this.scale || present === 0) {
      this.scale = scale;
      return;
    }
    this.scale = scale;
    const costs = objective.subarray(0, present).map((value) => value * scale);
    this.model.changeColsCost({ kind: 'range', from: 0, to: present - 1 }, costs);
  }
}

function matrixOf(columns: SparseColumns, numRows: number, numCols: number) {
  const { starts, rows, coefficients } = columns;
  return { format: 'csc' as const, numRows, numCols, starts, indices: rows, values: coefficients };
}

function solveInteger(highs: Highs, program: IntegerProgram): Int32Array | null {
  const { rowLower, rowUpper, columns, objective } = program;
  const numCols = objective.length;
  const model = highs.createModel({
    numCols,
    numRows: rowLower.length,
    sense: highs.constants.objectiveSense.maximize,
    colCost: objective,
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower,
    rowUpper,
    matrix: matrixOf(columns, rowLower.length, numCols),
    integrality: new Int32Array(numCols).fill(highs.constants.variableType.integer),
  });
  try {
    model.options.set({
      output_flag: false,
      presolve: 'off',
      mip_rel_gap: 0,
      mip_abs_gap: 0.5,
      mip_max_nodes: INTEGER_NODES_MAX,
    });
    model.run();
    const values = pointOf(highs, model);
    if (values?.length !== numCols) return null;
    const chosen = Array.from(values.keys()).filter((column) => Math.round(values[column]) === 1);
    return Int32Array.from(chosen);
  } finally {
    model.dispose();
  }
}

/** Stopped before it had any point, HiGHS throws when asked for one: null. */
function pointOf(highs: Highs, model: Model): Float64Array | null {
  try {
    return model.getSolution().colValue;
  } catch (error) {
    if (error instanceof highs.errors.HighsError) return null;
    throw error;
  }
}
