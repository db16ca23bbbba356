/** The service as a process of its own, started as its users start it: what can be killed, and what a load is put on. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export class RunningService {
  readonly process: ChildProcess;
  /** Where it answers; rejects where it ends before it says so. */
  readonly address: Promise<string>;
  /** Resolves with the exit code, or the name of the signal. */
  readonly ended: Promise<number | string>;
  #errors = '';

  constructor(directory: string, environment: Readonly<Record<string, string>> = {}) {
    this.process = spawn(process.execPath, [MAIN, 'serve', '--store', directory], {
      env: { ...process.env, LKSS_PORT: '0', LKSS_LOG_LEVEL: 'error', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stderr!.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
    this.ended = new Promise((resolve) => {
      this.process.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
    this.address = this.#addressSaid();
    // Whoever kills it before it has said so need not wait for it.
    this.address.catch(() => {});
  }

  /** What it wrote on standard error. */
  get errors(): string {
    return this.#errors;
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  /** As an operating system asks; gives the exit code. */
  async stop(): Promise<number | string> {
    this.process.kill('SIGTERM');
    return this.ended;
  }

  #addressSaid(): Promise<string> {
    return new Promise((resolve, reject) => {
      let said = '';
      this.process.stdout!.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const address = /answers at (http:\S+);/.exec(said)?.[1];
        if (address !== undefined) resolve(address);
      });
      void this.ended.then((how) => reject(new Error(`the service ended (${how}): ${this.#errors}`)));
    });
  }
}
