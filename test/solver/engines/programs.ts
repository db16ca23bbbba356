/**
 * Small linear and integer programs for the engines' tests, and a rig that runs one and proves the answer by duality:
 * it keeps its own copy of rows, columns and bounds, and needs no second engine to say what is optimal.
 */
import assert from 'node:assert/strict';
import type {
  Engine,
  IntegerProgram,
  LinearOptimum,
  LinearProgram,
  SparseColumns,
} from '../../../solver/engines/engine.ts';
import type { Draw } from '../../oracle/random-pools.ts';

export interface ColumnEntry {
  readonly row: number;
  readonly coefficient: number;
}
export type Column = readonly ColumnEntry[];

const TOLERANCE = 1e-7;

/** A linear program under test together with all that it has been told. */
export class Rig {
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly columns: ColumnEntry[][] = [];
  readonly fixed = new Set<number>();
  objective: number[] = [];
  readonly program: LinearProgram;

  constructor(engine: Engine) {
    this.program = engine.linearProgram();
  }

  addRow(lower: number, upper: number, entries: readonly { column: number; coefficient: number }[] = []): number {
    const row = this.lower.length;
    this.lower.push(lower);
    this.upper.push(upper);
    for (const { column, coefficient } of entries) this.columns[column].push({ row, coefficient });
    const columns = Int32Array.from(entries, ({ column }) => column);
    const given = this.program.addRow(
      lower,
      upper,
      columns,
      Float64Array.from(entries, ({ coefficient }) => coefficient),
    );
    assert.equal(given, row);
    return row;
  }

  addColumns(columns: readonly Column[], objective: readonly number[]): void {
    this.columns.push(...columns.map((column) => [...column]));
    this.objective.push(...objective);
    this.program.addColumns(sparse(columns), Float64Array.from(objective));
    assert.equal(this.program.columnCount, this.columns.length);
  }

  setRowBounds(row: number, lower: number, upper: number): void {
    this.lower[row] = lower;
    this.upper[row] = upper;
    this.program.setRowBounds(row, lower, upper);
  }

  setObjective(objective: readonly number[]): void {
    this.objective = [...objective];
    this.program.setObjective(Float64Array.from(objective));
  }

  fixAtZero(columns: readonly number[]): void {
    for (const column of columns) this.fixed.add(column);
    this.program.fixAtZero(Int32Array.from(columns));
  }

  /** Solves, and checks of the answer everything that makes it a proved optimum. */
  maximise(): LinearOptimum {
    const optimum = this.program.maximise();
    assert.equal(optimum.values.length, this.columns.length);
    assert.equal(optimum.duals.length, this.lower.length);
    this.checkPrimalFeasible(optimum);
    this.checkDualFeasible(optimum);
    this.checkStrongDuality(optimum);
    return optimum;
  }

  reducedCost(column: number, duals: Float64Array): number {
    return this.columns[column].reduce(
      (left, { row, coefficient }) => left - duals[row] * coefficient,
      this.objective[column],
    );
  }

  private checkPrimalFeasible(optimum: LinearOptimum): void {
    const size = this.rowSizes();
    const activity = this.activity(optimum.values);
    activity.forEach((sum, row) => {
      atMost(this.lower[row] - TOLERANCE * size[row], sum);
      atMost(sum, this.upper[row] + TOLERANCE * size[row]);
    });
    optimum.values.forEach((value, column) => {
      atMost(-TOLERANCE, value);
      if (this.fixed.has(column)) atMost(value, TOLERANCE);
    });
  }

  private checkDualFeasible(optimum: LinearOptimum): void {
    const tolerance = TOLERANCE * this.objectiveSize();
    this.columns.forEach((_, column) => {
      if (this.fixed.has(column)) return;
      const reduced = this.reducedCost(column, optimum.duals);
      atMost(reduced, tolerance);
      if (optimum.values[column] > TOLERANCE) atMost(-tolerance, reduced);
    });
    const size = this.rowSizes();
    const activity = this.activity(optimum.values);
    optimum.duals.forEach((dual, row) => {
      if (activity[row] < this.upper[row] - TOLERANCE * size[row]) atMost(dual * size[row], tolerance);
      if (activity[row] > this.lower[row] + TOLERANCE * size[row]) atMost(-tolerance, dual * size[row]);
    });
  }

  private checkStrongDuality(optimum: LinearOptimum): void {
    const size = this.rowSizes();
    let primal = 0;
    let dual = 0;
    let scale = this.objectiveSize();
    optimum.values.forEach((value, column) => {
      primal += this.objective[column] * value;
      scale += Math.abs(this.objective[column] * value);
    });
    optimum.duals.forEach((price, row) => {
      if (Math.abs(price) * size[row] <= TOLERANCE * this.objectiveSize()) return;
      dual += price * (price > 0 ? this.upper[row] : this.lower[row]);
    });
    atMost(Math.abs(primal - dual), 10 * TOLERANCE * scale);
    atMost(Math.abs(optimum.objective - primal), TOLERANCE * scale);
  }

  private activity(values: Float64Array): number[] {
    const sums = this.lower.map(() => 0);
    this.columns.forEach((column, index) => {
      for (const { row, coefficient } of column) sums[row] += coefficient * values[index];
    });
    return sums;
  }

  private rowSizes(): number[] {
    const sizes = this.lower.map(() => 1);
    for (const column of this.columns) {
      for (const { row, coefficient } of column) sizes[row] = Math.max(sizes[row], Math.abs(coefficient));
    }
    return sizes;
  }

  private objectiveSize(): number {
    return this.objective.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  }
}

function atMost(value: number, limit: number): void {
  assert.ok(value <= limit, `${value} should be at most ${limit}`);
}

export function sparse(columns: readonly Column[]): SparseColumns {
  const starts = new Int32Array(columns.length + 1);
  columns.forEach((column, index) => {
    starts[index + 1] = starts[index] + column.length;
  });
  const entries = columns.flat();
  return {
    starts,
    rows: Int32Array.from(entries, ({ row }) => row),
    coefficients: Float64Array.from(entries, ({ coefficient }) => coefficient),
  };
}

/** Columns of ones over one to three of the rows, as exchanges have. */
export function packingColumns(draw: Draw, rowCount: number, count: number): Column[] {
  return Array.from({ length: count }, () => {
    const rows = new Set<number>();
    const size = 1 + draw(Math.min(3, rowCount));
    while (rows.size < size) rows.add(draw(rowCount));
    return Array.from(rows, (row) => ({ row, coefficient: 1 }));
  });
}

/** The best value over all subsets of columns, or null where no subset is within the rows. At most 20 columns. */
export function bestBySubsets(program: IntegerProgram): number | null {
  const count = program.objective.length;
  let best: number | null = null;
  for (let mask = 0; mask < 2 ** count; mask++) {
    const chosen = Array.from({ length: count }, (_, column) => column).filter((column) => (mask >> column) & 1);
    if (!isWithinRows(program, chosen)) continue;
    const value = chosen.reduce((sum, column) => sum + program.objective[column], 0);
    if (best === null || value > best) best = value;
  }
  return best;
}

export function isWithinRows(program: IntegerProgram, chosen: Iterable<number>): boolean {
  const { starts, rows, coefficients } = program.columns;
  const sums = program.rowLower.map(() => 0);
  for (const column of chosen) {
    for (let k = starts[column]; k < starts[column + 1]; k++) sums[rows[k]] += coefficients[k];
  }
  return sums.every((sum, row) => sum >= program.rowLower[row] && sum <= program.rowUpper[row]);
}
