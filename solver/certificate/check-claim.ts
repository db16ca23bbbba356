/**
 * What the checker (`check.ts`) reads: a claim, which may be a stranger's file, and the pool as it sees it; and what an exchange counts.
 * Shares nothing with the search. Whatever is wrong becomes a refusal.
 */
import { problemsOfRules, type CriterionId, type Rules } from '../limits.ts';
import { problemsOfPool, type Pool } from '../pool.ts';

export type CertifiedRules = Pick<Rules, 'limits' | 'criteria' | 'backArcs'>;
export type Claim = ReturnType<typeof readClaim>;
export type Ground = ReturnType<typeof survey>;

export class Refusal extends Error {}

export function refuse(reason: string): never {
  throw new Refusal(reason);
}

/** The value's own properties, free of any prototype. */
export function fieldsOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${name} must be an object`);
  return { __proto__: null, ...value };
}

export function listOf(value: unknown, name: string): readonly unknown[] {
  return Array.isArray(value) ? [...value] : refuse(`${name} must be a list`);
}

export function integerOf(value: unknown, min: number, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) refuse(`${name} must be a whole number within 2^53`);
  return value >= min ? value : refuse(`${name} must be at least ${min}, not ${value}`);
}

export function lookUp(index: ReadonlyMap<string, number>, id: unknown, name: string): number {
  if (typeof id !== 'string') refuse(`the id of a ${name} must be text`);
  return index.get(id) ?? refuse(`unknown id ${id} of a ${name}`);
}

/** What is claimed. */
export function readClaim(certificate: unknown) {
  const fields = fieldsOf(certificate, 'the certificate');
  if (fields.version !== 1) refuse('the version must be 1');
  const limits = fieldsOf(fields.limits, 'limits');
  const cyclePairsMax = integerOf(limits.cyclePairsMax, 0, 'cyclePairsMax');
  const chainPairsMax = integerOf(limits.chainPairsMax, 0, 'chainPairsMax');
  const criteria = listOf(fields.criteria, 'criteria') as readonly CriterionId[];
  const backArcs = fields.backArcs as Rules['backArcs'];
  if ([backArcs, ...criteria].some((it) => typeof it !== 'string')) refuse('criteria and backArcs must be text');
  const rules = { limits: { cyclePairsMax, chainPairsMax }, criteria, backArcs };
  problemsOfRules({ ...rules, tieSeed: '' }).forEach(refuse);
  const values = listOf(fields.values, 'values').map((value) => integerOf(value, 0, 'a claimed value'));
  if (values.length !== criteria.length) refuse(`${criteria.length} criteria but ${values.length} claimed values`);
  return { ...rules, values, exchanges: listOf(fields.exchanges, 'exchanges'), proof: fields.proof };
}

export function textOfRules({ limits, criteria, backArcs }: CertifiedRules): string {
  return `cycles of ${limits.cyclePairsMax}, chains of ${limits.chainPairsMax} pairs, ${backArcs}: ${criteria.join(', ')}`;
}

/** The pool as the checker sees it. */
export function survey(pool: Pool, claim: Claim) {
  problemsOfPool(pool).forEach((problem) => refuse(`pool: ${problem}`));
  const { recipients, donors } = pool;
  const altruists = new Map<string, number>();
  const rowsById = { recipients: new Map(recipients.map((id, row) => [id, row])), altruists };
  const donorsOf: number[][] = recipients.map(() => []);
  const rowOf = Int32Array.from(donors, ({ id, recipient }, donor) => {
    if (recipient === null) altruists.set(id, recipients.length + altruists.size);
    else donorsOf[recipient].push(donor);
    return recipient ?? altruists.get(id)!;
  });
  // By recipient, then donor: 1 where the donor can give, and where the donor counts as giving a back-arc.
  const givers = recipients.map(() => new Uint8Array(donors.length));
  const backGivers = recipients.map(() => new Uint8Array(donors.length));
  const gives = donors.map((donor) => Int32Array.from(donor.arcRecipients));
  donors.forEach(({ recipient }, donor) => {
    const alike = recipient === null || claim.backArcs === 'same-donor' ? [donor] : donorsOf[recipient];
    for (const to of gives[donor]) {
      givers[to][donor] = 1;
      for (const other of alike) backGivers[to][other] = 1;
    }
  });
  const rowCount = recipients.length + altruists.size;
  const donorsById = new Map(donors.map(({ id }, donor) => [id, donor]));
  // No column has more donors, or counts more of any criterion but score, than `longest`.
  const longest = Math.max(claim.limits.cyclePairsMax, claim.limits.chainPairsMax + 1, 3);
  const scoreMax = longest * (largest(donors.map((donor) => donor.arcScoreUnits)) + largest(pool.successionUnits));
  return { pool, claim, rowsById, donorsById, rowOf, rowCount, donorsOf, gives, givers, backGivers, longest, scoreMax };
}

function largest(lists: readonly ArrayLike<number>[]): number {
  let most = 0;
  for (const list of lists) for (let k = 0; k < list.length; k++) most = Math.max(most, list[k]);
  return most;
}

/** Of a column: donors[from .. to) in the order of giving. */
export type Measure<T> = (donors: Int32Array, from: number, to: number) => T;
export type Value = (ground: Ground, ...column: Parameters<Measure<number>>) => number;

export function isAltruist(ground: Ground, donor: number): boolean {
  return ground.rowOf[donor] >= ground.donorsOf.length;
}

/** Gifts run a to b to c: back-arcs lead from b to a's recipient (b's gift may end a chain at once), c to b's, a to c's. */
const backArcsOf: Value = (ground, donors, from, to) => {
  if (to - from !== 3) return 0;
  const { rowOf, backGivers } = ground;
  const [a, b, c] = [donors[from], donors[from + 1], donors[from + 2]];
  return (isAltruist(ground, a) ? 1 : backGivers[rowOf[a]][b]) + backGivers[rowOf[b]][c] + backGivers[rowOf[c]][a];
};

const recipientsOf: Value = (ground, donors, from, to) => to - from - (isAltruist(ground, donors[from]) ? 1 : 0);

const scoreOf: Value = (ground, donors, from, to) => {
  let units = 0;
  for (let gift = from; gift < from + recipientsOf(ground, donors, from, to); gift++) {
    const donor = ground.pool.donors[donors[gift]];
    const next = donors[gift + 1 < to ? gift + 1 : from];
    units += donor.arcScoreUnits[ground.gives[donors[gift]].indexOf(ground.rowOf[next])];
    units += ground.pool.successionUnits[donor.successionClass][ground.pool.donors[next].successionClass];
  }
  return units;
};

export const VALUES: Readonly<Record<CriterionId, Value>> = {
  'effective-two-way': (ground, donors, from, to) =>
    to - from <= 2
      ? to - from - 1
      : Number(isAltruist(ground, donors[from]) || backArcsOf(ground, donors, from, to) > 0),
  transplants: (_ground, _donors, from, to) => to - from,
  'three-way': (_ground, _donors, from, to) => (to - from === 3 ? 1 : 0),
  'back-arcs': backArcsOf,
  score: scoreOf,
  recipients: recipientsOf,
};
