/**
 * Pricing: which live columns would improve the linear program at its present duals. Passes over arrays, bounded memory,
 * and a choice spread over the rows, since columns that compete for the same rows help little together.
 *
 * Where there are many live columns they are looked at in shares, each a sample of blocks from the whole range, and a pass ends with the share that
 * yields enough; only a pass that finds nothing has looked at all of them.
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

const BLOCK = 2_048;
const SHARE_COLUMNS = 400_000;
const CHOSEN_A_ROW_MAX = 4;

export class Pricing {
  private readonly packing: Packing;
  private nextShare = 0;

  constructor(packing: Packing) {
    this.packing = packing;
  }

  /**
   * Live columns with reduced cost above `least`, best first, few a row; none only if there is none. Columns in `present` are
   * passed over. Ties are broken by a hash of the column's index, which spreads them over the pool.
   */
  entering(prices: Prices, alive: Int32Array, present: Uint8Array, least: number): Int32Array {
    const shares = Math.max(1, Math.ceil(alive.length / SHARE_COLUMNS));
    const candidates = new CandidateBuffer(least);
    for (let k = 0; k < shares && candidates.count < this.packing.rowCount; k++) {
      const share = this.nextShare++ % shares;
      for (let from = share * BLOCK; from < alive.length; from += shares * BLOCK) {
        priceBlock(this.packing, prices, alive, from, Math.min(alive.length, from + BLOCK), present, candidates);
      }
    }
    return spreadOverRows(this.packing, candidates.bestFirst());
  }
}

/** The hot loop: reduced cost = what a unit of the column adds beyond the price of what it uses. */
function priceBlock(
  packing: Packing,
  { weights, ofVertex, ofColumn, ofLevel }: Prices,
  alive: Int32Array,
  from: number,
  to: number,
  present: Uint8Array,
  candidates: CandidateBuffer,
): void {
  const { members, stride } = packing.columns;
  const { byCode, codes, units } = weights;
  for (let k = from; k < to; k++) {
    const column = alive[k];
    const base = column * stride;
    let gain = byCode === null ? units[column] : byCode[codes[column]];
    for (let i = base; i < base + stride; i++) gain -= ofVertex[members[i]];
    if (ofColumn !== null) gain -= ofColumn[column];
    for (let j = 0; j < ofLevel.length; j++) gain -= ofLevel[j].dual * weightAt(ofLevel[j].weights, column);
    if (gain > candidates.threshold && present[column] === 0) candidates.add(column, gain * (1 + hashShare(column)));
  }
}

const CANDIDATES_MAX = 1 << 14;

/** Holds the best columns seen; when full it forgets the worse half and raises its threshold. */
class CandidateBuffer {
  threshold: number;
  count = 0;
  private columns = new Int32Array(CANDIDATES_MAX);
  private gains = new Float64Array(CANDIDATES_MAX);

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
    const columns = kept.map((slot) => this.columns[slot]);
    const gains = Float64Array.from(kept, (slot) => this.gains[slot]);
    this.columns.set(columns);
    this.gains.set(gains);
    this.count = kept.length;
    this.threshold = Math.max(this.threshold, gains[gains.length - 1] / (1 + HASH_SHARE_MAX));
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
