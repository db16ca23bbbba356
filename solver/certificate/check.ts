/**
 * The independent checker: are the claimed exchanges in the pool, worth what is claimed, and proved best? It follows
 * `certificate.ts` step by step and shares nothing with the search, so that a mistake there cannot hide here. What is
 * wrong with a certificate, which may be a stranger's file, becomes the reason of a refusal.
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

/** `columns`: all of the pool; `aliveColumns`: how many are left after each level of the root. */
export type Verdict =
  | { readonly accepted: true; readonly columns: number; readonly aliveColumns: readonly number[] }
  | { readonly accepted: false; readonly reason: string };

export type CertifiedRules = Pick<Rules, 'limits' | 'criteria' | 'backArcs'>;

/** Bounds on what is done for a stranger: steps in listing the columns, numbers held for those kept. */
const STEPS_MAX = 2 ** 32;
const KEPT_MAX = 2 ** 27;
const ROW_KINDS = ['recipients', 'altruists'] as const;

type Claim = ReturnType<typeof readClaim>;
type Ground = ReturnType<typeof survey>;
type Evidence = ReturnType<typeof readEvidence>;
type Open = [node: unknown, state: State][];

/** Also checks, where `rules` are given, that the certificate answers to just those. Never throws on its account. */
export function checkCertificate(pool: Pool, certificate: unknown, rules?: CertifiedRules): Verdict {
  try {
    const claim = readClaim(certificate);
    if (rules && textOfRules(rules) !== textOfRules(claim)) refuse(`not the rules as asked: ${textOfRules(claim)}`);
    const ground = survey(pool, claim);
    checkExchanges(ground);
    return { accepted: true, ...checkProof(ground) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { accepted: false, reason: error.message };
  }
}

class Refusal extends Error {}

function refuse(reason: string): never {
  throw new Refusal(reason);
}

/** The value's own properties, free of any prototype. */
function fieldsOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`${name} must be an object`);
  return { __proto__: null, ...value };
}

function listOf(value: unknown, name: string): readonly unknown[] {
  return Array.isArray(value) ? [...value] : refuse(`${name} must be a list`);
}

function integerOf(value: unknown, min: number, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) refuse(`${name} must be a whole number within 2^53`);
  return value >= min ? value : refuse(`${name} must be at least ${min}, not ${value}`);
}

function lookUp(index: ReadonlyMap<string, number>, id: unknown, name: string): number {
  if (typeof id !== 'string') refuse(`the id of a ${name} must be text`);
  return index.get(id) ?? refuse(`unknown id ${id} of a ${name}`);
}

/** What is claimed. */
function readClaim(certificate: unknown) {
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

function textOfRules({ limits, criteria, backArcs }: CertifiedRules): string {
  return `cycles of ${limits.cyclePairsMax}, chains of ${limits.chainPairsMax} pairs, ${backArcs}: ${criteria.join(', ')}`;
}

/** The pool as the checker sees it. */
function survey(pool: Pool, claim: Claim) {
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
  return lists.flatMap((list) => Array.from(list)).reduce((max, value) => Math.max(max, value), 0);
}

/** Of a column: donors[from .. to) in the order of giving. */
type Measure<T> = (donors: Int32Array, from: number, to: number) => T;
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

/** The claimed exchanges are in the pool, within the limits, disjoint, and worth what is claimed. */
function checkExchanges(ground: Ground): void {
  const { claim, rowOf } = ground;
  const chosen = claim.exchanges.map((exchange) => readExchange(ground, exchange));
  const taken = new Uint8Array(ground.rowCount);
  for (const donor of chosen.flatMap((donors) => [...donors])) {
    if (taken[rowOf[donor]]++ > 0) refuse(`donor ${ground.pool.donors[donor].id}: recipient or altruist taken twice`);
  }
  rowOf.forEach((row, donor) => {
    if (isAltruist(ground, donor) && taken[row] === 0) chosen.push(Int32Array.of(donor));
  });
  claim.criteria.forEach((id, level) => {
    // Nothing is negative: a sum that was ever rounded is beyond any claim.
    const value = chosen.reduce((sum, donors) => sum + VALUES[id](ground, donors, 0, donors.length), 0);
    if (value !== claim.values[level]) refuse(`${id} is ${value}, not ${claim.values[level]} as claimed`);
  });
}

function readExchange(ground: Ground, exchange: unknown): Int32Array {
  const { kind, donors: ids } = fieldsOf(exchange, 'an exchange');
  const donors = Int32Array.from(listOf(ids, 'donors'), (id) => lookUp(ground.donorsById, id, 'donor'));
  if (kind !== 'cycle' && kind !== 'chain') refuse('an exchange must be a cycle or a chain');
  const { cyclePairsMax, chainPairsMax } = ground.claim.limits;
  const [chain, pairsMin, pairsMax] = kind === 'chain' ? [1, 1, chainPairsMax] : [0, 2, cyclePairsMax];
  const pairs = donors.length - chain;
  if (pairs < pairsMin || pairs > pairsMax) refuse(`a ${kind} of ${pairs} pairs is outside the limits`);
  const nameOf = (position: number): string => ground.pool.donors[donors[position]].id;
  const misplaced = donors.findIndex((donor, position) => isAltruist(ground, donor) !== position < chain);
  if (misplaced >= 0) refuse(`a ${kind} cannot have donor ${nameOf(misplaced)} at position ${misplaced}`);
  for (let gift = 0; gift < pairs; gift++) {
    const next = (gift + 1) % donors.length;
    const can = ground.givers[ground.rowOf[donors[next]]][donors[gift]] === 1;
    if (!can) refuse(`donor ${nameOf(gift)} cannot give to the recipient of donor ${nameOf(next)}`);
  }
  return donors;
}

/** Calls `visit` once for every column, as its length followed by its donors; a cycle starts at its smallest row. */
function visitColumns(ground: Ground, visit: (path: Int32Array) => void): void {
  const { claim, rowOf, donorsOf, gives, givers, longest } = ground;
  const path = new Int32Array(longest + 1);
  const onPath = new Uint8Array(donorsOf.length);
  let steps = 0;
  const extend = (length: number, lengthMax: number, leader: number, closers: Uint8Array | undefined): void => {
    for (const to of gives[path[length]]) {
      if (onPath[to] === 1 || (closers !== undefined && to <= leader)) continue;
      onPath[to] = 1;
      for (const donor of donorsOf[to]) {
        if (++steps > STEPS_MAX) refuse('too many exchanges to check');
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

/** What is known at a point of the proof: levels done (all where closed), columns left (null before any are listed). */
interface State {
  readonly level: number;
  readonly live: Int32Array | null;
  readonly tightRows: Uint8Array;
  readonly tightSets: ReadonlySet<string>;
}

/** The columns among `live` that pass the test; after the `last` level nobody asks which they are. */
type Sieve = (live: Int32Array | null, last: boolean, test: Measure<boolean>) => Int32Array;

function checkProof(ground: Ground): { columns: number; aliveColumns: number[] } {
  // Kept columns: a length followed by donors, each in a stretch of equal size, and known by where it starts.
  const stretch = ground.longest + 1;
  let kept: Int32Array = new Int32Array(0);
  let columns = 0;
  const sieve: Sieve = (live, last, test) => {
    if (live !== null) return live.filter((at) => test(kept, at + 1, at + 1 + kept[at]));
    let count = 0;
    visitColumns(ground, (path) => {
      columns++;
      if (!test(path, 1, path[0] + 1)) return;
      const at = stretch * count++;
      if (last) return;
      if (at + stretch > kept.length) kept = enlarged(kept, at + stretch);
      kept.set(path, at);
    });
    return last ? new Int32Array(count) : new Int32Array(count).map((_, column) => stretch * column);
  };
  const aliveColumns: number[] = [];
  const root: State = { level: 0, live: null, tightRows: new Uint8Array(ground.rowCount), tightSets: new Set() };
  const levelCount = ground.claim.criteria.length;
  const open: Open = [[ground.claim.proof, root]];
  for (let nodes = 1; open.length > 0; nodes++) {
    let [proof, state] = open.pop()!;
    const { levels, split } = fieldsOf(proof, `proof node ${nodes}`);
    for (const evidence of listOf(levels, `the levels of proof node ${nodes}`)) {
      if (state.level === levelCount) refuse(`proof node ${nodes} is closed but has further levels`);
      state = checkLevel(ground, sieve, state, evidence);
      if (nodes === 1) aliveColumns.push(state.live!.length);
    }
    if (state.level === levelCount && split !== undefined) refuse(`proof node ${nodes} is closed but has a split`);
    if (state.level < levelCount && split === undefined) refuse(`proof node ${nodes} is neither closed nor split`);
    if (split !== undefined) pushChildren(open, ground, sieve, state, split);
  }
  return { columns, aliveColumns };
}

function enlarged(list: Int32Array, length: number): Int32Array {
  if (length > KEPT_MAX) refuse('too many exchanges survive the first level');
  const larger = new Int32Array(Math.ceil(1.5 * length));
  larger.set(list);
  return larger;
}

function pushChildren(open: Open, ground: Ground, sieve: Sieve, state: State, split: unknown): void {
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
  const live = state.live ?? sieve(null, false, () => true);
  const tightRows = state.tightRows.map((tight, at) => (at === row || at === recipient ? 1 : tight));
  const used = { ...state, tightRows, live: sieve(live, false, (...column) => relation(...column) !== 'blocks') };
  const unused = { ...state, live: sieve(live, false, (...column) => relation(...column) !== 'uses') };
  open.push([fields.unused, unused], [fields.used, used]);
}

function checkLevel(ground: Ground, sieve: Sieve, state: State, value: unknown): State {
  const name = ground.claim.criteria[state.level];
  const evidence = readEvidence(ground, state, value);
  const gap = gapOf(evidence, name);
  if (gap >= evidence.scale) refuse(`the bound of ${name} is ${Math.floor(gap / evidence.scale)} above the claim`);
  const slackOf = slackFunction(ground, evidence);
  const last = state.level + 1 === ground.claim.criteria.length;
  const live = sieve(state.live, last, (donors, from, to) => {
    const slack = slackOf(donors, from, to);
    if (slack < 0) refuse(`${name}: multipliers do not cover an exchange of ${ground.pool.donors[donors[from]].id}`);
    return slack <= gap;
  });
  if (gap < 0) return { ...state, live, level: ground.claim.criteria.length };
  const tightRows = state.tightRows.map((tight, row) => (evidence.rows[row] > gap ? 1 : tight));
  const foundTight = evidence.oddSets.filter((set) => set.multiplier > gap).map((set) => set.key);
  const tightSets = new Set([...state.tightSets, ...foundTight]);
  return { level: state.level + 1, live, tightRows, tightSets };
}

function readEvidence(ground: Ground, state: State, value: unknown) {
  const fields = fieldsOf(value, 'a level');
  const scale = integerOf(fields.scale, 1, 'scale');
  const rows = new Float64Array(ground.rowCount);
  for (const kind of ROW_KINDS) {
    for (const [id, multiplier] of Object.entries(fieldsOf(fields[kind], `the multipliers of ${kind}`))) {
      const row = lookUp(ground.rowsById[kind], id, kind);
      const min = state.tightRows[row] === 1 ? -Infinity : 0;
      rows[row] = integerOf(multiplier, min, `a multiplier of ${kind} not tight`);
    }
  }
  const oddSets = listOf(fields.oddSets, 'oddSets').map((set) => readOddSet(ground, state, set));
  const earlier = listOf(fields.earlier ?? [], 'earlier').map((it) => integerOf(it, -Infinity, 'earlier'));
  if (earlier.length > state.level) refuse('a multiplier on a level that is not earlier');
  const terms = ground.claim.criteria.slice(0, state.level + 1).map((id, level) => ({
    value: VALUES[id],
    factor: senseOf(id) * (level === state.level ? -scale : (earlier[level] ?? 0)),
    claimed: ground.claim.values[level],
    columnMax: id === 'score' ? ground.scoreMax : ground.longest,
  }));
  return { scale, rows, oddSets, terms };
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
function gapOf({ rows, oddSets, terms }: Evidence, name: string): number {
  let size = 0;
  const exact = (factor: number, other = 1): number => {
    size += Math.abs(factor * other);
    return size <= Number.MAX_SAFE_INTEGER ? factor * other : refuse(`${name}: numbers beyond 2^53`);
  };
  terms.forEach(({ factor, columnMax }) => exact(factor, columnMax));
  let gap = rows.reduce((sum, multiplier) => sum + exact(multiplier), 0);
  for (const set of oddSets) gap += exact(set.multiplier, set.rows.length >> 1);
  for (const { factor, claimed } of terms) gap += exact(factor, claimed);
  return gap;
}

/** cover(c) - scale * w(c). */
function slackFunction(ground: Ground, { rows, oddSets, terms }: Evidence): Measure<number> {
  const { rowOf } = ground;
  const setsOf: number[][] = Array.from(rows, () => []);
  oddSets.forEach((set, index) => set.rows.forEach((row) => setsOf[row].push(index)));
  const met = new Uint8Array(oddSets.length);
  const weights = terms.filter(({ factor }) => factor !== 0);
  return (donors, from, to) => {
    let slack = 0;
    for (let gift = from; gift < to; gift++) {
      slack += rows[rowOf[donors[gift]]];
      // Every second row that the column shares with an odd set counts the multiplier once more.
      for (const set of setsOf[rowOf[donors[gift]]]) slack += (met[set] ^= 1) === 0 ? oddSets[set].multiplier : 0;
    }
    for (let gift = from; gift < to; gift++) {
      for (const set of setsOf[rowOf[donors[gift]]]) met[set] = 0;
    }
    for (const { factor, value } of weights) slack += factor * value(ground, donors, from, to);
    return slack;
  };
}
