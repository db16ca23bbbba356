/**
 * The exchanges found so far and the linear program over them: a row (at most 1) for each recipient and altruist, one for each criterion
 * that is settled already, and one for each odd set that cuts.
 *
 * Columns and cuts are only ever added: a plunge starts a new program for what it leaves. Where something must be reached exactly,
 * artificial columns make up for what real ones do not reach yet, at a price that is worth no real column.
 */
import type { Aim, Engine, LinearProgram } from '../engines/engine.ts';
import { follows } from '../graph/adjacency.ts';
import type { CriterionId } from '../limits.ts';
import { WHOLE } from '../optimise/relaxation.ts';
import type { OddSet } from '../program/odd-sets.ts';
import { countAlong, type Term } from './gains.ts';
import type { Region } from './region.ts';
import { NO_SCOUTS, type Scouts } from './scouts.ts';

/** Vertices in the order of giving; a cycle starts at its smallest row, a chain at its altruist. */
export type Path = Int32Array;

/** A criterion that was settled before. */
export interface Settled {
  readonly criterion: CriterionId;
  readonly value: number;
  /** Whether the value follows from that of another, so that it need not be asked for. */
  readonly isImplied: boolean;
}

/** What is to be as large as possible among the sets that reach what was settled before. */
export interface Goal {
  readonly criterion: CriterionId;
  readonly earlier: readonly Settled[];
}

export interface MasterOptimum {
  readonly reached: Aim;
  readonly objective: number;
  /** By column. */
  readonly values: Float64Array;
  readonly prices: Prices;
  /** False where an artificial column had to make up for something. */
  readonly isFeasible: boolean;
}

/** At least 0, but for rows that are tight, and criteria settled before. */
export interface Prices {
  readonly ofRow: Float64Array;
  readonly ofSet: Float64Array;
  /** By earlier criterion. */
  readonly ofLevel: Float64Array;
}

/** Columns, as a share of the rows, from which the middle of the optimal face is asked for (bench/README.md). */
const CENTRE_SHARE = 1 / 4;
const NOTHING = new Int32Array(0);
const NO_COEFFICIENTS = new Float64Array(0);
/** Of an artificial column, in what a column can count. */
const ARTIFICIAL_PRICE = 4;
const ARTIFICIAL_PRICE_STEP = 16;

export class Master {
  readonly region: Region;
  readonly goal: Goal;
  /** By column. */
  readonly paths: Path[] = [];
  /** By column: what it counts, a whole number. */
  readonly weights: number[] = [];
  readonly oddSets: OddSet[] = [];
  /** By row: 1, for whoever leaves none out. */
  readonly everyRow: Uint8Array;
  /** Linear programs solved. */
  runs = 0;
  readonly scouts: Scouts;
  private readonly engine: Engine;
  private readonly program: LinearProgram;
  private readonly known = new Set<string>();
  /** By row: odd sets that it is in. */
  private readonly setsOf: number[][];
  /** By earlier criterion: what its row is divided by. */
  private readonly units: readonly number[];
  private artificialCount = 0;
  private artificialPrice = ARTIFICIAL_PRICE;

  /** `scouts` help whoever prices. `atLeast`: what was settled need only be reached, and rows that are tight may be left. */
  constructor(engine: Engine, region: Region, goal: Goal, scouts: Scouts = NO_SCOUTS, atLeast = false) {
    this.engine = engine;
    this.scouts = scouts;
    this.program = engine.linearProgram();
    this.region = region;
    this.goal = goal;
    const { rowCount } = this.adjacency;
    this.everyRow = new Uint8Array(rowCount).fill(1);
    this.setsOf = Array.from({ length: rowCount }, () => []);
    this.units = goal.earlier.map(({ criterion }) => this.unitOf(criterion));
    this.addRows(atLeast);
  }

  get adjacency() {
    return this.region.adjacency;
  }

  get criterion(): CriterionId {
    return this.goal.criterion;
  }

  /** Adds those that are not there yet; tells how many. */
  add(paths: readonly Path[]): number {
    const added = paths.filter((path) => this.known.size < this.known.add(path.join()).size);
    const entries = added.map((path) => this.entriesOf(path));
    const starts = new Int32Array(added.length + 1);
    entries.forEach(({ length }, k) => {
      starts[k + 1] = starts[k] + length;
    });
    const rows = Int32Array.from(entries.flat(), ([row]) => row);
    const coefficients = Float64Array.from(entries.flat(), ([, coefficient]) => coefficient);
    const weights = Float64Array.from(added, (path) => this.weightOf(path));
    this.program.addColumns({ starts, rows, coefficients }, weights);
    this.paths.push(...added);
    this.weights.push(...weights);
    return added.length;
  }

  /** Those that use only arcs of the region, and end only where a chain may. */
  allowed(paths: readonly Path[]): readonly Path[] {
    const { adjacency, mayEnd } = this.region;
    const { pairedCount, rowOf } = adjacency;
    return paths.filter((path) => {
      const isChain = path[0] >= pairedCount;
      if (isChain && mayEnd[rowOf[path[path.length - 1]]] === 0) return false;
      const arcs = path.length - (isChain ? 1 : 0);
      for (let k = 0; k < arcs; k++) if (!follows(adjacency, path[k], path[(k + 1) % path.length])) return false;
      return true;
    });
  }

  /** Altruists alone. */
  unused(): readonly Path[] {
    const { pairedCount, vertexCount } = this.adjacency;
    return this.allowed(Array.from({ length: vertexCount - pairedCount }, (_, k) => Int32Array.of(pairedCount + k)));
  }

  /** Of these in their order those that share no row with one taken before, `countMax` at most. */
  disjoint(paths: readonly Path[], countMax = Infinity): readonly Path[] {
    const used = new Uint8Array(this.adjacency.rowCount);
    const taken: Path[] = [];
    for (const path of paths) {
      if (taken.length === countMax) break;
      const rows = this.rowsOf(path);
      if (rows.some((row) => used[row] === 1)) continue;
      for (const row of rows) used[row] = 1;
      taken.push(path);
    }
    return taken;
  }

  /** Rows of recipients and altruists. */
  rowsOf(path: Path): Int32Array {
    return path.map((vertex) => this.adjacency.rowOf[vertex]);
  }

  /** Cuts: of an odd set no more than half can be used in twos. */
  addOddSet(set: OddSet): void {
    const index = this.oddSets.push(set) - 1;
    for (const row of set) this.setsOf[row].push(index);
    const crossing = this.paths.flatMap((path, column) => {
      const coefficient = this.crossingsOf(path).get(index) ?? 0;
      return coefficient === 0 ? [] : [[this.artificialCount + column, coefficient] as const];
    });
    const columns = Int32Array.from(crossing, ([column]) => column);
    const coefficients = Float64Array.from(crossing, ([, coefficient]) => coefficient);
    this.program.addRow(-Infinity, (set.length - 1) / 2, columns, coefficients);
  }

  /** What the cuts charge a path. */
  chargeOf(path: Path, ofSet: ArrayLike<number>): number {
    let charge = 0;
    for (const [set, coefficient] of this.crossingsOf(path)) charge += coefficient * ofSet[set];
    return charge;
  }

  /** What an exchange counts of the criterion. */
  weightOf(path: Path): number {
    return countAlong(this.adjacency, this.criterion, path);
  }

  /** What is summed up for a path before its rows are paid: the criterion `scale` times, less what earlier ones cost. */
  termsOf(scale: number, { ofLevel }: Prices): readonly Term[] {
    const earlier = this.goal.earlier.map(({ criterion }, level) => ({ criterion, factor: -ofLevel[level] }));
    return [{ criterion: this.criterion, factor: scale }, ...earlier];
  }

  /** By how much a path gains more than it costs. */
  gainOf(path: Path, scale: number, prices: Prices): number {
    const { rowOf } = this.adjacency;
    let gain = -this.chargeOf(path, prices.ofSet);
    for (const vertex of path) gain -= prices.ofRow[rowOf[vertex]];
    for (const { criterion, factor } of this.termsOf(scale, prices)) {
      if (factor !== 0) gain += factor * countAlong(this.adjacency, criterion, path);
    }
    return gain;
  }

  /** Asked for the centre, a small program answers with a vertex all the same. */
  maximise(aim: Aim = 'vertex'): MasterOptimum {
    this.runs++;
    const { rowCount } = this.adjacency;
    const isWide = this.paths.length >= CENTRE_SHARE * this.program.rowCount;
    const { reached, objective, values, duals } = this.program.maximise(isWide ? aim : 'vertex');
    const { tightRows } = this.region;
    const ofRow = duals.slice(0, rowCount).map((dual, row) => (tightRows[row] === 1 ? dual : Math.max(0, dual)));
    const ofLevel = Float64Array.from(this.units, (unit, level) => duals[rowCount + level] / unit);
    const ofSet = duals.slice(rowCount + this.units.length).map((dual) => Math.max(0, dual));
    return {
      reached,
      objective,
      values: values.subarray(this.artificialCount),
      prices: { ofRow, ofSet, ofLevel },
      isFeasible: values.subarray(0, this.artificialCount).every((value) => value < WHOLE),
    };
  }

  /** Makes artificial columns dearer. */
  raiseArtificialPrice(): void {
    this.artificialPrice *= ARTIFICIAL_PRICE_STEP;
    const artificial = Array.from({ length: this.artificialCount }, () => -this.artificialCost());
    this.program.setObjective(Float64Array.from([...artificial, ...this.weights]));
  }

  /**
   * A master of its own with those columns that pass, and without the cuts. What its goal has as settled need only be reached. Columns that
   * are `banned` can never be added to it.
   */
  restricted(goal: Goal, passes: (path: Path) => boolean, banned: readonly Path[]): Master {
    const restricted = new Master(this.engine, this.region, goal, this.scouts, true);
    for (const path of banned) restricted.known.add(path.join());
    restricted.add(this.paths.filter(passes));
    return restricted;
  }

  dispose(): void {
    this.program.dispose();
  }

  private addRows(atLeast: boolean): void {
    const { program, region, units } = this;
    const artificial: (readonly [row: number, coefficient: number])[] = [];
    const addRow = (lower: number, upper: number): void => {
      const row = program.addRow(lower, upper, NOTHING, NO_COEFFICIENTS);
      if (lower > -Infinity) artificial.push([row, 1]);
      if (lower > -Infinity && row >= region.tightRows.length && upper < Infinity) artificial.push([row, -1]);
    };
    for (const tight of region.tightRows) addRow(tight === 1 && !atLeast ? 1 : -Infinity, 1);
    this.goal.earlier.forEach(({ value, isImplied }, level) => {
      const side = value / units[level];
      addRow(isImplied ? -Infinity : side, isImplied || atLeast ? Infinity : side);
    });
    this.artificialCount = artificial.length;
    if (artificial.length === 0) return;
    const starts = Int32Array.from({ length: artificial.length + 1 }, (_, k) => k);
    const rows = Int32Array.from(artificial, ([row]) => row);
    const coefficients = Float64Array.from(artificial, ([, coefficient]) => coefficient);
    const costs = new Float64Array(artificial.length).fill(-this.artificialCost());
    program.addColumns({ starts, rows, coefficients }, costs);
  }

  private artificialCost(): number {
    return this.artificialPrice * this.unitOf(this.criterion);
  }

  /** What a gift can count of a criterion at most. */
  private unitOf(criterion: CriterionId): number {
    return criterion === 'score' ? this.adjacency.units.reduce((most, units) => Math.max(most, units), 1) : 1;
  }

  private entriesOf(path: Path): (readonly [row: number, coefficient: number])[] {
    const { rowOf, rowCount } = this.adjacency;
    const rows = Array.from(path, (vertex) => [rowOf[vertex], 1] as const);
    const levels = this.goal.earlier.flatMap(({ criterion, isImplied }, level) => {
      const count = isImplied ? 0 : countAlong(this.adjacency, criterion, path);
      return count === 0 ? [] : [[rowCount + level, count / this.units[level]] as const];
    });
    const firstSet = rowCount + this.units.length;
    const cuts = Array.from(this.crossingsOf(path), ([set, coefficient]) => [firstSet + set, coefficient] as const);
    return [...rows, ...levels, ...cuts].sort(([a], [b]) => a - b);
  }

  /** By odd set: half the rows that they share, rounded down, where that is more than 0. */
  private crossingsOf(path: Path): Map<number, number> {
    const shared = new Map<number, number>();
    for (const vertex of path) {
      for (const set of this.setsOf[this.adjacency.rowOf[vertex]]) shared.set(set, (shared.get(set) ?? 0) + 1);
    }
    return new Map([...shared].flatMap(([set, count]) => (count < 2 ? [] : [[set, count >> 1]])));
  }
}
