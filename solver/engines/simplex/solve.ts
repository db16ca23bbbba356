/**
 * One solve: from the basis at hand to an optimal basis, by whichever method may start there.
 *
 * Packing programs are so degenerate that most pivots would not move. So the bounds of inequality rows are first
 * loosened by small distinct amounts (see `program.ts`); an optimal basis of that program is nearly always optimal
 * for the true one, and where it is not, the dual method finishes.
 * Source: Charnes (1952) for perturbation against degeneracy.
 */
import { EngineFailure } from '../engine.ts';
import { dual } from './dual.ts';
import { reachFeasibility } from './feasibility.ts';
import { primal } from './primal.ts';
import type { SimplexState } from './state.ts';
import { FEASIBILITY_TOLERANCE } from './state.ts';

const ROUNDS_MAX = 30;

export interface RowBounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Brings `state` to an optimal basis within the given bounds; false where no point is within all of them. Throws
 * `EngineFailure` where the search does not end.
 */
export function reachOptimum(state: SimplexState, bounds: RowBounds): boolean {
  state.setRowBounds(bounds.lower, bounds.upper);
  const reached = optimise(state);
  state.keepBasis();
  return reached;
}

/** Whether a basis that is optimal within other bounds, and fresh, is optimal within these as well. Sets the values. */
export function isOptimalWithin(state: SimplexState, bounds: RowBounds): boolean {
  state.setRowBounds(bounds.lower, bounds.upper);
  state.computeValues();
  return state.infeasibility() <= FEASIBILITY_TOLERANCE && state.isDualFeasible();
}

function optimise(state: SimplexState): boolean {
  const iterationsMax = state.iterations + 5000 + 50 * (state.rowCount + state.columnCount);
  let mayUseDual = true;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    state.refresh();
    if (state.infeasibility() <= FEASIBILITY_TOLERANCE) {
      const outcome = primal(state, iterationsMax);
      if (outcome === 'optimal') return true;
      if (outcome !== 'lost') throw new EngineFailure(`simplex: primal method stopped, ${outcome}`);
    } else if (mayUseDual && state.isDualFeasible()) {
      mayUseDual = dual(state, state.iterations + 1000 + 10 * state.rowCount) === 'feasible';
    } else if (!reachesFeasibility(state, iterationsMax)) {
      return false;
    }
  }
  throw new EngineFailure('simplex: values and prices do not settle');
}

function reachesFeasibility(state: SimplexState, iterationsMax: number): boolean {
  const outcome = reachFeasibility(state, iterationsMax);
  if (outcome === 'limit') throw new EngineFailure('simplex: first phase stopped, limit');
  return outcome === 'feasible';
}
