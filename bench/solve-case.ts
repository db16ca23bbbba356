/**
 * One run of one case, in a process of its own: makes or reads the pool, solves it, prints one JSON object (`EndedRun`). The task is
 * the argument, as JSON. What is found meanwhile is told to the parent, where there is a channel.
 */
import { performance } from 'node:perf_hooks';
import {
  solve,
  StoppedTooEarly,
  type Pool,
  type Progress,
  type SolveOptions,
  type SolveResult,
} from '../solver/index.ts';
import type { EndedRun, PoolSize } from './results/results.ts';
import type { CaseRules, PoolSource } from './suites/bench-case.ts';
import { poolFrom } from './suites/pool-source.ts';

export interface CaseTask {
  readonly source: PoolSource;
  readonly rules: CaseRules;
  readonly options: Pick<SolveOptions, 'engine' | 'method' | 'threads' | 'deadlineMs'>;
}

const TELL_EVERY_MS = 200;

async function runOf({ source, rules, options }: CaseTask): Promise<EndedRun> {
  const pool = poolFrom(source);
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
  const result = await solve(pool, { ...rules, tieSeed: '' }, { ...options, onProgress: teller() }).catch(nothingKnown);
  const callSeconds = (performance.now() - startMs) / 1000;
  const solvingCpuSeconds = secondsOf(process.cpuUsage(startCpu));
  const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
  const seconds = result === null ? null : Object.values(result.statistics.seconds);
  return {
    status: result?.status ?? 'interrupted',
    pool: sizeOf(pool),
    criteria: result?.criteria ?? [],
    statistics: result?.statistics ?? null,
    poolSeconds: startMs / 1000,
    callSeconds,
    solverSeconds: seconds?.reduce((sum, phase) => sum + phase, 0) ?? null,
    solvingCpuSeconds,
    processCpuSeconds: secondsOf(process.cpuUsage()),
    peakMemoryBytes,
    certificateBytes: result?.certificate === undefined ? null : Buffer.byteLength(JSON.stringify(result.certificate)),
  };
}

function nothingKnown(error: unknown): SolveResult | null {
  if (error instanceof StoppedTooEarly) return null;
  throw error;
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

function sizeOf({ recipients, donors }: Pool): PoolSize {
  return {
    recipients: recipients.length,
    altruists: donors.filter(({ recipient }) => recipient === null).length,
    arcs: donors.reduce((sum, { arcRecipients }) => sum + arcRecipients.length, 0),
  };
}

/** Tells the parent, now and then, in words. */
function teller(): (progress: Progress) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return ({ phase, level, criteria }) => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    const open = phase === 'optimisation' ? criteria[level] : undefined;
    process.send?.(open === undefined ? phase : `${open.id} ${open.value}, bound ${open.bound}`);
  };
}

process.stdout.write(`${JSON.stringify(await runOf(JSON.parse(process.argv[2]) as CaseTask))}\n`);
process.disconnect?.();
