/**
 * Reduction: arcs that lie on no admissible exchange are dropped before exchanges are enumerated.
 *
 * An arc from v to w lies on a cycle of at most K pairs only if w reaches v in at most K - 1 arcs, and on a chain of at most L
 * pairs only if v is an altruist or can be reached from one in at most L - 1 arcs. Walks may repeat vertices, so what is kept is a superset.
 */
import type { Limits } from '../limits.ts';
import type { Adjacency } from './adjacency.ts';
import { hasBit, lowestBit, populationCount, setBit } from './bitset.ts';

/** Word operations above which reduction costs more than it saves: such pools are dense, and lose next to nothing. */
const WORK_MAX = 20_000_000;

export function reduceArcs(adjacency: Adjacency, limits: Limits): Adjacency {
  const work = adjacency.targets.length * adjacency.words * Math.max(0, limits.cyclePairsMax - 2);
  if (work > WORK_MAX) return adjacency;
  const onChain = stepsFromAltruists(adjacency);
  const reach = verticesReaching(adjacency, limits.cyclePairsMax - 1);
  const { words, pairedCount } = adjacency;
  return filterArcs(adjacency, (v, w) => {
    if (onChain[v] < limits.chainPairsMax) return true;
    return v < pairedCount && hasBit(reach, w, v * words);
  });
}

/** Fewest arcs from any altruist to each vertex; altruists 0, unreachable a large number. */
function stepsFromAltruists({ vertexCount, pairedCount, starts, targets }: Adjacency): Int32Array {
  const steps = new Int32Array(vertexCount).fill(1 << 30);
  const queue = Array.from({ length: vertexCount - pairedCount }, (_, k) => pairedCount + k);
  for (const altruist of queue) steps[altruist] = 0;
  for (let head = 0; head < queue.length; head++) {
    const v = queue[head];
    for (let at = starts[v]; at < starts[v + 1]; at++) {
      if (steps[targets[at]] <= steps[v] + 1) continue;
      steps[targets[at]] = steps[v] + 1;
      queue.push(targets[at]);
    }
  }
  return steps;
}

/** Bitset rows: the paired vertices that reach v in 1 to `arcsMax` arcs. */
function verticesReaching({ pairedCount, words, followed }: Adjacency, arcsMax: number): Uint32Array {
  let reach: Uint32Array = arcsMax > 0 ? followed : new Uint32Array(followed.length);
  for (let arcs = 2; arcs <= arcsMax; arcs++) {
    const further = reach.slice();
    for (let v = 0; v < pairedCount; v++) {
      for (let word = 0; word < words; word++) {
        for (let bits = followed[v * words + word]; bits !== 0; bits &= bits - 1) {
          const u = (word << 5) + lowestBit(bits);
          for (let k = 0; k < words; k++) further[v * words + k] |= reach[u * words + k];
        }
      }
    }
    reach = further;
  }
  return reach;
}

/** The same vertices with those arcs that are kept. */
export function filterArcs(adjacency: Adjacency, keep: (v: number, w: number) => boolean): Adjacency {
  const { vertexCount, pairedCount, words } = adjacency;
  const starts = new Int32Array(vertexCount + 1);
  const targets = new Int32Array(adjacency.targets.length);
  const units = new Float64Array(adjacency.targets.length);
  const followers = new Uint32Array(adjacency.followers.length);
  const followed = new Uint32Array(adjacency.followed.length);
  const ranks = new Int32Array(adjacency.ranks.length);
  let kept = 0;
  for (let v = 0; v < vertexCount; v++) {
    for (let at = adjacency.starts[v]; at < adjacency.starts[v + 1]; at++) {
      const w = adjacency.targets[at];
      if (!keep(v, w)) continue;
      targets[kept] = w;
      units[kept++] = adjacency.units[at];
      setBit(followers, w, v * words);
      if (v < pairedCount) setBit(followed, v, w * words);
    }
    starts[v + 1] = kept;
    for (let word = 0, rank = starts[v]; word < words; word++) {
      ranks[v * words + word] = rank;
      rank += populationCount(followers[v * words + word]);
    }
  }
  return {
    ...adjacency,
    starts,
    targets: targets.slice(0, kept),
    units: units.slice(0, kept),
    followers,
    followed,
    ranks,
  };
}
