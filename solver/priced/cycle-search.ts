/**
 * Cycles through a leader, their vertex of the smallest row, that gain more than a floor: depth-first with bounds on the way back.
 *
 * `back[j]` bounds what at most j further vertices on the way to the leader can gain, over walks. It holds only vertices by which a cycle can
 * gain more than the floor, which at the prices of a linear program near its end are few; the arcs are never all looked at.
 */
import { follows } from '../graph/adjacency.ts';
import { lowestBit } from '../graph/bitset.ts';
import { PathInHand, type Take } from './path.ts';
import { rankedBy, type Ranking, type SearchGround } from './walk-bounds.ts';

export class CycleSearch {
  private readonly ground: SearchGround;
  private readonly hand: PathInHand;
  private leader = 0;
  /** Pairs in a cycle at most. */
  private pairsMax = 0;
  private back: Ranking[] = [];

  constructor(ground: SearchGround, take: Take) {
    this.ground = ground;
    this.hand = new PathInHand(ground.steps.length + 1, take);
  }

  /** Offers cycles of at most `pairsMax` pairs that gain more than `floor`, until none is left or the looks are over. */
  find(leader: number, pairsMax: number, floor: number, looksMax = Infinity): void {
    const { adjacency, gains, steps } = this.ground;
    const gain = gains.ofVertex[leader];
    if (pairsMax < 2 || gain + steps[pairsMax - 1].bestFrom[leader] <= floor) return;
    this.hand.start(leader, adjacency.rowOf[leader], floor, looksMax);
    this.leader = leader;
    this.pairsMax = pairsMax;
    this.prepareBack(floor - gain);
    this.extend(leader, 1, gain);
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
    const { pairedCount } = this.ground.adjacency;
    const { ofVertex, lossOf } = this.ground.gains;
    const most = Math.max(0, this.ground.steps[1].worth[0] ?? 0);
    const worthOf = new Float64Array(pairedCount).fill(-Infinity);
    const lastOf = (v: number): number => ofVertex[v] - (lossOf === null ? 0 : lossOf(v, this.leader));
    const closing = this.closing().filter((v) => lastOf(v) + (this.pairsMax - 2) * most > floor);
    for (const v of closing) worthOf[v] = lastOf(v);
    this.back = [rankedBy(new Int32Array(0), worthOf), rankedBy(closing, worthOf)];
    for (let further = 2; further < this.pairsMax; further++) {
      // What the vertices between the leader and the one in question can gain at most.
      const before = (this.pairsMax - 1 - further) * most;
      const from = further === this.pairsMax - 1 ? this.followingLeader() : this.above();
      this.back.push(this.before(from, this.back[further - 1], worthOf, floor - before));
    }
  }

  /** Open paired vertices above the leader's row. */
  private above(): Int32Array {
    const { pairedCount, rowOf } = this.ground.adjacency;
    const all = Int32Array.from({ length: pairedCount - this.smallest }, (_, k) => this.smallest + k);
    return all.filter((v) => this.ground.isOpen[rowOf[v]] === 1);
  }

  /** Of those, the ones that can follow the leader. */
  private followingLeader(): Int32Array {
    const { starts, targets, rowOf } = this.ground.adjacency;
    const following = targets.subarray(starts[this.leader], starts[this.leader + 1]);
    return following.filter((v) => v >= this.smallest && this.ground.isOpen[rowOf[v]] === 1);
  }

  /** Of those, the ones that the leader can follow. */
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

  /** Those that are worth more than the floor one step further away; `worthOf` of each is raised to what it is worth then. */
  private before(from: Int32Array, { ranked, worth }: Ranking, worthOf: Float64Array, floor: number): Ranking {
    const { adjacency } = this.ground;
    const { ofVertex, lossOf } = this.ground.gains;
    const raised = worthOf.slice();
    const reaching: number[] = [];
    for (const v of from) {
      let least = Math.max(floor, worthOf[v]);
      for (let k = 0; k < ranked.length && ofVertex[v] + worth[k] > least; k++) {
        if (!follows(adjacency, v, ranked[k])) continue;
        const through = ofVertex[v] + worth[k] - (lossOf === null ? 0 : lossOf(v, ranked[k]));
        if (through <= least) continue;
        raised[v] = least = through;
        if (lossOf === null) break;
      }
      if (raised[v] > floor) reaching.push(v);
    }
    worthOf.set(raised);
    return rankedBy(Int32Array.from(reaching), raised);
  }
}
