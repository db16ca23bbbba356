/** A child in a process group of its own, so that it ends with all that it started, and the JSON that it prints. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ChildOptions {
  readonly signal: AbortSignal;
  /** Wall-clock time after which it is killed: far beyond its own limit. */
  readonly killAfterSeconds: number;
  readonly onMessage: (text: string) => void;
}

/** Rejects with the last line of its error output where the child fails, and with the signal's reason where that is aborted. */
export async function jsonFromChild(module: URL, task: unknown, options: ChildOptions): Promise<unknown> {
  const { signal, killAfterSeconds, onMessage } = options;
  signal.throwIfAborted();
  const child = spawn(process.execPath, [fileURLToPath(module), JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  const texts = { out: '', err: '' };
  child.stdout!.setEncoding('utf8').on('data', (text: string) => void (texts.out += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => void (texts.err += text));
  child.on('message', (message) => onMessage(String(message)));
  let isLate = false;
  const kill = (): void => killGroup(child);
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, killAfterSeconds * 1000);
  signal.addEventListener('abort', kill);
  try {
    const [code, killedBy] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once('error', reject).once('close', (...ending) => resolve(ending));
    });
    signal.throwIfAborted();
    if (isLate) throw new Error(`it had not ended after ${killAfterSeconds} s, and was killed`);
    if (code !== 0) throw new Error(`${killedBy ?? `exit code ${code}`}: ${errorLine(texts.err)}`);
    return JSON.parse(texts.out);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Where there are no groups, or it has ended by itself.
    child.kill('SIGKILL');
  }
}

/** The line that names the error, above Node's trace. */
function errorLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.find((line) => /^\S*Error\b|FATAL ERROR/.test(line)) ?? lines.at(-1)!;
}
