/**
 * The benchmark: named suites, or files, each run of each case in a fresh process.
 *
 *     npm run bench -- [SUITE|FILE|FOLDER ...] [options]
 *
 * `--help` lists the suites and the options; README.md says what is measured.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchCommand, type BenchOptions } from './command.ts';
import { reportOf } from './report/report.ts';
import { findingsOf } from './results/findings.ts';
import { RESULTS_VERSION, type CaseResult, type Results, type Session } from './results/results.ts';
import { machineFacts } from './results/session.ts';
import { displayOn } from './running/progress-display.ts';
import { runsOf, type RunSettings } from './running/run-cases.ts';
import { summaryWords } from './report/words.ts';
import type { BenchCase } from './suites/bench-case.ts';
import { casesFor } from './suites/chosen-cases.ts';

async function bench(names: readonly string[], options: BenchOptions): Promise<number> {
  const cases = chosen(names, options);
  if (cases === null) return 2;
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('interrupted')));
  process.once('SIGTERM', () => stop.abort(new Error('interrupted')));
  const display = displayOn(process.stderr, () => performance.now());
  const { runs, timeLimit: timeLimitSeconds, threads, engine, method } = options;
  const settings: RunSettings = {
    runs,
    timeLimitSeconds,
    solve: { threads, ...(engine !== undefined && { engine }), ...(method !== undefined && { method }) },
    signal: stop.signal,
    display,
  };
  const session = sessionOf(options);
  const done: CaseResult[] = [];
  for (const [index, benchCase] of cases.entries()) {
    const title = `case ${index + 1} of ${cases.length}: ${benchCase.name}`;
    const outcomes = await runsOf(benchCase, title, settings);
    if (outcomes.length === 0) break;
    const result = { ...benchCase, session: 0, runs: outcomes, peers: [] };
    done.push(result);
    display.say(`${title}: ${summaryWords(result)}`);
    write(options.out, 'results.json', `${JSON.stringify(resultsOf(session, done), null, 1)}\n`);
  }
  display.end();
  return ended(resultsOf(session, done), options, stop.signal.aborted);
}

/** Null, and said why, where what is asked for is not there. */
function chosen(names: readonly string[], options: BenchOptions): BenchCase[] | null {
  try {
    return casesFor(names, options);
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    return null;
  }
}

function resultsOf(session: Session, cases: readonly CaseResult[]): Results {
  return { lkssBench: RESULTS_VERSION, sessions: [session], cases };
}

function sessionOf(options: BenchOptions): Session {
  const { runs, threads, timeLimit, peerTimeLimit, engine, method } = options;
  return {
    date: new Date().toISOString(),
    arguments: process.argv.slice(2),
    ...machineFacts(),
    runs,
    threads,
    timeLimitSeconds: timeLimit,
    peerTimeLimitSeconds: peerTimeLimit,
    ...(engine !== undefined && { engine }),
    ...(method !== undefined && { method }),
  };
}

/** Writes the report; the exit code says whether all went well. */
function ended(results: Results, { out }: BenchOptions, isStopped: boolean): number {
  write(out, 'report.md', reportOf(results));
  const findings = findingsOf(results.cases);
  for (const finding of findings) console.error(`!!! ${finding}`);
  console.log(join(out, 'report.md'));
  if (isStopped) return 130;
  return findings.length === 0 ? 0 : 1;
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

await benchCommand(bench).parseAsync();
