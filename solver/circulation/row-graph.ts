/**
 * The compatibility graph by rows: a row gives to another where any donor of it can. Bitsets, since pools are dense: whole words of 32 rows are
 * looked at in one step.
 */
import { follows, type Adjacency } from '../graph/adjacency.ts';
import { setBit } from '../graph/bitset.ts';

export interface RowGraph {
  readonly rowCount: number;
  /** Rows below this are recipients, who receive; from it on altruists, who only give. */
  readonly recipientCount: number;
  /** Words of 32 rows in each bitset. */
  readonly words: number;
  /** By recipient: bitset of the rows that can give to it. */
  readonly givers: Uint32Array;
  /** By row: bitset of the recipients that it can give to. */
  readonly receivers: Uint32Array;
}

export function rowGraphOf({ rowCount, recipientCount, vertexCount, rowOf, starts, targets }: Adjacency): RowGraph {
  const words = (rowCount + 31) >>> 5;
  const givers = new Uint32Array(recipientCount * words);
  const receivers = new Uint32Array(rowCount * words);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const from = rowOf[vertex];
    for (let at = starts[vertex]; at < starts[vertex + 1]; at++) {
      const to = rowOf[targets[at]];
      setBit(givers, from, to * words);
      setBit(receivers, to, from * words);
    }
  }
  return { rowCount, recipientCount, words, givers, receivers };
}

/** The arcs between some rows, by row 1; the others stay, without arcs. */
export function amongRows(graph: RowGraph, isIn: Uint8Array): RowGraph {
  const { words, recipientCount, rowCount } = graph;
  const rows = new Uint32Array(words);
  isIn.forEach((is, row) => {
    if (is === 1) setBit(rows, row);
  });
  const within = (bitsets: Uint32Array, count: number): Uint32Array => {
    const kept = new Uint32Array(bitsets.length);
    for (let row = 0; row < count; row++) {
      if (isIn[row] === 0) continue;
      for (let word = row * words, k = 0; k < words; word++, k++) kept[word] = bitsets[word] & rows[k];
    }
    return kept;
  };
  return {
    ...graph,
    givers: within(graph.givers, recipientCount),
    receivers: within(graph.receivers, rowCount),
  };
}

/** Of the donors of a row the first who can give to another row. */
export function donorTowards(adjacency: Adjacency, from: number, to: number): number {
  const { firstVertex } = adjacency;
  for (let vertex = firstVertex[from]; vertex < firstVertex[from + 1]; vertex++) {
    if (follows(adjacency, vertex, firstVertex[to])) return vertex;
  }
  throw new Error('no donor of the row gives to the other');
}
