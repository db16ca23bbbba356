/**
 * Certificates for tiny pools, without any search worth the name: split on arc after arc until every exchange left has
 * all its arcs decided, then let each row carry what is left on it. With `bounding`, every node also looks for row
 * multipliers in halves by trying them all, and for an odd set, so that levels are proved above the leaves as well.
 */
import type { Certificate, LevelEvidence, ProofNode } from '../../solver/certificate/certificate.ts';
import { senseOf } from '../../solver/limits.ts';
import type { Pool } from '../../solver/pool.ts';
import type { Exchange } from '../../solver/result.ts';
import { everyExchange, type OracleRules, valueOfExchange, valuesOfSet } from './brute-force.ts';

interface Column {
  /** `recipients/id` or `altruists/id`; the first is the altruist's in a chain. */
  readonly rows: readonly string[];
  readonly arcs: readonly Arc[];
  /** By level: sense times value. */
  readonly weights: readonly number[];
}

interface Arc {
  readonly donor: string;
  readonly recipient: string;
}

interface State {
  readonly level: number;
  readonly live: readonly Column[];
  readonly tight: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
}

/** A certificate for the claim that `exchanges` are best; where they are not, one whose proof has a hole. */
export function tinyCertificate(
  pool: Pool,
  rules: OracleRules,
  exchanges: readonly Exchange[],
  bounding = false,
): Certificate {
  const { limits, criteria, backArcs } = rules;
  const values = valuesOfSet(pool, rules, exchanges);
  const targets = criteria.map((id, level) => senseOf(id) * values[level]);
  const root: State = { level: 0, live: columnsOf(pool, rules), tight: new Set(), used: new Set() };
  return { version: 1, limits, backArcs, criteria, values, exchanges, proof: prove(root, targets, bounding) };
}

function columnsOf(pool: Pool, rules: OracleRules): Column[] {
  const alone = pool.donors.flatMap(({ id, recipient }): Exchange[] =>
    recipient === null ? [{ kind: 'chain', donors: [id] }] : [],
  );
  return [...everyExchange(pool, rules.limits), ...alone].map((exchange) => {
    const donors = exchange.donors.map((id) => pool.donors.find((donor) => donor.id === id)!);
    const receivers = exchange.kind === 'cycle' ? [...donors.slice(1), donors[0]] : donors.slice(1);
    return {
      rows: donors.map(({ id, recipient }) =>
        recipient === null ? `altruists/${id}` : `recipients/${pool.recipients[recipient]}`,
      ),
      arcs: receivers.map(({ recipient }, gift) => ({
        donor: donors[gift].id,
        recipient: pool.recipients[recipient!],
      })),
      weights: rules.criteria.map((id) => senseOf(id) * valueOfExchange(pool, rules, id, exchange)),
    };
  });
}

function nameOf({ donor, recipient }: Arc): string {
  return JSON.stringify([donor, recipient]);
}

function prove(start: State, targets: readonly number[], bounding: boolean): ProofNode {
  const levels: LevelEvidence[] = [];
  let state = start;
  while (state.level < targets.length) {
    const found = undecided(state) === undefined ? carried(state, targets) : bounding ? bounded(state) : null;
    if (found === null) break;
    const gap = totalOf(found, targets) - found.scale * targets[state.level];
    if (gap >= found.scale) break;
    levels.push(evidenceOf(found));
    if (gap < 0) return { levels };
    state = narrowed(state, found, gap);
  }
  const arc = undecided(state);
  if (state.level === targets.length || arc === undefined) return { levels };
  return { levels, split: { ...arc, ...split(state, arc, targets, bounding) } };
}

function undecided(state: State): Arc | undefined {
  return state.live.flatMap((column) => column.arcs).find((arc) => !state.used.has(nameOf(arc)));
}

function split(state: State, arc: Arc, targets: readonly number[], bounding: boolean) {
  const uses = (column: Column): boolean => column.arcs.some((other) => nameOf(other) === nameOf(arc));
  const user = state.live.find(uses)!;
  // The row of the arc's donor stands where the donor gives, that of the recipient just after it.
  const gift = user.arcs.findIndex((other) => nameOf(other) === nameOf(arc));
  const rows = [user.rows[gift], user.rows[(gift + 1) % user.rows.length]];
  const allowed = state.live.filter((column) => uses(column) || !column.rows.some((row) => rows.includes(row)));
  const tight = new Set([...state.tight, ...rows]);
  const used = new Set([...state.used, nameOf(arc)]);
  return {
    used: prove({ ...state, live: allowed, tight, used }, targets, bounding),
    unused: prove({ ...state, live: state.live.filter((column) => !uses(column)) }, targets, bounding),
  };
}

interface Multipliers {
  readonly scale: number;
  readonly byRow: ReadonlyMap<string, number>;
  readonly earlier: readonly number[];
  readonly oddSet?: { readonly rows: readonly string[]; readonly multiplier: number };
}

/**
 * With all arcs decided, columns that share a row share all rows: the first row carries the most that any is worth. Two
 * ways for a node to be empty: what is left falls short of an earlier level, so each unit of that level is priced beyond
 * all that is left; or a row that must be used up no longer can be, and takes away whatever keeps the node open.
 */
function carried({ level, live, tight }: State, targets: readonly number[]): Multipliers {
  const best = (worth: (column: Column) => number): Map<string, number> => {
    const byRow = new Map<string, number>();
    for (const column of live) {
      byRow.set(column.rows[0], Math.max(byRow.get(column.rows[0]) ?? -Infinity, worth(column)));
    }
    return byRow;
  };
  const reached = (at: number): number => sumOf(best((column) => column.weights[at]));
  const short = targets.findIndex((target, at) => at < level && reached(at) < target);
  const price = short < 0 ? 0 : 1 + Math.abs(targets[level]) + Math.abs(reached(level));
  const byRow = best((column) => column.weights[level] + (short < 0 ? 0 : price * column.weights[short]));
  const barren = [...tight].find((row) => !live.some((column) => column.rows.includes(row)));
  if (barren !== undefined) byRow.set(barren, -sumOf(byRow) + targets[level] - 1 + price * (targets[short] ?? 0));
  return { scale: 1, byRow, earlier: targets.slice(0, level).map((_, at) => (at === short ? -price : 0)) };
}

/** Whichever of rows and odd set bounds better. */
function bounded(state: State): Multipliers | null {
  const [rows, oddSet] = [searched(state), byOddSet(state)];
  if (rows === null || oddSet === null) return rows ?? oddSet;
  return totalOf(oddSet, []) / oddSet.scale < totalOf(rows, []) / rows.scale ? oddSet : rows;
}

/** One odd set of all rows left, worth just enough; an altruist alone that counts cannot be covered so. */
function byOddSet({ level, live }: State): Multipliers | null {
  const rows = [...new Set(live.flatMap((column) => column.rows))];
  const needed = live.map((column) => {
    if (column.weights[level] <= 0) return 0;
    return Math.ceil(column.weights[level] / Math.floor(column.rows.length / 2));
  });
  const multiplier = Math.max(0, ...needed);
  return multiplier === Infinity ? null : { scale: 1, byRow: new Map(), earlier: [], oddSet: { rows, multiplier } };
}

/** The best multipliers in halves up to twice the largest weight, at most 3, that cover every live column. */
function searched(state: State): Multipliers | null {
  const rows = [...new Set(state.live.flatMap((column) => column.rows))];
  if (rows.length > 4) return null;
  let best: Multipliers | null = null;
  const attempt = (byRow: ReadonlyMap<string, number>, position: number): void => {
    if (position === rows.length) {
      const found = { scale: 2, byRow, earlier: [] };
      const covers = state.live.every((column) => slackOf(column, state.level, found) >= 0);
      if (covers && (best === null || sumOf(byRow) < sumOf(best.byRow))) best = found;
      return;
    }
    for (let value = state.tight.has(rows[position]) ? -2 : 0; value <= 3; value++) {
      attempt(new Map(byRow).set(rows[position], value), position + 1);
    }
  };
  attempt(new Map(), 0);
  return best;
}

function slackOf({ rows, weights }: Column, level: number, { scale, byRow, earlier, oddSet }: Multipliers): number {
  const priced = earlier.reduce((sum, multiplier, at) => sum + multiplier * weights[at], -scale * weights[level]);
  const shared = rows.filter((row) => oddSet?.rows.includes(row)).length;
  return rows.reduce((sum, row) => sum + (byRow.get(row) ?? 0), priced) + worthOf(oddSet, shared);
}

function totalOf({ byRow, earlier, oddSet }: Multipliers, targets: readonly number[]): number {
  const rows = earlier.reduce((sum, multiplier, at) => sum + multiplier * targets[at], sumOf(byRow));
  return rows + worthOf(oddSet, oddSet?.rows.length ?? 0);
}

function worthOf(oddSet: Multipliers['oddSet'], rows: number): number {
  return oddSet === undefined ? 0 : oddSet.multiplier * Math.floor(rows / 2);
}

function sumOf(byRow: ReadonlyMap<string, number>): number {
  return [...byRow.values()].reduce((sum, multiplier) => sum + multiplier, 0);
}

function narrowed(state: State, found: Multipliers, gap: number): State {
  const tight = [...found.byRow].filter(([, multiplier]) => multiplier > gap).map(([row]) => row);
  return {
    level: state.level + 1,
    live: state.live.filter((column) => slackOf(column, state.level, found) <= gap),
    tight: new Set([...state.tight, ...tight]),
    used: state.used,
  };
}

function evidenceOf({ scale, byRow, earlier, oddSet }: Multipliers): LevelEvidence {
  const entries = (kind: string): [string, number][] =>
    [...byRow].flatMap(([row, value]) => (row.startsWith(kind) ? [[row.slice(kind.length), value]] : []));
  const members = (kind: string): string[] =>
    (oddSet?.rows ?? []).flatMap((row) => (row.startsWith(kind) ? [row.slice(kind.length)] : []));
  return {
    scale,
    recipients: Object.fromEntries(entries('recipients/')),
    altruists: Object.fromEntries(entries('altruists/')),
    oddSets:
      oddSet === undefined
        ? []
        : [{ recipients: members('recipients/'), altruists: members('altruists/'), multiplier: oddSet.multiplier }],
    earlier,
  };
}
