/**
 * The independent checker: are the claimed exchanges in the pool, worth what is claimed, and proved best?
 * `certificate.ts` states what a certificate means; this file follows it step by step and shares nothing with the search,
 * so that a mistake there cannot hide here.
 *
 * Precondition: none on the certificate, which may be a file from a stranger: what is wrong with it becomes the reason of
 * a refusal. Postcondition when accepted: no set of exchanges of the pool is better in the order of the criteria.
 *
 * Integers only: every level first adds up the largest sizes its numbers can reach and is refused beyond 2^53 - 1, so
 * every sum and product after that is exact.
 *
 * Sketch: a column is the list of its donors in the order of giving. The row of a paired donor is its recipient, that of
 * an altruist its own, so a column covers exactly the rows of its donors; it is a chain when the first is an altruist.
 * All columns stream past the first level of the root, and only those that survive it are kept.
 */
import { problemsOfRules, senseOf, type CriterionId, type Rules } from '../limits.ts';
import { problemsOfPool, type Pool } from '../pool.ts';

export type Verdict =
  | {
      readonly accepted: true;
      /** All admissible exchanges of the pool, altruists alone included. */
      readonly columns: number;
      /** Columns left after each level of the root; for information. */
      readonly aliveColumns: readonly number[];
    }
  | { readonly accepted: false; readonly reason: string };

export type CertifiedRules = Pick<Rules, 'limits' | 'criteria' | 'backArcs'>;

/** Bounds on what is done for a stranger: steps in listing the columns, columns kept, nodes of the proof. */
const STEPS_MAX = 2 ** 32;
const COLUMNS_KEPT_MAX = 2 ** 25;
const NODES_MAX = 2 ** 20;
const ADJACENCY_BYTES_MAX = 2 ** 30;

/**
 * Checks the certificate against the pool and, where `rules` are given, that it answers to just those. Never throws on
 * account of the certificate.
 */
export function checkCertificate(pool: Pool, certificate: unknown, rules?: CertifiedRules): Verdict {
  try {
    const claim = readClaim(certificate);
    if (rules !== undefined && textOfRules(rules) !== textOfRules(claim)) {
      refuse(`the certificate is for ${textOfRules(claim)}, not for ${textOfRules(rules)} as asked`);
    }
    const ground = survey(pool, claim);
    checkExchanges(ground);
    return { accepted: true, ...checkProof(ground) };
  } catch (error) {
    if (error instanceof Refusal) return { accepted: false, reason: error.message };
    throw error;
  }
}

class Refusal extends Error {}

function refuse(reason: string): never {
  throw new Refusal(reason);
}

// Reading what a stranger wrote.

/** The value's own properties, free of any prototype. */
function fieldsOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${name} must be an object`);
  return { __proto__: null, ...value };
}

function listOf(value: unknown, name: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(`${name} must be a list`);
}

function integerOf(value: unknown, min: number, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) refuse(`${name} must be a whole number within 2^53`);
  return value >= min ? value : refuse(`${name} must be at least ${min}, not ${value}`);
}

function lookUp(index: ReadonlyMap<string, number>, id: unknown, name: string): number {
  if (typeof id !== 'string') refuse(`the id of a ${name} must be text`);
  return index.get(id) ?? refuse(`unknown id ${id} of a ${name}`);
}

interface Claim extends CertifiedRules {
  readonly values: readonly number[];
  readonly exchanges: readonly unknown[];
  readonly proof: unknown;
}

function readClaim(certificate: unknown): Claim {
  const fields = fieldsOf(certificate, 'the certificate');
  if (fields.version !== 1) refuse('the version must be 1');
  const { cyclePairsMax, chainPairsMax } = fieldsOf(fields.limits, 'limits');
  const criteria = listOf(fields.criteria, 'criteria');
  if (![fields.backArcs, ...criteria].every((it) => typeof it === 'string'))
    refuse('criteria and backArcs must be text');
  const rules = {
    limits: {
      cyclePairsMax: integerOf(cyclePairsMax, 0, 'cyclePairsMax'),
      chainPairsMax: integerOf(chainPairsMax, 0, 'chainPairsMax'),
    },
    criteria: criteria as readonly CriterionId[],
    backArcs: fields.backArcs as Rules['backArcs'],
  };
  problemsOfRules({ ...rules, tieSeed: '' }).forEach(refuse);
  const values = listOf(fields.values, 'values').map((value) => integerOf(value, 0, 'a claimed value'));
  if (values.length !== criteria.length) refuse(`${criteria.length} criteria but ${values.length} claimed values`);
  return { ...rules, values, exchanges: listOf(fields.exchanges, 'exchanges'), proof: fields.proof };
}

function textOfRules({ limits, criteria, backArcs }: CertifiedRules): string {
  return `cycles of ${limits.cyclePairsMax}, chains of ${limits.chainPairsMax} pairs, ${backArcs}: ${criteria.join(', ')}`;
}

type Ground = ReturnType<typeof survey>;

/** The pool as the checker sees it. */
function survey(pool: Pool, claim: Claim) {
  problemsOfPool(pool).forEach((problem) => refuse(`pool: ${problem}`));
  const { recipients, donors } = pool;
  if (recipients.length * donors.length > ADJACENCY_BYTES_MAX) refuse('pool: too large to check');
  const rowsById = {
    recipients: new Map(recipients.map((id, row) => [id, row])),
    altruists: new Map<string, number>(),
  };
  const donorsOf: number[][] = recipients.map(() => []);
  const rowOf = Int32Array.from(donors, ({ id, recipient }, donor) => {
    if (recipient === null) rowsById.altruists.set(id, recipients.length + rowsById.altruists.size);
    else donorsOf[recipient].push(donor);
    return recipient ?? rowsById.altruists.get(id)!;
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
  const rowCount = recipients.length + rowsById.altruists.size;
  const donorsById = new Map(donors.map(({ id }, donor) => [id, donor]));
  // No column has more donors, or counts more of any criterion but score, than `longest`.
  const longest = Math.max(claim.limits.cyclePairsMax, claim.limits.chainPairsMax + 1, 3);
  const giftMax =
    largest(donors.map((donor) => largest(donor.arcScoreUnits))) + largest(pool.successionUnits.map(largest));
  const scoreMax = longest * giftMax;
  return { pool, claim, rowsById, donorsById, rowOf, rowCount, donorsOf, gives, givers, backGivers, longest, scoreMax };
}

function largest(list: ArrayLike<number>): number {
  return Array.from(list).reduce((max, value) => Math.max(max, value), 0);
}

// Values of a column: donors[from .. to) in the order of giving.

type Measure<T> = (donors: readonly number[], from: number, to: number) => T;
type Value = (ground: Ground, ...column: Parameters<Measure<number>>) => number;

function isAltruist(ground: Ground, donor: number): boolean {
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

const VALUES: Readonly<Record<CriterionId, Value>> = {
  'effective-two-way': (ground, donors, from, to) => {
    if (to - from <= 2) return to - from - 1;
    return isAltruist(ground, donors[from]) || backArcsOf(ground, donors, from, to) > 0 ? 1 : 0;
  },
  transplants: (_ground, _donors, from, to) => to - from,
  'three-way': (_ground, _donors, from, to) => (to - from === 3 ? 1 : 0),
  'back-arcs': backArcsOf,
  score: scoreOf,
  recipients: recipientsOf,
};

/** The claimed exchanges are in the pool, within the limits, disjoint, and worth what is claimed. */
function checkExchanges(ground: Ground): void {
  const { claim, rowOf } = ground;
  const chosen = claim.exchanges.map((exchange) => readExchange(ground, exchange));
  const taken = new Uint8Array(ground.rowCount);
  for (const donor of chosen.flat()) {
    if (taken[rowOf[donor]]++ > 0)
      refuse(`the recipient or altruist of donor ${ground.pool.donors[donor].id} is taken twice`);
  }
  rowOf.forEach((row, donor) => {
    if (isAltruist(ground, donor) && taken[row] === 0) chosen.push([donor]);
  });
  claim.criteria.forEach((id, level) => {
    const exact = exactly(id);
    const value = chosen.reduce((sum, donors) => sum + exact(VALUES[id](ground, donors, 0, donors.length)), 0);
    if (value !== claim.values[level]) refuse(`${id} is ${value}, not ${claim.values[level]} as claimed`);
  });
}

function readExchange(ground: Ground, exchange: unknown): number[] {
  const { kind, donors: ids } = fieldsOf(exchange, 'an exchange');
  const donors = listOf(ids, 'the donors of an exchange').map((id) => lookUp(ground.donorsById, id, 'donor'));
  if (kind !== 'cycle' && kind !== 'chain') refuse('an exchange must be a cycle or a chain');
  const { cyclePairsMax, chainPairsMax } = ground.claim.limits;
  const [chain, pairsMin, pairsMax] = kind === 'chain' ? [1, 1, chainPairsMax] : [0, 2, cyclePairsMax];
  const pairs = donors.length - chain;
  if (pairs < pairsMin || pairs > pairsMax) refuse(`a ${kind} of ${pairs} pairs is outside the limits`);
  const nameOf = (position: number): string => ground.pool.donors[donors[position]].id;
  donors.forEach((donor, position) => {
    if (isAltruist(ground, donor) !== position < chain)
      refuse(`donor ${nameOf(position)} cannot stand there in a ${kind}`);
  });
  for (let gift = 0; gift < pairs; gift++) {
    const next = (gift + 1) % donors.length;
    const can = ground.givers[ground.rowOf[donors[next]]][donors[gift]] === 1;
    if (!can) refuse(`donor ${nameOf(gift)} cannot give to the recipient of donor ${nameOf(next)}`);
  }
  return donors;
}

/** Passes products on and books their sizes, so that no sum of them can leave the exact integers. */
function exactly(name: string): (factor: number, other?: number) => number {
  let size = 0;
  return (factor, other = 1) => {
    size += Math.abs(factor * other);
    return size <= Number.MAX_SAFE_INTEGER ? factor * other : refuse(`${name}: numbers beyond 2^53`);
  };
}

/** Calls `visit` once for every column; a cycle starts at its recipient of smallest index. */
function visitColumns(ground: Ground, visit: (path: readonly number[], length: number) => void): void {
  const { claim, rowOf, donorsOf, gives, givers } = ground;
  const path = [0];
  const onPath = new Uint8Array(donorsOf.length);
  let steps = 0;
  const extend = (length: number, lengthMax: number, leader: number, closers: Uint8Array | undefined): void => {
    for (const to of gives[path[length - 1]]) {
      if (onPath[to] === 1 || (closers !== undefined && to <= leader)) continue;
      onPath[to] = 1;
      for (const donor of donorsOf[to]) {
        if (++steps > STEPS_MAX) refuse('too many exchanges to check');
        path[length] = donor;
        if (closers === undefined || closers[donor] === 1) visit(path, length + 1);
        if (length + 1 < lengthMax) extend(length + 1, lengthMax, leader, closers);
      }
      onPath[to] = 0;
    }
  };
  rowOf.forEach((row, donor) => {
    path[0] = donor;
    if (isAltruist(ground, donor)) visit(path, 1);
    const lengthMax = isAltruist(ground, donor) ? claim.limits.chainPairsMax + 1 : claim.limits.cyclePairsMax;
    if (lengthMax > 1) extend(1, lengthMax, row, givers[row]);
  });
}

/** What is known at a point of the proof about the sets it speaks of. */
interface State {
  /** Levels done; all of them where the node is closed. */
  readonly level: number;
  /** Kept columns; null before any have been listed. */
  readonly live: Int32Array | null;
  readonly tightRows: Uint8Array;
  readonly tightSets: ReadonlySet<string>;
}

/** The columns among `live` that pass the test. */
type Sieve = (live: Int32Array | null, test: Measure<boolean>) => Int32Array;

function checkProof(ground: Ground): { columns: number; aliveColumns: number[] } {
  // Kept columns, end to end: column c has donors[starts[c] .. starts[c + 1]).
  const donors: number[] = [];
  const starts = [0];
  const aliveColumns: number[] = [];
  let columns = 0;
  const sieve: Sieve = (live, test) => {
    if (live !== null) return live.filter((c) => test(donors, starts[c], starts[c + 1]));
    visitColumns(ground, (path, length) => {
      columns++;
      if (!test(path, 0, length)) return;
      for (let gift = 0; gift < length; gift++) donors.push(path[gift]);
      if (starts.push(donors.length) > COLUMNS_KEPT_MAX) refuse('too many exchanges survive the first level');
    });
    return new Int32Array(starts.length - 1).map((_, column) => column);
  };
  const tightRows = new Uint8Array(ground.rowCount);
  const root: State = { level: 0, live: null, tightRows, tightSets: new Set() };
  const levelCount = ground.claim.criteria.length;
  const open: [unknown, State][] = [[ground.claim.proof, root]];
  for (let nodes = 1; open.length > 0; nodes++) {
    if (nodes > NODES_MAX) refuse('too many proof nodes');
    const [proof, inherited] = open.pop()!;
    const { levels, split } = fieldsOf(proof, `proof node ${nodes}`);
    let state = inherited;
    for (const evidence of listOf(levels, `the levels of proof node ${nodes}`)) {
      if (state.level === levelCount) refuse(`proof node ${nodes} is closed but has further levels`);
      state = checkLevel(ground, sieve, state, evidence);
      if (nodes === 1) aliveColumns.push(state.live!.length);
    }
    if (state.level === levelCount && split !== undefined) refuse(`proof node ${nodes} is closed but has a split`);
    if (state.level < levelCount && split === undefined) refuse(`proof node ${nodes} is neither closed nor split`);
    if (split !== undefined) open.push(...childrenOf(ground, sieve, state, split));
  }
  return { columns, aliveColumns };
}

function childrenOf(ground: Ground, sieve: Sieve, state: State, split: unknown): [unknown, State][] {
  const fields = fieldsOf(split, 'a split');
  const donor = lookUp(ground.donorsById, fields.donor, 'donor');
  const recipient = lookUp(ground.rowsById.recipients, fields.recipient, 'recipient');
  if (ground.givers[recipient][donor] !== 1) refuse('a split on an arc that is not in the pool');
  const { rowOf } = ground;
  const row = rowOf[donor];
  const relation: Measure<'uses' | 'blocks' | 'apart'> = (donors, from, to) => {
    let covers = false;
    for (let gift = from; gift < to; gift++) {
      if (donors[gift] === donor && rowOf[donors[gift + 1 < to ? gift + 1 : from]] === recipient) return 'uses';
      covers ||= rowOf[donors[gift]] === row || rowOf[donors[gift]] === recipient;
    }
    return covers ? 'blocks' : 'apart';
  };
  const live = state.live ?? sieve(null, () => true);
  const used = sieve(live, (...column) => relation(...column) !== 'blocks');
  const unused = sieve(live, (...column) => relation(...column) !== 'uses');
  const tightRows = state.tightRows.map((tight, at) => (at === row || at === recipient ? 1 : tight));
  return [
    [fields.unused, { ...state, live: unused }],
    [fields.used, { ...state, live: used, tightRows }],
  ];
}

function checkLevel(ground: Ground, sieve: Sieve, state: State, value: unknown): State {
  const name = ground.claim.criteria[state.level];
  const evidence = readEvidence(ground, state, value);
  const gap = gapOf(ground, state, evidence);
  if (gap >= evidence.scale) refuse(`the bound of ${name} is ${Math.floor(gap / evidence.scale)} above the claim`);
  const slackOf = slackFunction(ground, state, evidence);
  const live = sieve(state.live, (donors, from, to) => {
    const slack = slackOf(donors, from, to);
    if (slack < 0)
      refuse(`${name}: the multipliers do not cover an exchange of ${ground.pool.donors[donors[from]].id}`);
    return slack <= gap;
  });
  if (gap < 0) return { ...state, live, level: ground.claim.criteria.length };
  const tightRows = state.tightRows.map((tight, row) => (evidence.rows[row] > gap ? 1 : tight));
  const foundTight = evidence.oddSets.filter((set) => set.multiplier > gap).map((set) => set.key);
  const tightSets = new Set([...state.tightSets, ...foundTight]);
  return { level: state.level + 1, live, tightRows, tightSets };
}

const ROW_KINDS = ['recipients', 'altruists'] as const;

type Evidence = ReturnType<typeof readEvidence>;

function readEvidence(ground: Ground, state: State, value: unknown) {
  const fields = fieldsOf(value, 'a level');
  const scale = integerOf(fields.scale, 1, 'scale');
  const rows = new Float64Array(ground.rowCount);
  for (const kind of ROW_KINDS) {
    for (const [id, multiplier] of Object.entries(fieldsOf(fields[kind], `the multipliers of ${kind}`))) {
      const row = lookUp(ground.rowsById[kind], id, kind);
      rows[row] = integerOf(
        multiplier,
        state.tightRows[row] === 1 ? -Infinity : 0,
        `a multiplier of ${kind} not tight`,
      );
    }
  }
  const oddSets = listOf(fields.oddSets, 'oddSets').map((set) => readOddSet(ground, state, set));
  const earlier = listOf(fields.earlier ?? [], 'earlier').map((it) => integerOf(it, -Infinity, 'earlier'));
  if (earlier.length > state.level) refuse('a multiplier on a level that is not earlier');
  return { scale, rows, oddSets, earlier };
}

function readOddSet(ground: Ground, state: State, value: unknown) {
  const fields = fieldsOf(value, 'an odd set');
  const rows = ROW_KINDS.flatMap((kind) =>
    listOf(fields[kind], `${kind} of an odd set`).map((id) => lookUp(ground.rowsById[kind], id, kind)),
  );
  if (new Set(rows).size !== rows.length) refuse('an odd set names a row twice');
  const key = rows.sort((a, b) => a - b).join();
  const min = state.tightSets.has(key) ? -Infinity : 0;
  return { rows, key, multiplier: integerOf(fields.multiplier, min, 'a multiplier of an odd set not tight') };
}

/** T - scale * V, after making sure that neither it nor the slack of any column can leave the exact integers. */
function gapOf({ claim, scoreMax, longest }: Ground, state: State, evidence: Evidence): number {
  const target = (level: number): number => senseOf(claim.criteria[level]) * claim.values[level];
  const columnMax = (level: number): number => (claim.criteria[level] === 'score' ? scoreMax : longest);
  const exact = exactly(claim.criteria[state.level]);
  let total = 0;
  for (const multiplier of evidence.rows) total += exact(multiplier);
  for (const { rows, multiplier } of evidence.oddSets) total += exact(multiplier, rows.length >> 1);
  evidence.earlier.forEach((multiplier, level) => {
    exact(multiplier, columnMax(level));
    total += exact(multiplier, target(level));
  });
  exact(evidence.scale, columnMax(state.level));
  return total - exact(evidence.scale, target(state.level));
}

/** cover(c) - scale * w(c). */
function slackFunction(ground: Ground, state: State, evidence: Evidence): Measure<number> {
  const { scale, rows, oddSets, earlier } = evidence;
  const { rowOf, claim } = ground;
  const setsOf: number[][] = Array.from(rows, () => []);
  oddSets.forEach((set, index) => set.rows.forEach((row) => setsOf[row].push(index)));
  const multipliers = Float64Array.from(oddSets, (set) => set.multiplier);
  const met = new Uint8Array(oddSets.length);
  const weights = claim.criteria.slice(0, state.level + 1).flatMap((id, level) => {
    const factor = senseOf(id) * (level === state.level ? -scale : (earlier[level] ?? 0));
    return factor === 0 ? [] : [{ value: VALUES[id], factor }];
  });
  return (donors, from, to) => {
    let slack = 0;
    for (let gift = from; gift < to; gift++) {
      slack += rows[rowOf[donors[gift]]];
      // Every second row that the column shares with an odd set counts the multiplier once more.
      for (const set of setsOf[rowOf[donors[gift]]]) slack += (met[set] ^= 1) === 0 ? multipliers[set] : 0;
    }
    for (let gift = from; gift < to; gift++) {
      for (const set of setsOf[rowOf[donors[gift]]]) met[set] = 0;
    }
    for (const { value, factor } of weights) slack += factor * value(ground, donors, from, to);
    return slack;
  };
}
