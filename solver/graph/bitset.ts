/** Sets of small numbers as bits, 32 to a word; several sets may stand in one array, each from a base on. */

export function hasBit(bits: Uint32Array, index: number, base = 0): boolean {
  return (bits[base + (index >>> 5)] & (1 << (index & 31))) !== 0;
}

export function setBit(bits: Uint32Array, index: number, base = 0): void {
  bits[base + (index >>> 5)] |= 1 << (index & 31);
}

export function clearBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] &= ~(1 << (index & 31));
}

/** Index of the lowest bit that is set; of no bit, nonsense. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** Number of one bits in a 32-bit word. */
export function populationCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return (((x + (x >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
