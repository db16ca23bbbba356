/**
 * The pricing oracle: exchanges that gain more than their rows cost, without ever listing all of them.
 *
 * A quick batch looks for one exchange from each leader and altruist, in an order drawn from a seed, with disjoint rows and a bounded
 * number of looks; those that yielded nothing rest for some rounds. A thorough one leaves nothing out, and finding nothing is a proof.
 */
import { drawing, shuffle } from '../drawing.ts';
import type { Limits } from '../limits.ts';
import type { Master, Path, Prices } from './master.ts';
import type { Take } from './path.ts';
import { PathSearch } from './path-search.ts';

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
    this.wakeAll();
    return this.bestOfEach(asked, Infinity, () => {});
  }

  /** Every exchange that gains more than the floor is given to `take`; never an altruist alone. */
  each(asked: Asked, take: (path: Path) => void): void {
    const takeGaining: Take = (vertices, size, gain) => {
      const path = vertices.subarray(0, size);
      if (gain - this.master.chargeOf(path, asked.prices.ofSet) > asked.floor) take(path);
      return asked.floor;
    };
    this.wakeAll();
    const order = Int32Array.from({ length: this.master.adjacency.vertexCount }, (_, vertex) => vertex);
    this.goThrough(asked, order, Infinity, takeGaining, () => {});
  }

  private wakeAll(): void {
    this.round += ROUNDS_OF_REST + 1;
  }

  private bestOfEach(
    asked: Asked,
    looksMax: number,
    looked: (vertex: number, path: Path | null) => void,
  ): readonly Path[] {
    const { prices, floor } = asked;
    const charges = prices.ofSet.some((price) => price !== 0);
    let best: Path | null = null;
    let bestGain = floor;
    const takeBest: Take = (vertices, size, gain) => {
      const path = vertices.subarray(0, size);
      const net = charges ? gain - this.master.chargeOf(path, prices.ofSet) : gain;
      if (net <= bestGain) return bestGain;
      best = path.slice();
      return (bestGain = net);
    };
    const found: Path[] = [];
    this.goThrough(asked, this.order(), looksMax, takeBest, (vertex) => {
      looked(vertex, best);
      if (best !== null) found.push(best);
      best = null;
      bestGain = floor;
    });
    return found;
  }

  /** Searches from those in the order that do not rest and are open when their turn comes; scouts may have seen that nothing is there. */
  private goThrough(
    { limits, scale, prices, isOpen, floor }: Asked,
    vertices: Int32Array,
    looksMax: number,
    take: Take,
    looked: (vertex: number) => void,
  ): void {
    const { region, scouts } = this.master;
    const { adjacency } = region;
    const mayGain = (vertex: number): boolean => isOpen[adjacency.rowOf[vertex]] === 1;
    const order = vertices.filter((vertex) => mayGain(vertex) && this.restsUntil[vertex] <= this.round);
    const terms = this.master.termsOf(scale, prices);
    const question = { ...region, terms, limits, ofRow: prices.ofRow, isOpen, floor };
    const search = new PathSearch(question, take);
    const marks = scouts.survey(question, search.steps, order, looksMax);
    try {
      for (let place = 0; place < order.length; place++) {
        if (!mayGain(order[place])) continue;
        if (!marks.isBarren(place)) search.from(order[place], looksMax);
        looked(order[place]);
      }
    } finally {
      marks.end();
    }
  }

  /** Altruists first: they are few, and what they can start is longest. Then leaders; each in an order that is drawn anew. */
  private order(): Int32Array {
    const { pairedCount, vertexCount } = this.master.adjacency;
    return Int32Array.of(...this.shuffled(pairedCount, vertexCount), ...this.shuffled(0, pairedCount));
  }

  private shuffled(from: number, to: number): Int32Array {
    const order = Int32Array.from({ length: to - from }, (_, k) => from + k);
    shuffle(order, this.random);
    return order;
  }
}
