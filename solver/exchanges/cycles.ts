/**
 * All cycles through a leader: paths of vertices with distinct rows above the leader's row that close at the leader, so
 * that each cycle is found once, from its smallest row.
 *
 * Sketch: depth-first over followers; at the last depth only the followers that close, by intersecting two bitset rows.
 */
import { follows, type Adjacency } from '../graph/adjacency.ts';
import { lowestBit, populationCount } from '../graph/bitset.ts';
import { backArcsOfThreeCycle, type BackArcs } from './back-arcs.ts';
import { columnCode, type ColumnWriter } from './columns.ts';

export interface CycleSearch {
  readonly adjacency: Adjacency;
  readonly backArcs: BackArcs;
  readonly cyclePairsMax: number;
  readonly writer: ColumnWriter;
  /** Scratch, one slot a vertex: units of w followed by the leader. */
  readonly unitsToLeader: Float64Array;
}

export function cyclesFrom(search: CycleSearch, leader: number): void {
  if (search.cyclePairsMax < 2) return;
  prepareUnitsToLeader(search, leader);
  search.writer.path[0] = leader;
  if (search.cyclePairsMax === 2) close(search, leader, 1, 0);
  else extend(search, leader, 1, 0);
}

function prepareUnitsToLeader({ adjacency, unitsToLeader }: CycleSearch, leader: number): void {
  const { words, followed, followers, ranks, units } = adjacency;
  const word = leader >>> 5;
  const below = (1 << (leader & 31)) - 1;
  for (let block = 0; block < words; block++) {
    for (let bits = followed[leader * words + block]; bits !== 0; bits &= bits - 1) {
      const v = (block << 5) + lowestBit(bits);
      const at = v * words + word;
      unitsToLeader[v] = units[ranks[at] + populationCount(followers[at] & below)];
    }
  }
}

/** Tries every next vertex after the last of a path of `size` vertices, where at least one more may come after it. */
function extend(search: CycleSearch, leader: number, size: number, unitsSoFar: number): void {
  const { adjacency, writer, unitsToLeader } = search;
  const { starts, targets, units, rowOf, firstVertex } = adjacency;
  const { path } = writer;
  const last = path[size - 1];
  const floor = firstVertex[rowOf[leader] + 1];
  for (let at = starts[last]; at < starts[last + 1]; at++) {
    const next = targets[at];
    if (next < floor || onPath(path, size, rowOf, next)) continue;
    const unitsNow = unitsSoFar + units[at];
    if (follows(adjacency, next, leader)) {
      writer.add(size + 1, next, codeOf(search, size, next), unitsNow + unitsToLeader[next]);
    }
    path[size] = next;
    if (size + 2 === search.cyclePairsMax) close(search, leader, size + 1, unitsNow);
    else extend(search, leader, size + 1, unitsNow);
  }
}

/** Adds every cycle that one more vertex after a path of `size` vertices closes. */
function close(search: CycleSearch, leader: number, size: number, unitsSoFar: number): void {
  const { adjacency, writer, unitsToLeader } = search;
  const { words, followers, followed, ranks, units, rowOf, firstVertex } = adjacency;
  const { path } = writer;
  const from = path[size - 1] * words;
  const into = leader * words;
  const floor = firstVertex[rowOf[leader] + 1];
  for (let word = floor >>> 5; word < words; word++) {
    const all = followers[from + word];
    let bits = all & followed[into + word];
    if (word === floor >>> 5) bits &= -1 << (floor & 31);
    for (; bits !== 0; bits &= bits - 1) {
      const low = bits & -bits;
      const next = (word << 5) + 31 - Math.clz32(low);
      if (onPath(path, size, rowOf, next)) continue;
      const arcUnits = units[ranks[from + word] + populationCount(all & (low - 1))];
      writer.add(size + 1, next, codeOf(search, size, next), unitsSoFar + arcUnits + unitsToLeader[next]);
    }
  }
}

function codeOf({ writer, backArcs }: CycleSearch, size: number, next: number): number {
  const { path } = writer;
  return columnCode(false, size + 1, size === 2 ? backArcsOfThreeCycle(backArcs, path[0], path[1], next) : 0);
}

/** The leader's row needs no look: every other row of a cycle is above it. */
function onPath(path: Int32Array, size: number, rowOf: Int32Array, next: number): boolean {
  for (let i = 1; i < size; i++) if (rowOf[path[i]] === rowOf[next]) return true;
  return false;
}
