/** The first level by a circulation: a bound with its proof, before any exchange is priced. */
import { assemble } from '../circulation/assemble.ts';
import { circulate, multipliersOf, type Circulation } from '../circulation/circulation.ts';
import { donorTowards, rowGraphOf } from '../circulation/row-graph.ts';
import type { Adjacency } from '../graph/adjacency.ts';
import { filterArcs } from '../graph/reduce.ts';
import type { CriterionId, Limits } from '../limits.ts';
import type { Path } from './master.ts';
import type { PricedLevel } from './prove-level.ts';

export interface CirculationLevel {
  readonly circulation: Circulation;
  readonly level: PricedLevel;
}

/**
 * For the criteria `recipients` and `transplants`, which differ by the altruists, each of whom gives one kidney in any case. Null for
 * others, and where the circulation was given up.
 */
export function circulationLevel(adjacency: Adjacency, criterion: CriterionId): CirculationLevel | null {
  if (criterion !== 'recipients' && criterion !== 'transplants') return null;
  const circulation = circulate(rowGraphOf(adjacency));
  if (circulation === null) return null;
  const ofRow = multipliersOf(circulation);
  if (criterion === 'transplants') {
    for (let altruist = adjacency.recipientCount; altruist < adjacency.rowCount; altruist++) ofRow[altruist]++;
  }
  const bound = ofRow.reduce((sum, multiplier) => sum + multiplier, 0);
  const none = new Float64Array(0);
  return { circulation, level: { proof: { scale: 1, oddSets: [], ofRow, ofSet: none, ofLevel: none }, bound, gap: 0 } };
}

/** The arcs that sets of the bound's value can use. */
export function tightArcs(adjacency: Adjacency, { need, worth }: Circulation): Adjacency {
  const { rowOf } = adjacency;
  return filterArcs(adjacency, (v, w) => worth[rowOf[v]] === need[rowOf[w]]);
}

export interface AssembledPaths {
  /** Over tight arcs, in the order in which they were taken. */
  readonly tight: readonly Path[];
  /** With those among the rows that were left. */
  readonly all: readonly Path[];
}

/** Exchanges within the limits, cut out of a circulation. */
export function assembledPaths(adjacency: Adjacency, circulation: Circulation, limits: Limits): AssembledPaths {
  const { rowPaths, further } = assemble(circulation, limits);
  const tight = rowPaths.map((rows) => donorsAlong(adjacency, rows));
  return { tight, all: [...tight, ...further.map((rows) => donorsAlong(adjacency, rows))] };
}

/** Of each row the first donor who can give to the next; a cycle from its smallest row on. */
function donorsAlong(adjacency: Adjacency, rows: readonly number[]): Path {
  const isChain = rows[0] >= adjacency.recipientCount;
  const start = isChain ? 0 : rows.indexOf(Math.min(...rows));
  const ordered = [...rows.slice(start), ...rows.slice(0, start)];
  return Int32Array.from(ordered, (row, place) => {
    if (isChain && place === ordered.length - 1) return adjacency.firstVertex[row];
    return donorTowards(adjacency, row, ordered[(place + 1) % ordered.length]);
  });
}
