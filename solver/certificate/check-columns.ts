/**
 * The columns of a pool as the checker goes through them: all, or, where they are too many, those alone that a criterion gains by, which is
 * enough to know that nothing is left uncovered. Shares nothing with the search.
 */
import type { CriterionId } from '../limits.ts';
import { isAltruist, refuse, type Ground } from './check-claim.ts';

/** Bounds what is done for a stranger: steps in going through the columns. */
const STEPS_MAX = 2 ** 32;

class StepCounter {
  private count = 0;

  take(): void {
    if (++this.count > STEPS_MAX) refuse('too many exchanges to check');
  }
}

/** Calls `visit` once for every column, as its length followed by its donors; a cycle starts at its smallest row. */
export function visitColumns(ground: Ground, visit: (path: Int32Array) => void): void {
  const { claim, rowOf, donorsOf, gives, givers, longest } = ground;
  const path = new Int32Array(longest + 1);
  const onPath = new Uint8Array(donorsOf.length);
  const steps = new StepCounter();
  const extend = (length: number, lengthMax: number, leader: number, closers: Uint8Array | undefined): void => {
    for (const to of gives[path[length]]) {
      if (onPath[to] === 1 || (closers !== undefined && to <= leader)) continue;
      onPath[to] = 1;
      for (const donor of donorsOf[to]) {
        steps.take();
        path[0] = length + 1;
        path[length + 1] = donor;
        if (closers === undefined || closers[donor] === 1) visit(path);
        if (length + 1 < lengthMax) extend(length + 1, lengthMax, leader, closers);
      }
      onPath[to] = 0;
    }
  };
  rowOf.forEach((row, donor) => {
    path.set([1, donor]);
    if (isAltruist(ground, donor)) visit(path);
    const lengthMax = isAltruist(ground, donor) ? claim.limits.chainPairsMax + 1 : claim.limits.cyclePairsMax;
    if (lengthMax > 1) extend(1, lengthMax, row, givers[row]);
  });
}

/** By donor: what it adds to a column at most; a whole number, as are all sums of them. */
export type DonorGains = Float64Array;

/** `scale` times the criterion less the multipliers of the rows; null where it is no sum over donors and gifts. */
export function donorGains(ground: Ground, id: CriterionId, scale: number, rows: Float64Array): DonorGains | null {
  const { pool, rowOf } = ground;
  if (id !== 'recipients' && id !== 'transplants' && id !== 'score') return null;
  const most = id === 'score' ? mostReceived(ground) : null;
  return Float64Array.from(rowOf, (row, donor) => {
    const counts = id === 'transplants' || pool.donors[donor].recipient !== null ? 1 : 0;
    return scale * (most === null ? counts : most[donor]) - rows[row];
  });
}

/** By donor: the most that any gift to their recipient, when they give next, can score. */
function mostReceived({ pool, donorsOf, gives }: Ground): Float64Array {
  const most = new Float64Array(pool.donors.length);
  pool.donors.forEach(({ arcScoreUnits, successionClass }, giver) => {
    gives[giver].forEach((to, arc) => {
      for (const donor of donorsOf[to]) {
        const units = arcScoreUnits[arc] + pool.successionUnits[successionClass][pool.donors[donor].successionClass];
        most[donor] = Math.max(most[donor], units);
      }
    });
  });
  return most;
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

/**
 * Calls `visit` once for every column whose donors gain more than the floor together, altruists alone included; perhaps for others too.
 *
 * Paths are only followed as long as they can still come above the floor: a chain by the best walk of as many donors more, a cycle by the
 * best walk back to its leader. Walks may repeat a recipient, so they promise at least as much as any path.
 *
 * Where longer walks promise no more than shorter ones, no cycle gains anything, however long: going round it once more would promise more.
 */
export function visitGaining(
  ground: Ground,
  gains: DonorGains,
  floor: number,
  visit: (path: Int32Array) => void,
): void {
  const walks = bestWalks(ground, gains);
  visitGainingChains(ground, gains, floor, walks.ahead, visit);
  if (floor < 0 || !walks.areAll) visitGainingCycles(ground, gains, floor, visit);
}

interface BestWalks {
  /** By donors still to come and donor: the best walk on from there, at least 0. The last holds for any more as well, if `areAll`. */
  readonly ahead: readonly Float64Array[];
  /** Whether no walk, of any length, promises more than the last of these. */
  readonly areAll: boolean;
}

/** Walks are looked at so far for promising no more, if chains do not go further. */
const WALK_DONORS_MAX = 40;

function bestWalks(ground: Ground, gains: DonorGains): BestWalks {
  const ahead: Float64Array[] = [new Float64Array(ground.rowOf.length)];
  const donorsMax = Math.max(ground.claim.limits.chainPairsMax, WALK_DONORS_MAX);
  for (let more = 1; more <= donorsMax; more++) {
    const shorter = ahead[more - 1];
    const longer = bestWalksByOne(ground, gains, shorter);
    // A sum that is no exact number any more might only seem to have stopped rising.
    if (longer.every((gain, donor) => gain === shorter[donor] && Number.isSafeInteger(gain))) {
      return { ahead, areAll: true };
    }
    ahead.push(longer);
  }
  return { ahead, areAll: false };
}

function bestWalksByOne({ rowOf, donorsOf, gives }: Ground, gains: DonorGains, shorter: Float64Array): Float64Array {
  const reached = Float64Array.from(donorsOf, (donors) =>
    donors.reduce((best, donor) => Math.max(best, gains[donor] + shorter[donor]), -Infinity),
  );
  const longer = new Float64Array(rowOf.length);
  for (let donor = 0; donor < rowOf.length; donor++) {
    const recipients = gives[donor];
    for (let arc = 0; arc < recipients.length; arc++) {
      const gain = reached[recipients[arc]];
      if (gain > longer[donor]) longer[donor] = gain;
    }
  }
  return longer;
}

function visitGainingChains(
  ground: Ground,
  gains: DonorGains,
  floor: number,
  ahead: readonly Float64Array[],
  visit: (path: Int32Array) => void,
): void {
  const { claim, rowOf, donorsOf, gives, longest } = ground;
  const { chainPairsMax } = claim.limits;
  const path = new Int32Array(longest + 1);
  const onPath = new Uint8Array(donorsOf.length);
  const steps = new StepCounter();
  const walksWith = (more: number): Float64Array => ahead[Math.min(more, ahead.length - 1)];
  const extend = (length: number, gain: number): void => {
    const more = chainPairsMax + 1 - length;
    if (more === 0 || gain + walksWith(more)[path[length]] <= floor) return;
    const onwards = walksWith(more - 1);
    for (const to of gives[path[length]]) {
      if (onPath[to] === 1) continue;
      onPath[to] = 1;
      for (const donor of donorsOf[to]) {
        const reached = gain + gains[donor];
        if (reached + onwards[donor] <= floor) continue;
        steps.take();
        path[0] = length + 1;
        path[length + 1] = donor;
        if (reached > floor) visit(path);
        extend(length + 1, reached);
      }
      onPath[to] = 0;
    }
  };
  rowOf.forEach((_, donor) => {
    if (!isAltruist(ground, donor)) return;
    path.set([1, donor]);
    if (gains[donor] > floor) visit(path);
    extend(1, gains[donor]);
  });
}

/** Donors that can stand before the leader comes again, the best first, and what they gain with the best walk back. */
interface WayBack {
  readonly donors: readonly number[];
  readonly gains: readonly number[];
}

function visitGainingCycles(ground: Ground, gains: DonorGains, floor: number, visit: (path: Int32Array) => void): void {
  const { claim, rowOf, donorsOf, gives, givers, longest } = ground;
  const pairsMax = claim.limits.cyclePairsMax;
  if (pairsMax < 2) return;
  const path = new Int32Array(longest + 1);
  const onPath = new Uint8Array(donorsOf.length);
  const steps = new StepCounter();
  const paired = Array.from(rowOf.keys()).filter((donor) => !isAltruist(ground, donor));
  const most = paired.reduce((best, donor) => Math.max(best, gains[donor]), 0);
  for (const leader of paired) {
    const row = rowOf[leader];
    const spare = gains[leader] - floor;
    const isAbove = (donor: number): boolean => rowOf[donor] > row;
    const followers = Array.from(gives[leader])
      .flatMap((to) => donorsOf[to])
      .filter(isAbove);
    // Position k of these: with at most k donors still to come, the one itself included.
    const back: WayBack[] = [{ donors: [], gains: [] }];
    const best = new Float64Array(rowOf.length).fill(-Infinity);
    for (let more = 1; more < pairsMax; more++) {
      const from = more === pairsMax - 1 && more > 1 ? followers : paired.filter(isAbove);
      const before = spare + (pairsMax - 1 - more) * most;
      back.push(wayBack(ground, gains, from, row, back[more - 1], best, before));
    }
    const extend = (length: number, gain: number): void => {
      const way = back[pairsMax - length];
      for (let k = 0; k < way.donors.length && gain + way.gains[k] > floor; k++) {
        const donor = way.donors[k];
        if (givers[rowOf[donor]][path[length]] === 0 || onPath[rowOf[donor]] === 1) continue;
        steps.take();
        path[0] = length + 1;
        path[length + 1] = donor;
        if (givers[row][donor] === 1 && gain + gains[donor] > floor) visit(path);
        if (length + 1 === pairsMax) continue;
        onPath[rowOf[donor]] = 1;
        extend(length + 1, gain + gains[donor]);
        onPath[rowOf[donor]] = 0;
      }
    };
    path[1] = leader;
    extend(1, gains[leader]);
  }
}

/** Of the donors `from`, those by whom a cycle can still gain; `spare`: what all others in it can add to that, less the floor. */
function wayBack(
  { rowOf, givers }: Ground,
  gains: DonorGains,
  from: readonly number[],
  leaderRow: number,
  nearer: WayBack,
  best: Float64Array,
  spare: number,
): WayBack {
  const found: [donor: number, gain: number][] = [];
  for (const donor of from) {
    let gain = givers[leaderRow][donor] === 1 ? gains[donor] : -Infinity;
    for (let k = 0; k < nearer.donors.length; k++) {
      const through = gains[donor] + nearer.gains[k];
      if (through <= gain || through + spare <= 0) break;
      if (givers[rowOf[nearer.donors[k]]][donor] === 1) gain = through;
    }
    best[donor] = Math.max(best[donor], gain);
    if (best[donor] + spare > 0) found.push([donor, best[donor]]);
  }
  found.sort(([, a], [, b]) => b - a);
  return { donors: found.map(([donor]) => donor), gains: found.map(([, gain]) => gain) };
}
