/**
 * The hierarchy solved: one descent through all levels, and where it does not end in a whole point that reaches every bound, the
 * search that decides. A search node is a face; its descent bounds every set on it by a vector of values, compared
 * lexicographically, so one tree settles all levels together. Best bound first.
 *
 * A node is split after the levels in which its bounds equal the incumbent's: what is still in question has those
 * values, so the children keep the faces that those levels left.
 */
import type { LevelProof } from '../certificate/prove.ts';
import type { Packing } from '../program/packing.ts';
import { isClosed, takeBest } from './best-first.ts';
import { descend, type Descent, type DescentOptions } from './descend.ts';
import { dive } from './dive.ts';
import { anyArc, openArc, unusedSide, usedSide, type BranchArc } from './branch.ts';
import { compareValues } from './incumbent.ts';
import { repair } from './repair.ts';
import type { Face } from './face.ts';
import type { Search } from './search.ts';

export interface SearchNode {
  readonly start: Face;
  readonly descent: Descent;
  split?: {
    readonly arc: BranchArc;
    readonly used: SearchNode;
    readonly unused: SearchNode;
    readonly levelsKept: number;
  };
}

/**
 * Runs to the proved optimum: afterwards the incumbent is best on the face, and the tree holds the evidence. `seed`: columns to start the
 * first working program from.
 */
export function optimise(
  search: Search,
  face: Face = wholeFace(search.packing),
  seed: Int32Array = new Int32Array(0),
): SearchNode {
  const root = visitRoot(search, face, seed);
  const open = [root];
  while (open.length > 0) {
    const node = takeBest(open, boundsOf);
    if (isSettled(search, node)) continue;
    search.statistics.branches++;
    open.push(...split(search, node));
    search.onBounds(open.map(boundsOf).reduce(better, search.incumbent.values));
  }
  return root;
}

/** Where very many columns are live at the last level, a fractional point is dived from, and cut only if that does not do. */
function visitRoot(search: Search, face: Face, seed: Int32Array): SearchNode {
  const { onBounds } = search;
  const first = visit(search, face, { seed, cutLarge: false, onBounds });
  reachForBounds(search, first);
  if (isSettled(search, first)) return first;
  const second = visitAgain(search, first);
  reachForBounds(search, second);
  return second;
}

/** Goes down again from the first level whose bound the incumbent does not reach; what was found before it stays. */
function visitAgain(search: Search, { start, descent }: SearchNode): SearchNode {
  const kept = levelsReached(search, boundsOf({ start, descent })) - start.values.length;
  const options = { seed: descent.working, onBounds: search.onBounds };
  const { descent: again } = visit(search, descent.faces[kept], options);
  return { start, descent: joined(descent, kept, again) };
}

/** A descent that went on from another after some of its levels. */
function joined({ proofs, faces, supports }: Descent, kept: number, further: Descent): Descent {
  return {
    ...further,
    proofs: [...proofs.slice(0, kept), ...further.proofs],
    faces: [...faces.slice(0, kept), ...further.faces],
    supports: [...supports.slice(0, kept), ...further.supports],
  };
}

/** The same tree, had its root gone through one level more, with this evidence, before; from a face that may not be known in full. */
export function withLevelBefore(root: SearchNode, proof: LevelProof, known?: Face): SearchNode {
  const { start, descent, split } = root;
  const before = known ?? { ...start, values: start.values.slice(0, -1), frozen: start.frozen.slice(0, -1) };
  const longer: SearchNode = {
    start: before,
    descent: { ...descent, proofs: [proof, ...descent.proofs], faces: [before, ...descent.faces] },
  };
  if (split !== undefined) longer.split = { ...split, levelsKept: split.levelsKept + 1 };
  return longer;
}

function better(a: readonly number[], b: readonly number[]): readonly number[] {
  return compareValues(b, a) > 0 ? b : a;
}

function boundsOf(node: SearchNode): readonly number[] {
  return node.descent.faces[node.descent.faces.length - 1].values;
}

/** Of the packings of all columns, with nothing known of them. */
export function wholeFace(packing: Packing): Face {
  return {
    alive: Int32Array.from({ length: packing.columns.count }, (_, column) => column),
    tightRows: new Uint8Array(packing.rowCount),
    oddSets: [],
    tightSets: [],
    values: [],
    frozen: [],
    ...(packing.cap && { cap: { max: packing.cap.max, isTight: false } }),
  };
}

/**
 * A descent that a cut showed to have assumed too much goes down again, knowing the cut: from the last level whose bound was rounded, since there too
 * much may have been assumed, or where that changed nothing from the one before, and so on to the start.
 */
function visit(search: Search, start: Face, options: DescentOptions): SearchNode {
  let known = search.oddSets.length;
  let descent = descend(search, start, options);
  let lowest = assumed(descent);
  for (let kept = roundedBefore(descent, Infinity); descent.emptied && search.oddSets.length > known;) {
    if (kept === 0) known = search.oddSets.length;
    const again = descend(search, descent.faces[kept], { ...options, seed: descent.working });
    // Lower than ever: else two levels could take turns for ever.
    const isLower = compareValues(assumed(again), lowest) < 0;
    if (isLower) lowest = assumed(again);
    descent = joined(descent, kept, again);
    if (kept === 0 && !isLower) break;
    kept = roundedBefore(descent, isLower ? Infinity : kept);
  }
  return { start, descent };
}

/** Bounds that are meant as such: the last of a descent that assumed too much is not. */
function assumed({ faces, emptied }: Descent): readonly number[] {
  const { values } = faces[faces.length - 1];
  return emptied ? values.slice(0, -1) : values;
}

/** The last level before another whose bound was rounded down, or the first. */
function roundedBefore({ faces, proofs }: Descent, before: number): number {
  const { frozen } = faces[faces.length - 1];
  const first = frozen.length - proofs.length;
  return Math.max(0, frozen.slice(first, first + Math.min(before, proofs.length - 1)).lastIndexOf(true));
}

/** Nothing on the node's face is better than the incumbent. */
function isSettled(search: Search, node: SearchNode): boolean {
  return isClosed(boundsOf(node), search.incumbent.values);
}

/** Tries for a set that reaches the bounds: on the last face, then on the faces before it while they are small. */
function reachForBounds(search: Search, node: SearchNode): void {
  if (isSettled(search, node)) return;
  const { faces, supports } = node.descent;
  const last = supports.length - 1;
  const level = (index: number): number => node.start.values.length + index;
  reachForLastBound(search, node);
  for (let index = last - 1; index >= 0 && !isSettled(search, node); index--) {
    repair(search, faces[index], level(index), node.descent.working);
    if (compareValues(boundsOf(node).slice(0, level(index)), search.incumbent.values) <= 0) break;
  }
}

/**
 * Before the first level in which the incumbent falls short of the bounds. Where levels were found out of reach it may do so in none: then
 * the last is in question.
 */
function levelsReached({ incumbent }: Search, bounds: readonly number[]): number {
  const first = bounds.findIndex((bound, level) => bound > incumbent.values[level]);
  return first < 0 ? bounds.length - 1 : first;
}

function split(search: Search, node: SearchNode): SearchNode[] {
  const { packing } = search;
  const { faces, supports } = node.descent;
  const levelsKept = levelsReached(search, boundsOf(node)) - node.start.values.length;
  const face = faces[levelsKept];
  const arc =
    supports.slice(levelsKept).reduce<BranchArc | null>((arc, support) => arc ?? openArc(packing, support), null) ??
    anyArc(packing, face);
  if (arc === null) throw new Error('a bound is not reached although nothing is left to choose');
  const seed = node.descent.working;
  const used = visit(search, usedSide(packing, face, arc), { seed });
  const unused = visit(search, unusedSide(packing, face, arc), { seed });
  for (const child of [used, unused]) if (!isSettled(search, child)) reachForLastBound(search, child);
  node.split = { arc, used, unused, levelsKept };
  return [used, unused];
}

/** Tries for a set that reaches the bounds on the last face a descent came to; or else for one that reaches as many of them as can be. */
function reachForLastBound(search: Search, node: SearchNode): void {
  const { faces, supports, emptied } = node.descent;
  if (emptied) return;
  const last = supports.length - 1;
  const level = node.start.values.length + last;
  dive(search, faces[last + 1], level, supports[last], faces[last + 1].values[level]);
  if (!isSettled(search, node)) comeNear(search, node);
}

/**
 * A set that reaches the bounds of all criteria but the last, and nearly that of the last; where there seems to be none, of as many criteria as
 * can be, and nearly that of the next. What such an incumbent reaches need not be branched on. Then a better one is looked for among the
 * columns that one can still have.
 */
function comeNear(search: Search, { start, descent }: SearchNode): void {
  const { faces, supports, columnsReaching, working } = descent;
  const { incumbent } = search;
  const last = supports.length - 1;
  const reaches = (index: number): boolean => compareValues(faces[index + 1].values, incumbent.values) <= 0;
  const diveFor = (index: number, isExact: boolean): boolean => {
    const level = start.values.length + index;
    const bound = faces[index + 1].values[level];
    return dive(search, faces[index], level, supports[index], isExact ? bound : bound - lossMax(search, level, bound));
  };
  if (!diveFor(last, false)) {
    for (let index = 0; index < last; index++) {
      if (reaches(index) || diveFor(index, true)) continue;
      diveFor(index, false);
      break;
    }
  }
  const level = start.values.length + last;
  const isLastLeft = last === 0 || reaches(last - 1);
  const alive = isLastLeft ? columnsReaching(incumbent.values[level] + 1) : faces[last].alive;
  repair(search, { ...faces[last], alive }, level, working);
}

/** What may be lost of a level's bound: of a score a share, of what is counted a few. */
function lossMax({ packing }: Search, level: number, bound: number): number {
  return packing.levels[level].id === 'score' ? bound / 1024 : 2;
}
