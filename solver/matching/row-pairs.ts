/** Columns of one or two rows as links between rows, worth by how much they are worth more than their rows alone. */
import { weightAt } from '../criteria/catalogue.ts';
import type { Packing } from '../program/packing.ts';
import { linkGraphOf, type LinkGraph } from './link-graph.ts';

/** The second is `rowCount` where there is none. */
export function rowPair({ columns, rowOf, rowCount }: Packing, column: number): [number, number] {
  const { members, stride } = columns;
  const at = column * stride;
  return [rowOf[members[at]], stride > 1 ? rowOf[members[at + 1]] : rowCount];
}

/** By level and row: what a column of the row alone is worth (an altruist's has one); 0 for others, and for no row. */
export function worthAlone(packing: Packing): readonly Float64Array[] {
  const { rowCount, levels, columns } = packing;
  const worth = levels.map(() => new Float64Array(rowCount + 1));
  for (let column = 0; column < columns.count; column++) {
    const [row, other] = rowPair(packing, column);
    if (other === rowCount) levels.forEach((weights, level) => (worth[level][row] = weightAt(weights, column)));
  }
  return worth;
}

/** What a column of two rows is worth more than they are alone. */
export type Gain = (column: number) => number;

export function gainOf(packing: Packing, level: number, worth: readonly Float64Array[]): Gain {
  const [weights, alone] = [packing.levels[level], worth[level]];
  return (column) => {
    const [row, other] = rowPair(packing, column);
    return weightAt(weights, column) - alone[row] - alone[other];
  };
}

export function largestGain({ columns }: Packing, gain: Gain): number {
  let largest = 0;
  for (let column = 0; column < columns.count; column++) largest = Math.max(largest, Math.abs(gain(column)));
  return largest;
}

export interface ColumnLinks {
  readonly graph: LinkGraph;
  /** By link: the best column of its two rows. */
  readonly columns: readonly number[];
}

/** Two rows are linked where a column of both gains anything. */
export function linksOf(packing: Packing, gain: Gain): ColumnLinks {
  const { rowCount } = packing;
  const links = { from: [] as number[], to: [] as number[], weights: [] as number[] };
  const columns: number[] = [];
  // Columns with the same first row follow each other.
  const linkTo = new Int32Array(rowCount).fill(-1);
  let first = 0;
  for (let column = 0, before = -1; column < packing.columns.count; column++) {
    const [row, other] = rowPair(packing, column);
    if (other === rowCount) continue;
    if (row !== before) first = columns.length;
    before = row;
    const weight = gain(column);
    if (weight <= 0) continue;
    if (linkTo[other] < first) {
      linkTo[other] = columns.length;
      columns.push(column);
      links.from.push(row);
      links.to.push(other);
      links.weights.push(weight);
    } else if (weight > links.weights[linkTo[other]]) {
      columns[linkTo[other]] = column;
      links.weights[linkTo[other]] = weight;
    }
  }
  return { graph: linkGraphOf(rowCount, links), columns };
}
