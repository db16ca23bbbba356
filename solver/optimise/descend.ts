/**
 * Down the optimal faces, level by level (the lexicographic simplex of Isermann 1982, on a sifted program).
 *
 * Precondition: a face and the level to begin with. At each level the relaxation is solved, cut with odd sets only where
 * its bound is not a whole number (or, at the last level, where its point is not whole), and turned into integer evidence;
 * the evidence's face is where the next level begins. Every set of exchanges on the first face has a vector of values
 * lexicographically at most the vector of bounds.
 */
import { proveLevel, type LevelProof, type LevelStep } from '../certificate/prove.ts';
import { separateComponents, separateOddSets, type FractionalColumn, type OddSet } from '../program/odd-sets.ts';
import { isClosed } from './best-first.ts';
import { liveOf, type Face } from './face.ts';
import { isWhole, Relaxation, WHOLE, type RelaxedOptimum } from './relaxation.ts';
import type { Search } from './search.ts';

export interface Descent {
  /** Evidence of the levels gone through, from the first asked. */
  readonly proofs: readonly LevelProof[];
  /** Faces before each of these levels and after the last. */
  readonly faces: readonly Face[];
  /** Points of the relaxation at these levels. */
  readonly supports: readonly (readonly FractionalColumn[])[];
  /** True where the bounds show that nothing on the first face is better than the incumbent. */
  readonly closed: boolean;
  /** True where the last level gone through showed the values of the levels before it to be out of reach. */
  readonly emptied: boolean;
  /** Of the last level gone through: live columns that a set with at least this value of it can have. */
  readonly columnsReaching: (value: number) => Int32Array;
  /** Columns of the working program at the end: a good start for a descent nearby. */
  readonly working: Int32Array;
}

const CUT_ROUNDS_MAX = 40;
const ARTIFICIAL_RAISES_MAX = 5;
/** A bound this far above a whole number is worth cutting. */
const EXCESS_MIN = 0.05;

/** More live columns than this are very many. */
const LARGE_ALIVE_MIN = 50_000;

export interface DescentOptions {
  /** Columns to start the working program from, where they are live. */
  readonly seed?: Int32Array;
  /** Whether a last point that is not whole is cut even where very many columns are live; it is, unless told otherwise. */
  readonly cutLarge?: boolean;
  /** Told the bounds after each level; they are those of the face the descent starts from. */
  readonly onBounds?: (bounds: readonly number[]) => void;
}

export function descend(search: Search, start: Face, options: DescentOptions = {}): Descent {
  const { seed = new Int32Array(0), cutLarge = true, onBounds } = options;
  const { packing, incumbent, statistics } = search;
  if (start.values.length === packing.levels.length) return nothingLeft(search, start, seed);
  const relaxation = new Relaxation(search.engine, packing, withAllOddSets(search, start), liveOf(seed, start));
  const descent = {
    proofs: [] as LevelProof[],
    faces: [start],
    supports: [] as (readonly FractionalColumn[])[],
    closed: false,
    emptied: false,
    columnsReaching: ((_value) => start.alive) as Descent['columnsReaching'],
    working: seed,
  };
  try {
    for (
      let level = start.values.length;
      level < packing.levels.length && !descent.closed && !descent.emptied;
      level++
    ) {
      search.onLevel(level);
      const { optimum, step } = solveLevel(search, relaxation, level, cutLarge);
      relaxation.stepTo(step.face);
      descent.proofs.push(step.proof);
      descent.supports.push(optimum.support);
      descent.faces.push(step.face);
      descent.columnsReaching = step.columnsReaching;
      onBounds?.(step.face.values);
      descent.emptied ||= !optimum.feasible;
      descent.closed = isClosed(step.face.values, incumbent.values);
    }
  } finally {
    descent.working = relaxation.working;
    statistics.linearPrograms += relaxation.runs;
    statistics.workingColumns = Math.max(statistics.workingColumns, descent.working.length);
    relaxation.dispose();
  }
  return descent;
}

/** Of a face that has been through all levels. */
function nothingLeft({ incumbent }: Search, start: Face, working: Int32Array): Descent {
  const closed = isClosed(start.values, incumbent.values);
  return {
    proofs: [],
    faces: [start],
    supports: [],
    closed,
    emptied: false,
    columnsReaching: () => start.alive,
    working,
  };
}

/** The face with every odd set found so far: their cuts hold everywhere. */
function withAllOddSets({ oddSets }: Search, face: Face): Face {
  const present = new Set(face.oddSets.map((set) => set.join()));
  const missing = oddSets.filter((set) => !present.has(set.join()));
  return {
    ...face,
    oddSets: [...face.oddSets, ...missing],
    tightSets: [...face.tightSets, ...missing.map(() => false)],
  };
}

interface SolvedLevel {
  readonly optimum: RelaxedOptimum;
  readonly step: LevelStep;
}

function solveLevel(search: Search, relaxation: Relaxation, level: number, cutLarge: boolean): SolvedLevel {
  let optimum = relaxed(search, relaxation, level);
  if (optimum.feasible) return cutAndProve(search, relaxation, level, optimum, cutLarge);
  let solved = proved(search, relaxation, level, optimum);
  for (let raise = 0; raise < ARTIFICIAL_RAISES_MAX; raise++) {
    if (isClosed(solved.step.face.values, search.incumbent.values)) return solved;
    relaxation.raiseArtificialPrice();
    optimum = relaxed(search, relaxation, level);
    const raised = tryToProve(search, relaxation, level, optimum);
    if (raised === null) return solved;
    if (optimum.feasible) return cutAndProve(search, relaxation, level, optimum, cutLarge);
    solved = raised;
  }
  return solved;
}

/** Cuts as long as that may help; only what comes of it is proved. */
function cutAndProve(
  search: Search,
  relaxation: Relaxation,
  level: number,
  first: RelaxedOptimum,
  cutLarge: boolean,
): SolvedLevel {
  let optimum = first;
  for (let round = 0; round < CUT_ROUNDS_MAX && needsCut(search, relaxation, level, optimum, cutLarge); round++) {
    const fractional = optimum.support.filter((entry) => !isWhole(entry));
    if (addCuts(search, relaxation, separateOddSets(search.packing, fractional)) === 0) {
      const solved = proved(search, relaxation, level, optimum);
      const { alive, tightRows } = solved.step.face;
      const sets = separateComponents(search.packing, alive, tightRows, optimum.support);
      if (addCuts(search, relaxation, sets) === 0) return solved;
    }
    optimum = relaxed(search, relaxation, level);
  }
  return proved(search, relaxation, level, optimum);
}

function relaxed({ incumbent }: Search, relaxation: Relaxation, level: number): RelaxedOptimum {
  const optimum = relaxation.maximise(level);
  if (optimum.feasible && optimum.support.every(isWhole)) incumbent.offer(optimum.support.map(({ column }) => column));
  return optimum;
}

function proved(search: Search, relaxation: Relaxation, level: number, optimum: RelaxedOptimum): SolvedLevel {
  const solved = tryToProve(search, relaxation, level, optimum);
  if (solved === null)
    throw new Error(`criterion ${search.packing.levels[level].id} is too large to prove in integers`);
  return solved;
}

/** Null where the evidence would need numbers beyond the exact integers. */
function tryToProve(
  { packing }: Search,
  relaxation: Relaxation,
  level: number,
  optimum: RelaxedOptimum,
): SolvedLevel | null {
  const step = proveLevel(packing, level, relaxation.currentFace, relaxation.crossings, optimum.duals);
  return step === null ? null : { optimum, step };
}

function needsCut(
  { packing, incumbent }: Search,
  relaxation: Relaxation,
  level: number,
  { objective, feasible, support }: RelaxedOptimum,
  cutLarge: boolean,
): boolean {
  const { values, alive } = relaxation.currentFace;
  const bound = Math.floor(objective + WHOLE * Math.max(1, Math.abs(objective)));
  if (!feasible || isClosed([...values, bound], incumbent.values)) return false;
  if (objective - bound > EXCESS_MIN) return true;
  if (level < packing.levels.length - 1 || support.every(isWhole)) return false;
  return cutLarge || alive.length <= LARGE_ALIVE_MIN;
}

/** Adds those odd sets that are new; returns how many were. */
function addCuts({ oddSets, statistics }: Search, relaxation: Relaxation, sets: readonly OddSet[]): number {
  const known = new Set(oddSets.map((set) => set.join()));
  const added = sets.filter((set) => !known.has(set.join()));
  for (const set of added) {
    relaxation.addOddSet(set);
    oddSets.push(set);
  }
  statistics.oddSets += added.length;
  return added.length;
}
