/**
 * Better sets from one that is known: some of its exchanges are opened again, and a plunge looks for better ones on their rows, as long as
 * that keeps being of use (large neighbourhood search: Shaw 1998).
 */
import { drawing, shuffle } from '../drawing.ts';
import type { Master, Path } from './master.ts';
import { plungeFrom } from './plunge.ts';
import type { PricedSearch } from './priced-search.ts';

/** Rows that are opened at a time, at first and at most. */
const ROWS_MIN = 40;
const ROWS_MAX = 160;
const GROWTH = 1.15;
/** Tries with so many rows that are in vain, one after the other, before more are opened. */
const VAIN_TRIES_MAX = 8;

/** Of the criterion of the master, all before being reached; nothing is better than the bound. */
export function improve(search: PricedSearch, master: Master, bound: number): void {
  const { incumbent, rules, statistics } = search;
  const at = master.goal.earlier.length;
  const random = drawing();
  for (let [rows, vain] = [ROWS_MIN, 0]; rows <= ROWS_MAX && incumbent.values[at] < bound;) {
    const kept = withoutSome(incumbent.set, rows, random);
    const { set, runs } = plungeFrom(master, rules.limits, kept, incumbent.values[at] + 1);
    statistics.linearPrograms += runs;
    if (set !== null && incumbent.offer(set)) vain = 0;
    else if (++vain === VAIN_TRIES_MAX) [rows, vain] = [rows * GROWTH, 0];
  }
}

/** Of disjoint exchanges those that are left when some with so many rows are taken out. */
function withoutSome(set: readonly Path[], rows: number, random: () => number): readonly Path[] {
  const order = Int32Array.from(set.keys());
  shuffle(order, random);
  let [kept, opened] = [set.length, 0];
  while (kept > 0 && opened < rows) opened += set[order[--kept]].length;
  return Array.from(order.subarray(0, kept), (index) => set[index]);
}
