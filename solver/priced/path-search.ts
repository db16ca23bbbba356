/** The search for exchanges that gain more than their rows cost, from one leader or altruist after the other. */
import type { Adjacency } from '../graph/adjacency.ts';
import type { Limits } from '../limits.ts';
import { ChainSearch } from './chain-search.ts';
import { CycleSearch } from './cycle-search.ts';
import { gainsOf, type Term } from './gains.ts';
import type { Take } from './path.ts';
import { stepsFrom, type Step } from './walk-bounds.ts';

/** What a search goes by, as plain data that can be told to another thread. */
export interface Question {
  readonly adjacency: Adjacency;
  /** By row: 1 where a chain may end. */
  readonly mayEnd: Uint8Array;
  /** What is summed up, against the prices of the rows. */
  readonly terms: readonly Term[];
  readonly limits: Limits;
  readonly ofRow: Float64Array;
  /** By row: 1 where it may be used. */
  readonly isOpen: Uint8Array;
  /** What an exchange must gain more than. */
  readonly floor: number;
}

export class PathSearch {
  readonly steps: readonly Step[];
  private readonly question: Question;
  private readonly cycles: CycleSearch;
  private readonly chains: ChainSearch;

  /** `steps`: as another search has found them for the same question. */
  constructor(question: Question, take: Take, steps?: readonly Step[]) {
    const { adjacency, mayEnd, terms, limits, ofRow, isOpen } = question;
    const gains = gainsOf(adjacency, terms, ofRow);
    this.steps = steps ?? stepsFrom(adjacency, gains, arcsMaxOf(limits), isOpen);
    const ground = { adjacency, gains, steps: this.steps, isOpen, mayEnd };
    this.question = question;
    this.cycles = new CycleSearch(ground, take);
    this.chains = new ChainSearch(ground, take);
  }

  /** Offers the chains from an altruist, or the cycles through a leader. False where the looks were over before all was looked at. */
  from(vertex: number, looksMax = Infinity): boolean {
    const { adjacency, limits, floor } = this.question;
    if (vertex >= adjacency.pairedCount) return this.chains.find(vertex, limits.chainPairsMax, floor, looksMax);
    return this.cycles.find(vertex, limits.cyclePairsMax, floor, looksMax);
  }
}

function arcsMaxOf({ cyclePairsMax, chainPairsMax }: Limits): number {
  return Math.max(cyclePairsMax - 1, chainPairsMax, 1);
}
