/** Sets of exchanges from a linear program that ended in a fractional point: such as reach its bound, and such as come near. */
import { WHOLE } from '../optimise/relaxation.ts';
import type { Master, MasterOptimum } from './master.ts';
import type { PricedNode } from './node.ts';
import { plunge } from './plunge.ts';
import { supportOf } from './point.ts';
import { improve } from './improve.ts';
import type { PricedSearch } from './priced-search.ts';
import type { PricedLevel } from './prove-level.ts';

export interface Attempt {
  readonly master: Master;
  readonly optimum: MasterOptimum;
  readonly level: PricedLevel;
  readonly node: PricedNode;
}

/** What is counted: values below the bound that are tried where it is out of reach. */
const VALUES_BELOW_MAX = 8;
/** Of a score: shares of the bound that may be lost, tried one after the other until one is too small. */
const LOSSES = [1 / 16, 1 / 64, 1 / 256, 1 / 1_024];

/** Takes the point if it is whole; else, of what is counted, looks for a set that reaches the bound. */
export function reachBound(search: PricedSearch, attempt: Attempt): void {
  const { master, optimum, level } = attempt;
  const support = supportOf(master, optimum);
  if (support.every(({ value }) => value > 1 - WHOLE)) {
    search.incumbent.offer(support.map(({ path }) => path));
    return;
  }
  if (search.efforts.isPlunging && master.criterion !== 'score') plungeFor(search, attempt, level.bound);
}

/** Looks for a set not far below the bound, unless a better one is known. */
export function comeNear(search: PricedSearch, attempt: Attempt): void {
  const { master, optimum, level, node } = attempt;
  search.incumbent.offer(master.disjoint(supportOf(master, optimum).map(({ path }) => path)));
  if (!search.efforts.isPlunging || node.depth > 0) return;
  if (master.criterion === 'score') {
    LOSSES.every((loss) => plungeFor(search, attempt, Math.floor(level.bound * (1 - loss))));
    improve(search, master, level.bound);
    return;
  }
  const known = search.incumbent.values[master.goal.earlier.length];
  for (let value = level.bound - 1; value > known && level.bound - value <= VALUES_BELOW_MAX; value--) {
    if (plungeFor(search, attempt, value)) return;
  }
}

/** Whether a set was found that counts so much, better than the incumbent or not. */
function plungeFor(search: PricedSearch, { master, optimum }: Attempt, value: number): boolean {
  const { set, runs } = plunge(master, search.rules.limits, optimum, value);
  search.statistics.linearPrograms += runs;
  if (set !== null) search.incumbent.offer(set);
  return set !== null;
}
