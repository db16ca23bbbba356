/** Solvers of integer programs that may be installed beside us, each driven through files. */
import { existsSync, readFileSync } from 'node:fs';
import { timedChild } from './timed-child.ts';

export interface PeerSolver {
  readonly name: string;
  readonly path: string;
  /** Solves the program in the LP file; may write `answerPath`. */
  solve(lpPath: string, answerPath: string, timeLimitSeconds: number): PeerAnswer;
}

export interface PeerAnswer {
  /** Columns set to 1; null where the solver did not prove an optimum in time. */
  readonly chosen: readonly number[] | null;
  readonly cpuSeconds: number;
}

const CBC: PeerSolver = {
  name: 'cbc',
  path: '/usr/bin/cbc',
  solve(lpPath, answerPath, timeLimitSeconds) {
    const limit = ['-seconds', String(timeLimitSeconds), '-timeMode', 'cpu'];
    const { cpuSeconds } = timedChild(this.path, [lpPath, ...limit, '-solve', '-solution', answerPath]);
    const lines = existsSync(answerPath) ? readFileSync(answerPath, 'utf8').split('\n') : [];
    if (!lines[0]?.startsWith('Optimal')) return { chosen: null, cpuSeconds };
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
  solve(lpPath, answerPath, timeLimitSeconds) {
    const { cpuSeconds } = timedChild(this.path, [
      '--lp',
      lpPath,
      '--tmlim',
      String(timeLimitSeconds),
      '-o',
      answerPath,
    ]);
    const text = existsSync(answerPath) ? readFileSync(answerPath, 'utf8') : '';
    if (!/^Status:\s+INTEGER OPTIMAL/m.test(text)) return { chosen: null, cpuSeconds };
    // A row of the table of columns: number, name, a star for an integer column, its value.
    const chosen = [...text.matchAll(/^\s*\d+\s+x(\d+)\s+\*\s+(\S+)/gm)].flatMap(([, column, value]) =>
      Number(value) > 0.5 ? [Number(column)] : [],
    );
    return { chosen, cpuSeconds };
  },
};

/** Those that are there. */
export function installedPeers(): PeerSolver[] {
  return [CBC, GLPSOL].filter(({ path }) => existsSync(path));
}
