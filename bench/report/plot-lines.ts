/** What the plots show, as plain data: lines of points, from results alone. */
import { medianOf } from '../median.ts';
import type { CaseResult, PeerOutcome, Results } from '../results/results.ts';
import { isEnded, summaryOf } from '../results/summary.ts';
import { PUBLISHED_LABEL, publishedFor } from './published.ts';

export type Point = readonly [recipients: number, amount: number];

export interface PlotLine {
  readonly name: string;
  readonly kind: 'own' | 'peer' | 'published';
  /** In order of size, one for each size: the median of its cases. */
  readonly points: readonly Point[];
  /** Runs that the time limit ended: their time is longer than this. */
  readonly stopped: readonly Point[];
}

export type Measure = 'time' | 'memory';

/** One suite: every series of ours, each peer over all of them, what is published. */
export function linesOfSuite(cases: readonly CaseResult[]): PlotLine[] {
  const series = [...new Set(cases.map((result) => result.series))];
  const own = series.map((name) =>
    ownLine(
      `lkss: ${name}`,
      cases.filter((result) => result.series === name),
      'time',
    ),
  );
  return [...own, ...linesOfPeers(cases), publishedLine(cases)].filter(hasPoints);
}

/** One line for each suite: its series with the most sizes. */
export function linesOfAll({ cases }: Results, measure: Measure): PlotLine[] {
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  return suites
    .map((suite) => {
      const own = cases.filter((result) => result.suite === suite);
      const lines = [...new Set(own.map(({ series }) => series))].map((series) =>
        ownLine(
          suite === series ? suite : `${suite}: ${series}`,
          own.filter((result) => result.series === series),
          measure,
        ),
      );
      return lines.reduce((most, line) => (sizesOf(line) > sizesOf(most) ? line : most));
    })
    .filter(hasPoints);
}

function ownLine(name: string, cases: readonly CaseResult[], measure: Measure): PlotLine {
  const amounts = cases.flatMap((result): { point: Point; isStopped: boolean }[] => {
    const summary = summaryOf(result);
    if (summary.status === 'failed') return [];
    const { run } = summary;
    const bytes = medianOf(result.runs.filter(isEnded).map(({ peakMemoryBytes }) => peakMemoryBytes));
    const isStopped = measure === 'time' && summary.status === 'interrupted';
    const seconds = summary.status === 'optimal' ? summary.solvingCpuSeconds.median : run.solvingCpuSeconds;
    return [{ point: [run.pool.recipients, measure === 'time' ? seconds : bytes / 1e6], isStopped }];
  });
  return lineOf(name, 'own', amounts);
}

function labelOf({ name, formulation }: PeerOutcome): string {
  return `${name}, ${formulation}`;
}

function linesOfPeers(cases: readonly CaseResult[]): PlotLine[] {
  const labels = [...new Set(cases.flatMap(({ peers }) => peers.map(labelOf)))];
  return labels.map((label) => {
    const amounts = cases.flatMap(({ runs, peers }) => {
      const size = runs.find(isEnded)?.pool.recipients;
      if (size === undefined) return [];
      return (
        peers
          .filter((peer) => labelOf(peer) === label && (peer.status === 'optimal' || peer.status === 'stopped'))
          // Below the hundredth that the clock counts there is no place on a logarithmic axis.
          .filter(({ cpuSeconds }) => cpuSeconds > 0)
          .map(({ status, cpuSeconds }) => ({ point: [size, cpuSeconds] as const, isStopped: status === 'stopped' }))
      );
    });
    return lineOf(label, 'peer', amounts);
  });
}

function publishedLine(cases: readonly CaseResult[]): PlotLine {
  const points = cases.flatMap((result): Point[] => {
    const published = publishedFor(result);
    return published?.seconds == null ? [] : [[published.pairs, published.seconds]];
  });
  return { name: PUBLISHED_LABEL, kind: 'published', points: sorted(points), stopped: [] };
}

function lineOf(
  name: string,
  kind: PlotLine['kind'],
  amounts: readonly { readonly point: Point; readonly isStopped: boolean }[],
): PlotLine {
  const pointsWhere = (isStopped: boolean): Point[] =>
    amounts.filter((amount) => amount.isStopped === isStopped).map(({ point }) => point);
  return { name, kind, points: medians(pointsWhere(false)), stopped: sorted(pointsWhere(true)) };
}

function medians(points: readonly Point[]): Point[] {
  const bySize = new Map<number, number[]>();
  for (const [size, amount] of points) bySize.set(size, [...(bySize.get(size) ?? []), amount]);
  return sorted([...bySize].map(([size, amounts]): Point => [size, medianOf(amounts)]));
}

function sorted(points: readonly Point[]): Point[] {
  return points.toSorted(([a, left], [b, right]) => a - b || left - right);
}

function sizesOf({ points, stopped }: PlotLine): number {
  return points.length + stopped.length;
}

function hasPoints(line: PlotLine): boolean {
  return sizesOf(line) > 0;
}
