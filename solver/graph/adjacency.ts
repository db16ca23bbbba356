/**
 * The compatibility graph compiled for the hot loops, at donor level.
 *
 * A vertex is a donor. Vertex v can be followed by vertex w when v can give to the recipient of w: then w's recipient is
 * transplanted by v, and w may give next. Exchanges are cycles and paths of vertices with distinct rows, so several donors of one
 * recipient need no special case. Vertices are numbered by (recipient, donor id), altruists last; rows are the recipients, then the altruists.
 * Donors of a recipient therefore have neighbouring numbers, and row order is vertex order.
 *
 * Precondition: the pool is canonical (`canonicalPool`), so numbering does not depend on the input's order.
 */
import { hasBit, populationCount, setBit } from './bitset.ts';
import type { Pool } from '../pool.ts';

export interface Adjacency {
  readonly vertexCount: number;
  /** Vertices below this are paired donors; from it on, altruists. */
  readonly pairedCount: number;
  readonly rowCount: number;
  readonly recipientCount: number;
  /** Vertex -> index in pool.donors. */
  readonly donorOf: Int32Array;
  /** Vertex -> row: its recipient's index, or recipientCount + number of the altruist. */
  readonly rowOf: Int32Array;
  /** Row -> first vertex, length rowCount + 1. */
  readonly firstVertex: Int32Array;
  /** Followers of v: targets[starts[v] .. starts[v + 1]), ascending, all paired. */
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  /** Beside targets: score of the arc plus its succession part, in units. */
  readonly units: Float64Array;
  /** Bitset rows of `words` 32-bit words over paired vertices: followers of v, and vertices v follows. */
  readonly words: number;
  readonly followers: Uint32Array;
  readonly followed: Uint32Array;
  /** Beside followers: index in targets of the first follower of v in that word. */
  readonly ranks: Int32Array;
}

export function compileAdjacency(pool: Pool): Adjacency {
  const { donorOf, rowOf, firstVertex, pairedCount } = numberVertices(pool);
  const vertexCount = donorOf.length;
  const words = (pairedCount + 31) >>> 5;
  const starts = new Int32Array(vertexCount + 1);
  for (let v = 0; v < vertexCount; v++) {
    const { arcRecipients } = pool.donors[donorOf[v]];
    let count = 0;
    for (let arc = 0; arc < arcRecipients.length; arc++) {
      count += firstVertex[arcRecipients[arc] + 1] - firstVertex[arcRecipients[arc]];
    }
    starts[v + 1] = starts[v] + count;
  }
  const targets = new Int32Array(starts[vertexCount]);
  const units = new Float64Array(starts[vertexCount]);
  const followers = new Uint32Array(vertexCount * words);
  const followed = new Uint32Array(pairedCount * words);
  const ranks = new Int32Array(vertexCount * words);
  for (let v = 0; v < vertexCount; v++) {
    const donor = pool.donors[donorOf[v]];
    let at = starts[v];
    for (let arc = 0; arc < donor.arcRecipients.length; arc++) {
      const recipient = donor.arcRecipients[arc];
      for (let w = firstVertex[recipient]; w < firstVertex[recipient + 1]; w++) {
        const next = pool.donors[donorOf[w]];
        targets[at] = w;
        units[at++] = donor.arcScoreUnits[arc] + pool.successionUnits[donor.successionClass][next.successionClass];
        setBit(followers, w, v * words);
        if (v < pairedCount) setBit(followed, v, w * words);
      }
    }
    for (let word = 0, rank = starts[v]; word < words; word++) {
      ranks[v * words + word] = rank;
      rank += populationCount(followers[v * words + word]);
    }
  }
  const recipientCount = pool.recipients.length;
  const rowCount = firstVertex.length - 1;
  return {
    vertexCount,
    pairedCount,
    rowCount,
    recipientCount,
    donorOf,
    rowOf,
    firstVertex,
    starts,
    targets,
    units,
    words,
    followers,
    followed,
    ranks,
  };
}

function numberVertices(pool: Pool) {
  const recipientCount = pool.recipients.length;
  const altruists = pool.donors.flatMap((donor, index) => (donor.recipient === null ? [index] : []));
  const pairedCount = pool.donors.length - altruists.length;
  const firstVertex = new Int32Array(recipientCount + altruists.length + 1);
  for (const donor of pool.donors) if (donor.recipient !== null) firstVertex[donor.recipient + 1]++;
  for (let row = 0; row < recipientCount; row++) firstVertex[row + 1] += firstVertex[row];
  altruists.forEach((_, k) => {
    firstVertex[recipientCount + k + 1] = pairedCount + k + 1;
  });
  const donorOf = new Int32Array(pool.donors.length);
  const rowOf = new Int32Array(pool.donors.length);
  const next = firstVertex.slice();
  pool.donors.forEach((donor, index) => {
    if (donor.recipient === null) return;
    const vertex = next[donor.recipient]++;
    donorOf[vertex] = index;
    rowOf[vertex] = donor.recipient;
  });
  altruists.forEach((donor, k) => {
    donorOf[pairedCount + k] = donor;
    rowOf[pairedCount + k] = recipientCount + k;
  });
  return { donorOf, rowOf, firstVertex, pairedCount };
}

/** Whether vertex v can be followed by the paired vertex w. */
export function follows(adjacency: Adjacency, v: number, w: number): boolean {
  return hasBit(adjacency.followers, w, v * adjacency.words);
}

/** Score units of v followed by w, which must be possible. */
export function unitsBetween(adjacency: Adjacency, v: number, w: number): number {
  const word = v * adjacency.words + (w >>> 5);
  const below = adjacency.followers[word] & ((1 << (w & 31)) - 1);
  return adjacency.units[adjacency.ranks[word] + populationCount(below)];
}

/** Score units of an exchange, by its vertices in the order of giving; the last of a cycle is followed by the first. */
export function unitsAlong(adjacency: Adjacency, vertices: Int32Array): number {
  const isChain = vertices[0] >= adjacency.pairedCount;
  let units = 0;
  for (let k = 0; k < vertices.length - (isChain ? 1 : 0); k++) {
    units += unitsBetween(adjacency, vertices[k], vertices[(k + 1) % vertices.length]);
  }
  return units;
}
