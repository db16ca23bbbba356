/** Columns as exchanges by id, for people and files. */
import type { Adjacency } from '../graph/adjacency.ts';
import type { Pool } from '../pool.ts';
import type { Exchange } from '../exchange.ts';
import { isChainCode, sizeOfCode, type Columns } from './columns.ts';

/** Donor ids of a column in the order of giving; a cycle starts with the smallest id. */
export function exchangeOf(pool: Pool, adjacency: Adjacency, columns: Columns, column: number): Exchange {
  const size = sizeOfCode(columns.codes[column]);
  const base = column * columns.stride;
  const donors = Array.from(
    columns.members.subarray(base, base + size),
    (vertex) => pool.donors[adjacency.donorOf[vertex]].id,
  );
  if (isChainCode(columns.codes[column])) return { kind: 'chain', donors };
  const first = donors.reduce((best, id, index) => (id < donors[best] ? index : best), 0);
  return { kind: 'cycle', donors: [...donors.slice(first), ...donors.slice(0, first)] };
}

/** One text for one exchange, wherever a cycle begins. */
export function exchangeName({ kind, donors }: Exchange): string {
  const first = kind === 'chain' ? 0 : donors.reduce((best, id, index) => (id < donors[best] ? index : best), 0);
  return JSON.stringify([kind, ...donors.slice(first), ...donors.slice(0, first)]);
}

/** Order in which results list exchanges: cycles before chains, shorter before longer, then by donor ids. */
export function compareExchanges(a: Exchange, b: Exchange): number {
  if (a.kind !== b.kind) return a.kind === 'cycle' ? -1 : 1;
  if (a.donors.length !== b.donors.length) return a.donors.length - b.donors.length;
  const index = a.donors.findIndex((id, k) => id !== b.donors[k]);
  return index < 0 ? 0 : a.donors[index] < b.donors[index] ? -1 : 1;
}

/**
 * The number an exchange draws (`optimise/ties.ts`), a whole number below 2^52, told so that anyone can draw again.
 *
 * The text is the seed, the kind and the donor ids, each followed by a zero character. Over its UTF-16 code units u, in 32-bit arithmetic:
 * low starts at 0x811c9dc5 and becomes (low xor u) * 0x01000193 (FNV-1a); then high, which starts at 0x01000193, becomes
 * (high xor u xor low >> 7, logically) * 0x01000193. Both are spread by `mixed`; the number is the upper 20 bits of high, then low.
 */
export function drawNumber(seed: string, exchange: Exchange): number {
  const text = `${[seed, exchange.kind, ...exchange.donors].join('\0')}\0`;
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(i) ^ (low >>> 7), 0x01000193);
  }
  return (mixed(high) >>> 12) * 2 ** 32 + (mixed(low) >>> 0);
}

/** Spreads the last characters over all bits (finaliser of MurmurHash3). */
function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
