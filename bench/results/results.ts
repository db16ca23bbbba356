/** What a benchmark measured, as it stands in `results.json`. */
import { readFileSync } from 'node:fs';
import type { CriterionResult, SolveStatistics } from '../../solver/index.ts';
import { BadInput } from '../bad-input.ts';
import { keyOf, type BenchCase } from '../suites/bench-case.ts';

export const RESULTS_VERSION = 1;

export interface Results {
  readonly lkssBench: typeof RESULTS_VERSION;
  readonly sessions: readonly Session[];
  readonly cases: readonly CaseResult[];
}

/** One run of the benchmark: the machine, the programs, and what was asked for. */
export interface Session {
  readonly date: string;
  readonly arguments: readonly string[];
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  /** Versions by name: lkss, node, highs, javascript-lp-solver, and peers that were asked. */
  readonly versions: Readonly<Record<string, string>>;
  readonly runs: number;
  readonly threads: number;
  readonly timeLimitSeconds: number;
  readonly peerTimeLimitSeconds: number;
  readonly engine?: string;
  readonly method?: string;
}

export interface CaseResult extends BenchCase {
  /** Index into the sessions. */
  readonly session: number;
  /** At least one. */
  readonly runs: readonly RunOutcome[];
  readonly peers: readonly PeerOutcome[];
}

export type RunOutcome = EndedRun | FailedRun;

export interface EndedRun {
  /** `interrupted`: stopped by the time limit. */
  readonly status: 'optimal' | 'interrupted';
  readonly pool: PoolSize;
  /** None where the limit passed before anything was known. */
  readonly criteria: readonly CriterionResult[];
  /** Null where the limit passed before anything was known. */
  readonly statistics: SolveStatistics | null;
  /** Wall clock: making or reading the pool; the call that solves it; its phases added up. */
  readonly poolSeconds: number;
  readonly callSeconds: number;
  readonly solverSeconds: number | null;
  /** Processor time, all threads: of that call; of the whole process with its start and the making of the pool. */
  readonly solvingCpuSeconds: number;
  readonly processCpuSeconds: number;
  readonly peakMemoryBytes: number;
  /** As JSON; null where there is none. */
  readonly certificateBytes: number | null;
}

export interface PoolSize {
  readonly recipients: number;
  readonly altruists: number;
  readonly arcs: number;
}

export interface FailedRun {
  readonly status: 'failed';
  readonly reason: string;
}

export interface PeerOutcome {
  readonly name: string;
  readonly formulation: string;
  /** `stopped` by its time limit; `skipped` and `failed` say why. */
  readonly status: 'optimal' | 'stopped' | 'skipped' | 'failed';
  readonly reason?: string;
  /** Values of the criteria settled, counted again in integers; the score in units. */
  readonly values: readonly number[];
  readonly cpuSeconds: number;
  readonly columns: number;
}

/** Throws `BadInput` where the file holds no results of this version. */
export function readResults(path: string): Results {
  const results = jsonIn(path) as Results | null;
  if (results?.lkssBench === RESULTS_VERSION) return results;
  throw new BadInput(`${path}: expected results of the benchmark, version ${RESULTS_VERSION}`);
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new BadInput(`${path}: expected results of the benchmark: ${(error as Error).message}`);
  }
}

/** All cases of all; where a case stands in several, the last. */
export function mergedResults(parts: readonly Results[]): Results {
  const cases = new Map<string, CaseResult>();
  const sessions: Session[] = [];
  for (const part of parts) {
    for (const result of part.cases) cases.set(keyOf(result), { ...result, session: result.session + sessions.length });
    sessions.push(...part.sessions);
  }
  return { lkssBench: RESULTS_VERSION, sessions, cases: [...cases.values()] };
}
