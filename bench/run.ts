/**
 * The benchmark: named suites, or files, each run of each case in a fresh process.
 *
 *     npm run bench -- [SUITE|FILE|FOLDER ...] [options]
 *
 * `--help` lists the suites and the options; README.md says what is measured.
 */
import { BadInput } from './bad-input.ts';
import { benchCommand, type BenchOptions } from './command.ts';
import { installedPeers, versionOf, type PeerSolver } from './peers/peer-solvers.ts';
import { summaryLine } from './report/comparison-text.ts';
import { summaryWords } from './report/words.ts';
import { writeReport, writeResults } from './report/write-report.ts';
import { comparisonOf } from './results/against.ts';
import { findingsOf } from './results/findings.ts';
import { mergedResults, readResults, RESULTS_VERSION } from './results/results.ts';
import type { CaseResult, Results, Session } from './results/results.ts';
import { machineFacts } from './results/session.ts';
import { displayOn } from './running/progress-display.ts';
import { peersOf } from './running/run-peers.ts';
import { runsOf, type RunSettings } from './running/run-cases.ts';
import type { BenchCase } from './suites/bench-case.ts';
import { casesFor } from './suites/chosen-cases.ts';

const EXIT = { wrong: 1, badInput: 2, stopped: 130 } as const;

/** Ends with 1 where something failed or contradicts, 130 where it was stopped. */
async function bench(names: readonly string[], options: BenchOptions): Promise<number> {
  // All that can be wrong with what is asked for is found before anything is measured.
  const earlier = options.against === undefined ? null : readResults(options.against);
  if (options.report && names.length === 0) throw new BadInput('--report needs the results.json files to report on');
  if (options.report) return reported(mergedResults(names.map(readResults)), earlier, options);
  const cases = casesFor(names, options);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const results = await measured(cases, options, stop.signal);
  const exitCode = await reported(results, earlier, options);
  return stop.signal.aborted ? EXIT.stopped : exitCode;
}

/** Writes the results after every case, so that nothing that ends the run loses them. */
async function measured(cases: readonly BenchCase[], options: BenchOptions, signal: AbortSignal): Promise<Results> {
  const display = displayOn(process.stderr, () => performance.now());
  const settings = settingsOf(options, signal, display);
  const peers = installedPeers().filter(({ name }) => options.peers.includes(name));
  const peerSettings = { peers, timeLimitSeconds: options.peerTimeLimit, signal, display };
  const session = sessionOf(options, peers);
  const done: CaseResult[] = [];
  const results: Results = { lkssBench: RESULTS_VERSION, sessions: [session], cases: done };
  for (const [index, benchCase] of cases.entries()) {
    const title = `case ${index + 1} of ${cases.length}: ${benchCase.suite}, ${benchCase.name}`;
    const runs = await runsOf(benchCase, title, settings);
    if (runs.length === 0) break;
    const own: CaseResult = { ...benchCase, session: 0, runs, peers: [] };
    const result = { ...own, peers: await peersOf(own, done, title, peerSettings) };
    done.push(result);
    display.say(`${title}: ${summaryWords(result)}`);
    writeResults(options.out, results);
  }
  display.end();
  return results;
}

function settingsOf(options: BenchOptions, signal: AbortSignal, display: RunSettings['display']): RunSettings {
  const { runs, timeLimit, threads, engine, method } = options;
  const solve = { threads, ...(engine !== undefined && { engine }), ...(method !== undefined && { method }) };
  return { runs, timeLimitSeconds: timeLimit, solve, signal, display };
}

function sessionOf(options: BenchOptions, peers: readonly PeerSolver[]): Session {
  const { runs, threads, timeLimit, peerTimeLimit, engine, method } = options;
  const facts = machineFacts();
  return {
    date: new Date().toISOString(),
    arguments: process.argv.slice(2),
    ...facts,
    versions: { ...facts.versions, ...Object.fromEntries(peers.map((peer) => [peer.name, versionOf(peer)])) },
    runs,
    threads,
    timeLimitSeconds: timeLimit,
    peerTimeLimitSeconds: peerTimeLimit,
    ...(engine !== undefined && { engine }),
    ...(method !== undefined && { method }),
  };
}

async function reported(results: Results, earlier: Results | null, { out }: BenchOptions): Promise<number> {
  const comparison = earlier === null ? null : comparisonOf(results, earlier);
  writeResults(out, results);
  const path = await writeReport(out, results, comparison);
  if (comparison !== null) console.log(summaryLine(comparison));
  console.log(path);
  const wrong = [...findingsOf(results.cases), ...(comparison?.contradictions ?? [])];
  for (const finding of wrong) console.error(`!!! ${finding}`);
  return wrong.length === 0 ? 0 : EXIT.wrong;
}

const command = benchCommand(bench);
try {
  await command.parseAsync();
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  command.error(`error: ${error.message}`, { exitCode: EXIT.badInput });
}
