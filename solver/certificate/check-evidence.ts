/**
 * What the checker (`check.ts`) reads of one level of a proof: the multipliers, what they add up to, the slack of a column, and what a
 * column gains at most, as a sum over its donors and gifts (`check-columns.ts`). Shares nothing with the search.
 */
import { senseOf, type CriterionId } from '../limits.ts';
import {
  fieldsOf,
  integerOf,
  isAltruist,
  listOf,
  lookUp,
  refuse,
  VALUES,
  type Ground,
  type Measure,
} from './check-claim.ts';
import type { Need } from './check-columns.ts';

export type Evidence = ReturnType<typeof readEvidence>;

/** How far a proof has come: levels done, and what is used up. */
export interface Reached {
  readonly level: number;
  readonly tightRows: Uint8Array;
  readonly tightSets: ReadonlySet<string>;
  readonly isCapTight: boolean;
}

const ROW_KINDS = ['recipients', 'altruists'] as const;

export function readEvidence(ground: Ground, reached: Reached, value: unknown) {
  const { criteria, values } = ground.claim;
  const fields = fieldsOf(value, 'a level');
  const scale = integerOf(fields.scale, 1, 'scale');
  const rows = new Float64Array(ground.rowCount);
  for (const kind of ROW_KINDS) {
    for (const [id, multiplier] of Object.entries(fieldsOf(fields[kind], `the multipliers of ${kind}`))) {
      const row = lookUp(ground.rowsById[kind], id, kind);
      const min = reached.tightRows[row] === 1 ? -Infinity : 0;
      rows[row] = integerOf(multiplier, min, `a multiplier of ${kind} not tight`);
    }
  }
  const oddSets = listOf(fields.oddSets, 'oddSets').map((set) => readOddSet(ground, reached, set));
  const earlier = listOf(fields.earlier ?? [], 'earlier').map((it) => integerOf(it, -Infinity, 'earlier'));
  if (earlier.length > reached.level) refuse('a multiplier on a level that is not earlier');
  const terms = criteria.slice(0, reached.level + 1).map((id, level) => ({
    id,
    factor: senseOf(id) * (level === reached.level ? -scale : (earlier[level] ?? 0)),
    claimed: values[level],
    columnMax: id === 'score' ? ground.scoreMax : ground.longest,
  }));
  const cap = readCap(ground, reached, fields.cap);
  return { name: criteria[reached.level], scale, rows, oddSets, terms, cap };
}

function readCap({ claim }: Ground, { isCapTight }: Reached, value: unknown = 0) {
  const multiplier = integerOf(value, isCapTight ? -Infinity : 0, 'a multiplier of a cap not tight');
  const max = claim.conditions?.threeWayMax;
  if (max === undefined && multiplier !== 0) refuse('a multiplier of a cap that nobody asked for');
  return { multiplier, max: max ?? 0 };
}

function readOddSet(ground: Ground, { tightSets }: Reached, value: unknown) {
  const fields = fieldsOf(value, 'an odd set');
  const rows = ROW_KINDS.flatMap((kind) =>
    listOf(fields[kind], `${kind} of an odd set`).map((id) => lookUp(ground.rowsById[kind], id, kind)),
  );
  if (new Set(rows).size !== rows.length) refuse('an odd set names a row twice');
  const key = rows.sort((a, b) => a - b).join();
  const min = tightSets.has(key) ? -Infinity : 0;
  return { rows, key, multiplier: integerOf(fields.multiplier, min, 'a multiplier of an odd set not tight') };
}

/**
 * T - scale * V, after making sure that it, the slack of any column, and what a column gains or lacks (`needOf`) cannot leave the exact
 * integers.
 */
export function gapOf({ name, scale, rows, oddSets, terms, cap }: Evidence): number {
  let size = 0;
  const exact = (factor: number, other = 1): number => {
    size += Math.abs(factor * other);
    return size <= Number.MAX_SAFE_INTEGER ? factor * other : refuse(`${name}: numbers beyond 2^53`);
  };
  exact(scale);
  terms.forEach(({ factor, columnMax }) => exact(factor, columnMax));
  oddSets.forEach((set) => exact(set.multiplier, set.rows.length));
  let gap = rows.reduce((sum, multiplier) => sum + exact(multiplier), 0);
  for (const set of oddSets) gap += set.multiplier * (set.rows.length >> 1);
  for (const { factor, claimed } of terms) gap += exact(factor, claimed);
  exact(cap.multiplier);
  return gap + exact(cap.multiplier, cap.max);
}

/** cover(c) - scale * w(c). */
export function slackFunction(ground: Ground, { rows, oddSets, terms, cap }: Evidence): Measure<number> {
  const { rowOf } = ground;
  const setsOf: number[][] = Array.from(rows, () => []);
  oddSets.forEach((set, index) => set.rows.forEach((row) => setsOf[row].push(index)));
  const ofDonor = Float64Array.from(rowOf, (row) => rows[row]);
  const met = new Uint8Array(oddSets.length);
  /** Every second row that the column shares with an odd set counts the multiplier once more. */
  const ofSets: Measure<number> = (donors, from, to) => {
    let sum = 0;
    for (let gift = from; gift < to; gift++) {
      for (const set of setsOf[rowOf[donors[gift]]]) sum += (met[set] ^= 1) === 0 ? oddSets[set].multiplier : 0;
    }
    for (let gift = from; gift < to; gift++) {
      for (const set of setsOf[rowOf[donors[gift]]]) met[set] = 0;
    }
    return sum;
  };
  const capped = { id: 'three-way' as const, factor: cap.multiplier };
  const weights = [...terms, capped]
    .filter(({ factor }) => factor !== 0)
    .map(({ id, factor }) => ({ factor, value: VALUES[id] }));
  return (donors, from, to) => {
    let slack = 0;
    for (let gift = from; gift < to; gift++) slack += ofDonor[donors[gift]];
    if (oddSets.length > 0) slack += ofSets(donors, from, to);
    for (let term = 0; term < weights.length; term++) {
      slack += weights[term].factor * weights[term].value(ground, donors, from, to);
    }
    return slack;
  };
}

/** Whether a criterion is a sum over the donors and gifts of a column. */
export function isSum(id: CriterionId): boolean {
  return id === 'recipients' || id === 'transplants' || id === 'score';
}

/**
 * Met by every column with a slack of less than `below`, and perhaps by others: what is subtracted from the slack of a column is
 * at most the sum of what its donors gain. Of what makes up the slack,
 * - rows, recipients, transplants and score are taken as they are;
 * - an odd set is left out where it only adds; with a negative multiplier it takes away at most half of that for each donor;
 * - another criterion, which belongs to whole columns, counts from 0 to 3, or as many people as are asked for, and lowers the floor by the most
 *   that it can take away; so does the cap, of which a column counts one at most.
 */
export function needOf(ground: Ground, { rows, oddSets, terms, cap }: Evidence, below: number): Need {
  const gains = Float64Array.from(ground.rowOf, (row) => 0 - rows[row]);
  let floor = -below - Math.max(0, -cap.multiplier);
  let perUnit = 0;
  for (const { id, factor } of terms) {
    if (id === 'score') perUnit = -factor;
    else if (id === 'recipients' || id === 'transplants') {
      gains.forEach((_, donor) => {
        if (id === 'transplants' || !isAltruist(ground, donor)) gains[donor] -= factor;
      });
    } else floor -= Math.max(0, -(id === 'required' ? ground.longest : 3) * factor);
  }
  for (const { multiplier, rows: members } of oddSets.filter((set) => set.multiplier < 0)) {
    const taken = new Set(members);
    ground.rowOf.forEach((row, donor) => {
      if (taken.has(row)) gains[donor] += Math.ceil(-multiplier / 2);
    });
  }
  return { gains, floor, perUnit };
}
