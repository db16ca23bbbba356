/** Exchanges taken from a circulation, and what is left of it. */
import type { Limits } from '../limits.ts';
import type { Circulation } from './circulation.ts';
import { cutsOf } from './cuts.ts';
import { piecesOf, type RowPath } from './pieces.ts';
import type { TightFlow } from './tight-flow.ts';

/** Rounds without a cut, one after the other, until it is given up: what is cut, and in which order, is drawn anew in each. */
const FRUITLESS_MAX = 4;

export class Assembly {
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

  /** What is left: too long for an exchange. */
  get long(): readonly RowPath[] {
    return piecesOf(this.flow, this.flow.circulation.graph).filter((path) => !this.isShort(path));
  }

  /** Rows that no exchange taken has. */
  isFree(row: number): boolean {
    return this.flow.isOpen[row] === 1;
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
      const cuts = cutsOf({ flow, graph, limits, scarceMax, random }, this.long).filter((cut) => flow.close(cut));
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
