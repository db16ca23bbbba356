/** The service as its users start it, in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { StorePlace } from '../../src/store/store.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const LOOK_EVERY_MS = 250;
/** Of Linux, on every machine that Node runs on. */
const CLOCK_TICKS_A_SECOND = 100;

export class ServiceProcess {
  readonly address: Promise<string>;
  /** From the start of the process until it says that it answers. */
  startMs = 0;
  peakMegabytes = 0;
  readonly #process: ChildProcess;
  readonly #looking: NodeJS.Timeout;

  /** `profileFolder`: where a profile of its main thread is left. */
  constructor(place: StorePlace, identityKey: string, profileFolder?: string) {
    const begun = performance.now();
    const where = place.kind === 'sqlite' ? ['--store', place.directory] : [];
    const profile = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
    this.#process = spawn(process.execPath, [...profile, MAIN, 'serve', ...where], {
      env: {
        ...process.env,
        LKSS_PORT: '0',
        LKSS_LOG_LEVEL: 'info',
        LKSS_IDENTITY_KEY: identityKey,
        LKSS_REQUESTS_PER_MINUTE_MAX: '10000000',
      },
      // Logs are written as in earnest, and thrown away.
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.address = new Promise((resolve, reject) => {
      this.#process.stdout!.on('data', (chunk: Buffer) => {
        const said = /answers at (http:\S+);/.exec(chunk.toString())?.[1];
        if (said === undefined) return;
        this.startMs = performance.now() - begun;
        resolve(said);
      });
      this.#process.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
    });
    this.#looking = setInterval(() => {
      this.peakMegabytes = Math.max(this.peakMegabytes, this.megabytes());
    }, LOOK_EVERY_MS);
  }

  /** Resident, as Linux counts it; 0 elsewhere. */
  megabytes(): number {
    try {
      const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000);
    } catch {
      return 0;
    }
  }

  /** Processor time of all its threads since its start, as Linux counts it; 0 elsewhere. */
  cpuSeconds(): number {
    try {
      const fields = readFileSync(`/proc/${this.#process.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_A_SECOND;
    } catch {
      return 0;
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#looking);
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await ended;
  }
}
