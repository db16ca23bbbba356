/**
 * How long a quarter's work takes, and how much memory:
 *
 *     npm run bench [-- [--runs N] [FILE ...]]
 *
 * Each pool is solved by the command line in a fresh process, several times; medians are printed. Without files, seeded pools of
 * growing size are generated. At the end the gain from a second thread is measured, all in one run, since a ratio holds on a
 * noisy machine where a time does not.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { threadCases } from './threads.ts';
import { CASES, writeCase } from './cases.ts';
import { medianOf, spreadOf } from './median.ts';
import { timedChild } from './peers/timed-child.ts';
import type { ResultDocument } from '../src/matching-runs/result-document.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Phases that are the optimiser's, proof and check included; starting Node and reading the file are not. */
const SOLVER_PHASES = ['graph', 'enumeration', 'optimisation', 'ties', 'proof', 'check'];

interface Measured {
  readonly solverSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly document: ResultDocument;
}

function measure(file: string): Measured {
  const { exitCode, out, cpuSeconds } = timedChild(process.execPath, [MAIN, 'solve', file, '--json']);
  if (exitCode !== 0) throw new Error(`solving ${file} ended with exit code ${exitCode}`);
  const document = JSON.parse(out) as ResultDocument;
  const { seconds, peakMemoryBytes } = document.statistics;
  const solverSeconds = SOLVER_PHASES.reduce((sum, phase) => sum + (seconds?.[phase] ?? 0), 0);
  return { solverSeconds, cpuSeconds, peakMegabytes: (peakMemoryBytes ?? 0) / 1e6, document };
}

function row(name: string, runs: readonly Measured[]): string {
  const { statistics } = runs[0].document;
  const exchanges = Number(statistics.cycles) + Number(statistics.chains);
  const cells = [
    name,
    exchanges.toLocaleString('en-GB'),
    statistics.engine,
    spreadOf(runs.map((run) => run.solverSeconds)),
    medianOf(runs.map((run) => run.cpuSeconds)).toFixed(2),
    medianOf(runs.map((run) => run.peakMegabytes)).toFixed(0),
    `${statistics.linearPrograms} / ${statistics.oddSets} / ${statistics.branches}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const { values, positionals } = parseArgs({ options: { runs: { type: 'string' } }, allowPositionals: true });
const runs = Number(values.runs ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'lkss-bench-'));
try {
  const files =
    positionals.length > 0
      ? positionals.map((file) => ({ name: basename(file), file }))
      : CASES.map((poolCase) => ({ name: poolCase.name, file: writeCase(poolCase, folder) }));
  console.log(
    `${cpus()[0].model}, ${availableParallelism()} cores, Node ${process.versions.node}; medians of ${runs} runs\n`,
  );
  console.log(
    '| pool | exchanges | engine | solver s (least to most) | processor s, start-up included | peak MB | programs / cuts / branches |',
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const { name, file } of files) {
    measure(file);
    console.log(
      row(
        name,
        Array.from({ length: runs }, () => measure(file)),
      ),
    );
  }
  if (positionals.length === 0) for (const line of await threadCases(runs)) console.log(line);
} finally {
  rmSync(folder, { recursive: true });
}
