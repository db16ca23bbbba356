/** The best set of exchanges found so far by their price, counted in integers. */
import type { Adjacency } from '../graph/adjacency.ts';
import type { CriterionId } from '../limits.ts';
import { compareValues } from '../optimise/incumbent.ts';
import { countAlong } from './gains.ts';
import type { Path } from './master.ts';

export class PricedIncumbent {
  set: readonly Path[] = [];
  /** By criterion. */
  values: readonly number[];
  private readonly adjacency: Adjacency;
  private readonly criteria: readonly CriterionId[];
  private readonly onImproved: (set: readonly Path[]) => void;

  constructor(adjacency: Adjacency, criteria: readonly CriterionId[], onImproved: (set: readonly Path[]) => void) {
    this.adjacency = adjacency;
    this.criteria = criteria;
    this.onImproved = onImproved;
    this.values = this.valuesOf([]);
  }

  /** Takes disjoint exchanges if they are better; altruists left over may be among them or not. */
  offer(set: readonly Path[]): boolean {
    const values = this.valuesOf(set);
    if (compareValues(values, this.values) <= 0) return false;
    this.values = values;
    this.set = set;
    this.onImproved(set);
    return true;
  }

  private valuesOf(set: readonly Path[]): readonly number[] {
    const { pairedCount, vertexCount } = this.adjacency;
    const starting = new Set(set.map((path) => path[0]));
    const unused = Array.from({ length: vertexCount - pairedCount }, (_, k) => pairedCount + k)
      .filter((altruist) => !starting.has(altruist))
      .map((altruist) => Int32Array.of(altruist));
    return this.criteria.map((criterion) =>
      [...set, ...unused].reduce((sum, path) => sum + countAlong(this.adjacency, criterion, path), 0),
    );
  }
}
