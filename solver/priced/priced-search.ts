/** What all parts of a search share that finds exchanges by their price. */
import type { Engine } from '../engines/engine.ts';
import type { Adjacency } from '../graph/adjacency.ts';
import type { CriterionId, Rules } from '../limits.ts';
import type { SearchStatistics } from '../optimise/search.ts';
import type { PricedIncumbent } from './incumbent.ts';
import type { Ceilings } from './prove-level.ts';
import type { Scouts } from './scouts.ts';

export interface PricedSearch {
  readonly engine: Engine;
  readonly adjacency: Adjacency;
  readonly rules: Rules;
  /** The first criteria, as far as they can be priced: at least one. */
  readonly criteria: readonly CriterionId[];
  readonly ceilings: Ceilings;
  readonly efforts: PricedEfforts;
  readonly incumbent: PricedIncumbent;
  readonly statistics: SearchStatistics;
  readonly scouts: Scouts;
  /** Called when work on a level begins. */
  readonly onLevel: (level: number) => void;
  /** Called with bounds that no set is better than, lexicographically; perhaps not of all criteria yet. */
  readonly onBounds: (bounds: readonly number[]) => void;
}

/** How far the search goes in what it could do without. */
export interface PricedEfforts {
  /** Exchanges of a face that are listed for all criteria that follow, where these could be priced and where they could not. */
  readonly faceMax: number;
  readonly unpricedFaceMax: number;
  /** Exchanges of the last faces that are listed to count the sets that are equal. */
  readonly countedFaceMax: number;
  /** Rounds of cuts at the root, and after a branch. */
  readonly cutRoundsMax: number;
  readonly branchCutRoundsMax: number;
  /** Arcs between which the one to branch on is chosen by what it does; at least 1. */
  readonly arcsTriedMax: number;
  /** Whether sets are looked for beyond what the linear programs come to by themselves. */
  readonly isPlunging: boolean;
}

export const USUAL_EFFORTS: PricedEfforts = {
  faceMax: 2_000,
  unpricedFaceMax: 5_000_000,
  countedFaceMax: 2_000,
  cutRoundsMax: 20,
  branchCutRoundsMax: 1,
  arcsTriedMax: 6,
  isPlunging: true,
};
