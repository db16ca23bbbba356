/**
 * What the checker (`check.ts`) reads: a claim, which may be a stranger's file, and the pool as it sees it; and what an exchange counts.
 * Shares nothing with the search. Whatever is wrong becomes a refusal.
 */
import { problemsOfRules, type CriterionId, type Rules } from '../limits.ts';
import { problemsOfPool, type Pool } from '../pool.ts';

export type CertifiedRules = Pick<Rules, 'limits' | 'criteria' | 'conditions' | 'backArcs'>;
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
  const conditions = readConditions(fields.conditions);
  const rules = { limits: { cyclePairsMax, chainPairsMax }, criteria, backArcs, ...(conditions && { conditions }) };
  problemsOfRules({ ...rules, tieSeed: '' }).forEach(refuse);
  const values = listOf(fields.values, 'values').map((value) => integerOf(value, 0, 'a claimed value'));
  if (values.length !== criteria.length) refuse(`${criteria.length} criteria but ${values.length} claimed values`);
  return { ...rules, values, exchanges: listOf(fields.exchanges, 'exchanges'), proof: fields.proof };
}

function readConditions(value: unknown): Rules['conditions'] {
  if (value === undefined) return undefined;
  const { required, forbidden, threeWayMax } = fieldsOf(value, 'conditions');
  const texts = (list: unknown, name: string): string[] =>
    listOf(list, name).map((id) => (typeof id === 'string' ? id : refuse(`${name} must be ids`)));
  const people = required === undefined ? null : fieldsOf(required, 'required');
  const exchanges = forbidden === undefined ? null : listOf(forbidden, 'forbidden');
  return {
    ...(people && {
      required: {
        recipients: texts(people.recipients, 'required recipients'),
        altruists: texts(people.altruists, 'required altruists'),
      },
    }),
    ...(exchanges && {
      forbidden: exchanges.map((exchange) => {
        const { kind, donors } = fieldsOf(exchange, 'a forbidden exchange');
        if (kind !== 'cycle' && kind !== 'chain') refuse('a forbidden exchange must be a cycle or a chain');
        return { kind, donors: texts(donors, 'donors of a forbidden exchange') };
      }),
    }),
    ...(threeWayMax !== undefined && { threeWayMax: integerOf(threeWayMax, 0, 'threeWayMax') }),
  };
}

export function textOfRules({ limits, criteria, backArcs, conditions }: CertifiedRules): string {
  const { cyclePairsMax, chainPairsMax } = limits;
  const besides = conditions === undefined ? '' : `, with ${textOfConditions(conditions)}`;
  return `cycles of ${cyclePairsMax}, chains of ${chainPairsMax} pairs, ${backArcs}: ${criteria.join(', ')}${besides}`;
}

function textOfConditions({ required, forbidden, threeWayMax }: NonNullable<Rules['conditions']>): string {
  const people = required && [[...required.recipients].sort(), [...required.altruists].sort()];
  const exchanges = forbidden?.map(({ kind, donors }) => [kind, ...donors]).sort();
  return JSON.stringify([people ?? null, exchanges ?? null, threeWayMax ?? null]);
}

/** What a number of 16 bits can count. */
const ARCS_MAX = 2 ** 16 - 1;

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
  const gives = donors.map((donor) => Int32Array.from(donor.arcRecipients));
  if (recipients.length > ARCS_MAX) refuse(`pool: more than ${ARCS_MAX} recipients`);
  // By recipient, then donor: 0 where the donor cannot give, otherwise the place of the arc among the donor's, from 1 on.
  const arcs = recipients.map(() => new Uint16Array(donors.length));
  gives.forEach((recipients, donor) => recipients.forEach((to, place) => (arcs[to][donor] = place + 1)));
  const backGivers = surveyBackGivers(pool, claim, donorsOf);
  const rowCount = recipients.length + altruists.size;
  const donorsById = new Map(donors.map(({ id }, donor) => [id, donor]));
  // No column has more donors, or counts more of any criterion but score, than `longest`.
  const longest = Math.max(claim.limits.cyclePairsMax, claim.limits.chainPairsMax + 1, 3);
  const asked = surveyConditions(pool, claim, rowsById, donorsById);
  const scoreMax = longest * (largest(donors.map((donor) => donor.arcScoreUnits)) + largest(pool.successionUnits));
  return {
    pool,
    claim,
    rowsById,
    donorsById,
    rowOf,
    rowCount,
    donorsOf,
    gives,
    arcs,
    backGivers,
    asked,
    longest,
    scoreMax,
  };
}

/** By row: 1 for the people required. By first donor: the exchanges forbidden that begin there, however a cycle is turned. */
function surveyConditions(
  { recipients, donors }: Pool,
  { conditions = {} }: Claim,
  rowsById: { readonly recipients: ReadonlyMap<string, number>; readonly altruists: ReadonlyMap<string, number> },
  donorsById: ReadonlyMap<string, number>,
) {
  const required = new Uint8Array(recipients.length + rowsById.altruists.size);
  for (const id of conditions.required?.recipients ?? []) required[lookUp(rowsById.recipients, id, 'recipient')] = 1;
  for (const id of conditions.required?.altruists ?? []) required[lookUp(rowsById.altruists, id, 'altruist')] = 1;
  const forbidden: string[][] = donors.map(() => []);
  for (const { kind, donors: ids } of conditions.forbidden ?? []) {
    const given = ids.map((id) => lookUp(donorsById, id, 'donor'));
    const turns = kind === 'chain' ? given.slice(0, 1) : given;
    turns.forEach((first, at) => forbidden[first].push([...given.slice(at), ...given.slice(0, at)].join()));
  }
  return { required, forbidden };
}

/** By recipient, then donor: 1 where the donor counts as giving a back-arc. Of nobody where no criterion asks. */
function surveyBackGivers({ recipients, donors }: Pool, { criteria, backArcs }: Claim, donorsOf: number[][]) {
  if (!criteria.includes('back-arcs') && !criteria.includes('effective-two-way')) return [];
  const backGivers = recipients.map(() => new Uint8Array(donors.length));
  donors.forEach(({ recipient, arcRecipients }, donor) => {
    const alike = recipient === null || backArcs === 'same-donor' ? [donor] : donorsOf[recipient];
    for (let arc = 0; arc < arcRecipients.length; arc++) {
      for (const other of alike) backGivers[arcRecipients[arc]][other] = 1;
    }
  });
  return backGivers;
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
  const a = donors[from];
  const b = donors[from + 1];
  const c = donors[from + 2];
  return (isAltruist(ground, a) ? 1 : backGivers[rowOf[a]][b]) + backGivers[rowOf[b]][c] + backGivers[rowOf[c]][a];
};

const recipientsOf: Value = (ground, donors, from, to) => to - from - (isAltruist(ground, donors[from]) ? 1 : 0);

const scoreOf: Value = (ground, donors, from, to) => {
  let units = 0;
  for (let gift = from; gift < from + recipientsOf(ground, donors, from, to); gift++) {
    units += unitsOf(ground, donors[gift], donors[gift + 1 < to ? gift + 1 : from]);
  }
  return units;
};

/** Score of a donor's gift to the recipient of another, who gives next or not at all. */
export function unitsOf({ pool, rowOf, arcs }: Ground, giver: number, next: number): number {
  const { arcScoreUnits, successionClass } = pool.donors[giver];
  const succession = pool.successionUnits[successionClass][pool.donors[next].successionClass];
  return arcScoreUnits[arcs[rowOf[next]][giver] - 1] + succession;
}

const requiredOf: Value = ({ asked, rowOf }, donors, from, to) => {
  // An altruist alone is in no exchange.
  if (to - from < 2) return 0;
  let count = 0;
  for (let gift = from; gift < to; gift++) count += asked.required[rowOf[donors[gift]]];
  return count;
};

const forbiddenOf: Value = ({ asked }, donors, from, to) => {
  const names = asked.forbidden[donors[from]];
  return names.length > 0 && names.includes(donors.subarray(from, to).join()) ? 1 : 0;
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
  required: requiredOf,
  forbidden: forbiddenOf,
};
