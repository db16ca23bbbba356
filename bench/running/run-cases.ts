/** Runs cases one after the other, each run in a fresh process. */
import type { SolveOptions } from '../../solver/index.ts';
import type { EndedRun, RunOutcome } from '../results/results.ts';
import type { CaseTask } from '../solve-case.ts';
import type { BenchCase } from '../suites/bench-case.ts';
import { jsonFromChild } from './child-process.ts';
import type { Display } from './progress-display.ts';

const CHILD = new URL('../solve-case.ts', import.meta.url);

/** Making or reading the largest pool takes about half a minute, and is no part of the limit. */
const POOL_SECONDS_MAX = 300;

export interface RunSettings {
  readonly runs: number;
  readonly timeLimitSeconds: number;
  readonly solve: Pick<SolveOptions, 'engine' | 'method' | 'threads'>;
  readonly signal: AbortSignal;
  readonly display: Display;
}

/** The runs of one case. One that fails or is stopped by the limit is not repeated; none are left where the signal comes first. */
export async function runsOf(benchCase: BenchCase, title: string, settings: RunSettings): Promise<RunOutcome[]> {
  const { runs, signal, display } = settings;
  const outcomes: RunOutcome[] = [];
  for (let run = 0; run < runs && !signal.aborted; run++) {
    display.show(runs === 1 ? title : `${title}, run ${run + 1} of ${runs}`);
    const outcome = await outcomeOf(benchCase, settings);
    if (outcome !== null) outcomes.push(outcome);
    if (outcome?.status !== 'optimal') break;
  }
  return outcomes;
}

/** Null where the signal ended it. */
async function outcomeOf({ source, rules }: BenchCase, settings: RunSettings): Promise<RunOutcome | null> {
  const { timeLimitSeconds, signal, display } = settings;
  const task: CaseTask = { source, rules, options: { ...settings.solve, deadlineMs: timeLimitSeconds * 1000 } };
  try {
    const killAfterSeconds = POOL_SECONDS_MAX + 2 * timeLimitSeconds;
    const onMessage = (text: string): void => display.detail(text);
    return (await jsonFromChild(CHILD, task, { signal, killAfterSeconds, onMessage })) as EndedRun;
  } catch (error) {
    if (signal.aborted) return null;
    return { status: 'failed', reason: (error as Error).message };
  }
}
