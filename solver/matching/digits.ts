/**
 * Several criteria as one whole number, a digit for each, the first the highest: numbers compare as their digits do, one after the other, as long
 * as no digit overflows. Digits are signed. Places are powers of two, so that all of this is exact.
 */
export interface Digits {
  /** By criterion: what one of it is worth. */
  readonly places: readonly number[];
}

/** Numbers and their sums stay below this. */
const BITS_MAX = 52;
/** Twice (halves), twice again (so that all digits of weights are even), and sums of a few duals. */
const BITS_FOR_SUMS = 4;
/** A digit of a dual is a sum along a path, so it has more bits than one of a weight: this many more are the least to try with. */
const BITS_FOR_PATHS_MIN = 4;

/**
 * For as many of the criteria as find a place: `largest` are the largest magnitudes of their weights. Digits get no more room than a path through
 * all rows could need.
 */
export function digitsFor(largest: readonly number[], rowCount: number): Digits {
  const bits = largest.map(bitsOf);
  const enough = bitsOf(rowCount);
  for (let count = largest.length; count > 1; count--) {
    const lower = bits.slice(1, count).filter((needed) => needed > 0);
    const left = BITS_MAX - BITS_FOR_SUMS - bits[0] - lower.reduce((sum, needed) => sum + needed + BITS_FOR_SUMS, 0);
    const each = Math.min(enough, Math.floor(left / Math.max(1, lower.length)));
    if (each >= Math.min(enough, BITS_FOR_PATHS_MIN)) {
      return { places: placesOf(bits.slice(0, count), each + BITS_FOR_SUMS) };
    }
  }
  return { places: [1] };
}

function placesOf(bits: readonly number[], spare: number): number[] {
  const places = bits.map(() => 1);
  for (let level = bits.length - 1; level > 0; level--) {
    places[level - 1] = places[level] * (bits[level] === 0 ? 1 : 2 ** (bits[level] + spare));
  }
  return places;
}

function bitsOf(magnitude: number): number {
  return magnitude === 0 ? 0 : Math.floor(Math.log2(magnitude)) + 1;
}

/** The digit of one criterion in each number. */
export function digitOf({ places }: Digits, level: number, numbers: Float64Array): Float64Array {
  return numbers.map((number) => {
    // What the places up to this one can say, without what only the places before can.
    const here = Math.round(number / places[level]);
    return level === 0 ? here : here - Math.round(number / places[level - 1]) * (places[level - 1] / places[level]);
  });
}
