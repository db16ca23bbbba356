/**
 * The exchanges found so far and the linear program over them: a row (at most 1) for each recipient and altruist, and one for each
 * odd set that cuts.
 *
 * Columns and cuts are only ever added: a plunge starts a new program for what it leaves.
 */
import type { Aim, Engine, LinearProgram } from '../engines/engine.ts';
import { unitsAlong, type Adjacency } from '../graph/adjacency.ts';
import type { CriterionId } from '../limits.ts';
import type { OddSet } from '../program/odd-sets.ts';
import { NO_SCOUTS, type Scouts } from './scouts.ts';

/** Vertices in the order of giving; a cycle starts at its smallest row, a chain at its altruist. */
export type Path = Int32Array;

export interface MasterOptimum {
  readonly reached: Aim;
  readonly objective: number;
  /** By column. */
  readonly values: Float64Array;
  readonly prices: Prices;
}

/** All at least 0. */
export interface Prices {
  readonly ofRow: Float64Array;
  readonly ofSet: Float64Array;
}

/** Columns, as a share of the rows, from which the middle of the optimal face is asked for (bench/README.md). */
const CENTRE_SHARE = 1 / 4;
const NOTHING = new Int32Array(0);
const NO_COEFFICIENTS = new Float64Array(0);

export class Master {
  readonly adjacency: Adjacency;
  readonly criterion: CriterionId;
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

  /** `scouts` help whoever prices. */
  constructor(engine: Engine, adjacency: Adjacency, criterion: CriterionId, scouts: Scouts = NO_SCOUTS) {
    this.engine = engine;
    this.scouts = scouts;
    this.program = engine.linearProgram();
    this.adjacency = adjacency;
    this.everyRow = new Uint8Array(adjacency.rowCount).fill(1);
    this.criterion = criterion;
    this.setsOf = Array.from({ length: adjacency.rowCount }, () => []);
    for (let row = 0; row < adjacency.rowCount; row++) this.program.addRow(-Infinity, 1, NOTHING, NO_COEFFICIENTS);
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
      return coefficient === 0 ? [] : [[column, coefficient] as const];
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
    const chain = path[0] >= this.adjacency.pairedCount ? 1 : 0;
    if (this.criterion === 'transplants') return path.length;
    if (this.criterion === 'recipients') return path.length - chain;
    return unitsAlong(this.adjacency, path);
  }

  /** Of that, what a chain's altruist counts alone. */
  weightOfAltruist(path: Path): number {
    return path[0] < this.adjacency.pairedCount ? 0 : this.weightOf(path.subarray(0, 1));
  }

  /** What all altruists count, each alone. */
  weightOfAltruists(): number {
    const { pairedCount, vertexCount } = this.adjacency;
    return pairedCount === vertexCount ? 0 : (vertexCount - pairedCount) * this.weightOf(Int32Array.of(pairedCount));
  }

  /** Asked for the centre, a small program answers with a vertex all the same. */
  maximise(aim: Aim = 'vertex'): MasterOptimum {
    this.runs++;
    const { rowCount } = this.adjacency;
    const isWide = this.paths.length >= CENTRE_SHARE * this.program.rowCount;
    const { reached, objective, values, duals } = this.program.maximise(isWide ? aim : 'vertex');
    const prices = duals.map((dual) => Math.max(0, dual));
    return {
      reached,
      objective,
      values,
      prices: { ofRow: prices.subarray(0, rowCount), ofSet: prices.subarray(rowCount) },
    };
  }

  /** A master of its own with those columns that pass, and without the cuts. Columns that are `banned` can never be added to it. */
  restricted(passes: (path: Path) => boolean, banned: readonly Path[]): Master {
    const restricted = new Master(this.engine, this.adjacency, this.criterion, this.scouts);
    for (const path of banned) restricted.known.add(path.join());
    restricted.add(this.paths.filter(passes));
    return restricted;
  }

  dispose(): void {
    this.program.dispose();
  }

  private entriesOf(path: Path): (readonly [row: number, coefficient: number])[] {
    const { rowOf, rowCount } = this.adjacency;
    const rows = Array.from(path, (vertex) => [rowOf[vertex], 1] as const);
    const cuts = Array.from(this.crossingsOf(path), ([set, coefficient]) => [rowCount + set, coefficient] as const);
    return [...rows, ...cuts].sort(([a], [b]) => a - b);
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
