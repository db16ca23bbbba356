/**
 * The first criterion where no column covers more than two rows: rows are matched with each other, and the duals of the matching are
 * evidence as they are, with the denominator 2.
 *
 * A column of one row (an altruist alone) is worth something by itself, which no blossom pays for. So what counts is by how much a column
 * of two rows is worth more than its rows alone, and the dual of a row is larger by what it is worth alone: then it covers that too.
 */
import { stepBy, type Charge, type LevelProof, type LevelStep } from '../certificate/prove.ts';
import { weightAt } from '../criteria/catalogue.ts';
import { wholeFace } from '../optimise/hierarchy.ts';
import type { Packing } from '../program/packing.ts';
import { chargeOfBlossoms } from './nesting.ts';
import { linkGraphOf, type LinkGraph } from './link-graph.ts';
import { maximumWeightMatching, type Matching } from './maximum-weight.ts';

export interface MatchedLevel {
  /** Its bound is reached by `set`. */
  readonly step: LevelStep;
  /** Columns, without those of one row. */
  readonly set: Int32Array;
}

/** Common denominator of the duals. */
const SCALE = 2;

/** Precondition: no column covers more than two rows, and none of the first criterion's coefficients is negative. */
export function matchFirst(packing: Packing): MatchedLevel {
  const alone = worthAlone(packing);
  const { graph, columns } = linksOf(packing, alone);
  const matching = maximumWeightMatching(graph);
  const set = matching.links.map((link) => columns[link]);
  const oddSets = matching.blossoms.map(({ rows }) => rows);
  const face = { ...wholeFace(packing), oddSets, tightSets: oddSets.map(() => false) };
  const charge = chargeOfBlossoms(packing.rowCount, matching.blossoms);
  const chargeOf: Charge = (column) => charge(...rowPair(packing, column));
  const step = stepBy(evidenceOf(matching, alone), packing, 0, face, oddSets.length === 0 ? null : chargeOf);
  const value =
    alone.reduce((sum, worth) => sum + worth, 0) +
    matching.links.reduce((sum, link) => sum + gain(packing, alone, columns[link]), 0);
  if (step.bound !== value || step.excess !== 0) throw new Error('the duals of a matching do not add up to its weight');
  return { step, set };
}

function evidenceOf({ duals, blossoms }: Matching, alone: Float64Array): LevelProof {
  return {
    scale: SCALE,
    oddSets: blossoms.map(({ rows }) => rows),
    ofRow: duals.map((dual, row) => dual + SCALE * alone[row]),
    ofSet: Float64Array.from(blossoms, ({ dual }) => dual),
    ofLevel: new Float64Array(0),
  };
}

/** By row, and 0 for none. */
function worthAlone(packing: Packing): Float64Array {
  const { rowCount, levels } = packing;
  const worth = new Float64Array(rowCount);
  for (let column = 0; column < packing.columns.count; column++) {
    const [row, other] = rowPair(packing, column);
    if (other === rowCount) worth[row] = Math.max(worth[row], weightAt(levels[0], column));
  }
  return worth;
}

/** Rows that columns are worth more for than they are alone, and for any two the best such column. */
function linksOf(packing: Packing, alone: Float64Array): { graph: LinkGraph; columns: readonly number[] } {
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
    const weight = gain(packing, alone, column);
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

function gain(packing: Packing, alone: Float64Array, column: number): number {
  const [row, other] = rowPair(packing, column);
  return weightAt(packing.levels[0], column) - alone[row] - alone[other];
}

/** The second is `rowCount` where there is none. */
function rowPair({ columns, rowOf, rowCount }: Packing, column: number): [number, number] {
  const { members, stride } = columns;
  const at = column * stride;
  return [rowOf[members[at]], stride > 1 ? rowOf[members[at + 1]] : rowCount];
}
