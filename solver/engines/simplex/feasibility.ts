/**
 * The first phase of the primal simplex method: from any basis to one within all bounds, by making the sum of
 * violations small.
 *
 * Slow and sure: prices are computed afresh at every step, since the sum's slopes change whenever a variable comes
 * within its bounds. Used only where neither the primal nor the dual method can start.
 */
import { isPivotSound, PIVOT_MIN } from './primal.ts';
import type { SimplexState } from './state.ts';
import { FEASIBILITY_TOLERANCE, MAY_FALL, MAY_RISE } from './state.ts';

export type FeasibilityOutcome = 'feasible' | 'infeasible' | 'limit';

/** Precondition: values are fresh. Leaves reduced costs to be computed. */
export function reachFeasibility(state: SimplexState, iterationsMax: number): FeasibilityOutcome {
  const noCost = new Float64Array(state.reduced.length);
  let stalled = 0;
  while (state.iterations < iterationsMax) {
    if (state.needsFactor) state.refresh();
    if (state.infeasibility() <= FEASIBILITY_TOLERANCE) return 'feasible';
    priceViolations(state, noCost);
    const entering = bestAgainstViolations(state, stalled > 200);
    if (entering < 0) {
      if (state.factor.updates === 0) return 'infeasible';
      state.refresh();
      continue;
    }
    const sign = state.reduced[entering] > 0 ? 1 : -1;
    state.loadColumn(entering);
    const p = firstStop(state, sign);
    if (p >= 0) state.loadTableauRow(p);
    if (p >= 0 && !isPivotSound(state, entering, p)) {
      state.refresh();
      continue;
    }
    stalled = advance(state, entering, p, sign) > FEASIBILITY_TOLERANCE ? 0 : stalled + 1;
  }
  return 'limit';
}

/** Sets `reduced` to the fall of the sum of violations for a unit rise of each variable. */
function priceViolations(state: SimplexState, noCost: Float64Array): void {
  const { rho, x, xLower, xUpper } = state;
  for (let p = 0; p < state.rowCount; p++) {
    rho[p] = 0;
    if (x[p] < xLower[p] - FEASIBILITY_TOLERANCE) rho[p] = 1;
    else if (x[p] > xUpper[p] + FEASIBILITY_TOLERANCE) rho[p] = -1;
  }
  state.factor.backward(rho);
  state.priceOut(noCost);
}

/** The steepest variable, or the first where progress has stalled; -1 where none helps. */
function bestAgainstViolations(state: SimplexState, useLowest: boolean): number {
  const { reduced, moves } = state;
  let best = -1;
  let bestGain = FEASIBILITY_TOLERANCE;
  for (let v = 0; v < reduced.length; v++) {
    const gain = Math.abs(reduced[v]);
    if (gain <= bestGain || (moves[v] & (reduced[v] > 0 ? MAY_RISE : MAY_FALL)) === 0) continue;
    best = v;
    bestGain = gain;
    if (useLowest) return v;
  }
  return best;
}

/** A variable within its bounds stops at the bound ahead; one outside stops at the bound that it violates. */
function firstStop(state: SimplexState, sign: number): number {
  let most = Infinity;
  for (let p = 0; p < state.rowCount; p++) {
    if (Math.abs(state.alpha[p]) <= PIVOT_MIN) continue;
    most = Math.min(most, (roomAt(state, p, sign) + FEASIBILITY_TOLERANCE) / Math.abs(state.alpha[p]));
  }
  if (most === Infinity) return -1;
  let best = -1;
  for (let p = 0; p < state.rowCount; p++) {
    const size = Math.abs(state.alpha[p]);
    if (size <= PIVOT_MIN || roomAt(state, p, sign) / size > most) continue;
    if (best < 0 || size > Math.abs(state.alpha[best])) best = p;
  }
  return best;
}

function roomAt(state: SimplexState, p: number, sign: number): number {
  const { x, xLower, xUpper } = state;
  if (sign * state.alpha[p] > 0) {
    if (x[p] > xUpper[p] + FEASIBILITY_TOLERANCE) return x[p] - xUpper[p];
    return x[p] < xLower[p] - FEASIBILITY_TOLERANCE ? Infinity : x[p] - xLower[p];
  }
  if (x[p] < xLower[p] - FEASIBILITY_TOLERANCE) return xLower[p] - x[p];
  return x[p] > xUpper[p] + FEASIBILITY_TOLERANCE ? Infinity : xUpper[p] - x[p];
}

/** Makes the step and the pivot; returns the length of the step. */
function advance(state: SimplexState, entering: number, p: number, sign: number): number {
  const range = state.upper[entering] - state.lower[entering];
  const step = p < 0 ? Infinity : Math.max(0, roomAt(state, p, sign) / Math.abs(state.alpha[p]));
  if (range < Infinity && range <= step) {
    state.move(sign * range);
    state.moves[entering] = MAY_RISE + MAY_FALL - state.moves[entering];
    state.iterations++;
    return range;
  }
  const falls = sign * state.alpha[p] > 0;
  const wasOutside = falls
    ? state.x[p] > state.xUpper[p] + FEASIBILITY_TOLERANCE
    : state.x[p] < state.xLower[p] - FEASIBILITY_TOLERANCE;
  const value = state.valueOfNonBasic(entering) + sign * step;
  state.move(sign * step);
  state.exchange(entering, value, p, falls === wasOutside);
  return step;
}
