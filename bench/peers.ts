/**
 * Our times beside those of general solvers, on the same pools, under the same criteria, in the same run:
 *
 *     node bench/peers.ts [--time-limit SECONDS] [--only cbc,glpsol] FILE...
 *
 * A peer solves the plain cycle formulation level after level, the criteria settled before as rows. Its values are counted
 * again in integers from the columns it chose; where they differ from ours, the run says so loudly and fails.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readPool } from '../instances/read-pool.ts';
import type { ResultDocument } from '../src/matching-runs/result-document.ts';
import { pointsOf } from '../src/matching-runs/points.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../src/policy/policies.ts';
import { poolOf } from '../src/policy/pool-of.ts';
import { installedPeers, type PeerSolver } from './peers/peer-solvers.ts';
import { columnsOf, programText, type Column, type Settled } from './peers/program-text.ts';
import { timedChild } from './peers/timed-child.ts';

const POLICY = policyOf(DEFAULT_POLICY_ID)!;
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Answer {
  readonly name: string;
  readonly values: readonly string[];
  readonly cpuSeconds: number;
  /** Processor time is a lower bound: the criterion of this number was not settled in time. */
  readonly stoppedAt: number | null;
}

function ownAnswer(file: string): { answer: Answer; solveSeconds: number } {
  const { exitCode, out, cpuSeconds } = timedChild(process.execPath, [MAIN, 'solve', file, '--json']);
  if (exitCode !== 0) throw new Error(`lkss could not solve ${file}: exit code ${exitCode}`);
  const { criteria, statistics } = JSON.parse(out) as ResultDocument;
  const { start: _, total: _total, ...phases } = statistics.seconds!;
  const solveSeconds = Object.values(phases).reduce((sum, seconds) => sum + seconds, 0);
  const values = criteria.map(({ value }) => String(value));
  return { answer: { name: 'lkss', values, cpuSeconds, stoppedAt: null }, solveSeconds };
}

function peerAnswer(peer: PeerSolver, columns: readonly Column[], folder: string, timeLimitSeconds: number): Answer {
  const settled: Settled[] = [];
  let chosen: readonly number[] = [];
  let cpuSeconds = 0;
  for (const [level, criterion] of POLICY.criteria.entries()) {
    const lpPath = join(folder, `${peer.name}-${level}.lp`);
    writeFileSync(lpPath, programText(columns, criterion, settled));
    const answer = peer.solve(lpPath, join(folder, `${peer.name}-${level}.txt`), timeLimitSeconds);
    cpuSeconds += answer.cpuSeconds;
    if (answer.chosen === null) return { name: peer.name, values: textsOf(settled), cpuSeconds, stoppedAt: level + 1 };
    chosen = answer.chosen;
    settled.push({ criterion, value: chosen.reduce((sum, column) => sum + columns[column].values[criterion], 0) });
  }
  // The last set must have all the values: a row broken within a solver's tolerance would show here.
  const values = POLICY.criteria.map((criterion) => ({
    criterion,
    value: chosen.reduce((sum, column) => sum + columns[column].values[criterion], 0),
  }));
  return { name: peer.name, values: textsOf(values), cpuSeconds, stoppedAt: null };
}

function textsOf(settled: readonly Settled[]): string[] {
  return settled.map(({ criterion, value }) => (criterion === 'score' ? pointsOf(value) : String(value)));
}

/** Prints the comparison of one pool; false where a peer's values differ from ours. */
function compare(file: string, peers: readonly PeerSolver[], timeLimitSeconds: number): boolean {
  const outcome = readPool([{ name: file, text: readFileSync(file, 'utf8') }]);
  if (!outcome.ok) throw new Error(`${file} cannot be read: ${outcome.problems[0].expected}`);
  const columns = columnsOf(poolOf(outcome.instance, POLICY).pool, POLICY);
  const { answer: own, solveSeconds } = ownAnswer(file);
  console.log(`${basename(file)}: ${columns.length} columns, policy ${POLICY.id}`);
  console.log(`  lkss    ${own.values.join(' ')}  ${own.cpuSeconds.toFixed(2)} s of processor time with start-up,`);
  console.log(`          ${solveSeconds.toFixed(2)} s solving`);
  const folder = mkdtempSync(join(tmpdir(), 'lkss-peers-'));
  try {
    return peers
      .map((peer) => reportPeer(peerAnswer(peer, columns, folder, timeLimitSeconds), own, solveSeconds))
      .every(Boolean);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function reportPeer({ name, values, cpuSeconds, stoppedAt }: Answer, own: Answer, solveSeconds: number): boolean {
  const least = stoppedAt === null ? '' : 'more than ';
  const note = stoppedAt === null ? '' : `, stopped by the time limit in criterion ${stoppedAt}`;
  console.log(`  ${name.padEnd(7)} ${values.join(' ')}  ${cpuSeconds.toFixed(2)} s of processor time${note}`);
  const ratios = [own.cpuSeconds, solveSeconds].map((seconds) => `${least}${(cpuSeconds / seconds).toFixed(1)}`);
  console.log(`          ${ratios[0]} times lkss with start-up, ${ratios[1]} times lkss solving`);
  const agrees = values.every((value, level) => value === own.values[level]);
  if (!agrees) console.log(`  !!! DISAGREEMENT: ${name} has ${values.join(' ')}, lkss has ${own.values.join(' ')} !!!`);
  return agrees;
}

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: { 'time-limit': { type: 'string', default: '300' }, only: { type: 'string' } },
});
const peers = installedPeers().filter(({ name }) => options.only?.split(',').includes(name) ?? true);
if (peers.length === 0) console.log('No peer is installed (cbc, glpsol): nothing to compare with.');
const agreed = files.map((file) => compare(file, peers, Number(options['time-limit'])));
process.exitCode = agreed.every(Boolean) ? 0 : 1;
