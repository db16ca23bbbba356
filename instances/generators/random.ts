/**
 * Seeded randomness for the generators: the same seed gives the same numbers on every platform, for ever.
 *
 * Algorithm: sfc32 (small fast counting generator, C. Doty-Humphrey's PractRand), 128 bits of state. The seed text is
 * hashed into the state by four runs of FNV-1a over its UTF-16 code units, each from its own offset and finished with
 * the 32-bit mixer of MurmurHash3; the first 16 numbers are thrown away. Only 32-bit integer operations, and divisions
 * and multiplications that IEEE 754 defines to the last bit.
 */
export interface Random {
  /** A multiple of 2^-32 in [0, 1). */
  float(): number;
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** An index, with chances proportional to the weights (>= 0, not all 0). */
  weightedIndex(weights: readonly number[]): number;
}

/** A fresh stream. Streams with different seeds (`${seed}/people`, `${seed}/arcs`) are independent for our purposes. */
export function randomFrom(seed: string): Random {
  const next = sfc32(hash(seed, 0x811c9dc5), hash(seed, 0x9e3779b9), hash(seed, 0x243f6a88), hash(seed, 0xb7e15162));
  for (let discarded = 0; discarded < 16; discarded++) next();
  const float = (): number => next() / 0x1_0000_0000;
  return {
    float,
    integer: (min, max) => min + Math.floor(float() * (max - min + 1)),
    weightedIndex: (weights) => indexAt(weights, float()),
  };
}

function sfc32(a: number, b: number, c: number, counter: number): () => number {
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
}

function hash(text: string, offset: number): number {
  let state = offset | 0;
  for (let unit = 0; unit < text.length; unit++) {
    state = Math.imul(state ^ text.charCodeAt(unit), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
}

function indexAt(weights: readonly number[], share: number): number {
  let rest = share * weights.reduce((sum, weight) => sum + weight, 0);
  for (let index = 0; index < weights.length; index++) {
    rest -= weights[index];
    if (rest < 0) return index;
  }
  // Rounding may leave a crumb past the last weight.
  return weights.findLastIndex((weight) => weight > 0);
}
