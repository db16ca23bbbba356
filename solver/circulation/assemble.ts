/**
 * A best circulation cut into exchanges within the limits: what is short enough is taken as it is; of what is too long, a short exchange over
 * tight arcs is cut out, and the rest finds other counterparts, as long as the whole still reaches the bound.
 *
 * Nothing here proves anything or need succeed: what comes out is a set of exchanges whose value anybody can count, and, where the rest
 * resisted, rows from which a linear program goes on.
 */
import type { Limits } from '../limits.ts';
import type { Circulation } from './circulation.ts';
import { cutsOf } from './cuts.ts';
import { piecesOf, type RowPath } from './pieces.ts';
import { TightFlow, tightArcsOf } from './tight-flow.ts';

export interface Assembled {
  /** In the order in which they were taken. */
  readonly rowPaths: readonly RowPath[];
  /** Whether nothing is left that exchanges of any length could still reach. */
  readonly isComplete: boolean;
}

/** What counts as scarce, try by try (`cuts.ts`): at most so many tight givers. Which is best depends on the pool. */
const SCARCE_GIVERS_MAX = [16, 0, 64, 4];
/** Tries, the first from nothing, the others from the best so far with a part opened again. */
const TRIES_MAX = 60;
const OPENED_SHARE = 0.15;
/** Rounds without a cut, one after the other, until a try is given up: what is cut, and in which order, is drawn anew in each. */
const FRUITLESS_MAX = 4;

/** Of a few tries the first that leaves nothing, else the one that reaches most. */
export function assemble(circulation: Circulation, limits: Limits): Assembled {
  const arcs = tightArcsOf(circulation);
  const random = drawing();
  const fresh = (): Assembly => new Assembly(new TightFlow(circulation, arcs), [], limits, random);
  let best = fresh();
  for (let k = 0; k < TRIES_MAX; k++) {
    const isFresh = k < SCARCE_GIVERS_MAX.length;
    const assembly = isFresh ? fresh() : best.partlyOpened(OPENED_SHARE);
    if (assembly.goOn(SCARCE_GIVERS_MAX[k % SCARCE_GIVERS_MAX.length], isFresh)) {
      return { rowPaths: assembly.taken, isComplete: true };
    }
    if (assembly.rows >= best.rows) best = assembly;
  }
  return { rowPaths: best.taken, isComplete: false };
}

class Assembly {
  readonly taken: RowPath[];
  private readonly flow: TightFlow;
  private readonly limits: Limits;
  private readonly random: () => number;

  constructor(flow: TightFlow, taken: readonly RowPath[], limits: Limits, random: () => number) {
    this.flow = flow;
    this.taken = [...taken];
    this.limits = limits;
    this.random = random;
  }

  get rows(): number {
    return rowsIn(this.taken);
  }

  /** Another, in which some exchanges, drawn, are open again. */
  partlyOpened(share: number): Assembly {
    const kept = this.taken.filter(() => this.random() >= share);
    const stays = new Set(kept);
    const flow = this.flow.copy();
    for (const path of this.taken) if (!stays.has(path)) flow.reopen(path);
    return new Assembly(flow, kept, this.limits, this.random);
  }

  /** Takes and cuts as long as it comes further; whether nothing is left. */
  goOn(scarceMax: number, takesFirst: boolean): boolean {
    const { flow, limits, random, taken } = this;
    const { graph } = flow.circulation;
    if (takesFirst) this.takeShort();
    for (let fruitless = 0; fruitless < FRUITLESS_MAX; fruitless++) {
      const long = piecesOf(flow, graph).filter((path) => !this.isShort(path));
      const cuts = cutsOf({ flow, graph, limits, scarceMax, random }, long).filter((cut) => flow.close(cut));
      taken.push(...cuts);
      const whole = this.takeShort();
      if (piecesOf(flow, graph).length === 0) return true;
      if (whole + cuts.length > 0) fruitless = -1;
    }
    return false;
  }

  private takeShort(): number {
    const short = piecesOf(this.flow, this.flow.circulation.graph).filter((path) => this.isShort(path));
    this.flow.close(short.flat());
    this.taken.push(...short);
    return short.length;
  }

  private isShort(path: RowPath): boolean {
    return path.length <= sizeMax(path, this.flow.circulation, this.limits);
  }
}

function rowsIn(paths: readonly RowPath[]): number {
  return paths.reduce((sum, path) => sum + path.length, 0);
}

function sizeMax([first]: RowPath, { graph }: Circulation, { cyclePairsMax, chainPairsMax }: Limits): number {
  return first >= graph.recipientCount ? chainPairsMax + 1 : cyclePairsMax;
}

/** In [0, 1): a linear congruential generator, the same on every machine (Numerical Recipes). */
function drawing(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
