/**
 * The primal simplex method: from a basis within all bounds to the best one.
 *
 * Pricing is Devex; the ratio test is Harris's, with the largest pivot among nearly equal ratios.
 * Sources: Harris (1973); Bland (1977) for the rule against cycling.
 */
import { DevexPricing } from './devex.ts';
import type { SimplexState } from './state.ts';
import { FEASIBILITY_TOLERANCE, MAY_FALL, MAY_RISE } from './state.ts';

/** Entries of an entering column below are not pivoted on. */
export const PIVOT_MIN = 1e-8;
/** Two computations of one pivot may differ by this share before the factors are made afresh. */
const PIVOT_DRIFT_MAX = 1e-7;

export type PrimalOutcome = 'optimal' | 'unbounded' | 'lost' | 'limit';

/**
 * Precondition: values and reduced costs are fresh and the basis is within its bounds. `lost`: round-off has taken the
 * basis out of its bounds.
 */
export function primal(state: SimplexState, iterationsMax: number): PrimalOutcome {
  const pricing = new DevexPricing(state);
  let stalled = 0;
  while (state.iterations < iterationsMax) {
    if (state.needsFactor && !refreshed(state, pricing)) return 'lost';
    const useLowest = stalled > state.rowCount + 500;
    const entering = useLowest ? lowestAttractive(state) : pricing.best();
    if (entering < 0) {
      if (state.factor.updates === 0) return 'optimal';
      if (!refreshed(state, pricing)) return 'lost';
      continue;
    }
    state.loadColumn(entering);
    const sign = state.reduced[entering] > 0 ? 1 : -1;
    const p = leavingPosition(state, sign, useLowest);
    const step = p < 0 ? Infinity : stepAt(state, p, sign);
    if (flipped(state, entering, sign, step)) continue;
    if (p < 0) return 'unbounded';
    state.loadTableauRow(p);
    if (!isPivotSound(state, entering, p)) {
      if (!refreshed(state, pricing)) return 'lost';
      continue;
    }
    stalled = step > FEASIBILITY_TOLERANCE ? 0 : stalled + 1;
    pivot(state, pricing, entering, p, sign, step);
  }
  return 'limit';
}

function refreshed(state: SimplexState, pricing: DevexPricing): boolean {
  state.refresh();
  pricing.collectAll();
  return state.infeasibility() <= 100 * FEASIBILITY_TOLERANCE;
}

function lowestAttractive(state: SimplexState): number {
  for (let v = 0; v < state.reduced.length; v++) if (state.isAttractive(v)) return v;
  return -1;
}

/** The position whose bound stops the entering variable first, or -1 where nothing does. */
function leavingPosition(state: SimplexState, sign: number, useLowest: boolean): number {
  const { x, xLower, xUpper, alpha, alphaAt, alphaCount } = state;
  const most = longestStep(state, sign);
  if (most === Infinity) return -1;
  let best = -1;
  let bestSize = PIVOT_MIN;
  for (let k = 0; k < alphaCount; k++) {
    const p = alphaAt[k];
    const fall = sign * alpha[p];
    const size = fall > 0 ? fall : -fall;
    if (size < bestSize && !(useLowest && size > PIVOT_MIN)) continue;
    const room = fall > 0 ? x[p] - xLower[p] : xUpper[p] - x[p];
    if (room > most * size) continue;
    if (best >= 0 && (useLowest ? state.head[p] > state.head[best] : size === bestSize)) continue;
    best = p;
    bestSize = size;
  }
  return best;
}

/** How far the entering variable can go with every bound given way by the tolerance. */
function longestStep(state: SimplexState, sign: number): number {
  const { x, xLower, xUpper, alpha, alphaAt, alphaCount } = state;
  let most = Infinity;
  for (let k = 0; k < alphaCount; k++) {
    const p = alphaAt[k];
    const fall = sign * alpha[p];
    if (fall > PIVOT_MIN) {
      const room = x[p] - xLower[p] + FEASIBILITY_TOLERANCE;
      if (room < most * fall) most = room / fall;
    } else if (fall < -PIVOT_MIN) {
      const room = xUpper[p] - x[p] + FEASIBILITY_TOLERANCE;
      if (room < most * -fall) most = room / -fall;
    }
  }
  // A little more, lest rounding rule out the very position that set it.
  return most * (1 + 1e-14);
}

function stepAt(state: SimplexState, p: number, sign: number): number {
  const fall = sign * state.alpha[p];
  const room = fall > 0 ? state.x[p] - state.xLower[p] : state.x[p] - state.xUpper[p];
  return Math.max(0, room / fall);
}

/** Where the entering variable's own other bound comes first, it goes there and the basis stays. */
function flipped(state: SimplexState, entering: number, sign: number, step: number): boolean {
  const range = state.upper[entering] - state.lower[entering];
  if (!(range <= step) || range === Infinity) return false;
  state.move(sign * range);
  state.moves[entering] = (MAY_RISE | MAY_FALL) - state.moves[entering];
  state.iterations++;
  return true;
}

/** Compares the pivot as read from the tableau row and from the column, both loaded. */
export function isPivotSound(state: SimplexState, entering: number, p: number): boolean {
  const byColumn = state.alpha[p];
  const drift = Math.abs(byColumn - state.tableauRow[entering]);
  return state.factor.updates === 0 || drift <= PIVOT_DRIFT_MAX * (1 + Math.abs(byColumn));
}

function pivot(
  state: SimplexState,
  pricing: DevexPricing,
  entering: number,
  p: number,
  sign: number,
  step: number,
): void {
  const leaving = state.head[p];
  const value = state.valueOfNonBasic(entering) + sign * step;
  pricing.update(entering, leaving);
  state.move(sign * step);
  state.exchange(entering, value, p, sign * state.alpha[p] < 0);
  pricing.consider(leaving);
}
