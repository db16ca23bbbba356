/**
 * Which generated quarters are looked through for what a centre must not be told: LKSS_ANONYMITY_QUARTERS says how many,
 * LKSS_ANONYMITY_SEED of which seed, LKSS_ANONYMITY_FROM the number of the first, so that one alone is made again.
 */
const { LKSS_ANONYMITY_QUARTERS: count, LKSS_ANONYMITY_SEED: seed, LKSS_ANONYMITY_FROM: from } = process.env;

export interface AnonymityQuarters {
  readonly numbers: readonly number[];
  /** Of the quarter with that number: it makes the same again, and names it where something is found. */
  seedOf(number: number): string;
  /** In the name of the test. */
  readonly says: string;
  /** Of the whole test, where one quarter takes at most so long. */
  timeMsMax(quarterMs: number): number;
}

export function anonymityQuarters(countUnlessTold: number, seedUnlessTold: string): AnonymityQuarters {
  const [first, length] = [Number(from ?? 1), Number(count ?? countUnlessTold)];
  const of = seed ?? seedUnlessTold;
  return {
    numbers: Array.from({ length }, (_, index) => first + index),
    seedOf: (number) => `${of}/${number}`,
    says: `in ${length} quarters of seed ${of}, from number ${first}`,
    timeMsMax: (quarterMs) => 60_000 + length * quarterMs,
  };
}
