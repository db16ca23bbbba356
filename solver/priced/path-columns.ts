/** Exchanges found by their price, as columns of arrays like those that are listed. */
import { backArcsOfLongChain, backArcsOfThreeCycle, compileBackArcs, type BackArcs } from '../exchanges/back-arcs.ts';
import { columnCode, ColumnWriter, joinBlocks, type Columns } from '../exchanges/columns.ts';
import { strideOf } from '../exchanges/enumerate.ts';
import { unitsAlong, type Adjacency } from '../graph/adjacency.ts';
import type { Rules } from '../limits.ts';
import type { Path } from './master.ts';

export class PathColumns {
  count = 0;
  private readonly adjacency: Adjacency;
  private readonly rules: Rules;
  private readonly writer: ColumnWriter;
  private readonly backArcs: BackArcs;

  /** Altruists alone, unused, come first. */
  constructor(adjacency: Adjacency, rules: Rules) {
    this.adjacency = adjacency;
    this.rules = rules;
    this.writer = new ColumnWriter(strideOf(rules), adjacency.vertexCount, rules.criteria.includes('score'));
    this.backArcs = compileBackArcs(adjacency, rules.backArcs);
    for (let altruist = adjacency.pairedCount; altruist < adjacency.vertexCount; altruist++) {
      this.add(Int32Array.of(altruist));
    }
  }

  /** Gives the column's number. */
  add(path: Path): number {
    const { pairedCount } = this.adjacency;
    const size = path.length;
    const isChain = path[0] >= pairedCount;
    this.writer.path.set(path);
    this.writer.add(
      size,
      path[size - 1],
      columnCode(isChain, size, this.backArcsOf(path, isChain)),
      unitsAlong(this.adjacency, path),
    );
    return this.count++;
  }

  finish(): Columns {
    return joinBlocks([this.writer.finish()], strideOf(this.rules), this.adjacency.vertexCount);
  }

  private backArcsOf(path: Path, isChain: boolean): number {
    if (path.length !== 3) return 0;
    const [a, b, c] = path;
    return isChain ? backArcsOfLongChain(this.backArcs, a, b, c) : backArcsOfThreeCycle(this.backArcs, a, b, c);
  }
}
