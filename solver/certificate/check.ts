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
 * The columns that are live at a point of the proof are listed, or, where they are too many, described by what dropped the others: then
 * only those are gone through by which something could be gained (`check-live.ts`).
 */
import type { Pool } from '../pool.ts';
import {
  fieldsOf,
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
  type Claim,
  type Ground,
  type Measure,
} from './check-claim.ts';
import { columnsByEstimate, StepCounter, TooMany, visitColumns, type Need } from './check-columns.ts';
import { gapOf, isSum, needOf, readEvidence, slackFunction, type Reached } from './check-evidence.ts';
import {
  ALL,
  countOf,
  isAll,
  list,
  narrow,
  visitDescribed,
  type Condition,
  type Described,
  type Live,
} from './check-live.ts';

export type { CertifiedRules };

/**
 * `columns`: all of the pool, null where only those were gone through by which anything could be gained; `aliveColumns`: how many are left
 * after each level of the root at which they were listed.
 */
export type Verdict =
  | { readonly accepted: true; readonly columns: number | null; readonly aliveColumns: readonly number[] }
  | { readonly accepted: false; readonly reason: string };

/** Which way the columns are known; the verdict is the same with any. */
export interface ListingLimits {
  /** More columns than this, by estimate, are not all gone through. */
  readonly columnsMax: number;
  /** Numbers held for the columns that are listed. */
  readonly keptMax: number;
}

/** What is quicker. A first criterion that is no sum says too little of where anything could be gained. */
function quickest({ criteria }: Claim): ListingLimits {
  return { columnsMax: isSum(criteria[0]) ? 2_000_000 : Infinity, keptMax: 2 ** 27 };
}

/** Bounds what is done for a stranger: steps in going through the columns once. */
const STEPS_MAX = 2 ** 32;
/** Steps lost at first in trying to list what might be too many; later as many as were taken because it was not listed. */
const LOST_STEPS_MAX = 2 ** 16;

type Open = [node: unknown, state: State][];

/** Also checks, where `rules` are given, that the certificate answers to just those. Never throws on its account. */
export function checkCertificate(
  pool: Pool,
  certificate: unknown,
  rules?: CertifiedRules,
  listing?: ListingLimits,
): Verdict {
  return verdictOn(pool, certificate, rules, listing, null);
}

/** For many certificates of one pool: its columns are gone through once for all that have the same limits. The verdicts are the same. */
export function checkerOf(pool: Pool): (certificate: unknown, rules?: CertifiedRules) => Verdict {
  const listed: ListedBefore = new Map();
  return (certificate, rules) => verdictOn(pool, certificate, rules, undefined, listed);
}

/** All columns of a pool, by limits. */
type ListedBefore = Map<string, Live>;

function verdictOn(
  pool: Pool,
  certificate: unknown,
  rules: CertifiedRules | undefined,
  listing: ListingLimits | undefined,
  listedBefore: ListedBefore | null,
): Verdict {
  try {
    const claim = readClaim(certificate);
    if (rules && textOfRules(rules) !== textOfRules(claim)) refuse(`not the rules as asked: ${textOfRules(claim)}`);
    const ground = survey(pool, claim);
    checkExchanges(ground);
    return { accepted: true, ...checkProof(ground, listing ?? quickest(claim), listedBefore) };
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
  const threeWays = chosen.reduce((sum, donors) => sum + VALUES['three-way'](ground, donors, 0, donors.length), 0);
  const { threeWayMax = Infinity } = claim.conditions ?? {};
  if (threeWays > threeWayMax) refuse(`there are ${threeWays} three-ways, above the cap of ${threeWayMax}`);
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
    const can = ground.arcs[ground.rowOf[donors[next]]][donors[gift]] > 0;
    if (!can) refuse(`donor ${nameOf(gift)} cannot give to the recipient of donor ${nameOf(next)}`);
  }
  return donors;
}

/** What is known at a point of the proof: levels done (all where closed), what is used up, and the columns left. */
interface State extends Reached {
  readonly live: Live;
}

/** The pool, and how its columns are gone through in the course of the proof. */
interface Work {
  readonly ground: Ground;
  readonly keptMax: number;
  readonly listsAll: boolean;
  /** Steps that may still be lost in trying to list. */
  patience: number;
  /** Of the whole pool, once they have all been gone through. */
  columns: number | null;
  /** Kept for other certificates of the pool; null where nobody asks for them. */
  readonly listedBefore: ListedBefore | null;
}

function checkProof(ground: Ground, { columnsMax, keptMax }: ListingLimits, listedBefore: ListedBefore | null) {
  const listsAll = columnsByEstimate(ground) <= columnsMax;
  const work: Work = { ground, keptMax, listsAll, patience: LOST_STEPS_MAX, columns: null, listedBefore };
  const aliveColumns: number[] = [];
  const root: State = {
    level: 0,
    live: ALL,
    tightRows: new Uint8Array(ground.rowCount),
    tightSets: new Set(),
    isCapTight: false,
  };
  const levelCount = ground.claim.criteria.length;
  const open: Open = [[ground.claim.proof, root]];
  for (let nodes = 1; open.length > 0; nodes++) {
    let [proof, state] = open.pop()!;
    const { levels, split } = fieldsOf(proof, `proof node ${nodes}`);
    for (const evidence of listOf(levels, `the levels of proof node ${nodes}`)) {
      if (state.level === levelCount) refuse(`proof node ${nodes} is closed but has further levels`);
      state = checkLevel(work, state, evidence);
      const count = countOf(state.live);
      if (nodes === 1 && count !== null) aliveColumns.push(count);
    }
    if (state.level === levelCount && split !== undefined) refuse(`proof node ${nodes} is closed but has a split`);
    if (state.level < levelCount && split === undefined) refuse(`proof node ${nodes} is neither closed nor split`);
    if (split !== undefined) open.push(...childrenOf(work, state, split));
  }
  return { columns: work.columns, aliveColumns };
}

function childrenOf(work: Work, state: State, split: unknown): Open {
  const { ground } = work;
  const fields = fieldsOf(split, 'a split');
  const donor = lookUp(ground.donorsById, fields.donor, 'donor');
  const recipient = lookUp(ground.rowsById.recipients, fields.recipient, 'recipient');
  if (ground.arcs[recipient][donor] === 0) refuse('a split on an arc that is not in the pool');
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
  const used: Condition = {
    holds: (...column) => relation(...column) !== 'blocks',
    keepsArc: (giver, to) => (giver === donor) === (to === recipient) && (giver === donor || rowOf[giver] !== row),
  };
  const unused: Condition = {
    holds: (...column) => relation(...column) !== 'uses',
    keepsArc: (giver, to) => giver !== donor || to !== recipient,
  };
  const live = (work.listsAll && isAll(state.live) && listAll(work, () => true, true)) || state.live;
  const tightRows = state.tightRows.map((tight, at) => (at === row || at === recipient ? 1 : tight));
  return [
    [fields.unused, { ...state, live: narrow(live, unused) }],
    [fields.used, { ...state, live: narrow(live, used), tightRows }],
  ];
}

function checkLevel(work: Work, state: State, value: unknown): State {
  const { ground } = work;
  const evidence = readEvidence(ground, state, value);
  const { name, scale, rows, oddSets, cap } = evidence;
  const gap = gapOf(evidence);
  if (gap >= scale) refuse(`the bound of ${name} is ${Math.floor(gap / scale)} above the claim`);
  const slackOf = slackFunction(ground, evidence);
  const holds: Measure<boolean> = (donors, from, to) => {
    const slack = slackOf(donors, from, to);
    if (slack < 0) refuse(`${name}: multipliers do not cover an exchange of ${ground.pool.donors[donors[from]].id}`);
    return slack <= gap;
  };
  const levelCount = ground.claim.criteria.length;
  const level = gap < 0 ? levelCount : state.level + 1;
  const live = sift(work, state.live, {
    holds,
    stays: { holds: (...column) => slackOf(...column) <= gap, need: needOf(ground, evidence, gap + 1) },
    isLast: level === levelCount,
    uncovered: needOf(ground, evidence, 0),
  });
  if (gap < 0) return { ...state, live, level };
  const tightRows = state.tightRows.map((tight, row) => (rows[row] > gap ? 1 : tight));
  const foundTight = oddSets.filter((set) => set.multiplier > gap).map((set) => set.key);
  const isCapTight = state.isCapTight || cap.multiplier > gap;
  return { level, live, tightRows, tightSets: new Set([...state.tightSets, ...foundTight]), isCapTight };
}

/** What a level asks of a column: `holds` refuses one that is not covered, and tells whether it stays live. */
interface Sieve {
  readonly holds: Measure<boolean>;
  readonly stays: Condition;
  /** Nobody will ask which columns stay. */
  readonly isLast: boolean;
  /** Met by all columns that are not covered. */
  readonly uncovered: Need;
}

function sift(work: Work, live: Live, { holds, stays, isLast, uncovered }: Sieve): Live {
  if ('starts' in live) return narrow(live, { holds });
  const listed = isAll(live) && work.listsAll ? listAll(work, holds, !isLast) : null;
  if (listed !== null) return listed;
  const tried = isLast ? null : tryToList(work, live, holds, stays);
  if (tried !== null) return tried;
  const steps = new StepCounter(STEPS_MAX);
  try {
    visitDescribed(work.ground, live, uncovered, steps, holds);
  } catch (error) {
    if (error instanceof TooMany) refuse('too many exchanges to check');
    throw error;
  }
  work.patience += steps.taken;
  return narrow(live, stays);
}

/** Goes through all columns of the pool, and lists (or only counts) those for which it holds; null where they are too many. */
function listAll(work: Work, holds: Measure<boolean>, isKept: boolean): Live | null {
  const all = work.listedBefore === null ? null : allOnce(work, work.listedBefore);
  if (all === null) return listNow(work, holds, isKept);
  work.columns = countOf(all);
  return narrow(all, { holds });
}

/** Every column of the pool; null where they are too many to keep. */
function allOnce(work: Work, listedBefore: ListedBefore): Live | null {
  const { cyclePairsMax, chainPairsMax } = work.ground.claim.limits;
  const key = `${cyclePairsMax} ${chainPairsMax}`;
  const before = listedBefore.get(key);
  if (before !== undefined) return before;
  const all = listNow(work, () => true, true);
  if (all !== null) listedBefore.set(key, all);
  return all;
}

function listNow(work: Work, holds: Measure<boolean>, isKept: boolean): Live | null {
  let columns = 0;
  const stretch = isKept ? work.ground.longest + 1 : 0;
  const listed = list(stretch, work.keptMax, (keep) =>
    visitColumns(work.ground, new StepCounter(STEPS_MAX), (path) => {
      columns++;
      if (holds(path, 1, 1 + path[0])) keep(path, 1, 1 + path[0]);
    }),
  );
  if (listed !== null) work.columns = columns;
  return listed;
}

function tryToList(work: Work, live: Described, holds: Measure<boolean>, { need }: Condition): Live | null {
  const steps = new StepCounter(work.patience);
  const listed = list(work.ground.longest + 1, work.keptMax, (keep) =>
    visitDescribed(work.ground, live, need!, steps, (...column) => {
      if (holds(...column)) keep(...column);
    }),
  );
  if (listed === null) work.patience -= steps.taken;
  return listed;
}
