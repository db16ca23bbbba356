/**
 * Chains from an altruist that gain more than a floor: depth-first over paths of distinct rows, leaving out whatever the walk bounds
 * cannot lift above it. Exact unless it runs out of the looks it is given: where bounds over walks, which may repeat a row, promise more
 * than any path holds, the search itself tells (the pricing of chains is NP-hard in general: Plaut et al. 2016).
 */
import { follows } from '../graph/adjacency.ts';
import { PathInHand, type Take } from './path.ts';
import { prefixAbove, type SearchGround } from './walk-bounds.ts';

export class ChainSearch {
  private readonly ground: SearchGround;
  private readonly hand: PathInHand;

  constructor(ground: SearchGround, take: Take) {
    this.ground = ground;
    this.hand = new PathInHand(ground.steps.length + 1, take);
  }

  /** Offers chains of 1 to `pairsMax` pairs that gain more than `floor`; false where the looks were over before the end. */
  find(altruist: number, pairsMax: number, floor: number, looksMax = Infinity): boolean {
    const { adjacency, gains } = this.ground;
    this.hand.start(altruist, adjacency.rowOf[altruist], floor, looksMax);
    this.extend(altruist, 1, pairsMax, gains.ofVertex[altruist]);
    return this.hand.isWhole;
  }

  /** Over all next vertices after a path of `size` vertices, the last of which is `last`, with so many arcs left. */
  private extend(last: number, size: number, arcsLeft: number, gain: number): void {
    if (arcsLeft === 0) return;
    const { hand } = this;
    const { adjacency } = this.ground;
    const { starts, targets } = adjacency;
    const { ranked, worth, worthOf, bestFrom } = this.ground.steps[arcsLeft];
    if (gain + bestFrom[last] <= hand.floor) return;
    const count = prefixAbove(worth, hand.floor - gain);
    if (count > starts[last + 1] - starts[last]) {
      for (let at = starts[last]; at < starts[last + 1] && hand.mayLook(); at++) {
        const next = targets[at];
        if (gain + worthOf[next] > hand.floor) this.goOn(last, next, size, arcsLeft, gain);
      }
      return;
    }
    for (let k = 0; k < count && gain + worth[k] > hand.floor && hand.mayLook(); k++) {
      const next = ranked[k];
      if (follows(adjacency, last, next)) this.goOn(last, next, size, arcsLeft, gain);
    }
  }

  private goOn(last: number, next: number, size: number, arcsLeft: number, gain: number): void {
    const { hand } = this;
    const { adjacency, gains, isOpen, mayEnd } = this.ground;
    const row = adjacency.rowOf[next];
    if (isOpen[row] === 0 || hand.holds(row, size)) return;
    const reached = gain + gains.ofVertex[next] - (gains.lossOf === null ? 0 : gains.lossOf(last, next));
    hand.put(size, next, row);
    if (mayEnd[row] === 1) hand.offer(size + 1, reached);
    this.extend(next, size + 1, arcsLeft - 1, reached);
  }
}
