/**
 * The columns of a pool as the checker goes through them: all, or, where they are too many, those alone by which something could be gained,
 * which is enough to know that nothing is left uncovered. Shares nothing with the search.
 */
import { isAltruist, unitsOf, type Ground } from './check-claim.ts';

/** Thrown where something is given up. */
export class TooMany extends Error {}

export class StepCounter {
  taken = 0;
  private readonly max: number;

  constructor(max: number) {
    this.max = max;
  }

  take(): void {
    if (this.taken === this.max) throw new TooMany();
    this.taken++;
  }
}

type Visit = (path: Int32Array) => void;

/** Calls `visit` once for every column, as its length followed by its donors; a cycle starts at its smallest row. */
export function visitColumns(ground: Ground, steps: StepCounter, visit: Visit): void {
  const { claim, rowOf, donorsOf, gives, arcs, longest } = ground;
  const path = new Int32Array(longest + 1);
  const onPath = new Uint8Array(donorsOf.length);
  const extend = (length: number, lengthMax: number, leader: number, closers: Uint16Array | undefined): void => {
    for (const to of gives[path[length]]) {
      if (onPath[to] === 1 || (closers !== undefined && to <= leader)) continue;
      onPath[to] = 1;
      for (const donor of donorsOf[to]) {
        steps.take();
        path[0] = length + 1;
        path[length + 1] = donor;
        if (closers === undefined || closers[donor] > 0) visit(path);
        if (length + 1 < lengthMax) extend(length + 1, lengthMax, leader, closers);
      }
      onPath[to] = 0;
    }
  };
  rowOf.forEach((row, donor) => {
    path.set([1, donor]);
    if (isAltruist(ground, donor)) visit(path);
    const lengthMax = isAltruist(ground, donor) ? claim.limits.chainPairsMax + 1 : claim.limits.cyclePairsMax;
    if (lengthMax > 1) extend(1, lengthMax, row, arcs[row]);
  });
}

/**
 * About how many columns there are, if all donors gave to as many and arcs were spread evenly: only to choose the quicker way to check.
 */
export function columnsByEstimate({ claim, gives, donorsOf, rowOf }: Ground): number {
  const { cyclePairsMax, chainPairsMax } = claim.limits;
  const followers = gives.map((recipients) => recipients.reduce((sum, to) => sum + donorsOf[to].length, 0));
  const [paired, started] = [0, 0].map((_, altruists) =>
    followers.filter((_count, donor) => (rowOf[donor] >= donorsOf.length ? 1 : 0) === altruists),
  );
  const mean = sumOf(paired) / Math.max(1, paired.length);
  let count = 0;
  for (let pairs = 2; pairs <= cyclePairsMax; pairs++) count += mean ** pairs / pairs;
  for (let pairs = 1; pairs <= chainPairsMax; pairs++) count += sumOf(started) * mean ** (pairs - 1);
  return count;
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** What a column must gain to be of account: more than the floor. All are whole numbers, and so are their sums over the donors of a column. */
export interface Need {
  /** By donor, without what depends on the gifts. */
  readonly gains: Float64Array;
  /** For every unit of score. */
  readonly perUnit: number;
  readonly floor: number;
}

/**
 * Calls `visit` once for every column that meets all the needs, altruists alone included; perhaps for others too.
 *
 * Paths are only followed as long as they can still come above every floor: by the best walk of as many donors more and, for a cycle by
 * the first need, by the best walk back to its leader. Walks may repeat a recipient, so they promise at least as much as any path.
 * (Where a walk adds up to more than exact numbers can hold it is rounded, but never below a sum that is exact, as all those of paths are.)
 *
 * Where longer walks promise no more than shorter ones, no cycle gains anything, however long: going round it once more would promise more.
 */
export function visitGaining(ground: Ground, needs: readonly Need[], steps: StepCounter, visit: Visit): void {
  const measures = needs.map((need) => new GainMeasure(ground, need));
  visitGainingChains(ground, measures, steps, visit);
  const noCycleGains = measures.some(({ floor, walks }) => floor >= 0 && walks.areAll);
  if (!noCycleGains) visitGainingCycles(ground, measures, steps, visit);
}

/** What paths gain by one need, kept up while they are followed: position by position. */
class GainMeasure {
  readonly floor: number;
  /** By donor: what it adds at most, the best gift to its recipient included. */
  readonly gains: Float64Array;
  readonly walks: BestWalks;
  /** By donors on the path. */
  readonly reached: Float64Array;
  private readonly ground: Ground;
  private readonly perUnit: number;
  /** By donor: the units of score of that best gift. */
  private readonly received: Float64Array;

  constructor(ground: Ground, { gains, perUnit, floor }: Need) {
    this.ground = ground;
    this.floor = floor;
    this.perUnit = perUnit;
    this.received = perUnit === 0 ? new Float64Array(0) : bestReceived(ground, perUnit);
    this.gains = perUnit === 0 ? gains : gains.map((gain, donor) => gain + perUnit * this.received[donor]);
    this.reached = new Float64Array(ground.longest + 1);
    this.walks = bestWalks(ground, this);
  }

  /** By how much a gift misses the best that the next donor's recipient can be given: at least 0. */
  missing(giver: number, next: number): number {
    return this.perUnit === 0 ? 0 : this.perUnit * (this.received[next] - unitsOf(this.ground, giver, next));
  }

  gainOf(giver: number, next: number): number {
    return this.gains[next] - this.missing(giver, next);
  }

  start(donor: number): void {
    this.reached[1] = this.gains[donor];
  }

  /** Goes on from a path of `length`; whether it can still come above the floor by at most so many donors more. */
  goOn(length: number, giver: number, next: number, more: number): boolean {
    const gain = this.reached[length] + this.gains[next];
    const { ahead } = this.walks;
    const promise = ahead[Math.min(more, ahead.length - 1)][next];
    if (gain + promise <= this.floor) return false;
    this.reached[length + 1] = gain - this.missing(giver, next);
    return this.reached[length + 1] + promise > this.floor;
  }

  isAbove(length: number): boolean {
    return this.reached[length] > this.floor;
  }

  isAboveAsCycle(length: number, last: number, leader: number): boolean {
    return this.reached[length] - this.missing(last, leader) > this.floor;
  }
}

/** By donor: the units of score of the gift to its recipient, when it gives next, that counts most; the least where units count against. */
function bestReceived(ground: Ground, perUnit: number): Float64Array {
  const most = new Float64Array(ground.rowOf.length).fill(-Infinity);
  ground.gives.forEach((recipients, giver) => {
    for (const to of recipients) {
      for (const next of ground.donorsOf[to]) {
        most[next] = Math.max(most[next], Math.sign(perUnit) * unitsOf(ground, giver, next));
      }
    }
  });
  return most.map((units) => (units === -Infinity ? 0 : Math.sign(perUnit) * units));
}

interface BestWalks {
  /** By donors still to come and donor: the best walk on from there, at least 0. The last holds for any more as well, if `areAll`. */
  readonly ahead: readonly Float64Array[];
  /** Whether no walk, of any length, promises more than the last of these. */
  readonly areAll: boolean;
}

/** Walks are looked at so far for promising no more, if no path goes further. */
const WALK_DONORS_MAX = 40;

function bestWalks(ground: Ground, measure: Pick<GainMeasure, 'gains' | 'floor' | 'gainOf'>): BestWalks {
  const ahead: Float64Array[] = [new Float64Array(ground.rowOf.length)];
  const donorsMax = measure.floor < 0 ? ground.longest : Math.max(ground.longest, WALK_DONORS_MAX);
  for (let more = 1; more <= donorsMax; more++) {
    const shorter = ahead[more - 1];
    const longer = bestWalksByOne(ground, measure, shorter);
    // A sum that is no exact number any more might only seem to have stopped rising.
    if (longer.every((gain, donor) => gain === shorter[donor] && Number.isSafeInteger(gain))) {
      return { ahead, areAll: true };
    }
    ahead.push(longer);
  }
  return { ahead, areAll: false };
}

function bestWalksByOne(
  { rowOf, donorsOf, gives }: Ground,
  measure: Pick<GainMeasure, 'gains' | 'floor' | 'gainOf'>,
  shorter: Float64Array,
): Float64Array {
  // By recipient: if the best gift were given to it.
  const reached = Float64Array.from(donorsOf, (donors) =>
    donors.reduce((best, donor) => Math.max(best, measure.gains[donor] + shorter[donor]), -Infinity),
  );
  const longer = new Float64Array(rowOf.length);
  gives.forEach((recipients, donor) => {
    for (let arc = 0; arc < recipients.length; arc++) {
      if (reached[recipients[arc]] <= longer[donor]) continue;
      for (const next of donorsOf[recipients[arc]]) {
        longer[donor] = Math.max(longer[donor], measure.gainOf(donor, next) + shorter[next]);
      }
    }
  });
  return longer;
}

function visitGainingChains(ground: Ground, measures: readonly GainMeasure[], steps: StepCounter, visit: Visit): void {
  const { claim, rowOf, donorsOf, gives, longest } = ground;
  const path = new Int32Array(longest + 1);
  const onPath = new Uint8Array(donorsOf.length);
  const extend = (length: number): void => {
    const more = claim.limits.chainPairsMax - length;
    if (more < 0) return;
    for (const to of gives[path[length]]) {
      if (onPath[to] === 1) continue;
      onPath[to] = 1;
      for (const donor of donorsOf[to]) {
        if (!measures.every((measure) => measure.goOn(length, path[length], donor, more))) continue;
        steps.take();
        path[0] = length + 1;
        path[length + 1] = donor;
        if (measures.every((measure) => measure.isAbove(length + 1))) visit(path);
        extend(length + 1);
      }
      onPath[to] = 0;
    }
  };
  rowOf.forEach((_, donor) => {
    if (!isAltruist(ground, donor)) return;
    path.set([1, donor]);
    for (const measure of measures) measure.start(donor);
    if (measures.every((measure) => measure.isAbove(1))) visit(path);
    extend(1);
  });
}

/** Donors that can stand before the leader comes again, the best first, and what they gain with the best walk back. */
interface WayBack {
  readonly donors: readonly number[];
  readonly gains: readonly number[];
}

function visitGainingCycles(ground: Ground, measures: readonly GainMeasure[], steps: StepCounter, visit: Visit): void {
  const { claim, rowOf, donorsOf, arcs, longest } = ground;
  const pairsMax = claim.limits.cyclePairsMax;
  if (pairsMax < 2) return;
  const path = new Int32Array(longest + 1);
  const onPath = new Uint8Array(donorsOf.length);
  const [first] = measures;
  const paired = Array.from(rowOf.keys()).filter((donor) => !isAltruist(ground, donor));
  for (const leader of paired) {
    const row = rowOf[leader];
    const back = waysBack(ground, first, leader, paired);
    const extend = (length: number): void => {
      const way = back[pairsMax - length];
      for (let k = 0; k < way.donors.length && first.reached[length] + way.gains[k] > first.floor; k++) {
        const donor = way.donors[k];
        if (arcs[rowOf[donor]][path[length]] === 0 || onPath[rowOf[donor]] === 1) continue;
        const more = pairsMax - length - 1;
        if (!measures.every((measure) => measure.goOn(length, path[length], donor, more))) continue;
        steps.take();
        path[0] = length + 1;
        path[length + 1] = donor;
        const closes = arcs[row][donor] > 0;
        if (closes && measures.every((measure) => measure.isAboveAsCycle(length + 1, donor, leader))) visit(path);
        if (more === 0) continue;
        onPath[rowOf[donor]] = 1;
        extend(length + 1);
        onPath[rowOf[donor]] = 0;
      }
    };
    path[1] = leader;
    for (const measure of measures) measure.start(leader);
    extend(1);
  }
}

/** Position k: with at most k donors still to come, the one itself included. */
function waysBack(ground: Ground, measure: GainMeasure, leader: number, paired: readonly number[]): WayBack[] {
  const { claim, rowOf, donorsOf, gives } = ground;
  const { gains, floor } = measure;
  const pairsMax = claim.limits.cyclePairsMax;
  const isAbove = (donor: number): boolean => rowOf[donor] > rowOf[leader];
  const followers = Array.from(gives[leader])
    .flatMap((to) => donorsOf[to])
    .filter(isAbove);
  const most = paired.reduce((best, donor) => Math.max(best, gains[donor]), 0);
  const back: WayBack[] = [{ donors: [], gains: [] }];
  const best = new Float64Array(rowOf.length).fill(-Infinity);
  for (let more = 1; more < pairsMax; more++) {
    const from = more === pairsMax - 1 && more > 1 ? followers : paired.filter(isAbove);
    const spare = gains[leader] - floor + (pairsMax - 1 - more) * most;
    back.push(wayBack(ground, measure, from, leader, back[more - 1], best, spare));
  }
  return back;
}

/** Of the donors `from`, those by whom a cycle can still gain; `spare`: what all others in it can add to that, less the floor. */
function wayBack(
  { rowOf, arcs }: Ground,
  measure: GainMeasure,
  from: readonly number[],
  leader: number,
  nearer: WayBack,
  best: Float64Array,
  spare: number,
): WayBack {
  const closers = arcs[rowOf[leader]];
  const found: [donor: number, gain: number][] = [];
  for (const donor of from) {
    const own = measure.gains[donor];
    let gain = closers[donor] > 0 ? own - measure.missing(donor, leader) : -Infinity;
    for (let k = 0; k < nearer.donors.length; k++) {
      const through = own + nearer.gains[k];
      if (through <= gain || through + spare <= 0) break;
      if (arcs[rowOf[nearer.donors[k]]][donor] === 0) continue;
      gain = Math.max(gain, through - measure.missing(donor, nearer.donors[k]));
    }
    best[donor] = Math.max(best[donor], gain);
    if (best[donor] + spare > 0) found.push([donor, best[donor]]);
  }
  found.sort(([, a], [, b]) => b - a);
  return { donors: found.map(([donor]) => donor), gains: found.map(([, gain]) => gain) };
}
