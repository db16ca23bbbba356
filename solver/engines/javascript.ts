/**
 * The engine that needs nothing but JavaScript: linear programs by the sparse simplex method in `simplex/`, small
 * integer programs by javascript-lp-solver.
 *
 * javascript-lp-solver keeps a dense tableau, bounds its search by the clock if at all, and then passes off a
 * fractional point as feasible. So programs are limited in size, the search is limited in nodes (the same on every
 * machine), and a point counts only once it is whole and within all rows.
 */
import lpSolverModule, { type Model } from 'javascript-lp-solver';
import type { Engine, IntegerProgram } from './engine.ts';
import { simplexProgram } from './simplex/program.ts';

/** Most cells (rows times columns) of a tableau worth starting on: about 800 columns over 300 rows. */
const CELLS_MAX = 250_000;
/** Bounds the search by nodes times cells: about a second. */
const WORK_MAX = 30_000_000;
const NODES_MAX = 2000;
/** Objectives are brought down to about this size, since the tolerances of javascript-lp-solver are absolute. */
const OBJECTIVE_SIZE = 1024;
const WHOLE = 1e-6;
/** The package types itself as CommonJS, while what is imported is its ECMAScript build. */
const lpSolver = lpSolverModule as unknown as typeof lpSolverModule.default;

export function javascriptEngine(): Engine {
  return {
    name: 'javascript',
    linearProgram: simplexProgram,
    integerProgram: solveInteger,
  };
}

function solveInteger(program: IntegerProgram): Int32Array | null {
  const count = program.objective.length;
  if (count === 0) return isWithinRows(program, new Int32Array(0)) ? new Int32Array(0) : null;
  const cells = count * (program.rowLower.length + 1);
  if (cells > CELLS_MAX) return null;
  const values = branchAndCut(modelOf(program), Math.min(NODES_MAX, Math.ceil(WORK_MAX / cells)));
  const chosen: number[] = [];
  for (let column = 0; column < count; column++) {
    const value = values?.[nameOfColumn(column)] ?? 0;
    if (Math.abs(value - Math.round(value)) > WHOLE) return null;
    if (Math.round(value) === 1) chosen.push(column);
  }
  const point = Int32Array.from(chosen);
  return values !== null && isWithinRows(program, point) ? point : null;
}

class NodeLimitReached extends Error {}

/** Values by variable name, or null where the search found nothing or was cut short. */
function branchAndCut(model: Model, nodesMax: number): Readonly<Record<string, number | undefined>> | null {
  const service = lpSolver.branchAndCutService;
  const instance = new lpSolver.Model(undefined, undefined, {
    applyCuts: service.applyCuts,
    branchAndCut: (tableau) => {
      const addCutConstraints = tableau.addCutConstraints.bind(tableau);
      let nodes = 0;
      tableau.addCutConstraints = (cuts) => {
        if (nodes++ === nodesMax) throw new NodeLimitReached();
        addCutConstraints(cuts);
      };
      service.branchAndCut(tableau);
    },
  }).loadJson(model);
  try {
    const optimum = instance.solve();
    return optimum.feasible && optimum.bounded ? optimum.generateSolutionSet() : null;
  } catch (error) {
    if (error instanceof NodeLimitReached) return null;
    throw error;
  }
}

function modelOf(program: IntegerProgram): Model {
  const { rowLower, rowUpper, columns, objective } = program;
  const largest = objective.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const scale = 2 ** Math.floor(Math.log2(OBJECTIVE_SIZE / largest));
  const constraints: Record<string, { min?: number; max?: number; equal?: number }> = {};
  rowLower.forEach((lower, row) => {
    constraints[nameOfRow(row)] = boundsOf(lower, rowUpper[row]);
  });
  const variables: Record<string, Record<string, number>> = {};
  const ints: Record<string, 1> = {};
  const binaries: Record<string, 1> = {};
  const boundingRows = rowsThatBound(program);
  objective.forEach((value, column) => {
    const entries: Record<string, number> = { objective: value * scale };
    let isBounded = false;
    for (let k = columns.starts[column]; k < columns.starts[column + 1]; k++) {
      entries[nameOfRow(columns.rows[k])] = columns.coefficients[k];
      isBounded ||= columns.coefficients[k] > 0.5 * boundingRows[columns.rows[k]];
    }
    variables[nameOfColumn(column)] = entries;
    // A binary variable costs a row of its own; a whole one that a row keeps below 2 does not.
    if (isBounded) ints[nameOfColumn(column)] = 1;
    else binaries[nameOfColumn(column)] = 1;
  });
  return { optimize: 'objective', opType: 'max', constraints, variables, ints, binaries };
}

/** By row: its upper bound where no coefficient is negative, so that it bounds its columns; else infinity. */
function rowsThatBound(program: IntegerProgram): Float64Array {
  const { rows, coefficients } = program.columns;
  const bounds = Float64Array.from(program.rowUpper);
  for (let k = 0; k < rows.length; k++) if (coefficients[k] < 0) bounds[rows[k]] = Infinity;
  return bounds;
}

function boundsOf(lower: number, upper: number): { min?: number; max?: number; equal?: number } {
  if (lower === upper) return { equal: upper };
  return { ...(lower > -Infinity ? { min: lower } : {}), ...(upper < Infinity ? { max: upper } : {}) };
}

function isWithinRows(program: IntegerProgram, chosen: Int32Array): boolean {
  const { rowLower, rowUpper, columns } = program;
  const sums = new Float64Array(rowLower.length);
  for (const column of chosen) {
    for (let k = columns.starts[column]; k < columns.starts[column + 1]; k++) {
      sums[columns.rows[k]] += columns.coefficients[k];
    }
  }
  return sums.every((sum, row) => sum >= rowLower[row] - WHOLE && sum <= rowUpper[row] + WHOLE);
}

/** A letter first, or the names would sort as array indices. */
function nameOfColumn(column: number): string {
  return `x${column}`;
}

function nameOfRow(row: number): string {
  return `r${row}`;
}
