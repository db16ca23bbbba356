/** Writes what was measured into a folder: the results, the report, the plots. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison } from '../results/against.ts';
import type { Results } from '../results/results.ts';
import { reportOf } from './report.ts';

export function writeResults(folder: string, results: Results): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(results, null, 1)}\n`);
}

/** Returns the report's path. */
export async function writeReport(folder: string, results: Results, comparison: Comparison | null): Promise<string> {
  mkdirSync(folder, { recursive: true });
  // Loaded when there is something to draw: half a second that no measurement should wait for.
  const { plotsOf } = await import('./plots.ts');
  const plots = plotsOf(results);
  for (const { fileName, svg } of plots) writeFileSync(join(folder, fileName), svg);
  const path = join(folder, 'report.md');
  writeFileSync(path, reportOf(results, plots, comparison));
  return path;
}
