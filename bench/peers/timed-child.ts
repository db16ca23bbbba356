/** Runs a program and says how much processor time it took, its own start included. */
import { spawnSync } from 'node:child_process';

export interface ChildRun {
  readonly exitCode: number | null;
  readonly out: string;
  /** User and system time of the program and its threads. */
  readonly cpuSeconds: number;
}

/**
 * The shell's `times` counts what its children used, which Node does not tell; and its limit ends a program that does not keep its own.
 */
const SCRIPT = 'ulimit -t "$1"; shift; "$@"; code=$?; times >&3; exit $code';

/** Processor time beyond a program's own limit, so that it can end by itself. */
const GRACE_SECONDS = 5;

export function timedChild(command: string, args: readonly string[], cpuSecondsMax: number): ChildRun {
  const stdio = ['ignore', 'pipe', 'ignore', 'pipe'] as const;
  const limit = String(Math.ceil(cpuSecondsMax) + GRACE_SECONDS);
  const child = spawnSync('/bin/sh', ['-c', SCRIPT, 'sh', limit, command, ...args], {
    stdio: [...stdio],
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const lines = String(child.output[3] ?? '')
    .trim()
    .split('\n');
  return { exitCode: child.status, out: child.stdout, cpuSeconds: secondsOf(lines[1] ?? '') };
}

/** Adds up `0m1.23s 0m0.04s`. */
function secondsOf(line: string): number {
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((total, [, minutes, seconds]) => total + Number(minutes) * 60 + Number(seconds), 0);
}
