/** Bounds on what a file may hold: far above any pool of the field, and low enough that a hostile file costs little. */
export const FILE_CHARACTERS_MAX = 128 * 1024 * 1024;
export const RECIPIENTS_MAX = 50_000;
export const DONORS_MAX = 50_000;
export const ARCS_MAX = 10_000_000;
export const ID_CHARACTERS_MAX = 100;
/** 2^40 units, about eleven million points: sums over a whole pool stay exact. */
export const SCORE_UNITS_MAX = 2 ** 40;
export const AGE_YEARS_MAX = 130;
