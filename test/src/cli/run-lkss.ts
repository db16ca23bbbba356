/** Runs the command line as people do: in a process of its own. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

export interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

export function lkss(...args: readonly string[]): Ended {
  return lkssWith({}, ...args);
}

/** With more variables in the environment. */
export function lkssWith(variables: Readonly<Record<string, string>>, ...args: readonly string[]): Ended {
  const env = { ...process.env, ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', env });
  return { exitCode: status, out: stdout, err: stderr };
}
