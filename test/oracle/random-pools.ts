/**
 * Small pools for tests: seeded random ones of many shapes, and every pool of at most four recipients and altruists.
 */
import { CRITERION_IDS, type CriterionId, type Rules } from '../../solver/limits.ts';
import type { Pool, PoolDonor } from '../../solver/pool.ts';

/** A whole number from 0 to `below` - 1. */
export type Draw = (below: number) => number;

/** Seeded draws (the mulberry32 recurrence), the same on every machine. */
export function drawsFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Ids that trip careless use of objects as dictionaries. */
const AWKWARD_IDS = ['__proto__', 'constructor', 'toString', '', '0', '1e0', 'ä', '"'];

/**
 * A pool of 1 to `verticesMax` recipients and altruists: sparse to dense; in some, several donors for a recipient or
 * none; scores all zero, small with many ties, or as large as the scheme's; one to three succession classes; ids out of
 * order and sometimes awkward.
 */
export function randomPool(seed: number, verticesMax = 10): Pool {
  const draw = drawsFrom(seed);
  const vertices = 1 + draw(verticesMax);
  const altruists = draw(3) === 0 ? 0 : draw(Math.min(vertices, 4));
  const recipientCount = vertices - altruists;
  const owners = ownersOf(draw, recipientCount, altruists);
  const ids = shuffledIds(draw, recipientCount + owners.length);
  const classes = 1 + draw(3);
  const percent = [15, 30, 50, 75, 100][draw(5)];
  const scoreBelow = [1, 3, 9_000_000, 2 ** 40][draw(4)];
  const donors = owners.map((recipient, position): PoolDonor => {
    const arcRecipients = indices(recipientCount).filter((to) => to !== recipient && draw(100) < percent);
    return {
      id: ids[recipientCount + position],
      recipient,
      successionClass: draw(classes),
      arcRecipients,
      arcScoreUnits: arcRecipients.map(() => draw(scoreBelow)),
    };
  });
  const successionBelow = [1, 3, 304_900][draw(3)];
  return {
    recipients: ids.slice(0, recipientCount),
    donors: shuffled(draw, donors),
    successionUnits: indices(classes).map(() => indices(classes).map(() => draw(successionBelow))),
  };
}

/** By donor: the own recipient, null for altruists. */
function ownersOf(draw: Draw, recipientCount: number, altruists: number): (number | null)[] {
  const several = draw(3) === 0;
  const paired = indices(recipientCount).flatMap((recipient) => {
    const donors = several ? [0, 1, 1, 2, 3][draw(5)] : 1;
    return indices(donors).map(() => recipient);
  });
  return [...paired, ...indices(altruists).map(() => null)];
}

function shuffledIds(draw: Draw, count: number): string[] {
  const awkward = draw(4) === 0 ? AWKWARD_IDS : [];
  const plain = indices(count).map((index) => `v${index}`);
  return shuffled(draw, [...awkward, ...plain].slice(0, count));
}

/** Rules at random: limits most often those of the scheme, some criteria in some order. */
export function randomRules(seed: number, cyclePairsMax = 4, chainPairsMax = 3): Rules {
  const draw = drawsFrom(seed ^ 0x5f3759df);
  const limits = {
    cyclePairsMax: Math.min([0, 1, 2, 2, 3, 3, 3, 4, 5][draw(9)], cyclePairsMax),
    chainPairsMax: Math.min([0, 1, 1, 2, 2, 2, 3, 4][draw(8)], chainPairsMax),
  };
  const scheme: readonly CriterionId[] = CRITERION_IDS.filter((id) => id !== 'recipients');
  const some = shuffled(draw, CRITERION_IDS).slice(0, 1 + draw(CRITERION_IDS.length));
  return {
    limits,
    criteria: draw(2) === 0 ? scheme : some,
    backArcs: draw(2) === 0 ? 'any-donor' : 'same-donor',
    tieSeed: String(seed),
  };
}

/**
 * Every pool with 1 to `verticesMax` recipients and altruists, one donor for each recipient, every subset of the possible
 * arcs, one unit of score for each arc: 4,775 pools for at most four.
 */
export function* everySmallPool(verticesMax = 4): Generator<Pool> {
  for (const vertices of indices(verticesMax)) {
    for (const altruists of indices(vertices + 2)) yield* everyPoolOf(vertices + 1 - altruists, altruists);
  }
}

function* everyPoolOf(recipientCount: number, altruists: number): Generator<Pool> {
  const owners = [...indices(recipientCount), ...indices(altruists).map(() => null)];
  const arcs = owners.flatMap((owner, donor) =>
    indices(recipientCount).flatMap((to) => (to === owner ? [] : [{ donor, to }])),
  );
  for (const subset of indices(2 ** arcs.length)) {
    const present = arcs.filter((_, position) => ((subset >>> position) & 1) === 1);
    const donors = owners.map((recipient, donor): PoolDonor => {
      const arcRecipients = present.filter((arc) => arc.donor === donor).map((arc) => arc.to);
      const id = recipient === null ? `a${donor}` : `d${donor}`;
      return { id, recipient, successionClass: 0, arcRecipients, arcScoreUnits: arcRecipients.map(() => 1) };
    });
    yield { recipients: indices(recipientCount).map((index) => `r${index}`), donors, successionUnits: [[0]] };
  }
}

function shuffled<T>(draw: Draw, list: readonly T[]): T[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = draw(last + 1);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
