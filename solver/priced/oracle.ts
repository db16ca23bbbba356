/**
 * The pricing oracle: exchanges that gain more than their rows cost, without ever listing all of them.
 *
 * A quick batch looks for one exchange from each leader and altruist, in an order drawn from a seed, with disjoint rows and a bounded
 * number of looks; those that yielded nothing rest for some rounds. A thorough one leaves nothing out, and finding nothing is a proof.
 */
import { drawing, shuffle } from '../drawing.ts';
import type { Limits } from '../limits.ts';
import { ChainSearch } from './chain-search.ts';
import { CycleSearch } from './cycle-search.ts';
import { gainsOf } from './gains.ts';
import type { Master, Path, Prices } from './master.ts';
import type { Take } from './path.ts';
import { searchGround } from './walk-bounds.ts';

export interface Asked {
  readonly limits: Limits;
  /** The criterion counts so many times, against these prices. */
  readonly scale: number;
  readonly prices: Prices;
  /** By row: 1 where it may be used. */
  readonly isOpen: Uint8Array;
  /** What an exchange must gain more than. */
  readonly floor: number;
}

const LOOKS_MAX = 4_000;
const ROUNDS_OF_REST = 4;

export class Oracle {
  private readonly master: Master;
  private readonly restsUntil: Int32Array;
  private round = 0;
  private readonly random = drawing();

  constructor(master: Master) {
    this.master = master;
    this.restsUntil = new Int32Array(master.adjacency.vertexCount);
  }

  /** Exchanges with disjoint rows, one a leader at most; nothing follows where there is none. */
  quick(asked: Asked): readonly Path[] {
    this.round++;
    const { rowOf } = this.master.adjacency;
    const isOpen = asked.isOpen.slice();
    return this.bestOfEach({ ...asked, isOpen }, LOOKS_MAX, (vertex, path) => {
      if (path === null) this.restsUntil[vertex] = this.round + ROUNDS_OF_REST;
      else for (const v of path) isOpen[rowOf[v]] = 0;
    });
  }

  /** The best from each leader and altruist; where there is none, no exchange gains more than the floor. */
  thorough(asked: Asked): readonly Path[] {
    this.round += ROUNDS_OF_REST + 1;
    return this.bestOfEach(asked, Infinity, () => {});
  }

  /** Every exchange that gains more than the floor is given to `take`; never an altruist alone. */
  each(asked: Asked, take: (path: Path) => void): void {
    const searchFrom = this.searching(asked, (vertices, size, gain) => {
      const path = vertices.subarray(0, size);
      if (gain - this.master.chargeOf(path, asked.prices.ofSet) > asked.floor) take(path);
      return asked.floor;
    });
    const { vertexCount, rowOf } = this.master.adjacency;
    for (let vertex = 0; vertex < vertexCount; vertex++) {
      if (asked.isOpen[rowOf[vertex]] === 1) searchFrom(vertex);
    }
  }

  private bestOfEach(
    asked: Asked,
    looksMax: number,
    looked: (vertex: number, path: Path | null) => void,
  ): readonly Path[] {
    const { prices, isOpen, floor } = asked;
    const { master } = this;
    const charges = prices.ofSet.some((price) => price !== 0);
    let best: Path | null = null;
    let bestGain = floor;
    const searchFrom = this.searching(asked, (vertices, size, gain) => {
      const net = charges ? gain - master.chargeOf(vertices.subarray(0, size), prices.ofSet) : gain;
      if (net <= bestGain) return bestGain;
      best = vertices.slice(0, size);
      return (bestGain = net);
    });
    const found: Path[] = [];
    for (const vertex of this.order()) {
      if (isOpen[master.adjacency.rowOf[vertex]] === 0 || this.restsUntil[vertex] > this.round) continue;
      best = null;
      bestGain = floor;
      searchFrom(vertex, looksMax);
      looked(vertex, best);
      if (best !== null) found.push(best);
    }
    return found;
  }

  /** Offers `take` the chains from an altruist, or the cycles through a leader. */
  private searching(
    { limits, scale, prices, isOpen, floor }: Asked,
    take: Take,
  ): (vertex: number, looksMax?: number) => void {
    const { adjacency, region } = this.master;
    const gains = gainsOf(adjacency, this.master.termsOf(scale, prices), prices.ofRow);
    const ground = searchGround(region, gains, arcsMaxOf(limits), isOpen);
    const [cycles, chains] = [new CycleSearch(ground, take), new ChainSearch(ground, take)];
    return (vertex, looksMax = Infinity) => {
      if (vertex >= adjacency.pairedCount) chains.find(vertex, limits.chainPairsMax, floor, looksMax);
      else cycles.find(vertex, limits.cyclePairsMax, floor, looksMax);
    };
  }

  /** Altruists first: they are few, and what they can start is longest. Then leaders; each in an order that is drawn anew. */
  private order(): readonly number[] {
    const { pairedCount, vertexCount } = this.master.adjacency;
    return [...this.shuffled(pairedCount, vertexCount), ...this.shuffled(0, pairedCount)];
  }

  private shuffled(from: number, to: number): Int32Array {
    const order = Int32Array.from({ length: to - from }, (_, k) => from + k);
    shuffle(order, this.random);
    return order;
  }
}

function arcsMaxOf({ cyclePairsMax, chainPairsMax }: Limits): number {
  return Math.max(cyclePairsMax - 1, chainPairsMax, 1);
}
