/** What the runs of one case come to. */
import type { CriterionResult } from '../../solver/index.ts';
import { spreadOver, type Spread } from '../median.ts';
import type { CaseResult, EndedRun, RunOutcome } from './results.ts';

export type CaseSummary = SolvedCase | StoppedCase | FailedCase;

/** Every run ended with a proof: only then are there times. */
export interface SolvedCase {
  readonly status: 'optimal';
  readonly run: EndedRun;
  readonly solverSeconds: Spread;
  readonly solvingCpuSeconds: Spread;
  readonly processCpuSeconds: Spread;
  readonly peakMemoryBytes: Spread;
}

/** A run was stopped by the time limit. */
export interface StoppedCase {
  readonly status: 'interrupted';
  readonly run: EndedRun;
}

export interface FailedCase {
  readonly status: 'failed';
  readonly reason: string;
}

/** Of a case that was run at least once. */
export function summaryOf({ runs }: Pick<CaseResult, 'runs'>): CaseSummary {
  const failed = runs.find((run) => run.status === 'failed');
  if (failed !== undefined) return failed;
  const ended = runs.filter(isEnded);
  const stopped = ended.find(({ status }) => status === 'interrupted');
  if (stopped !== undefined) return { status: 'interrupted', run: stopped };
  return {
    status: 'optimal',
    run: ended[0],
    solverSeconds: spreadOver(ended.map(({ solverSeconds }) => solverSeconds!)),
    solvingCpuSeconds: spreadOver(ended.map(({ solvingCpuSeconds }) => solvingCpuSeconds)),
    processCpuSeconds: spreadOver(ended.map(({ processCpuSeconds }) => processCpuSeconds)),
    peakMemoryBytes: spreadOver(ended.map(({ peakMemoryBytes }) => peakMemoryBytes)),
  };
}

export function isEnded(run: RunOutcome): run is EndedRun {
  return run.status !== 'failed';
}

/** The first criterion that is not settled, and how far it is, as a share of the bound; null where all are. */
export function gapOf(criteria: readonly CriterionResult[]): (CriterionResult & { readonly share: number }) | null {
  const open = criteria.find(({ value, bound }) => value !== bound);
  if (open === undefined) return null;
  return { ...open, share: Math.abs(open.bound - open.value) / Math.max(1, Math.abs(open.bound)) };
}
