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
/** Candidates wanted for each row, from which the best that spread are chosen. */
const CANDIDATES_A_ROW = 12;
const SAMPLE = 2_048;

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
    const wanted = CANDIDATES_A_ROW * this.packing.rowCount;
    const floor = this.sampledFloor(prices, alive, least, wanted);
    let candidates = this.collect(prices, alive, present, Math.max(least, floor));
    if (candidates.columns.length === 0 && floor > least) candidates = this.collect(prices, alive, present, least);
    return spreadOverRows(this.packing, bestFirst(candidates));
  }

  /** A gain that about as many columns exceed as are wanted, judged by a sample spread over the whole range. */
  private sampledFloor(prices: Prices, alive: Int32Array, least: number, wanted: number): number {
    const looked = Math.min(alive.length, SHARE_COLUMNS);
    if (looked <= wanted) return least;
    const step = alive.length / SAMPLE;
    const sample = Int32Array.from({ length: SAMPLE }, (_, k) => alive[Math.floor(k * step)]);
    const { gains } = priced(this.packing, prices, sample, least);
    const rank = Math.ceil((wanted / looked) * SAMPLE);
    return rank >= gains.length ? least : gains.sort((a, b) => b - a)[rank];
  }

  private collect(prices: Prices, alive: Int32Array, present: Uint8Array, floor: number): Candidates {
    const shares = Math.max(1, Math.ceil(alive.length / SHARE_COLUMNS));
    const candidates: Candidates = { columns: [], gains: [] };
    for (let k = 0; k < shares && candidates.columns.length < this.packing.rowCount; k++) {
      const share = this.nextShare++ % shares;
      for (let from = share * BLOCK; from < alive.length; from += shares * BLOCK) {
        const block = alive.subarray(from, Math.min(alive.length, from + BLOCK));
        priceBlock(this.packing, prices, block, floor, candidates, present);
      }
    }
    return candidates;
  }
}

/** Columns and, beside them, their gains. */
interface Candidates {
  readonly columns: number[];
  readonly gains: number[];
}

function priced(packing: Packing, prices: Prices, columns: Int32Array, floor: number): Candidates {
  const candidates: Candidates = { columns: [], gains: [] };
  priceBlock(packing, prices, columns, floor, candidates, null);
  return candidates;
}

/**
 * The hot loop: gain = reduced cost, what a unit of the column adds beyond the price of what it uses, varied by a hash so that
 * equal gains are told apart.
 */
function priceBlock(
  packing: Packing,
  { weights, ofVertex, ofColumn, ofLevel }: Prices,
  block: Int32Array,
  floor: number,
  found: Candidates,
  present: Uint8Array | null,
): void {
  const { members, stride } = packing.columns;
  const { byCode, codes, units } = weights;
  const rawFloor = floor / (1 + HASH_SHARE_MAX);
  for (let k = 0; k < block.length; k++) {
    const column = block[k];
    const base = column * stride;
    let gain = byCode === null ? units[column] : byCode[codes[column]];
    for (let i = base; i < base + stride; i++) gain -= ofVertex[members[i]];
    if (ofColumn !== null) gain -= ofColumn[column];
    for (let j = 0; j < ofLevel.length; j++) gain -= ofLevel[j].dual * weightAt(ofLevel[j].weights, column);
    if (gain <= rawFloor) continue;
    const varied = gain * (1 + hashShare(column));
    if (varied <= floor || (present !== null && present[column] === 1)) continue;
    found.columns.push(column);
    found.gains.push(varied);
  }
}

const HASH_SHARE_MAX = 1 / 64;

function hashShare(column: number): number {
  return (Math.imul(column ^ (column >>> 15), 0x2c1b3c6d) >>> 12) * (HASH_SHARE_MAX / 2 ** 20);
}

/**
 * By falling gain, equal ones by index. Gains are put on a scale of 2^28 steps and packed with their places into one number
 * each: numbers are sorted many times faster than places by a comparison.
 */
function bestFirst({ columns, gains }: Candidates): Int32Array {
  const steps = 2 ** 28;
  const largest = gains.reduce((max, gain) => Math.max(max, gain), Number.MIN_VALUE);
  const places = 2 ** Math.ceil(Math.log2(columns.length + 1));
  const keys = Float64Array.from(
    gains,
    (gain, place) => (steps - Math.floor((gain / largest) * steps)) * places + place,
  );
  return Int32Array.from(keys.sort(), (key) => columns[key % places]);
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
