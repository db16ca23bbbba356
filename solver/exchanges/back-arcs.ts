/**
 * Back-arcs: arcs against the direction of a three-way exchange, each of which makes a two-way exchange that can still
 * go ahead when the three-way cannot. Policy: any registered donor of the recipient may supply one, or only the donor who
 * gives in the exchange itself (`BackArcRule`).
 */
import type { Adjacency } from '../graph/adjacency.ts';
import type { BackArcRule } from '../limits.ts';

export interface BackArcs {
  readonly words: number;
  readonly followers: Uint32Array;
  /** Bitset row of vertex v, from `starts[v]`: the vertices that a back-arc from v's recipient can reach. */
  readonly reach: Uint32Array;
  readonly starts: Int32Array;
}

export function compileBackArcs(adjacency: Adjacency, rule: BackArcRule): BackArcs {
  const { words, followers, vertexCount, rowCount, rowOf, firstVertex } = adjacency;
  if (rule === 'same-donor') {
    return {
      words,
      followers,
      reach: followers,
      starts: Int32Array.from({ length: vertexCount }, (_, v) => v * words),
    };
  }
  const reach = new Uint32Array(rowCount * words);
  for (let row = 0; row < rowCount; row++) {
    for (let v = firstVertex[row]; v < firstVertex[row + 1]; v++) {
      for (let word = 0; word < words; word++) reach[row * words + word] |= followers[v * words + word];
    }
  }
  return { words, followers, reach, starts: Int32Array.from(rowOf, (row) => row * words) };
}

/** Back-arcs of the cycle u, v, w: from v's recipient back to u's, from w's to v's, from u's to w's. */
export function backArcsOfThreeCycle({ reach, starts }: BackArcs, u: number, v: number, w: number): number {
  return (
    ((reach[starts[v] + (u >>> 5)] >>> (u & 31)) & 1) +
    ((reach[starts[w] + (v >>> 5)] >>> (v & 31)) & 1) +
    ((reach[starts[u] + (w >>> 5)] >>> (w & 31)) & 1)
  );
}

/**
 * Back-arcs of the long chain from an altruist through v to w: the short chain that stops at v is always there; w's recipient's
 * donor may give back to v's recipient; the altruist may give to w's.
 */
export function backArcsOfLongChain(backArcs: BackArcs, altruist: number, v: number, w: number): number {
  const { words, followers, reach, starts } = backArcs;
  return (
    1 + ((reach[starts[w] + (v >>> 5)] >>> (v & 31)) & 1) + ((followers[altruist * words + (w >>> 5)] >>> (w & 31)) & 1)
  );
}
