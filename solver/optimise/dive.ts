/**
 * Diving: a whole point from a fractional one on a face that is too large for an integer program. The columns with the
 * largest values are taken for good, a few at a time, and the relaxation is solved again, with all live columns that are
 * still free, on what is left; large faces hold so many optimal sets that this seldom costs anything.
 *
 * Where taking a few columns loses the bound, fewer are taken; a single column that loses it is
 * left out for the rest of the dive; where leaving it out loses the bound as well, the dive is given up.
 */
import { weightAt } from '../criteria/catalogue.ts';
import { countMarked, countOfCap, rowsOfColumn, type Packing } from '../program/packing.ts';
import type { FractionalColumn } from '../program/odd-sets.ts';
import { liveOf, type Face } from './face.ts';
import { isWhole, Relaxation, type RelaxedOptimum } from './relaxation.ts';
import type { Search } from './search.ts';

/** At most this share of the support is taken at a time, beyond what is whole already. */
const TAKEN_SHARE = 1 / 12;
/** Relaxations after which a dive is given up, and columns left out: those that succeed need few of either. */
const STEPS_MAX = 60;
const LEFT_OUT_MAX = 12;
/** Values are sums of rounded numbers; integers judge what comes out. */
const TOLERANCE = 1e-6;

/** Dives on a face for a value of a level; true where the incumbent improved. The face may hold the level itself, or only those before. */
export function dive(
  search: Search,
  face: Face,
  level: number,
  support: readonly FractionalColumn[],
  target: number,
): boolean {
  const { packing } = search;
  const weights = packing.levels[level];
  const valueOf = (columns: readonly number[]): number => columns.reduce((sum, c) => sum + weightAt(weights, c), 0);
  const reaches = (optimum: RelaxedOptimum, taken: readonly number[]): boolean =>
    optimum.feasible && valueOf(taken) + optimum.objective > target - TOLERANCE * weights.largest;

  let taken: readonly number[] = [];
  let rest: Face = {
    ...face,
    values: face.values.slice(0, level),
    frozen: face.frozen.slice(0, level).map(() => false),
  };
  let point = support;
  let share = TAKEN_SHARE;
  let leftOut = 0;
  for (let step = 0; !point.every(isWhole); step++) {
    if (step === STEPS_MAX) return false;
    const more = largestOf(packing, point, share);
    const smaller = withoutRowsOf(packing, rest, more);
    const optimum = smaller === null ? null : relax(search, smaller, level, point);
    if (smaller !== null && optimum !== null && reaches(optimum, [...taken, ...more])) {
      taken = [...taken, ...more];
      rest = smaller;
      point = optimum.support;
      share = TAKEN_SHARE;
    } else if (more.length > 1) share = Math.min(share, more.length / point.length) / 2;
    else {
      if (leftOut++ === LEFT_OUT_MAX) return false;
      rest = { ...rest, alive: rest.alive.filter((column) => column !== more[0]) };
      const without = relax(search, rest, level, point);
      if (!reaches(without, taken)) return false;
      point = without.support;
      share = TAKEN_SHARE;
    }
  }
  return search.incumbent.offer([...taken, ...point.map(({ column }) => column)]);
}

/** Disjoint columns of the largest values: at full share the whole ones too, which cost nothing, and always at least one. */
function largestOf(packing: Packing, point: readonly FractionalColumn[], share: number): number[] {
  const whole = share < TAKEN_SHARE ? 0 : point.filter(isWhole).length;
  const most = whole + Math.max(1, Math.floor((point.length - whole) * share));
  const used = new Uint8Array(packing.rowCount + 1);
  const taken: number[] = [];
  for (const { column } of point.toSorted((a, b) => b.value - a.value || a.column - b.column)) {
    if (taken.length === most) break;
    if (countMarked(packing, column, used) > 0) continue;
    for (const row of rowsOfColumn(packing, column)) used[row] = 1;
    taken.push(column);
  }
  return taken;
}

/**
 * The face without the rows of some columns and what they count; odd sets are left out, being no more than help. Null where the columns are more
 * than the cap allows.
 */
function withoutRowsOf(packing: Packing, face: Face, columns: readonly number[]): Face | null {
  const left = face.cap && { ...face.cap, max: face.cap.max - countOfCap(packing, columns) };
  if (left !== undefined && left.max < 0) return null;
  const used = new Uint8Array(packing.rowCount + 1);
  for (const column of columns) for (const row of rowsOfColumn(packing, column)) used[row] = 1;
  return {
    ...face,
    alive: face.alive.filter((column) => countMarked(packing, column, used) === 0),
    tightRows: face.tightRows.map((tight, row) => (used[row] === 1 ? 0 : tight)),
    values: face.values.map((value, level) =>
      columns.reduce((left, column) => left - weightAt(packing.levels[level], column), value),
    ),
    oddSets: [],
    tightSets: [],
    ...(left && { cap: left }),
  };
}

function relax(search: Search, face: Face, level: number, point: readonly FractionalColumn[]): RelaxedOptimum {
  const seed = liveOf(
    Int32Array.from(point, ({ column }) => column),
    face,
  );
  const relaxation = new Relaxation(search.engine, search.packing, face, seed);
  try {
    return relaxation.maximise(level);
  } finally {
    search.statistics.linearPrograms += relaxation.runs;
    relaxation.dispose();
  }
}
