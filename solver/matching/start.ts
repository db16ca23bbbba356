/**
 * Where the search begins: duals that cover every link, and links with no slack matched greedily, rows with few links first, so that most rows
 * are matched before any tree is grown.
 *
 * Duals are in halves of a unit of weight: those of two rows that are linked add up to at least twice its weight. Those of free rows
 * are 0, or odd all together or even all together: then all that happens in the forest happens at whole times.
 */
import type { LinkGraph } from './link-graph.ts';

export interface Start {
  /** By row. */
  readonly duals: Float64Array;
  /** By row: position of its matched link, or -1. */
  readonly matched: Int32Array;
}

export function greedyStart(graph: LinkGraph): Start {
  const { rowCount, starts, to, twin, weights } = graph;
  const duals = heaviest(graph);
  const parity = parityOf(duals);
  const matched = new Int32Array(rowCount).fill(-1);
  const linksOf = (row: number): number => starts[row + 1] - starts[row];
  const rows = Int32Array.from({ length: rowCount }, (_, row) => row).sort((a, b) => linksOf(a) - linksOf(b) || a - b);
  for (const row of rows) {
    if (matched[row] >= 0) continue;
    let least = 0;
    let chosen = -1;
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      const needed = 2 * weights[at] - duals[to[at]];
      if (needed < least || needed <= 0) continue;
      const isFree = matched[to[at]] < 0;
      if (needed > least) chosen = -1;
      least = needed;
      if (isFree && (chosen < 0 || linksOf(to[at]) < linksOf(to[chosen]))) chosen = at;
    }
    duals[row] = chosen < 0 && least > 0 ? raised(least, parity) : least;
    if (chosen < 0) continue;
    matched[row] = chosen;
    matched[to[chosen]] = twin[chosen];
  }
  return { duals, matched };
}

/** By row: the weight of its heaviest link, or one more, so that all are even or all odd; 0 without links. */
function heaviest({ rowCount, starts, weights }: LinkGraph): Float64Array {
  const most = Float64Array.from({ length: rowCount }, (_, row) => {
    let weight = 0;
    for (let at = starts[row]; at < starts[row + 1]; at++) weight = Math.max(weight, weights[at]);
    return weight;
  });
  const parity = parityOf(most);
  return most.map((weight) => (weight === 0 ? 0 : raised(weight, parity)));
}

/** Of the largest. */
function parityOf(numbers: Float64Array): number {
  return numbers.reduce((most, other) => Math.max(most, other), 0) % 2;
}

function raised(number: number, parity: number): number {
  return number % 2 === parity ? number : number + 1;
}
