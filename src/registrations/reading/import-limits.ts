/** Bounds on what an import may hold: far above a national scheme, and low enough that a hostile file costs little. */
export const IMPORT_BYTES_MAX = 50 * 1024 * 1024;
/** Files in a folder or archive. */
export const FILES_MAX = 1000;
export const ROWS_MAX = 200_000;
/** Columns with anything in them, known or not. */
export const COLUMNS_MAX = 200;
export const CELL_CHARACTERS_MAX = 4000;
