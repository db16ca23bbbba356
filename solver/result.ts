/** What comes out of the optimiser. Everything is named by id, so a result can be read beside the pool it came from. */
import type { Certificate } from './certificate/certificate.ts';
import type { Exchange } from './exchange.ts';
import type { CriterionId } from './limits.ts';
import type { Method } from './plan.ts';

export type { Exchange };

export interface CriterionResult {
  readonly id: CriterionId;
  /** The value of the set of exchanges, counted in the criterion's natural sense; score in units of 1e-5 points. */
  readonly value: number;
  /** No set that is optimal in the criteria before has a better value than this. Equal to `value` when proved. */
  readonly bound: number;
}

/**
 * `optimal`: proved, and the certificate was accepted by the checker. `interrupted`: the best set found before the deadline, or by a
 * search that ended without a proof, with a true bound for each criterion; never to be called optimal.
 */
export interface SolveResult {
  readonly status: 'optimal' | 'interrupted';
  readonly criteria: readonly CriterionResult[];
  readonly exchanges: readonly Exchange[];
  /** Donor ids of altruists in no exchange; their gift goes to the waiting list. */
  readonly unusedAltruists: readonly string[];
  /** Sets with the same value in every criterion, this one included; absent when interrupted. */
  readonly coOptimalSets?: CoOptimalSets;
  /** Absent when interrupted. */
  readonly certificate?: Certificate;
  readonly statistics: SolveStatistics;
}

export interface CoOptimalSets {
  readonly count: number;
  /** False where counting stopped at the limit: there are at least `count`. */
  readonly exact: boolean;
}

export interface SolveStatistics {
  readonly recipients: number;
  readonly pairedDonors: number;
  readonly altruists: number;
  readonly arcs: number;
  /** Whether all exchanges were listed (and taken as a matching), or found by their price; and why. */
  readonly method: Method;
  readonly methodBecause: string;
  /** Exchanges that were listed or found. */
  readonly cycles: number;
  readonly chains: number;
  readonly engine: string;
  readonly threads: number;
  /** Linear programs solved, columns they held at the end, odd-set cuts added, integer programs and branches needed. */
  readonly linearPrograms: number;
  readonly workingColumns: number;
  readonly oddSets: number;
  readonly integerPrograms: number;
  readonly branches: number;
  /** Columns alive after each criterion. */
  readonly aliveColumns: readonly number[];
  readonly proofNodes: number;
  /** Wall-clock seconds by phase, in the order of the phases. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly peakMemoryBytes: number;
}
