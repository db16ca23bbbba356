/**
 * Column generation: the linear program over all exchanges, solved over few. Its optimum bounds every set; its prices prove it.
 *
 * Limits are raised by steps: short exchanges are found quickly and nearly always suffice, so that with the limits asked for little more is
 * left than the proof that nothing longer gains.
 */
import type { Limits } from '../limits.ts';
import { WHOLE } from '../optimise/relaxation.ts';
import type { Master, MasterOptimum } from './master.ts';
import type { Oracle } from './oracle.ts';

/** Least gain worth a column, as a share of what a unit of the criterion counts. */
const LEAST_GAIN = 1e-7;
/** Of the distance to a target. */
const SLOW_SHARE = 1 / 10;
const SHORT_CYCLE_PAIRS = 3;
const SHORT_CHAINS_PAIRS = [2, 3];

export interface Target {
  /** Short of this nothing is proved, so that there the work ends; beyond it nothing can come. */
  readonly value: number;
  /** What is taken already. */
  readonly taken: number;
  /** False where larger limits follow: rounds that hardly come nearer are left to them. */
  readonly isLast: boolean;
}

/** Limits to go through, the last being those asked for. */
export function growingLimits({ cyclePairsMax, chainPairsMax }: Limits): readonly Limits[] {
  const short = SHORT_CHAINS_PAIRS.map((pairs) => ({
    cyclePairsMax: Math.min(cyclePairsMax, SHORT_CYCLE_PAIRS),
    chainPairsMax: Math.min(chainPairsMax, pairs),
  }));
  const all = [...short, { cyclePairsMax, chainPairsMax }];
  return all.filter((limits, k) => k === 0 || JSON.stringify(limits) !== JSON.stringify(all[k - 1]));
}

/** Over all exchanges within the limits on open rows, or, with a target, until its value is reached. */
export function generateColumns(
  master: Master,
  oracle: Oracle,
  limits: Limits,
  isOpen = master.everyRow,
  target: Target | null = null,
): MasterOptimum {
  for (let before = -Infinity; ;) {
    const optimum = master.maximise('centre');
    if (target !== null && (reaches(optimum, target, master) || isSlow(optimum.objective, before, target)))
      return withVertex(master, optimum);
    before = optimum.objective;
    const asked = { limits, scale: 1, prices: optimum.prices, isOpen, floor: LEAST_GAIN * unitOf(master) };
    if (master.add(oracle.quick(asked)) > 0) continue;
    if (master.add(oracle.thorough(asked)) === 0) return withVertex(master, optimum);
  }
}

/** The prices of the middle with the point of a vertex. */
function withVertex(master: Master, optimum: MasterOptimum): MasterOptimum {
  if (optimum.reached === 'vertex') return optimum;
  return { ...master.maximise('vertex'), prices: optimum.prices };
}

function isSlow(objective: number, before: number, { value, taken, isLast }: Target): boolean {
  return !isLast && objective - before < SLOW_SHARE * (value - taken - objective);
}

export function reaches(
  { objective }: MasterOptimum,
  { value, taken }: Omit<Target, 'isLast'>,
  master: Master,
): boolean {
  return objective + taken > value - WHOLE * unitOf(master);
}

/** What a column counts at most: by this much its tolerances grow. */
export function unitOf({ weights }: Master): number {
  return weights.reduce((most, weight) => Math.max(most, weight), 1);
}
