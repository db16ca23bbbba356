/**
 * Cycles through a leader, their vertex of the smallest row, that gain more than a floor: depth-first with bounds on the way back.
 *
 * `back[j]` bounds what at most j further vertices on the way to the leader can gain, over walks. It holds only vertices by which a cycle can
 * gain more than the floor, which at the prices of a linear program near its end are few; the arcs are never all looked at.
 */
import { follows } from '../graph/adjacency.ts';
import { clearBit, hasBit, lowestBit } from '../graph/bitset.ts';
import { PathInHand, type Take } from './path.ts';
import { rankedBy, type Ranking, type SearchGround } from './walk-bounds.ts';

export class CycleSearch {
  private readonly ground: SearchGround;
  private readonly hand: PathInHand;
  private leader = 0;
  /** Pairs in a cycle at most. */
  private pairsMax = 0;
  private back: Ranking[] = [];
  /** By paired vertex: what it and the way from it to the leader are worth. */
  private readonly worthOf: Float64Array;

  constructor(ground: SearchGround, take: Take) {
    this.ground = ground;
    this.worthOf = new Float64Array(ground.adjacency.pairedCount);
    this.hand = new PathInHand(ground.steps.length + 1, take);
  }

  /** Offers cycles of at most `pairsMax` pairs that gain more than `floor`; false where the looks were over before the end. */
  find(leader: number, pairsMax: number, floor: number, looksMax = Infinity): boolean {
    const { adjacency, gains, steps } = this.ground;
    const gain = gains.ofVertex[leader];
    if (pairsMax < 2 || gain + steps[pairsMax - 1].bestFrom[leader] <= floor) return true;
    this.hand.start(leader, adjacency.rowOf[leader], floor, looksMax);
    this.leader = leader;
    this.pairsMax = pairsMax;
    this.prepareBack(floor - gain);
    this.extend(leader, 1, gain);
    return this.hand.isWhole;
  }

  /** Over all next vertices after a path of `size` vertices, the last of which is `last`. */
  private extend(last: number, size: number, gain: number): void {
    const { hand } = this;
    const { adjacency } = this.ground;
    const { ofVertex, lossOf } = this.ground.gains;
    const { ranked, worth } = this.back[this.pairsMax - size];
    for (let k = 0; k < ranked.length && gain + worth[k] > hand.floor && hand.mayLook(); k++) {
      const next = ranked[k];
      if (!follows(adjacency, last, next)) continue;
      const row = adjacency.rowOf[next];
      if (hand.holds(row, size)) continue;
      const reached = gain + ofVertex[next] - (lossOf === null ? 0 : lossOf(last, next));
      hand.put(size, next, row);
      if (follows(adjacency, next, this.leader))
        hand.offer(size + 1, reached - (lossOf === null ? 0 : lossOf(next, this.leader)));
      if (size + 1 < this.pairsMax) this.extend(next, size + 1, reached);
    }
  }

  /** `floor`: what the vertices beside the leader must gain more than. */
  private prepareBack(floor: number): void {
    const { ofVertex, lossOf } = this.ground.gains;
    const most = Math.max(0, this.ground.steps[1].worth[0] ?? 0);
    const lastOf = (v: number): number => ofVertex[v] - (lossOf === null ? 0 : lossOf(v, this.leader));
    this.worthOf.fill(-Infinity);
    const closing = this.closing().filter((v) => lastOf(v) + (this.pairsMax - 2) * most > floor);
    for (const v of closing) this.worthOf[v] = lastOf(v);
    this.back = [rankedBy(new Int32Array(0), this.worthOf), rankedBy(closing, this.worthOf)];
    for (let further = 2; further < this.pairsMax; further++) {
      // What the vertices between the leader and the one in question can gain at most.
      const before = (this.pairsMax - 1 - further) * most;
      const from = further === this.pairsMax - 1 ? this.followingLeader() : this.above();
      this.back.push(this.before(from, this.back[further - 1], floor - before));
    }
  }

  /** Paired vertices above the leader's row, as bits. */
  private above(): Uint32Array {
    const { words } = this.ground.adjacency;
    const bits = new Uint32Array(words).fill(-1, this.smallest >>> 5);
    if (this.smallest >>> 5 < words) bits[this.smallest >>> 5] <<= this.smallest & 31;
    return bits;
  }

  /** Of those, the ones that can follow the leader. */
  private followingLeader(): Uint32Array {
    const { followers, words } = this.ground.adjacency;
    return this.above().map((bits, word) => bits & followers[this.leader * words + word]);
  }

  /** Open paired vertices above the leader's row that the leader can follow. */
  private closing(): Int32Array {
    const { words, followed, rowOf } = this.ground.adjacency;
    const found: number[] = [];
    for (let word = this.smallest >>> 5; word < words; word++) {
      for (let bits = followed[this.leader * words + word]; bits !== 0; bits &= bits - 1) {
        const v = (word << 5) + lowestBit(bits);
        if (v >= this.smallest && this.ground.isOpen[rowOf[v]] === 1) found.push(v);
      }
    }
    return Int32Array.from(found);
  }

  /** The first vertex above the leader's row. */
  private get smallest(): number {
    const { firstVertex, rowOf } = this.ground.adjacency;
    return firstVertex[rowOf[this.leader] + 1];
  }

  /**
   * Those open ones that are worth more than the floor at most one step further away; `worthOf` of each is raised to what it is worth then.
   * The ranked tell all that they follow at once, by their bits. Takes the bits away from `from`.
   */
  private before(from: Uint32Array, { ranked, worth }: Ranking, floor: number): Ranking {
    const { gains, isOpen, steps } = this.ground;
    const { followed, words, rowOf } = this.ground.adjacency;
    const most = steps[1].worth[0] ?? 0;
    const reaching = ranked.filter((v) => hasBit(from, v) && this.worthOf[v] > floor);
    const further: number[] = [];
    for (let k = 0; k < ranked.length && most + worth[k] > floor; k++) {
      const base = ranked[k] * words;
      for (let word = this.smallest >>> 5; word < words; word++) {
        for (let bits = from[word] & followed[base + word]; bits !== 0; bits &= bits - 1) {
          const v = (word << 5) + lowestBit(bits);
          if (isOpen[rowOf[v]] === 1 && this.raise(v, ranked[k], worth[k], floor)) further.push(v);
          if (isOpen[rowOf[v]] === 0 || this.worthOf[v] >= gains.ofVertex[v] + worth[k]) clearBit(from, v);
        }
      }
    }
    return rankedBy(Int32Array.of(...reaching, ...further), this.worthOf);
  }

  /** By what a vertex is worth that is followed by one of that worth; true where it comes to exceed the floor. */
  private raise(v: number, next: number, worth: number, floor: number): boolean {
    const { ofVertex, lossOf } = this.ground.gains;
    const before = this.worthOf[v];
    const reached = ofVertex[v] + worth - (lossOf === null ? 0 : lossOf(v, next));
    if (reached <= before) return false;
    this.worthOf[v] = reached;
    return before <= floor && reached > floor;
  }
}
