/** What all parts of one search share. */
import type { Engine } from '../engines/engine.ts';
import type { Packing } from '../program/packing.ts';
import type { OddSet } from '../program/odd-sets.ts';
import type { Incumbent } from './incumbent.ts';

export interface Search {
  readonly engine: Engine;
  readonly packing: Packing;
  readonly incumbent: Incumbent;
  readonly statistics: SearchStatistics;
  /** Odd sets found so far; their cuts hold for every face. Grows. */
  readonly oddSets: OddSet[];
  /** Called when work on a level begins. */
  readonly onLevel: (level: number) => void;
  /** Called with the best vector of bounds still open: no set is better than it, lexicographically. */
  readonly onBounds: (bounds: readonly number[]) => void;
}

export interface SearchStatistics {
  linearPrograms: number;
  workingColumns: number;
  oddSets: number;
  integerPrograms: number;
  branches: number;
}
