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
import { senseOf } from '../limits.ts';
import type { Pool } from '../pool.ts';
import {
  fieldsOf,
  integerOf,
  isAltruist,
  listOf,
  lookUp,
  readClaim,
  Refusal,
  refuse,
  survey,
  textOfRules,
  VALUES,
  type CertifiedRules,
  type Ground,
  type Measure,
} from './check-claim.ts';
import { columnsByEstimate, donorGains, visitColumns, visitGaining, type DonorGains } from './check-columns.ts';

export type { CertifiedRules };

/**
 * `columns`: all of the pool, null where only those were gone through by which anything could be gained; `aliveColumns`: how many are left
 * after each level of the root at which they were listed.
 */
export type Verdict =
  | { readonly accepted: true; readonly columns: number | null; readonly aliveColumns: readonly number[] }
  | { readonly accepted: false; readonly reason: string };

/** Bounds what is done for a stranger: numbers held for the columns kept. */
const KEPT_MAX = 2 ** 27;
const ROW_KINDS = ['recipients', 'altruists'] as const;

type Evidence = ReturnType<typeof readEvidence>;
type Open = [node: unknown, state: State][];

/** More columns than this, by estimate, are not all listed where the first criterion can do without. */
const LISTED_MAX = 2_000_000;

/**
 * Also checks, where `rules` are given, that the certificate answers to just those. Never throws on its account. `listedMax`: most columns, by
 * estimate, that are all listed; the verdict is the same with any.
 */
export function checkCertificate(
  pool: Pool,
  certificate: unknown,
  rules?: CertifiedRules,
  listedMax: number = LISTED_MAX,
): Verdict {
  try {
    const claim = readClaim(certificate);
    if (rules && textOfRules(rules) !== textOfRules(claim)) refuse(`not the rules as asked: ${textOfRules(claim)}`);
    const ground = survey(pool, claim);
    checkExchanges(ground);
    return { accepted: true, ...checkProof(ground, columnsByEstimate(ground) <= listedMax) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { accepted: false, reason: error.message };
  }
}

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

/** What is known at a point of the proof: levels done (all where closed), columns left (null before any are listed). */
interface State {
  readonly level: number;
  readonly live: Int32Array | null;
  readonly tightRows: Uint8Array;
  readonly tightSets: ReadonlySet<string>;
}

/**
 * The columns among `live` that pass the test; after the `last` level nobody asks which they are. Before any are listed only those are
 * tested by which more than the floor is gained, if `gaining` says so: no other could pass, or is of any account.
 */
type Sieve = (
  live: Int32Array | null,
  last: boolean,
  test: Measure<boolean>,
  gaining?: { readonly gains: DonorGains; readonly floor: number } | null,
) => Int32Array;

function checkProof(ground: Ground, isListed: boolean): { columns: number | null; aliveColumns: number[] } {
  // Kept columns: a length followed by donors, each in a stretch of equal size, and known by where it starts.
  const stretch = ground.longest + 1;
  let kept: Int32Array = new Int32Array(0);
  let columns = 0;
  let isWhole = true;
  const sieve: Sieve = (live, last, test, gaining = null) => {
    if (live !== null) return live.filter((at) => test(kept, at + 1, at + 1 + kept[at]));
    let count = 0;
    const visit = (path: Int32Array): void => {
      columns++;
      if (!test(path, 1, path[0] + 1)) return;
      const at = stretch * count++;
      if (last) return;
      if (at + stretch > kept.length) kept = enlarged(kept, at + stretch);
      kept.set(path, at);
    };
    if (gaining === null) visitColumns(ground, visit);
    else visitGaining(ground, gaining.gains, gaining.floor, visit);
    isWhole &&= gaining === null;
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
      const isFirst = state.live === null;
      state = checkLevel(ground, sieve, state, evidence, isListed);
      if (nodes === 1 && (isWhole || !isFirst || state.level < levelCount)) aliveColumns.push(state.live!.length);
    }
    if (state.level === levelCount && split !== undefined) refuse(`proof node ${nodes} is closed but has a split`);
    if (state.level < levelCount && split === undefined) refuse(`proof node ${nodes} is neither closed nor split`);
    if (split !== undefined) pushChildren(open, ground, sieve, state, split);
  }
  return { columns: isWhole ? columns : null, aliveColumns };
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

function checkLevel(ground: Ground, sieve: Sieve, state: State, value: unknown, isListed: boolean): State {
  const name = ground.claim.criteria[state.level];
  const evidence = readEvidence(ground, state, value);
  const gap = gapOf(evidence, name);
  if (gap >= evidence.scale) refuse(`the bound of ${name} is ${Math.floor(gap / evidence.scale)} above the claim`);
  const slackOf = slackFunction(ground, evidence);
  const last = state.level + 1 === ground.claim.criteria.length;
  // A column that gains less than -gap is covered, and dropped; one that gains nothing is covered.
  const isOver = last || gap < 0;
  const gains = isListed || state.level > 0 ? null : donorGains(ground, name, evidence.scale, evidence.rows);
  const test: Measure<boolean> = (donors, from, to) => {
    const slack = slackOf(donors, from, to);
    if (slack < 0) refuse(`${name}: multipliers do not cover an exchange of ${ground.pool.donors[donors[from]].id}`);
    return slack <= gap;
  };
  const live = sieve(state.live, last, test, gains && { gains, floor: isOver ? 0 : -gap - 1 });
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
