/** A case in a few words, for the display. */
import type { CaseResult } from '../results/results.ts';
import { gapOf, summaryOf } from '../results/summary.ts';
import { megabytesText, percentText, secondsText, spreadText } from './figures.ts';

export function summaryWords(result: Pick<CaseResult, 'runs'>): string {
  const summary = summaryOf(result);
  switch (summary.status) {
    case 'failed':
      return `FAILED: ${summary.reason}`;
    case 'interrupted': {
      const gap = gapOf(summary.run.criteria);
      return `stopped by the time limit${gap === null ? '' : `, gap ${percentText(gap.share)}`}`;
    }
    case 'optimal': {
      const seconds = spreadText(summary.solvingCpuSeconds, secondsText);
      return `${seconds} s of processor time, ${megabytesText(summary.peakMemoryBytes.median)} MB`;
    }
  }
}
