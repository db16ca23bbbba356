/** Solvers of integer programs that may be installed beside us, each driven through files. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { timedChild } from './timed-child.ts';

export const PEER_NAMES = ['cbc', 'glpsol'] as const;
export type PeerName = (typeof PEER_NAMES)[number];

export interface PeerSolver {
  readonly name: PeerName;
  readonly path: string;
  /** What makes it tell its version. */
  readonly versionArguments: readonly string[];
  /** Solves the program in the LP file; may write `answerPath`. */
  solve(lpPath: string, answerPath: string, timeLimitSeconds: number): PeerAnswer;
}

export interface PeerAnswer {
  /** Columns set to 1; or why there is no proved optimum. */
  readonly chosen: readonly number[] | 'out of time' | 'no optimum';
  readonly cpuSeconds: number;
}

const CBC: PeerSolver = {
  name: 'cbc',
  path: '/usr/bin/cbc',
  versionArguments: ['-stop'],
  solve(lpPath, answerPath, timeLimitSeconds) {
    const limit = ['-seconds', String(timeLimitSeconds), '-timeMode', 'cpu'];
    const command = [lpPath, ...limit, '-solve', '-solution', answerPath];
    const { cpuSeconds } = timedChild(this.path, command, timeLimitSeconds);
    const lines = linesOf(answerPath);
    if (!lines[0].startsWith('Optimal')) {
      const isLate = lines[0].startsWith('Stopped on time') || cpuSeconds >= timeLimitSeconds;
      return { chosen: isLate ? 'out of time' : 'no optimum', cpuSeconds };
    }
    const chosen = lines.slice(1).flatMap((line) => {
      const [, name, value] = /^[\s*]*\d+\s+(\S+)\s+(\S+)/.exec(line) ?? [];
      return name?.startsWith('x') && Number(value) > 0.5 ? [Number(name.slice(1))] : [];
    });
    return { chosen, cpuSeconds };
  },
};

const GLPSOL: PeerSolver = {
  name: 'glpsol',
  path: '/usr/bin/glpsol',
  versionArguments: ['--version'],
  solve(lpPath, answerPath, timeLimitSeconds) {
    const command = ['--lp', lpPath, '--tmlim', String(timeLimitSeconds), '-o', answerPath];
    const { cpuSeconds, out } = timedChild(this.path, command, timeLimitSeconds);
    const text = linesOf(answerPath).join('\n');
    if (!/^Status:\s+INTEGER OPTIMAL/m.test(text)) {
      // Its limit is wall-clock time.
      const isLate = out.includes('TIME LIMIT EXCEEDED') || cpuSeconds >= timeLimitSeconds;
      return { chosen: isLate ? 'out of time' : 'no optimum', cpuSeconds };
    }
    // A row of the table of columns: number, name, a star for an integer column, its value.
    const chosen = [...text.matchAll(/^\s*\d+\s+x(\d+)\s+\*\s+(\S+)/gm)].flatMap(([, column, value]) =>
      Number(value) > 0.5 ? [Number(column)] : [],
    );
    return { chosen, cpuSeconds };
  },
};

/** One empty line where there is no file. */
function linesOf(path: string): string[] {
  return (existsSync(path) ? readFileSync(path, 'utf8') : '').split('\n');
}

/** Those that are there. */
export function installedPeers(): PeerSolver[] {
  return [CBC, GLPSOL].filter(({ path }) => existsSync(path));
}

export function versionOf({ path, versionArguments }: PeerSolver): string {
  const { stdout } = spawnSync(path, versionArguments, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return /\b\d+(\.\d+)+\b/.exec(stdout ?? '')?.[0] ?? 'unknown';
}
