/** Runs the command line as people do: in a process of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
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

/** Beside this process, which may have to answer it; what it writes as bytes. */
export async function lkssApart(
  variables: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly exitCode: number | null; readonly out: Buffer; readonly err: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...variables } });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.on('data', (part: Buffer) => err.push(part));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, out: Buffer.concat(out), err: Buffer.concat(err).toString('utf8') };
}
