/** Exchanges taken from a circulation, and what is left of it. */
import type { Limits } from '../limits.ts';
import type { Circulation } from './circulation.ts';
import { cutsOf } from './cuts.ts';
import { piecesOf, type RowPath } from './pieces.ts';
import type { TightFlow } from './tight-flow.ts';

/** Rounds without a cut, one after the other, until it is given up: what is cut, and in which order, is drawn anew in each. */
const FRUITLESS_MAX = 4;

interface Pieces {
  readonly short: readonly RowPath[];
  readonly long: readonly RowPath[];
}

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
    return this.pieces().long;
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
    let long = takesFirst ? this.takeShort().long : this.long;
    for (let fruitless = 0; fruitless < FRUITLESS_MAX; fruitless++) {
      const cuts = cutsOf({ flow, graph, limits, scarceMax, random }, long).filter((cut) => flow.close(cut));
      taken.push(...cuts);
      const pieces = this.takeShort();
      if (pieces.long.length === 0) return true;
      if (pieces.short.length + cuts.length > 0) fruitless = -1;
      long = pieces.long;
    }
    return false;
  }

  private takeShort(): Pieces {
    const pieces = this.pieces();
    this.flow.close(pieces.short.flat());
    this.taken.push(...pieces.short);
    return pieces;
  }

  private pieces(): Pieces {
    const pieces = piecesOf(this.flow, this.flow.circulation.graph);
    return {
      short: pieces.filter((path) => this.isShort(path)),
      long: pieces.filter((path) => !this.isShort(path)),
    };
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
