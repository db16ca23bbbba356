/**
 * The columns that are live at a point of a proof, as the checker (`check.ts`) knows them: listed, or, where they are too many to be kept,
 * described by what has dropped all others on the way from the root. Shares nothing with the search.
 *
 * Whatever is asked of live columns comes to the same with either. Of columns that are described it is asked while going through those by
 * which enough is gained, at this level and at each of those before: a column that is live, and one that is not covered, is among them.
 */
import type { Ground, Measure } from './check-claim.ts';
import { StepCounter, TooMany, visitGaining, type Need } from './check-columns.ts';

export type Live = Listed | Described;

/** A column is its length followed by its donors, and known by where it starts. */
interface Listed {
  readonly kept: Int32Array;
  readonly starts: Int32Array;
}

/** A chain of conditions, the last first; null where all columns are live. */
export interface Described {
  readonly conditions: Conditions | null;
}

interface Conditions {
  readonly last: Condition;
  readonly before: Conditions | null;
}

/** What a column must meet to stay live. */
export interface Condition {
  readonly holds: Measure<boolean>;
  /** A column for which it holds meets this need. */
  readonly need?: Need;
  /** A column for which it holds has only such arcs. */
  readonly keepsArc?: (giver: number, recipient: number) => boolean;
}

export const ALL: Live = { conditions: null };

export function isAll(live: Live): boolean {
  return 'conditions' in live && live.conditions === null;
}

/** How many columns are listed; null where they are described. */
export function countOf(live: Live): number | null {
  return 'starts' in live ? live.starts.length : null;
}

export function narrow(live: Live, condition: Condition): Live {
  if ('conditions' in live) return { conditions: { last: condition, before: live.conditions } };
  const { kept, starts } = live;
  return { kept, starts: starts.filter((at) => condition.holds(kept, at + 1, at + 1 + kept[at])) };
}

/** Lists what is kept of what is gone through, in stretches of equal size (0: only counted); null where something is given up. */
export function list(stretch: number, keptMax: number, goThrough: (keep: Measure<void>) => void): Live | null {
  let kept: Int32Array = new Int32Array(0);
  let count = 0;
  try {
    goThrough((donors, from, to) => {
      const at = stretch * count++;
      if (stretch === 0) return;
      if (at + stretch > keptMax) throw new TooMany();
      if (at + stretch > kept.length) kept = enlarged(kept, at + stretch);
      kept[at] = to - from;
      for (let gift = from; gift < to; gift++) kept[at + 1 + gift - from] = donors[gift];
    });
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    return null;
  }
  return { kept, starts: new Int32Array(count).map((_, column) => stretch * column) };
}

function enlarged(list: Int32Array, length: number): Int32Array {
  const larger = new Int32Array(Math.ceil(1.5 * length));
  larger.set(list);
  return larger;
}

/** Calls `visit` for all of the described columns that meet the need, and perhaps for others of them. */
export function visitDescribed(
  ground: Ground,
  live: Described,
  need: Need,
  steps: StepCounter,
  visit: Measure<void>,
): void {
  const conditions = listOf(live);
  const needs = [need, ...conditions.flatMap((condition) => condition.need ?? [])];
  visitGaining(withoutArcs(ground, conditions), needs, steps, (path) => {
    const to = 1 + path[0];
    if (conditions.every((condition) => condition.holds(path, 1, to))) visit(path, 1, to);
  });
}

function listOf({ conditions }: Described): Condition[] {
  const list: Condition[] = [];
  for (let at = conditions; at !== null; at = at.before) list.push(at.last);
  return list.reverse();
}

/** The pool without arcs that no live column has. */
function withoutArcs(ground: Ground, conditions: readonly Condition[]): Ground {
  const tests = conditions.flatMap(({ keepsArc }) => keepsArc ?? []);
  if (tests.length === 0) return ground;
  const keeps = (giver: number, to: number): boolean => tests.every((keepsArc) => keepsArc(giver, to));
  const gives = ground.gives.map((recipients, giver) => recipients.filter((to) => keeps(giver, to)));
  const arcs = ground.arcs.map((row) => new Uint16Array(row.length));
  gives.forEach((recipients, giver) => recipients.forEach((to) => (arcs[to][giver] = ground.arcs[to][giver])));
  return { ...ground, gives, arcs };
}
