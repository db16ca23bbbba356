/**
 * The dual simplex method: from a basis whose reduced costs are right but whose values are out of bounds to an optimum.
 *
 * The variable furthest out of bounds, measured in the dual Devex reference, leaves; among the variables that may
 * replace it, the first whose reduced cost would turn enters, with Harris's tolerance in favour of a large pivot.
 * Sources: Forrest and Goldfarb (1992); Harris (1973).
 */
import { isPivotSound, PIVOT_MIN } from './primal.ts';
import type { SimplexState } from './state.ts';
import { FEASIBILITY_TOLERANCE, MAY_FALL, MAY_RISE } from './state.ts';

export type DualOutcome = 'feasible' | 'infeasible' | 'limit';

/** Precondition: values and reduced costs are fresh, and no variable is attractive. */
export function dual(state: SimplexState, iterationsMax: number): DualOutcome {
  // By variable, so that they survive a change of positions.
  const weights = new Float64Array(state.reduced.length).fill(1);
  while (state.iterations < iterationsMax) {
    if (state.needsFactor) state.refresh();
    const p = furthestOut(state, weights);
    if (p < 0) {
      if (state.factor.updates === 0) return 'feasible';
      state.refresh();
      continue;
    }
    state.loadTableauRow(p);
    const isBelow = state.x[p] < state.xLower[p];
    const entering = enteringVariable(state, isBelow ? -1 : 1);
    if (entering >= 0) state.loadColumn(entering);
    if (entering < 0 || !isPivotSound(state, entering, p)) {
      if (state.factor.updates === 0) return 'infeasible';
      state.refresh();
      continue;
    }
    pivot(state, entering, p, isBelow, weights);
  }
  return 'limit';
}

function furthestOut(state: SimplexState, weights: Float64Array): number {
  const { x, xLower, xUpper, head, rowCount } = state;
  let best = -1;
  let bestMeasure = 0;
  for (let p = 0; p < rowCount; p++) {
    const violation = Math.max(xLower[p] - x[p], x[p] - xUpper[p]);
    if (violation <= FEASIBILITY_TOLERANCE || violation * violation <= bestMeasure * weights[head[p]]) continue;
    best = p;
    bestMeasure = (violation * violation) / weights[head[p]];
  }
  return best;
}

/** `sense` is 1 where the leaving variable must fall, -1 where it must rise. Returns -1 where nothing can move it. */
function enteringVariable(state: SimplexState, sense: number): number {
  const { touched, touchedCount, tableauRow, reduced, reducedTolerance } = state;
  let most = Infinity;
  for (let t = 0; t < touchedCount; t++) {
    const v = touched[t];
    if (!canEnter(state, v, sense)) continue;
    const ratio = (Math.abs(reduced[v]) + reducedTolerance) / Math.abs(tableauRow[v]);
    if (ratio < most) most = ratio;
  }
  let best = -1;
  let bestSize = 0;
  for (let t = 0; t < touchedCount; t++) {
    const v = touched[t];
    const size = Math.abs(tableauRow[v]);
    if (size < bestSize || !canEnter(state, v, sense) || Math.abs(reduced[v]) / size > most) continue;
    if (size === bestSize && v > best) continue;
    best = v;
    bestSize = size;
  }
  return best;
}

function canEnter(state: SimplexState, v: number, sense: number): boolean {
  const fall = sense * state.tableauRow[v];
  if (fall > PIVOT_MIN) return (state.moves[v] & MAY_RISE) !== 0;
  return fall < -PIVOT_MIN && (state.moves[v] & MAY_FALL) !== 0;
}

function pivot(state: SimplexState, entering: number, p: number, isBelow: boolean, weights: Float64Array): void {
  const { alpha, head } = state;
  const change = (state.x[p] - (isBelow ? state.xLower[p] : state.xUpper[p])) / alpha[p];
  const reference = weights[head[p]] / (alpha[p] * alpha[p]);
  for (let k = 0; k < state.rowCount; k++) {
    if (alpha[k] !== 0) weights[head[k]] = Math.max(weights[head[k]], alpha[k] * alpha[k] * reference);
  }
  weights[entering] = Math.max(reference, 1);
  const value = state.valueOfNonBasic(entering) + change;
  state.updateReduced(entering, state.head[p]);
  state.move(change);
  state.exchange(entering, value, p, !isBelow);
}
