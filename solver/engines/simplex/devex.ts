/**
 * Devex pricing for the primal method: a variable's gain is measured against an estimate of how far the basic
 * variables move with it. Variables that gain anything are kept in a list, since few do at any time.
 *
 * Source: Forrest and Goldfarb (1992).
 */
import { MAY_FALL, MAY_RISE, type SimplexState } from './state.ts';

/** A weight above means that the reference framework has worn out. */
const WEIGHT_MAX = 1e8;

export class DevexPricing {
  private readonly state: SimplexState;
  private readonly weights: Float64Array;
  /** Every attractive variable, and some that no longer are: the first `count`. */
  private readonly list: Int32Array;
  private readonly listed: Uint8Array;
  private count = 0;

  constructor(state: SimplexState) {
    this.state = state;
    this.weights = new Float64Array(state.reduced.length).fill(1);
    this.list = new Int32Array(state.reduced.length);
    this.listed = new Uint8Array(state.reduced.length);
    this.collectAll();
  }

  /** After reduced costs were computed afresh. */
  collectAll(): void {
    for (let v = 0; v < this.listed.length; v++) this.consider(v);
  }

  consider(v: number): void {
    if (this.listed[v] !== 0 || !this.state.isAttractive(v)) return;
    this.listed[v] = 1;
    this.list[this.count++] = v;
  }

  /** The variable with the greatest gain squared over its weight, or -1 where none gains. */
  best(): number {
    const { list, listed, weights } = this;
    const { reduced, moves, reducedTolerance: tolerance } = this.state;
    let kept = 0;
    let best = -1;
    let bestGain = 0;
    for (let k = 0; k < this.count; k++) {
      const v = list[k];
      const gain = reduced[v];
      if ((moves[v] & (gain > 0 ? MAY_RISE : MAY_FALL)) === 0 || (gain <= tolerance && gain >= -tolerance)) {
        listed[v] = 0;
        continue;
      }
      list[kept++] = v;
      if (gain * gain <= bestGain * weights[v]) continue;
      bestGain = (gain * gain) / weights[v];
      best = v;
    }
    this.count = kept;
    return best;
  }

  /**
   * Reduced costs and weights after the pivot to come, whose tableau row is loaded. `leaving` is to be considered
   * once it has left.
   */
  update(entering: number, leaving: number): void {
    const { weights, listed, state } = this;
    const { reduced, tableauRow, touched, touchedCount, reducedTolerance: tolerance } = state;
    const pivot = tableauRow[entering];
    const rate = reduced[entering] / pivot;
    const reference = weights[entering] / (pivot * pivot);
    for (let t = 0; t < touchedCount; t++) {
      const v = touched[t];
      const entry = tableauRow[v];
      const gain = reduced[v] - rate * entry;
      reduced[v] = gain;
      const weight = entry * entry * reference;
      if (weight > weights[v]) weights[v] = weight;
      if (listed[v] === 0 && (gain > tolerance || gain < -tolerance)) this.consider(v);
    }
    state.settleReduced(entering, leaving, rate);
    weights[leaving] = Math.max(reference, 1);
    if (reference > WEIGHT_MAX) weights.fill(1);
  }
}
