/**
 * Odd-set cuts: for a set D of rows with |D| odd, every packing satisfies
 *
 *     sum over columns c of floor(|c and D| / 2) x_c <= (|D| - 1) / 2,
 *
 * the zero-half cut of the rows in D (Caprara and Fischetti 1996); with columns of two rows these are Edmonds' blossom constraints.
 *
 * Separation: a graph whose nodes are the columns with a fractional value, joined where they share a row, each link as long
 * as the two columns leave of that row, 1 - x_i - x_j. A closed walk with an odd number of links, shorter than 1, names a set D (the
 * rows used an odd number of times) that is usually violated. Shortest such walks are shortest paths from (i, even) to
 * (i, odd) in the double cover; each set found is checked directly.
 */
import { rowComponents } from '../graph/components.ts';
import { countMarked, rowsOfColumn, type Packing } from './packing.ts';

/** Ascending rows, an odd number of them. */
export type OddSet = Int32Array;

export interface FractionalColumn {
  readonly column: number;
  readonly value: number;
}

/** Columns that cross an odd set, with floor(|c and D| / 2). */
export interface Incidence {
  readonly columns: Int32Array;
  readonly coefficients: Uint8Array;
}

const NODES_MAX = 300;
const SETS_A_ROUND_MAX = 12;
const VIOLATION_MIN = 1e-3;

/**
 * Violated sets among the components of a face: rows that are used up in every set of the face, joined where a live column
 * has both. An odd component that its columns cannot leave is a large odd set (an odd component of Gallai and Edmonds where columns have
 * two rows) that short walks never find.
 */
export function separateComponents(
  packing: Packing,
  alive: Int32Array,
  tightRows: Uint8Array,
  support: readonly FractionalColumn[],
): OddSet[] {
  const tightOf = function* (): Generator<number[]> {
    for (const column of alive) yield rowsOfColumn(packing, column).filter((row) => tightRows[row] === 1);
  };
  const component = rowComponents(packing.rowCount, tightOf());
  const members = new Map<number, number[]>();
  component.forEach((root, row) => {
    if (tightRows[row] === 1) members.set(root, [...(members.get(root) ?? []), row]);
  });
  const odd = [...members.values()].filter((rows) => rows.length > 1 && rows.length % 2 === 1);
  return odd.map((rows) => Int32Array.from(rows)).filter((set) => violationOf(packing, set, support) > VIOLATION_MIN);
}

/** Violated odd sets, most violated first, nearly disjoint. */
export function separateOddSets(packing: Packing, fractional: readonly FractionalColumn[]): OddSet[] {
  const nodes = mostFractional(fractional);
  const links = linksBetween(packing, nodes);
  const found = new Map<string, { set: OddSet; violation: number }>();
  for (let start = 0; start < nodes.length; start++) {
    const set = shortestOddWalk(links, nodes.length, start);
    if (set === null || found.has(set.join())) continue;
    const violation = violationOf(packing, set, fractional);
    if (violation > VIOLATION_MIN) found.set(set.join(), { set, violation });
  }
  return nearlyDisjoint([...found.values()].sort((a, b) => b.violation - a.violation).map(({ set }) => set));
}

function mostFractional(fractional: readonly FractionalColumn[]): readonly FractionalColumn[] {
  if (fractional.length <= NODES_MAX) return fractional;
  const distance = ({ value }: FractionalColumn): number => Math.abs(value - 0.5);
  return fractional.toSorted((a, b) => distance(a) - distance(b)).slice(0, NODES_MAX);
}

interface Link {
  readonly to: number;
  readonly row: number;
  readonly length: number;
}

function linksBetween(packing: Packing, nodes: readonly FractionalColumn[]): Link[][] {
  const nodesOfRow = new Map<number, number[]>();
  nodes.forEach(({ column }, node) => {
    for (const row of rowsOfColumn(packing, column)) {
      const present = nodesOfRow.get(row);
      if (present === undefined) nodesOfRow.set(row, [node]);
      else present.push(node);
    }
  });
  const links: Link[][] = nodes.map(() => []);
  for (const [row, present] of nodesOfRow) {
    for (const from of present) {
      for (const to of present) {
        if (from === to) continue;
        links[from].push({ to, row, length: Math.max(0, 1 - nodes[from].value - nodes[to].value) });
      }
    }
  }
  return links;
}

/** Rows used an odd number of times by a shortest odd closed walk from `start`, if shorter than 1 and odd in number. */
function shortestOddWalk(links: readonly Link[][], count: number, start: number): OddSet | null {
  const distance = new Float64Array(2 * count).fill(Infinity);
  const cameFrom = new Int32Array(2 * count).fill(-1);
  const cameBy = new Int32Array(2 * count);
  const frontier = [2 * start];
  distance[2 * start] = 0;
  for (;;) {
    const state = takeNearest(frontier, distance);
    if (state === undefined) return null;
    if (state === 2 * start + 1) break;
    for (const { to, row, length } of links[state >> 1]) {
      const next = 2 * to + (1 - (state & 1));
      const through = distance[state] + length;
      if (through >= 1 || through >= distance[next] - 1e-12) continue;
      if (distance[next] === Infinity) frontier.push(next);
      distance[next] = through;
      cameFrom[next] = state;
      cameBy[next] = row;
    }
  }
  const odd = new Set<number>();
  for (let state = 2 * start + 1; cameFrom[state] >= 0; state = cameFrom[state]) {
    if (!odd.delete(cameBy[state])) odd.add(cameBy[state]);
  }
  return odd.size % 2 === 1 && odd.size > 1 ? Int32Array.from(odd).sort() : null;
}

/** Removes and returns the state at the least distance; the frontier is short, since walks longer than 1 are cut off. */
function takeNearest(frontier: number[], distance: Float64Array): number | undefined {
  let nearest = 0;
  for (let k = 1; k < frontier.length; k++) if (distance[frontier[k]] < distance[frontier[nearest]]) nearest = k;
  const state = frontier[nearest];
  const last = frontier.pop();
  if (nearest < frontier.length) frontier[nearest] = last!;
  return state;
}

function violationOf(packing: Packing, set: OddSet, support: readonly FractionalColumn[]): number {
  const marked = markRows(packing, set);
  let sum = 0;
  for (const { column, value } of support) sum += (countMarked(packing, column, marked) >> 1) * value;
  return sum - (set.length - 1) / 2;
}

function nearlyDisjoint(sets: readonly OddSet[]): OddSet[] {
  const used = new Set<number>();
  const taken: OddSet[] = [];
  for (const set of sets) {
    const shared = set.reduce((count, row) => count + (used.has(row) ? 1 : 0), 0);
    if (shared * 2 > set.length) continue;
    set.forEach((row) => used.add(row));
    taken.push(set);
    if (taken.length === SETS_A_ROUND_MAX) break;
  }
  return taken;
}

/** Where a set crosses live columns: only the columns on its rows are looked at. */
export function incidenceOf(columnsOnRow: (row: number) => Int32Array, set: OddSet): Incidence {
  const membersIn = new Map<number, number>();
  for (const row of set) {
    for (const column of columnsOnRow(row)) membersIn.set(column, (membersIn.get(column) ?? 0) + 1);
  }
  const crossing = [...membersIn].filter(([, members]) => members > 1).sort(([a], [b]) => a - b);
  return {
    columns: Int32Array.from(crossing, ([column]) => column),
    coefficients: Uint8Array.from(crossing, ([, members]) => members >> 1),
  };
}

export function markRows(packing: Packing, rows: Int32Array): Uint8Array {
  const marked = new Uint8Array(packing.rowCount + 1);
  for (const row of rows) marked[row] = 1;
  return marked;
}
