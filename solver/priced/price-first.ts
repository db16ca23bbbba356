/**
 * The first criterion of a hierarchy over exchanges that are never all listed: column generation, integer evidence for its bound, and
 * then either the face of the sets that reach it, where that is small enough to be listed, or one such set.
 *
 * Sources: branch-and-price for kidney exchange (Abraham, Blum and Sandholm 2007; Arslan, Omer and Yan 2024); odd-set cuts where the
 * bound is not reached.
 */
import type { Engine } from '../engines/engine.ts';
import type { Adjacency } from '../graph/adjacency.ts';
import type { Rules } from '../limits.ts';
import { WHOLE } from '../optimise/relaxation.ts';
import type { SearchStatistics } from '../optimise/search.ts';
import { separateOddSets } from '../program/odd-sets.ts';
import { packingFor } from '../program/packing.ts';
import { generateColumns, growingLimits } from './column-generation.ts';
import { listFace, type ListedFace } from './list-face.ts';
import { Master, type MasterOptimum, type Path } from './master.ts';
import { Oracle } from './oracle.ts';
import { PathColumns } from './path-columns.ts';
import { assembledPaths, circulationLevel, tightArcs, type CirculationLevel } from './circulation-level.ts';
import { plunge, plungeFrom } from './plunge.ts';
import { provePriced, type PricedLevel } from './prove-level.ts';
import type { Scouts } from './scouts.ts';

export interface PricedSearch {
  readonly engine: Engine;
  readonly adjacency: Adjacency;
  readonly rules: Rules;
  /** No exchange counts more of the first criterion. */
  readonly ceiling: number;
  readonly statistics: SearchStatistics;
  readonly scouts: Scouts;
  /** Told of each set, better than those before, and of each bound that was proved. */
  readonly onSet: (set: readonly Path[]) => void;
  readonly onBound: (bound: number) => void;
}

export type PricedOutcome =
  /** All later criteria go on from this face. */
  | { readonly kind: 'face'; readonly level: PricedLevel; readonly listed: ListedFace }
  /** One set that reaches the bound of the only criterion. */
  | { readonly kind: 'set'; readonly level: PricedLevel; readonly set: readonly Path[] }
  /** The bound was not reached, or the face is too large for the criteria that follow. */
  | { readonly kind: 'open'; readonly level: PricedLevel; readonly set: readonly Path[] };

/** Of a face from which further criteria go on, and of one that is only listed to count the sets that are equal. */
const FACE_MAX = 5_000_000;
const COUNTED_FACE_MAX = 100_000;
/** Rows of assembled exchanges that are opened again for a linear program to complete, one try after the other. */
const RESTS = [500, 1_500];
const CUT_ROUNDS_MAX = 20;
/** Values below the bound that are tried for where it is out of reach. */
const VALUES_BELOW_MAX = 8;

export function priceFirst(search: PricedSearch): PricedOutcome {
  const { engine, adjacency, rules, statistics, scouts } = search;
  const master = new Master(engine, adjacency, rules.criteria[0], scouts);
  try {
    return new FirstLevel(search, master).settle();
  } finally {
    statistics.linearPrograms += master.runs;
    statistics.workingColumns = Math.max(statistics.workingColumns, master.paths.length);
    statistics.oddSets += master.oddSets.length;
    master.dispose();
  }
}

class FirstLevel {
  private readonly search: PricedSearch;
  private readonly master: Master;
  private readonly oracle: Oracle;
  private best: readonly Path[] = [];
  private bestValue = -1;

  constructor(search: PricedSearch, master: Master) {
    this.search = search;
    this.master = master;
    this.oracle = new Oracle(master);
  }

  settle(): PricedOutcome {
    const { rules } = this.search;
    const circulation = circulationLevel(this.master);
    if (circulation !== null) {
      this.search.onBound(circulation.level.bound);
      const set = this.assemble(circulation);
      if (set !== null) return this.reached(circulation.level, set);
    }
    let optimum = this.root();
    for (let round = 0; ; round++) {
      const level = this.prove(optimum);
      const set = this.plungeFor(optimum, level.bound);
      if (set !== null) return this.reached(level, set);
      if (round === CUT_ROUNDS_MAX || !this.cut(optimum)) {
        this.below(optimum, level.bound - 1);
        return { kind: 'open', level, set: this.best };
      }
      optimum = generateColumns(this.master, this.oracle, rules.limits);
    }
  }

  /** A set that reaches the bound without limits; null where none was found. */
  private assemble({ circulation, level }: CirculationLevel): readonly Path[] | null {
    const { engine, rules, adjacency, statistics, scouts } = this.search;
    const { tight: paths, all } = assembledPaths(adjacency, circulation, rules.limits);
    this.offer(all);
    if (this.bestValue === level.bound) return all;
    this.master.add(all);
    const tight = new Master(engine, tightArcs(adjacency, circulation), rules.criteria[0], scouts);
    try {
      tight.add(paths);
      for (const rows of RESTS) {
        const kept = withoutLast(paths, rows);
        const { set, runs } = plungeFrom(tight, rules.limits, kept, level.bound);
        statistics.linearPrograms += runs;
        if (set !== null) this.offer(set);
        if (set !== null || kept.length === 0) return set;
      }
      return null;
    } finally {
      tight.dispose();
    }
  }

  /** Keeps the better of this and what was known. */
  private offer(set: readonly Path[]): void {
    // Altruists left over count as well, listed or not.
    const value = set.reduce(
      (sum, path) => sum + this.master.weightOf(path) - this.master.weightOfAltruist(path),
      this.master.weightOfAltruists(),
    );
    if (value <= this.bestValue) return;
    this.bestValue = value;
    this.best = set;
    this.search.onSet(set);
  }

  private reached(level: PricedLevel, set: readonly Path[]): PricedOutcome {
    const { rules } = this.search;
    const isLast = rules.criteria.length === 1;
    const listed = listFace(this.master, this.oracle, rules, level, set, isLast ? COUNTED_FACE_MAX : FACE_MAX);
    if (listed !== null) return { kind: 'face', level, listed };
    return { kind: isLast ? 'set' : 'open', level, set };
  }

  private root(): MasterOptimum {
    const { adjacency, rules } = this.search;
    const { pairedCount, vertexCount } = adjacency;
    this.master.add(Array.from({ length: vertexCount - pairedCount }, (_, k) => Int32Array.of(pairedCount + k)));
    const [first, ...larger] = growingLimits(rules.limits);
    let optimum = generateColumns(this.master, this.oracle, first);
    this.offer(this.greedy(optimum));
    for (const limits of larger) optimum = generateColumns(this.master, this.oracle, limits);
    return optimum;
  }

  private prove({ prices }: MasterOptimum): PricedLevel {
    const { rules, ceiling } = this.search;
    const level = provePriced(this.master, this.oracle, rules.limits, prices, ceiling);
    if (level === null) throw new Error(`criterion ${rules.criteria[0]} is too large to prove in integers`);
    this.search.onBound(level.bound);
    return level;
  }

  private plungeFor(optimum: MasterOptimum, value: number): readonly Path[] | null {
    const { set, runs } = plunge(this.master, this.search.rules.limits, optimum, value);
    this.search.statistics.linearPrograms += runs;
    if (set !== null) this.offer(set);
    return set;
  }

  /** Looks for a set not far below a value, unless a better one is known. */
  private below(optimum: MasterOptimum, value: number): void {
    for (let less = 0; less < VALUES_BELOW_MAX && value - less > this.bestValue; less++) {
      if (this.plungeFor(optimum, value - less) !== null) return;
    }
    this.offer(this.greedy(optimum));
  }

  /** Disjoint columns, those of the largest values first. */
  private greedy({ values }: MasterOptimum): readonly Path[] {
    const columns = Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
    return this.master.disjoint(columns.map((column) => this.master.paths[column]));
  }

  /** Adds the odd sets that the optimum violates; false where none is found. */
  private cut({ values }: MasterOptimum): boolean {
    const { adjacency, rules } = this.search;
    const columns = new PathColumns(adjacency, rules);
    const altruists = columns.count;
    const fractional: { column: number; value: number }[] = [];
    this.master.paths.forEach((path, column) => {
      if (path.length === 1 || values[column] < WHOLE || values[column] > 1 - WHOLE) return;
      fractional.push({ column: columns.add(path), value: values[column] });
    });
    if (columns.count === altruists) return false;
    const known = new Set(this.master.oddSets.map((set) => set.join()));
    const sets = separateOddSets(packingFor(adjacency, columns.finish()), fractional);
    const added = sets.filter((set) => !known.has(set.join()));
    for (const set of added) this.master.addOddSet(set);
    return added.length > 0;
  }
}

/** Of exchanges in the order in which they were taken, those before the last that have so many rows. */
function withoutLast(paths: readonly Path[], rows: number): readonly Path[] {
  let [kept, opened] = [paths.length, 0];
  while (kept > 0 && opened < rows) opened += paths[--kept].length;
  return paths.slice(0, kept);
}
