/**
 * The oracle: the answer for a small pool by trying everything. Deliberately naive, in plain objects and ids, a second
 * writing of every definition; slow beyond about ten recipients and altruists.
 */
import type { Conditions, CriterionId, Limits, Rules } from '../../solver/limits.ts';
import type { Pool, PoolDonor } from '../../solver/pool.ts';
import type { Exchange } from '../../solver/result.ts';

/** What the definitions depend on. */
export type OracleRules = Pick<Rules, 'limits' | 'criteria' | 'conditions' | 'backArcs'>;

export interface Optimum {
  /** By criterion, in the natural sense: three-ways counted, score in units. */
  readonly values: readonly number[];
  /** All sets of exchanges with these values; within a set in the order of `everyExchange`. Altruists unused are implied. */
  readonly sets: readonly (readonly Exchange[])[];
}

/** Pools with more exchanges than this keep the oracle too long. */
const EXCHANGES_MAX = 60;

export function isTooLarge(pool: Pool, { limits }: Pick<Rules, 'limits'>): boolean {
  return everyExchange(pool, limits).length > EXCHANGES_MAX;
}

/** All sets of disjoint exchanges with the lexicographically best values. There is always one: the empty set is a set. */
export function bestSets(pool: Pool, rules: OracleRules): Optimum {
  let best: { values: readonly number[]; sets: (readonly Exchange[])[] } | null = null;
  for (const set of everySet(pool, everyExchange(pool, rules.limits))) {
    if (!keepsCap(pool, rules, set)) continue;
    const values = valuesOfSet(pool, rules, set);
    const order = best === null ? 1 : compareValues(rules.criteria, values, best.values);
    if (order > 0) best = { values, sets: [set] };
    else if (order === 0) best!.sets.push(set);
  }
  return best!;
}

/** No more three-ways than are asked for. */
export function keepsCap(pool: Pool, { backArcs, conditions }: OracleRules, set: readonly Exchange[]): boolean {
  const max = conditions?.threeWayMax;
  const count = (exchange: Exchange): number => valueOfExchange(pool, { backArcs }, 'three-way', exchange);
  return max === undefined || set.reduce((sum, exchange) => sum + count(exchange), 0) <= max;
}

/** Above 0 where `left` is better, below 0 where it is worse, 0 where they are equal. */
export function compareValues(
  criteria: readonly CriterionId[],
  left: readonly number[],
  right: readonly number[],
): number {
  for (const [level, id] of criteria.entries()) {
    if (left[level] !== right[level]) {
      const more = left[level] > right[level];
      return more === (id !== 'three-way' && id !== 'forbidden') ? 1 : -1;
    }
  }
  return 0;
}

/** One text for one set of exchanges, whatever their order. */
export function nameOfSet(set: readonly Exchange[]): string {
  return JSON.stringify(set.map((exchange) => [exchange.kind, ...exchange.donors]).sort());
}

/** All cycles and all chains with at least one pair, each once, in the canonical form of `Exchange`. */
export function everyExchange(pool: Pool, limits: Limits): Exchange[] {
  const exchanges: Exchange[] = [];
  for (const donor of pool.donors) {
    if (donor.recipient === null) {
      grow(pool, [donor], limits.chainPairsMax + 1, (donors) => exchanges.push(exchangeOf('chain', donors)));
    } else {
      grow(pool, [donor], limits.cyclePairsMax, (donors) => {
        const smallest = donors.every((other) => donor.id <= other.id);
        if (smallest && gives(donors[donors.length - 1], donor.recipient)) exchanges.push(exchangeOf('cycle', donors));
      });
    }
  }
  return exchanges;
}

function exchangeOf(kind: Exchange['kind'], donors: readonly PoolDonor[]): Exchange {
  return { kind, donors: donors.map((donor) => donor.id) };
}

/** All ways to go on from `path`, each donor giving to the recipient of the next, recipients distinct. */
function grow(pool: Pool, path: readonly PoolDonor[], lengthMax: number, visit: (path: PoolDonor[]) => void): void {
  if (path.length >= lengthMax) return;
  for (const donor of pool.donors) {
    const fresh = path.every((earlier) => earlier.recipient !== donor.recipient);
    if (donor.recipient === null || !fresh || !gives(path[path.length - 1], donor.recipient)) continue;
    const longer = [...path, donor];
    visit(longer);
    grow(pool, longer, lengthMax, visit);
  }
}

/** All sets of disjoint exchanges, the empty one first. */
export function* everySet(pool: Pool, exchanges: readonly Exchange[]): Generator<Exchange[]> {
  const members = exchanges.map((exchange) => exchange.donors.map((id) => vertexOf(donorOf(pool, id))));
  function* extend(set: readonly Exchange[], taken: ReadonlySet<string>, from: number): Generator<Exchange[]> {
    yield [...set];
    for (let next = from; next < exchanges.length; next++) {
      if (members[next].some((vertex) => taken.has(vertex))) continue;
      yield* extend([...set, exchanges[next]], new Set([...taken, ...members[next]]), next + 1);
    }
  }
  yield* extend([], new Set(), 0);
}

/** Values of a set of exchanges, altruists in none of them included. */
export function valuesOfSet(pool: Pool, rules: OracleRules, set: readonly Exchange[]): number[] {
  return rules.criteria.map((id) => {
    const sum = set.reduce((total, exchange) => total + valueOfExchange(pool, rules, id, exchange), 0);
    return id === 'transplants' ? sum + unusedAltruists(pool, set).length : sum;
  });
}

/** Ids of the altruists in no exchange, in the order of the pool. */
export function unusedAltruists(pool: Pool, set: readonly Exchange[]): string[] {
  const used = set.flatMap((exchange) => exchange.donors);
  return pool.donors.filter((donor) => donor.recipient === null && !used.includes(donor.id)).map((donor) => donor.id);
}

/** Also of an altruist alone: the chain without pairs. */
export function valueOfExchange(
  pool: Pool,
  { backArcs, conditions }: Pick<OracleRules, 'backArcs' | 'conditions'>,
  id: CriterionId,
  exchange: Exchange,
): number {
  const donors = exchange.donors.map((donor) => donorOf(pool, donor));
  const chain = exchange.kind === 'chain';
  const pairs = chain ? donors.length - 1 : donors.length;
  switch (id) {
    case 'recipients':
      return pairs;
    case 'transplants':
      return chain ? pairs + 1 : pairs;
    case 'three-way':
      return (chain && pairs === 2) || (!chain && pairs === 3) ? 1 : 0;
    case 'effective-two-way':
      if ((chain && pairs > 0) || pairs === 2) return 1;
      return pairs === 3 && cycleBackArcs(pool, backArcs, donors) > 0 ? 1 : 0;
    case 'back-arcs':
      if (pairs === 3 && !chain) return cycleBackArcs(pool, backArcs, donors);
      return pairs === 2 && chain ? chainBackArcs(pool, backArcs, donors) : 0;
    case 'score':
      return scoreOfGifts(pool, donors, chain);
    case 'required':
      return pairs === 0 ? 0 : donors.filter((donor) => isRequired(pool, conditions!, donor)).length;
    case 'forbidden':
      return conditions!.forbidden!.some((other) => nameOfSet([other]) === nameOfSet([exchange])) ? 1 : 0;
  }
}

function isRequired(pool: Pool, { required }: Conditions, { id, recipient }: PoolDonor): boolean {
  return recipient === null
    ? required!.altruists.includes(id)
    : required!.recipients.includes(pool.recipients[recipient]);
}

function cycleBackArcs(pool: Pool, rule: Rules['backArcs'], [first, second, third]: readonly PoolDonor[]): number {
  const reversed: [PoolDonor, PoolDonor][] = [
    [second, first],
    [third, second],
    [first, third],
  ];
  return reversed.filter(([from, to]) => canClose(pool, rule, from, to)).length;
}

function chainBackArcs(pool: Pool, rule: Rules['backArcs'], [altruist, first, second]: readonly PoolDonor[]): number {
  let count = 1;
  if (canClose(pool, rule, second, first)) count += 1;
  if (gives(altruist, second.recipient)) count += 1;
  return count;
}

function canClose(pool: Pool, rule: Rules['backArcs'], from: PoolDonor, to: PoolDonor): boolean {
  if (rule === 'same-donor') return gives(from, to.recipient);
  return pool.donors.some((donor) => donor.recipient === from.recipient && gives(donor, to.recipient));
}

function scoreOfGifts(pool: Pool, donors: readonly PoolDonor[], chain: boolean): number {
  let units = 0;
  donors.forEach((donor, position) => {
    if (chain && position === donors.length - 1) return;
    const next = donors[(position + 1) % donors.length];
    units += donor.arcScoreUnits[Array.from(donor.arcRecipients).indexOf(next.recipient!)];
    units += pool.successionUnits[donor.successionClass][next.successionClass];
  });
  return units;
}

function gives(donor: PoolDonor, recipient: number | null): boolean {
  return recipient !== null && Array.from(donor.arcRecipients).includes(recipient);
}

function donorOf(pool: Pool, id: string): PoolDonor {
  return pool.donors.find((donor) => donor.id === id)!;
}

function vertexOf(donor: PoolDonor): string {
  return donor.recipient === null ? `altruist ${donor.id}` : `recipient ${donor.recipient}`;
}
