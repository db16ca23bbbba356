/**
 * The linear relaxation of a packing on a face, solved by sifting: a small working program of columns grows by those that
 * price out among all live ones, until none does.
 *
 * The program keeps its basis as it is stepped down from face to face: columns that can no longer be used are fixed at zero,
 * rows and odd sets that must be used up become equalities, and a criterion whose bound is not reached exactly becomes a row
 * of its own. Where the present point already satisfies an equality it stays feasible; where a fresh program starts
 * with equalities, an artificial column per row makes it so, at a price that no real column can pay.
 */
import { weightAt, type Weights } from '../criteria/catalogue.ts';
import { EngineFailure, type Aim, type Engine, type LinearOptimum, type LinearProgram } from '../engines/engine.ts';
import { incidenceOf, type FractionalColumn, type Incidence, type OddSet } from '../program/odd-sets.ts';
import { indexByRow, rowsOfColumn, type Packing } from '../program/packing.ts';
import { Pricing, type Prices } from '../program/pricing.ts';
import { liveOf, type Face } from './face.ts';

export interface Duals {
  readonly ofRow: Float64Array;
  readonly ofSet: Float64Array;
  /** By earlier criterion; 0 where not frozen. */
  readonly ofLevel: Float64Array;
  /** Absent where there is no cap. */
  readonly ofCap?: number;
}

export interface RelaxedOptimum {
  readonly objective: number;
  /** False where an equality could only be met by paying for an artificial column. */
  readonly feasible: boolean;
  readonly support: readonly FractionalColumn[];
  readonly duals: Duals;
}

/** A value this close to a whole number is taken for it; integers confirm later. */
export const WHOLE = 1e-6;
/** Rows from which the middle of an optimal face is asked for; below, cuts and dives have less luck from there (bench/README.md). */
const CENTRE_ROWS_MIN = 3_000;
const ARTIFICIAL_PRICE = 4;
const ARTIFICIAL_PRICE_STEP = 16;
/** Least reduced cost worth a column, as a share of the criterion's largest coefficient. */
const LEAST_GAIN = 1e-7;
const NO_COLUMNS = new Int32Array(0);
const NO_COEFFICIENTS = new Float64Array(0);
/** Stands for the cap where rows are known by the level whose coefficients they have. */
const CAP = -1;

export class Relaxation {
  /** Linear programs solved. */
  runs = 0;
  private readonly engine: Engine;
  private readonly packing: Packing;
  private program: LinearProgram;
  private present = new Uint8Array(0);
  /** Program column -> packing column, or -1 - row for an artificial column. */
  private columnOf: number[] = [];
  private incidences: Incidence[] = [];
  private rowOfSet: number[] = [];
  private rowOfLevel = new Map<number, number>();
  private chargeOfColumn: Float64Array | null = null;
  private level = -1;
  private artificialPrice = ARTIFICIAL_PRICE;
  private seed: Int32Array;
  private readonly pricing: Pricing;
  /** Made when the first cut of a face needs it. */
  private columnsOnRow: ((row: number) => Int32Array) | null = null;
  private face: Face;

  /** `seed`: live columns to start from. */
  constructor(engine: Engine, packing: Packing, face: Face, seed: Int32Array = NO_COLUMNS) {
    this.engine = engine;
    this.packing = packing;
    this.face = face;
    this.seed = seed;
    this.pricing = new Pricing(packing);
    this.program = this.build();
  }

  /** Columns of the working program, artificial ones apart. */
  get working(): Int32Array {
    return Int32Array.from(this.columnOf.filter((column) => column >= 0));
  }

  /**
   * Solves for a criterion over all live columns of the face. Where the program is large, the prices of a new criterion are those of the middle
   * of its optimal face.
   */
  maximise(level: number): RelaxedOptimum {
    const isNew = level !== this.level;
    if (isNew) this.aimAt(level);
    const { optimum, duals } = this.sift(level, isNew ? 'centre' : 'vertex');
    const { objective, values } = optimum.reached === 'vertex' ? optimum : this.solveProgram(level, 'vertex');
    return { objective, ...this.supportOf(values), duals };
  }

  /** Adds live columns until none is worth it. */
  private sift(level: number, aim: Aim): { readonly optimum: LinearOptimum; readonly duals: Duals } {
    for (;;) {
      const { rowCount, columnCount } = this.program;
      const isLarge = CENTRE_ROWS_MIN <= rowCount && rowCount <= columnCount;
      const optimum = this.solveProgram(level, isLarge ? aim : 'vertex');
      const duals = this.dualsOf(optimum.duals);
      const entering = this.entering(level, duals);
      if (entering.length === 0) return { optimum, duals };
      this.addColumns(entering);
    }
  }

  /**
   * A program that its engine gives up, as it must where a face turns out to be empty, is built afresh; if that fails too,
   * without the rows of earlier criteria, whose large coefficients are the hardest to compute with: the bound is weaker then, but a bound.
   */
  private solveProgram(level: number, aim: Aim): LinearOptimum {
    this.runs++;
    try {
      return finite(this.program.maximise(aim));
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      return this.maximiseAfresh(level);
    }
  }

  private maximiseAfresh(level: number): LinearOptimum {
    this.rebuild();
    this.aimAt(level);
    try {
      return finite(this.program.maximise());
    } catch (error) {
      if (!(error instanceof EngineFailure) || !this.face.frozen.includes(true)) throw error;
      this.face = { ...this.face, frozen: this.face.frozen.map(() => false) };
      return this.maximiseAfresh(level);
    }
  }

  /** Makes artificial columns dearer, for a node that still uses one; then `maximise` again. */
  raiseArtificialPrice(): void {
    this.artificialPrice *= ARTIFICIAL_PRICE_STEP;
    this.program.setObjective(this.objective());
  }

  /** The face with the odd sets added since. */
  get currentFace(): Face {
    return this.face;
  }

  /** Adds an odd set's cut, which every face has, and so this one. */
  addOddSet(set: OddSet): void {
    this.face = {
      ...this.face,
      oddSets: [...this.face.oddSets, set],
      tightSets: [...this.face.tightSets, false],
    };
    this.addSetRow(this.program, set, false);
  }

  /** Steps down to a face of the present one, on which the present optimum lies; artificial columns are over then. */
  stepTo(face: Face): void {
    const alive = new Uint8Array(this.packing.columns.count);
    for (const column of face.alive) alive[column] = 1;
    const dead = Array.from(this.columnOf.keys()).filter((index) => alive[this.columnOf[index]] !== 1);
    this.program.fixAtZero(Int32Array.from(dead));
    for (let row = 0; row < this.packing.rowCount; row++) {
      if (face.tightRows[row] > this.face.tightRows[row]) this.program.setRowBounds(row, 1, 1);
    }
    face.tightSets.forEach((tight, index) => {
      const side = (face.oddSets[index].length - 1) / 2;
      if (tight && !this.face.tightSets[index]) this.program.setRowBounds(this.rowOfSet[index], side, side);
    });
    const { frozen: frozenBefore, cap } = this.face;
    if (face.cap?.isTight === true && cap?.isTight !== true) {
      this.program.setRowBounds(this.rowOfLevel.get(CAP)!, face.cap.max, face.cap.max);
    }
    this.face = face;
    this.columnsOnRow = null;
    face.frozen.forEach((frozen, level) => {
      if (frozen && frozenBefore[level] !== true) this.freeze(this.program, level);
    });
  }

  /** Where each odd set crosses the live columns, in the order of the face's odd sets. */
  get crossings(): readonly Incidence[] {
    return this.incidences;
  }

  dispose(): void {
    this.program.dispose();
  }

  private rebuild(): void {
    this.seed = liveOf(this.working, this.face);
    this.program.dispose();
    this.program = this.build();
  }

  /** A program for the face, with artificial columns for its equalities and no others yet. */
  private build(): LinearProgram {
    const { packing, face } = this;
    const program = this.engine.linearProgram();
    this.present = new Uint8Array(packing.columns.count);
    this.columnOf = [];
    this.incidences = [];
    this.rowOfSet = [];
    this.rowOfLevel = new Map();
    this.level = -1;
    for (let row = 0; row < packing.rowCount; row++) {
      program.addRow(face.tightRows[row] === 1 ? 1 : -Infinity, 1, NO_COLUMNS, NO_COEFFICIENTS);
    }
    face.oddSets.forEach((set, index) => this.addSetRow(program, set, face.tightSets[index]));
    face.frozen.forEach((frozen, level) => frozen && this.freeze(program, level));
    if (face.cap !== undefined)
      this.addLevelRow(program, CAP, face.cap.isTight ? face.cap.max : -Infinity, face.cap.max);
    this.addArtificials(program);
    return program;
  }

  private addSetRow(program: LinearProgram, set: OddSet, tight: boolean): void {
    this.columnsOnRow ??= indexByRow(this.packing, this.face.alive);
    const incidence = incidenceOf(this.columnsOnRow, set);
    const coefficientOf = new Map(Array.from(incidence.columns, (column, k) => [column, incidence.coefficients[k]]));
    const crossing = Array.from(this.columnOf.keys()).filter((index) => coefficientOf.has(this.columnOf[index]));
    const side = (set.length - 1) / 2;
    const row = program.addRow(
      tight ? side : -Infinity,
      side,
      Int32Array.from(crossing),
      Float64Array.from(crossing, (index) => coefficientOf.get(this.columnOf[index])!),
    );
    this.rowOfSet.push(row);
    this.incidences.push(incidence);
  }

  private freeze(program: LinearProgram, level: number): void {
    this.addLevelRow(program, level, this.face.values[level], this.face.values[level]);
  }

  private addLevelRow(program: LinearProgram, level: number, lower: number, upper: number): void {
    const columns: number[] = [];
    const coefficients: number[] = [];
    this.columnOf.forEach((column, index) => {
      const weight = column < 0 ? 0 : weightAt(this.weightsOf(level), column);
      if (weight === 0) return;
      columns.push(index);
      coefficients.push(weight);
    });
    const row = program.addRow(lower, upper, Int32Array.from(columns), Float64Array.from(coefficients));
    this.rowOfLevel.set(level, row);
  }

  private weightsOf(level: number): Weights {
    return level === CAP ? this.packing.cap!.counts : this.packing.levels[level];
  }

  private aimAt(level: number): void {
    const first = this.level < 0;
    this.level = level;
    if (this.columnOf.length > 0) this.program.setObjective(this.objective());
    if (!first) return;
    if (this.seed.length > 0) this.addColumns(this.seed);
    else this.addColumns(this.entering(level, this.dualsOf(null)));
  }

  private objective(): Float64Array {
    return Float64Array.from(this.columnOf, (column) => this.priceOf(column));
  }

  private priceOf(column: number): number {
    const weights = this.packing.levels[this.level];
    if (column >= 0) return weightAt(weights, column);
    return -this.artificialPrice * weights.largest;
  }

  private addArtificials(program: LinearProgram): void {
    const rows = Array.from(this.face.tightRows.keys()).filter((row) => this.face.tightRows[row] === 1);
    this.face.tightSets.forEach((tight, index) => tight && rows.push(this.rowOfSet[index]));
    const entries = rows.map((row) => ({ row, coefficient: 1 }));
    for (const [level, row] of this.rowOfLevel) {
      if (level === CAP && this.face.cap?.isTight !== true) continue;
      entries.push({ row, coefficient: 1 }, { row, coefficient: -1 });
    }
    if (entries.length === 0) return;
    program.addColumns(
      {
        starts: Int32Array.from({ length: entries.length + 1 }, (_, k) => k),
        rows: Int32Array.from(entries, ({ row }) => row),
        coefficients: Float64Array.from(entries, ({ coefficient }) => coefficient),
      },
      new Float64Array(entries.length),
    );
    for (const { row } of entries) this.columnOf.push(-1 - row);
  }

  private entering(level: number, duals: Duals): Int32Array {
    const weights = this.packing.levels[level];
    return this.pricing.entering(
      this.pricesOf(level, duals),
      this.face.alive,
      this.present,
      LEAST_GAIN * weights.largest,
    );
  }

  private pricesOf(level: number, duals: Duals): Prices {
    const { rowOf, columns } = this.packing;
    const ofRow = new Float64Array(this.packing.rowCount + 1);
    ofRow.set(duals.ofRow);
    const ofVertex = Float64Array.from(rowOf, (row) => ofRow[row]);
    const charged = duals.ofSet.some((dual) => dual !== 0);
    if (charged) {
      const charges = (this.chargeOfColumn ??= new Float64Array(columns.count));
      for (const incidence of this.incidences) for (const column of incidence.columns) charges[column] = 0;
      this.incidences.forEach((incidence, set) => {
        for (let k = 0; k < incidence.columns.length; k++) {
          charges[incidence.columns[k]] += incidence.coefficients[k] * duals.ofSet[set];
        }
      });
    }
    const ofLevel = [...this.rowOfLevel.keys()].map((frozen) => ({
      weights: this.weightsOf(frozen),
      dual: frozen === CAP ? duals.ofCap! : duals.ofLevel[frozen],
    }));
    return { weights: this.packing.levels[level], ofVertex, ofColumn: charged ? this.chargeOfColumn : null, ofLevel };
  }

  private dualsOf(duals: Float64Array | null): Duals {
    const { rowCount, levels } = this.packing;
    const ofLevel = new Float64Array(levels.length);
    if (duals === null) {
      return { ofRow: new Float64Array(rowCount), ofSet: new Float64Array(this.rowOfSet.length), ofLevel, ofCap: 0 };
    }
    for (const [level, row] of this.rowOfLevel) if (level !== CAP) ofLevel[level] = duals[row];
    const ofSet = Float64Array.from(this.rowOfSet, (row) => duals[row]);
    const capRow = this.rowOfLevel.get(CAP);
    return { ofRow: duals.slice(0, rowCount), ofSet, ofLevel, ofCap: capRow === undefined ? 0 : duals[capRow] };
  }

  private addColumns(columns: Int32Array): void {
    const starts = new Int32Array(columns.length + 1);
    const rows: number[] = [];
    const coefficients: number[] = [];
    const crossing = this.crossingsOf(columns);
    columns.forEach((column, k) => {
      for (const row of rowsOfColumn(this.packing, column)) {
        rows.push(row);
        coefficients.push(1);
      }
      for (const { row, coefficient } of crossing.get(column) ?? []) {
        rows.push(row);
        coefficients.push(coefficient);
      }
      starts[k + 1] = rows.length;
      this.present[column] = 1;
      this.columnOf.push(column);
    });
    const added = Float64Array.from(columns, (column) => this.priceOf(column));
    this.program.addColumns(
      { starts, rows: Int32Array.from(rows), coefficients: Float64Array.from(coefficients) },
      added,
    );
  }

  /** Coefficients of columns on the rows of odd sets, frozen criteria and the cap. */
  private crossingsOf(columns: Int32Array): Map<number, { row: number; coefficient: number }[]> {
    const wanted = new Map(Array.from(columns, (column) => [column, [] as { row: number; coefficient: number }[]]));
    this.incidences.forEach((incidence, set) => {
      incidence.columns.forEach((column, k) => {
        wanted.get(column)?.push({ row: this.rowOfSet[set], coefficient: incidence.coefficients[k] });
      });
    });
    for (const [level, row] of this.rowOfLevel) {
      for (const [column, entries] of wanted) {
        const coefficient = weightAt(this.weightsOf(level), column);
        if (coefficient !== 0) entries.push({ row, coefficient });
      }
    }
    return wanted;
  }

  private supportOf(values: Float64Array): Pick<RelaxedOptimum, 'support' | 'feasible'> {
    const support: FractionalColumn[] = [];
    let feasible = true;
    this.columnOf.forEach((column, index) => {
      if (values[index] <= WHOLE) return;
      if (column < 0) feasible = false;
      else support.push({ column, value: values[index] });
    });
    return { support, feasible };
  }
}

/** What is no number cannot even be compared: an answer that holds such a thing is none. */
function finite(optimum: LinearOptimum): LinearOptimum {
  if (!Number.isFinite(optimum.objective) || !optimum.duals.every(Number.isFinite)) {
    throw new EngineFailure('the engine answered with what is no number');
  }
  return optimum;
}

export function isWhole({ value }: FractionalColumn): boolean {
  return Math.abs(value - 1) < WHOLE;
}
