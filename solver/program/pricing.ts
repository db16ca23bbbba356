/**
 * Pricing: which live columns would improve the linear program at its present duals. One pass over arrays, bounded
 * memory, and a choice spread over the rows, since columns that compete for the same rows help little together.
 */
import type { Packing } from './packing.ts';
import { rowsOfColumn } from './packing.ts';
import { weightAt, type Weights } from '../criteria/catalogue.ts';

export interface Prices {
  readonly weights: Weights;
  /** By vertex, `nobody` included: dual of its row. */
  readonly ofVertex: Float64Array;
  /** By column: what the cuts charge it; null where no cut has a dual. */
  readonly ofColumn: Float64Array | null;
  /** Duals on earlier criteria that are fixed to a value. */
  readonly ofLevel: readonly { readonly weights: Weights; readonly dual: number }[];
}

const CANDIDATES_MAX = 1 << 15;
const CHOSEN_A_ROW_MAX = 4;

/** Reduced cost of a column: what a unit of it adds beyond the price of what it uses. */
export function reducedCost(packing: Packing, prices: Prices, column: number): number {
  const { members, stride } = packing.columns;
  let gain = weightAt(prices.weights, column);
  for (let i = column * stride; i < (column + 1) * stride; i++) gain -= prices.ofVertex[members[i]];
  if (prices.ofColumn !== null) gain -= prices.ofColumn[column];
  for (const { weights, dual } of prices.ofLevel) gain -= dual * weightAt(weights, column);
  return gain;
}

/**
 * Live columns with reduced cost above `least`, best first, few a row. Columns in `present` are passed over. Ties are broken by
 * a hash of the column's index, which spreads them over the pool.
 */
export function priceColumns(
  packing: Packing,
  prices: Prices,
  alive: Int32Array,
  present: Uint8Array,
  least: number,
): Int32Array {
  const candidates = new CandidateBuffer(least);
  for (let k = 0; k < alive.length; k++) {
    const column = alive[k];
    const gain = reducedCost(packing, prices, column);
    if (gain > candidates.threshold && present[column] === 0) candidates.add(column, gain * (1 + hashShare(column)));
  }
  return spreadOverRows(packing, candidates.bestFirst());
}

/** Holds the best columns seen; when full it forgets the worse half and raises its threshold. */
class CandidateBuffer {
  threshold: number;
  private columns = new Int32Array(CANDIDATES_MAX);
  private gains = new Float64Array(CANDIDATES_MAX);
  private count = 0;

  constructor(least: number) {
    this.threshold = least;
  }

  add(column: number, gain: number): void {
    if (this.count === CANDIDATES_MAX) this.forgetHalf();
    this.columns[this.count] = column;
    this.gains[this.count++] = gain;
  }

  bestFirst(): Int32Array {
    return this.order().map((slot) => this.columns[slot]);
  }

  private order(): Int32Array {
    const { gains, columns } = this;
    const slots = Int32Array.from({ length: this.count }, (_, slot) => slot);
    return slots.sort((a, b) => gains[b] - gains[a] || columns[a] - columns[b]);
  }

  private forgetHalf(): void {
    const kept = this.order().subarray(0, CANDIDATES_MAX / 2);
    this.threshold = Math.max(this.threshold, this.gains[kept[kept.length - 1]] / (1 + HASH_SHARE_MAX));
    this.columns.set(kept.map((slot) => this.columns[slot]));
    this.gains.set(Float64Array.from(kept, (slot) => this.gains[slot]));
    this.count = kept.length;
  }
}

const HASH_SHARE_MAX = 1 / 64;

function hashShare(column: number): number {
  return (Math.imul(column ^ (column >>> 15), 0x2c1b3c6d) >>> 12) * (HASH_SHARE_MAX / 2 ** 20);
}

function spreadOverRows(packing: Packing, columns: Int32Array): Int32Array {
  const chosenInRow = new Uint8Array(packing.rowCount);
  return columns.filter((column) => {
    const rows = rowsOfColumn(packing, column);
    if (rows.some((row) => chosenInRow[row] >= CHOSEN_A_ROW_MAX)) return false;
    for (const row of rows) chosenInRow[row]++;
    return true;
  });
}
