/** Two results pair by pair: what got slower or larger, what is new or missing, and whether any value changed. */
import { medianOf } from '../median.ts';
import { keyOf } from '../suites/bench-case.ts';
import { isConsistent, valuesText } from './findings.ts';
import type { CaseResult, EndedRun, Results } from './results.ts';
import { isEnded, summaryOf } from './summary.ts';

/**
 * `slower`: every run of the later took longer than every run of the earlier, at least two on either side, and the medians differ by
 * more than a tenth; `faster` the other way round; `alike` else. `unsure`: by more than a tenth, with a single run on a side.
 */
export type Change = 'slower' | 'faster' | 'alike' | 'unsure';

export const CHANGE_RULE =
  'Slower (or larger): every run of the later is above every run of the earlier, at least two runs on either side, and the medians ' +
  'differ by more than a tenth; faster (or smaller) the other way round. With a single run on a side a difference of more than a tenth ' +
  'is called unsure.';

const SHARE_MIN = 0.1;
const RUNS_MIN = 2;

export interface Measured {
  /** Later median to earlier; null where either was stopped by the limit or failed. */
  readonly ratio: number | null;
  readonly change: Change;
}

export interface PairComparison {
  readonly suite: string;
  readonly name: string;
  /** `stopped`: proved before and no longer, by the time limit or by a failure; `finished` the other way round. */
  readonly status: 'both' | 'stopped' | 'finished' | 'neither';
  readonly time: Measured;
  readonly memory: Measured;
}

export interface Comparison {
  readonly pairs: readonly PairComparison[];
  /** Names of cases in only one of the two. */
  readonly added: readonly string[];
  readonly missing: readonly string[];
  /** Values that contradict the earlier ones: one of the two results is wrong. */
  readonly contradictions: readonly string[];
}

export function comparisonOf(later: Results, earlier: Results): Comparison {
  const before = new Map(earlier.cases.map((result) => [keyOf(result), result]));
  const now = new Set(later.cases.map(keyOf));
  const both = later.cases.flatMap((result): [CaseResult, CaseResult][] => {
    const old = before.get(keyOf(result));
    return old === undefined ? [] : [[result, old]];
  });
  return {
    pairs: both.map(([result, old]) => pairOf(result, old)),
    added: later.cases.filter((result) => !before.has(keyOf(result))).map(titleOf),
    missing: earlier.cases.filter((result) => !now.has(keyOf(result))).map(titleOf),
    contradictions: both.flatMap(([result, old]) => contradictionsOf(result, old)),
  };
}

function titleOf({ suite, name }: CaseResult): string {
  return `${suite}, ${name}`;
}

function pairOf(result: CaseResult, old: CaseResult): PairComparison {
  const [isDone, wasDone] = [result, old].map((side) => summaryOf(side).status === 'optimal');
  const measured = (figure: (run: EndedRun) => number): Measured =>
    isDone && wasDone
      ? measuredOf(figuresOf(result, figure), figuresOf(old, figure))
      : { ratio: null, change: 'alike' };
  return {
    suite: result.suite,
    name: result.name,
    status: isDone ? (wasDone ? 'both' : 'finished') : wasDone ? 'stopped' : 'neither',
    time: measured(({ solvingCpuSeconds }) => solvingCpuSeconds),
    memory: measured(({ peakMemoryBytes }) => peakMemoryBytes),
  };
}

function figuresOf({ runs }: CaseResult, figure: (run: EndedRun) => number): number[] {
  return runs.filter(isEnded).map(figure);
}

export function measuredOf(later: readonly number[], earlier: readonly number[]): Measured {
  const ratio = medianOf(later) / medianOf(earlier);
  return { ratio, change: changeOf(ratio, later, earlier) };
}

function changeOf(ratio: number, later: readonly number[], earlier: readonly number[]): Change {
  if (ratio <= 1 + SHARE_MIN && 1 / ratio <= 1 + SHARE_MIN) return 'alike';
  if (later.length < RUNS_MIN || earlier.length < RUNS_MIN) return 'unsure';
  if (Math.min(...later) > Math.max(...earlier)) return 'slower';
  return Math.max(...later) < Math.min(...earlier) ? 'faster' : 'alike';
}

/** Each side's optimal values must be possible beside what the other found. */
function contradictionsOf(result: CaseResult, old: CaseResult): string[] {
  const [now, before] = [result, old].map(({ runs }) => runs.filter(isEnded));
  const clash = [...clashes(now, before), ...clashes(before, now)];
  if (clash.length === 0) return [];
  const [left, right] = [before[0], now[0]].map(({ criteria }) => valuesText(criteria));
  return [`${titleOf(result)}: VALUES CHANGED from ${left} to ${right}`];
}

function clashes(proved: readonly EndedRun[], others: readonly EndedRun[]): EndedRun[] {
  const optimum = proved.find(({ status }) => status === 'optimal')?.criteria.map(({ value }) => value);
  return optimum === undefined ? [] : others.filter(({ criteria }) => !isConsistent(criteria, optimum));
}
