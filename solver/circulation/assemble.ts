/**
 * A best circulation cut into exchanges within the limits: what is short enough is taken as it is; of what is too long, a short exchange over
 * tight arcs is cut out, and the rest finds other counterparts, as long as the whole still reaches the bound.
 *
 * Nothing here proves anything or need succeed: what comes out is a set of exchanges whose value anybody can count, and, where the rest
 * resisted, rows from which a linear program goes on.
 */
import { drawing } from '../drawing.ts';
import type { Limits } from '../limits.ts';
import { Assembly } from './assembly.ts';
import { circulate, type Circulation } from './circulation.ts';
import type { RowPath } from './pieces.ts';
import { amongRows } from './row-graph.ts';
import { TightFlow, tightArcsOf } from './tight-flow.ts';

export interface Assembled {
  /** Over tight arcs, in the order in which they were taken. */
  readonly rowPaths: readonly RowPath[];
  /** Exchanges among the rows that are left, which may fall short of the bound. */
  readonly further: readonly RowPath[];
  /** Whether nothing is left that exchanges of any length could still reach. */
  readonly isComplete: boolean;
}

/** What counts as scarce, try by try (`cuts.ts`): at most so many tight givers. Which is best depends on the pool. */
const SCARCE_GIVERS_MAX = [16, 0, 64, 4];
/** Tries, the first from nothing, the others from the best so far with a part opened again; and how many in vain, one after the other. */
const TRIES_MAX = 600;
const VAIN_TRIES_MAX = 60;
const OPENED_SHARE = 0.15;
/** Rounds in which rows are given up, and how often that is tried; not where more than such a share resisted. */
const ROUNDS_MAX = 30;
const GIVING_UP_TRIES = 6;
const RESISTING_SHARE_MAX = 1 / 16;

export function assemble(circulation: Circulation, limits: Limits): Assembled {
  const random = drawing();
  const best = bestAssembly(circulation, limits, random);
  const isComplete = best.long.length === 0;
  return {
    rowPaths: best.taken,
    further: isComplete ? [] : furtherPaths(best, circulation, limits, random),
    isComplete,
  };
}

/** Of many tries the first that leaves nothing, else the one that reaches most. */
function bestAssembly(circulation: Circulation, limits: Limits, random: () => number): Assembly {
  const arcs = tightArcsOf(circulation);
  const fresh = (): Assembly => new Assembly(new TightFlow(circulation, arcs), [], limits, random);
  let best = fresh();
  for (let k = 0, vain = 0; k < TRIES_MAX && vain < VAIN_TRIES_MAX; k++) {
    const isFresh = k < SCARCE_GIVERS_MAX.length;
    const assembly = isFresh ? fresh() : best.partlyOpened(OPENED_SHARE);
    if (assembly.goOn(SCARCE_GIVERS_MAX[k % SCARCE_GIVERS_MAX.length], isFresh)) return assembly;
    vain = assembly.rows > best.rows ? 0 : vain + 1;
    if (assembly.rows >= best.rows) best = assembly;
  }
  return best;
}

/**
 * Of each piece that resisted, a recipient is given up, and what is left circulates anew, at other prices; so on until all of it is short.
 */
function furtherPaths(
  start: Assembly,
  { graph }: Circulation,
  limits: Limits,
  random: () => number,
): readonly RowPath[] {
  let best: readonly RowPath[] = [];
  if (start.long.flat().length > RESISTING_SHARE_MAX * graph.recipientCount) return best;
  for (let k = 0; k < GIVING_UP_TRIES; k++) {
    const further: RowPath[] = [];
    const isLeft = Uint8Array.from({ length: graph.rowCount }, (_, row) => (start.isFree(row) ? 1 : 0));
    let assembly = start;
    for (let round = 0; round < ROUNDS_MAX && assembly.long.length > 0; round++) {
      for (const piece of assembly.long) isLeft[drawnRecipient(piece, graph.recipientCount, random)] = 0;
      const circulation = circulate(amongRows(graph, isLeft));
      if (circulation === null) break;
      assembly = bestAssembly(circulation, limits, random);
      further.push(...assembly.taken);
      for (const row of assembly.taken.flat()) isLeft[row] = 0;
    }
    if (recipientsIn(further, graph.recipientCount) > recipientsIn(best, graph.recipientCount)) best = further;
  }
  return best;
}

function drawnRecipient(piece: RowPath, recipientCount: number, random: () => number): number {
  const recipients = piece.filter((row) => row < recipientCount);
  return recipients[Math.floor(random() * recipients.length)];
}

function recipientsIn(paths: readonly RowPath[], recipientCount: number): number {
  return paths.reduce((sum, path) => sum + path.filter((row) => row < recipientCount).length, 0);
}
