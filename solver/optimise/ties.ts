/**
 * Sets of exchanges that are equal in every criterion: how many there are, and which one is taken.
 *
 * The rule: every exchange draws a number, a hash of the tie seed and of the ids of its donors in the order of giving. The exchanges
 * of the pool are gone through from the smallest number up, and where sets differ first, the set that holds that exchange is taken. It depends
 * on the seed and on ids only, not on the order of the input, the engine or the threads, and favours nobody by name.
 *
 * All co-optimal sets lie on the last faces of the search tree, which hold few columns. They are counted component by
 * component: parts of a face that share no row are chosen independently. Where there are 10,000 sets or more, counting stops, and the set
 * that the search found is taken: it depends on ids and on the engine, not on the order of the input.
 */
import { weightAt, type Weights } from '../criteria/catalogue.ts';
import { isUnusedCode } from '../exchanges/columns.ts';
import { rowsOfColumn, type Packing } from '../program/packing.ts';
import type { CoOptimalSets } from '../result.ts';
import { rowComponents } from '../graph/components.ts';
import type { Face } from './face.ts';

export interface Ties {
  readonly sets: CoOptimalSets;
  /** The set taken by the rule, or null where the faces were too large to go through. */
  readonly taken: Int32Array | null;
}

/** Draw numbers by column; smaller is drawn earlier. Equal numbers only for equal exchanges. */
export type Draw = (column: number) => number;

/** What a part of a face can add: how many choices give these values, by level and then the cap, and the one the rule takes. */
interface Choice {
  readonly values: readonly number[];
  readonly count: number;
  readonly columns: readonly number[];
}

/** Sets that are counted before counting stops. */
const COUNTED_MAX = 10_000;
/** Different values that choices may add up to before a face is called too large. */
const TOTALS_MAX = 20_000;
/** Columns looked at in one part of a face before it is called too large. */
const LOOKS_MAX = 1_200_000;
/** A face with more columns than this is not gone through at all. */
const COLUMNS_MAX = 2_000;

export function settleTies(packing: Packing, faces: readonly Face[], values: readonly number[], draw: Draw): Ties {
  const found = faces.map((face) => choiceOfFace(packing, face, values, draw));
  const complete = found.every((one) => one.complete);
  const choices = found.flatMap(({ choice }) => (choice === null ? [] : [choice]));
  if (choices.length === 0) {
    if (complete) throw new Error('no set on the last faces has the values that were proved');
    return { sets: { count: 1, exact: false }, taken: null };
  }
  const total = choices.reduce((sum, choice) => merged(sum, choice, draw));
  const exact = complete && Number.isSafeInteger(total.count);
  const count = Math.min(total.count, Number.MAX_SAFE_INTEGER);
  return { sets: { count, exact }, taken: complete ? Int32Array.from(total.columns) : null };
}

/** The sets of a face that have the values; null if none was found. Incomplete where there may be more than were counted. */
function choiceOfFace(
  packing: Packing,
  face: Face,
  values: readonly number[],
  draw: Draw,
): { readonly choice: Choice | null; readonly complete: boolean } {
  if (face.alive.length > COLUMNS_MAX) return { choice: null, complete: false };
  const target = packing.cap === null ? values : [...values, packing.cap.max];
  const counting = face.alive.filter((column) => isChoice(packing, column));
  let totals = new Map<string, Choice>([['', { values: measuresOf(packing).map(() => 0), count: 1, columns: [] }]]);
  let complete = true;
  const parts = partsOf(packing, counting, face.tightRows).sort((a, b) => a.columns.length - b.columns.length);
  for (const [k, part] of parts.entries()) {
    const wanted = k === parts.length - 1 && totals.size === 1 ? missing(target, [...totals.values()][0]) : null;
    const found = choicesOfPart(packing, part, draw, wanted);
    complete &&= found.complete;
    if (totals.size * found.choices.length > TOTALS_MAX) return { choice: null, complete: false };
    const next = new Map<string, Choice>();
    for (const total of totals.values()) {
      for (const choice of found.choices) addChoice(next, product(total, choice), draw);
    }
    totals = next;
  }
  const hits = [...totals.values()].filter((choice) => isWanted(packing, choice.values, target));
  const choice = hits.length === 0 ? null : hits.reduce((sum, hit) => merged(sum, hit, draw));
  return { choice, complete };
}

/** What the choices are gathered by. */
function measuresOf({ levels, cap }: Packing): readonly Weights[] {
  return cap === null ? levels : [...levels, cap.counts];
}

/** The levels must be what is wanted, the cap no more. */
function isWanted({ levels }: Packing, values: readonly number[], wanted: readonly number[]): boolean {
  return values.every((value, at) => (at < levels.length ? value === wanted[at] : value <= wanted[at]));
}

/** What the last part has to add, when all others leave no choice of values. */
function missing(target: readonly number[], { values }: Choice): readonly number[] {
  return target.map((value, level) => value - values[level]);
}

/** An altruist unused is not an exchange; where no criterion counts it, having it or not is no difference. */
function isChoice(packing: Packing, column: number): boolean {
  return (
    !isUnusedCode(packing.columns.codes[column]) || packing.levels.some((weights) => weightAt(weights, column) !== 0)
  );
}

interface Part {
  readonly columns: readonly number[];
  readonly tightRows: readonly number[];
}

function partsOf(packing: Packing, columns: Int32Array, tightRows: Uint8Array): Part[] {
  const rowsOf = Array.from(columns, (column) => rowsOfColumn(packing, column));
  const component = rowComponents(packing.rowCount, rowsOf);
  const parts = new Map<number, { columns: number[]; tightRows: number[] }>();
  const partOf = (row: number) => {
    const key = component[row];
    let part = parts.get(key);
    if (part === undefined) parts.set(key, (part = { columns: [], tightRows: [] }));
    return part;
  };
  columns.forEach((column, index) => partOf(rowsOf[index][0]).columns.push(column));
  tightRows.forEach((tight, row) => tight === 1 && partOf(row).tightRows.push(row));
  return [...parts.values()];
}

/**
 * The choices of a part that use up its tight rows, gathered by their values; all of them, or as many as are counted. Where it is
 * known what they must add (`wanted`), only those.
 */
function choicesOfPart(
  packing: Packing,
  part: Part,
  draw: Draw,
  wanted: readonly number[] | null,
): { readonly choices: readonly Choice[]; readonly complete: boolean } {
  const found = new Map<string, Choice>();
  const measures = measuresOf(packing);
  const rowsOf = new Map(part.columns.map((column) => [column, rowsOfColumn(packing, column)]));
  const used = new Set<number>();
  const chosen: number[] = [];
  let hits = 0;
  let looks = 0;

  const record = (): void => {
    const values = measures.map((weights) => chosen.reduce((sum, c) => sum + weightAt(weights, c), 0));
    if (wanted !== null && !isWanted(packing, values, wanted)) return;
    addChoice(found, { values, count: 1, columns: [...chosen] }, draw);
    if (wanted !== null) hits++;
  };
  /** False when there are too many. */
  const search = (free: readonly number[]): boolean => {
    looks += free.length + 1;
    if (hits >= COUNTED_MAX || looks > LOOKS_MAX) return false;
    const row = scarcestRow(part.tightRows, used, free, rowsOf);
    if (row === 'unreachable') return true;
    if (row === 'none' && free.length === 0) {
      record();
      return true;
    }
    const candidates = row === 'none' ? free.slice(0, 1) : free.filter((column) => rowsOf.get(column)!.includes(row));
    for (const column of candidates) {
      const rows = rowsOf.get(column)!;
      chosen.push(column);
      for (const taken of rows) used.add(taken);
      const within = search(free.filter((other) => !rowsOf.get(other)!.some((taken) => rows.includes(taken))));
      for (const taken of rows) used.delete(taken);
      chosen.pop();
      if (!within) return false;
    }
    return row !== 'none' || search(free.slice(1));
  };

  const complete = search(part.columns);
  return { choices: [...found.values()], complete };
}

/** The tight row still open with the fewest candidates; none where none is open, unreachable where one has no candidate left. */
function scarcestRow(
  tightRows: readonly number[],
  used: ReadonlySet<number>,
  free: readonly number[],
  rowsOf: ReadonlyMap<number, readonly number[]>,
): number | 'none' | 'unreachable' {
  const open = tightRows.filter((row) => !used.has(row));
  if (open.length === 0) return 'none';
  const counts = new Map(open.map((row) => [row, 0]));
  for (const column of free) {
    for (const row of rowsOf.get(column)!) {
      const count = counts.get(row);
      if (count !== undefined) counts.set(row, count + 1);
    }
  }
  const scarcest = open.reduce((best, row) => (counts.get(row)! < counts.get(best)! ? row : best));
  return counts.get(scarcest) === 0 ? 'unreachable' : scarcest;
}

function product(a: Choice, b: Choice): Choice {
  return {
    values: a.values.map((value, level) => value + b.values[level]),
    count: a.count * b.count,
    columns: [...a.columns, ...b.columns],
  };
}

function addChoice(choices: Map<string, Choice>, choice: Choice, draw: Draw): void {
  const key = choice.values.join();
  const before = choices.get(key);
  choices.set(key, before === undefined ? choice : merged(before, choice, draw));
}

function merged(a: Choice, b: Choice, draw: Draw): Choice {
  return { values: a.values, count: a.count + b.count, columns: drawnFirst(a.columns, b.columns, draw) };
}

/** The one of two sets that holds the earliest drawn column in which they differ. */
function drawnFirst(a: readonly number[], b: readonly number[], draw: Draw): readonly number[] {
  const earliest = (columns: readonly number[], others: readonly number[]): number => {
    const besides = new Set(others);
    return columns.reduce((least, column) => (besides.has(column) ? least : Math.min(least, draw(column))), Infinity);
  };
  return earliest(a, b) <= earliest(b, a) ? a : b;
}
