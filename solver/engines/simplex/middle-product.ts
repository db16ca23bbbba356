/**
 * The updates of a factorised basis: a product of matrices T = I + v w', each with its pivot 1 + w'v.
 *
 * Solving with T is one sparse dot product and, where that is not zero, one sparse addition. Both vectors are staged
 * when the solves that yield them are made, in any order and as often as needed; `commit` makes an update of what was
 * staged last.
 */
import { grown } from './matrix.ts';

/** Entries below are round-off. */
const ENTRY_MIN = 1e-13;

export class MiddleProduct {
  count = 0;
  private readonly pivots: Float64Array;
  private readonly v: SparseVectors;
  private readonly w: SparseVectors;

  constructor(countMax: number) {
    this.pivots = new Float64Array(countMax);
    this.v = new SparseVectors(countMax);
    this.w = new SparseVectors(countMax);
  }

  stageV(vector: Float64Array): void {
    this.v.store(this.count, vector);
  }

  /** Adds to one entry of the v that is staged. */
  addToV(index: number, value: number): void {
    this.v.add(this.count, index, value);
  }

  stageW(vector: Float64Array): void {
    this.w.store(this.count, vector);
  }

  commit(pivot: number): void {
    this.pivots[this.count++] = pivot;
  }

  /** Solves T1 .. Tk x' = x in place. */
  forward(x: Float64Array): void {
    const { v, w, pivots, count } = this;
    for (let update = 0; update < count; update++) {
      const dot = w.dot(update, x);
      if (dot !== 0) v.subtract(update, dot / pivots[update], x);
    }
  }

  /** Solves y' T1 .. Tk = y in place. */
  backward(y: Float64Array): void {
    const { v, w, pivots } = this;
    for (let update = this.count - 1; update >= 0; update--) {
      const dot = v.dot(update, y);
      if (dot !== 0) w.subtract(update, dot / pivots[update], y);
    }
  }
}

/** A list of sparse vectors; an index may occur twice in one, and its entries then add up. */
class SparseVectors {
  private readonly starts: Int32Array;
  private indices = new Int32Array(4096);
  private values = new Float64Array(4096);

  constructor(countMax: number) {
    this.starts = new Int32Array(countMax + 2);
  }

  store(at: number, vector: Float64Array): void {
    let end = this.starts[at];
    this.indices = grown(this.indices, end + vector.length);
    this.values = grown(this.values, end + vector.length);
    const { indices, values } = this;
    for (let index = 0; index < vector.length; index++) {
      const value = vector[index];
      if (value === 0 || (value < ENTRY_MIN && value > -ENTRY_MIN)) continue;
      indices[end] = index;
      values[end++] = value;
    }
    this.starts[at + 1] = end;
  }

  add(at: number, index: number, value: number): void {
    const end = this.starts[at + 1]++;
    this.indices = grown(this.indices, end + 1);
    this.values = grown(this.values, end + 1);
    this.indices[end] = index;
    this.values[end] = value;
  }

  dot(at: number, x: Float64Array): number {
    const { starts, indices, values } = this;
    const end = starts[at + 1];
    let sum = 0;
    for (let k = starts[at]; k < end; k++) sum += values[k] * x[indices[k]];
    return sum;
  }

  /** x minus `factor` times the vector. */
  subtract(at: number, factor: number, x: Float64Array): void {
    const { starts, indices, values } = this;
    const end = starts[at + 1];
    for (let k = starts[at]; k < end; k++) x[indices[k]] -= factor * values[k];
  }
}
