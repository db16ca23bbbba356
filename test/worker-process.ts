/** `lkss worker` as it is really run: in a process of its own, on the database of the test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StorePlace } from '../src/store/store.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export class WorkerProcess {
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  }

  /** Ready to take jobs when it resolves. It is told nothing but where the database is, and what it may say. */
  static async start(place: StorePlace, logLevel: 'error' | 'silent' = 'error'): Promise<WorkerProcess> {
    if (place.kind !== 'postgres') throw new Error('workers need PostgreSQL');
    const { LKSS_IDENTITY_KEY: _, LKSS_STORE: __, ...environment } = process.env;
    const child = spawn(process.execPath, [MAIN, 'worker'], {
      env: { ...environment, LKSS_DATABASE_URL: place.url, LKSS_LOG_LEVEL: logLevel },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const worker = new WorkerProcess(child);
    const ready = new Promise<void>((resolve) => child.stdout!.once('data', () => resolve()));
    const early = worker.ended.then((code) => {
      throw new Error(`the worker ended with ${code} before it was ready`);
    });
    await Promise.race([ready, early]);
    early.catch(() => {});
    return worker;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when it has ended, with its exit code. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    this.signal('SIGCONT');
    this.signal(signal);
    return this.ended;
  }
}
