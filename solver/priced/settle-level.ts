/**
 * One criterion at one node of the search: column generation among the sets that reach what was settled before, integer evidence for the
 * bound, odd-set cuts where the bound is not reached, and sets that reach it or come near.
 *
 * Sources: branch-and-price for kidney exchange (Abraham, Blum and Sandholm 2007; Arslan, Omer and Yan 2024).
 */
import { compareValues } from '../optimise/incumbent.ts';
import { WHOLE } from '../optimise/relaxation.ts';
import { separateOddSets } from '../program/odd-sets.ts';
import { packingFor } from '../program/packing.ts';
import { separateTriples } from '../program/row-triples.ts';
import { generateColumns, growingLimits } from './column-generation.ts';
import { goalOf } from './implied-level.ts';
import { Master, type MasterOptimum } from './master.ts';
import type { PricedNode } from './node.ts';
import { Oracle } from './oracle.ts';
import { PathColumns } from './path-columns.ts';
import { supportOf, type Point } from './point.ts';
import type { PricedSearch } from './priced-search.ts';
import { provePriced, type PricedLevel } from './prove-level.ts';
import { comeNear, reachBound } from './reach.ts';

export interface SettledLevel {
  readonly level: PricedLevel;
  readonly point: Point;
}

/** The next criterion of the node; `values`: of those before. */
export function settleLevel(search: PricedSearch, node: PricedNode, values: readonly number[]): SettledLevel {
  const { engine, criteria, statistics } = search;
  const master = new Master(engine, node.region, goalOf(criteria, values), search.scouts);
  try {
    return new LevelAtNode(search, master, node, values).settle();
  } finally {
    statistics.linearPrograms += master.runs;
    statistics.workingColumns = Math.max(statistics.workingColumns, master.paths.length);
    master.dispose();
  }
}

/** Times that artificial columns are made dearer before they are left in. */
const RAISES_MAX = 5;
/** Times that exchanges are let in which the prices on the grid did not cover. */
const LET_IN_MAX = 10;

class LevelAtNode {
  private readonly search: PricedSearch;
  private readonly master: Master;
  private readonly oracle: Oracle;
  private readonly node: PricedNode;
  private readonly values: readonly number[];

  constructor(search: PricedSearch, master: Master, node: PricedNode, values: readonly number[]) {
    this.search = search;
    this.master = master;
    this.node = node;
    this.values = values;
    this.oracle = new Oracle(master);
  }

  settle(): SettledLevel {
    const { search, master, node } = this;
    const { cutRoundsMax, branchCutRoundsMax } = search.efforts;
    const roundsMax = node.depth === 0 ? cutRoundsMax : branchCutRoundsMax;
    let optimum = this.first();
    for (let [round, raises] = [0, 0]; ;) {
      const proved = this.prove(optimum);
      const { level } = proved;
      optimum = proved.optimum;
      if (this.isOver(level)) return this.settled(level, optimum);
      if (optimum.isFeasible) {
        reachBound(search, { master, optimum, level, node });
        if (this.isOver(level)) return this.settled(level, optimum);
        if (round++ === roundsMax || !this.cut(optimum)) {
          comeNear(search, { master, optimum, level, node });
          return this.settled(level, optimum);
        }
      } else if (raises++ === RAISES_MAX) return this.settled(level, optimum);
      else master.raiseArtificialPrice();
      optimum = this.generate();
    }
  }

  private first(): MasterOptimum {
    const { master, node, search } = this;
    for (const set of node.point.oddSets) master.addOddSet(set);
    master.add(master.unused());
    master.add(master.allowed([...node.point.paths, ...search.incumbent.set]));
    if (node.depth > 0) return this.generate();
    const [first, ...larger] = growingLimits(search.rules.limits);
    let optimum = generateColumns(master, this.oracle, first);
    search.incumbent.offer(master.disjoint(supportOf(master, optimum).map(({ path }) => path)));
    for (const limits of larger) optimum = generateColumns(master, this.oracle, limits);
    return optimum;
  }

  private generate(): MasterOptimum {
    return generateColumns(this.master, this.oracle, this.search.rules.limits);
  }

  /** Nothing at this node is better than the incumbent, as far as the criteria have been gone through. */
  private isOver({ bound }: PricedLevel): boolean {
    return compareValues([...this.values, bound], this.search.incumbent.values) <= 0;
  }

  private settled(level: PricedLevel, optimum: MasterOptimum): SettledLevel {
    const { master } = this;
    const oddSets = master.oddSets.filter((_, index) => optimum.prices.ofSet[index] > 0);
    return { level, point: { support: supportOf(master, optimum), paths: master.paths, oddSets } };
  }

  /** Of the optimum, or of a better one, where exchanges that had not been worth a column raise the bound. */
  private prove(found: MasterOptimum): { readonly level: PricedLevel; readonly optimum: MasterOptimum } {
    const { master, oracle, search } = this;
    let optimum = found;
    for (let letIn = 0; ; letIn++) {
      const proved = provePriced(master, oracle, search.rules.limits, optimum.prices, search.ceilings);
      if (proved === null) throw new Error(`criterion ${master.criterion} is too large to prove in integers`);
      const { level, uncovered } = proved;
      const isMet = level.bound <= optimum.objective + WHOLE;
      if (isMet || letIn === LET_IN_MAX || master.add(uncovered) === 0) {
        // Gains too small for a linear program: they can be had one by one.
        const support = supportOf(master, optimum).map(({ path }) => path);
        if (!isMet) for (const path of uncovered) search.incumbent.offer(master.disjoint([path, ...support]));
        return { level, optimum };
      }
      optimum = this.generate();
    }
  }

  /** Adds the odd sets that the optimum violates; false where none is found. */
  private cut(optimum: MasterOptimum): boolean {
    const { values } = optimum;
    const { adjacency } = this.master;
    const columns = new PathColumns(adjacency, this.search.rules);
    const altruists = columns.count;
    const fractional: { column: number; value: number }[] = [];
    this.master.paths.forEach((path, column) => {
      if (path.length === 1 || !(values[column] >= WHOLE && values[column] <= 1 - WHOLE)) return;
      fractional.push({ column: columns.add(path), value: values[column] });
    });
    if (columns.count === altruists) return false;
    const known = new Set(this.master.oddSets.map((set) => set.join()));
    const inUse = supportOf(this.master, optimum).map(({ path, value }) => ({ rows: this.master.rowsOf(path), value }));
    const sets = [
      ...separateOddSets(packingFor(adjacency, columns.finish()), fractional),
      ...separateTriples(adjacency.rowCount, inUse),
    ];
    const added = sets.filter((set) => known.size < known.add(set.join()).size);
    for (const set of added) this.master.addOddSet(set);
    this.search.statistics.oddSets += added.length;
    return added.length > 0;
  }
}
