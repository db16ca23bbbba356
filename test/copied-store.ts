/** A store with its people, made once and copied for each that starts from it: passwords take long to be made. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIXED_CENTRES } from './mixed-quarters.ts';
import { ReleasedRun } from './released-run.ts';
import { ServiceUnderTest } from './service-under-test.ts';
import { TestSurroundings } from './test-surroundings.ts';

const MOMENT = '2026-10-01T09:00:00.000Z';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'lkss-store-'));

export class CopiedStore {
  readonly #directory: string;
  readonly #run: ReleasedRun;
  #moment: string;

  private constructor(directory: string, run: ReleasedRun) {
    this.#directory = directory;
    this.#run = run;
    this.#moment = run.under.surroundings.now();
  }

  /** With everybody who works at the centres of a mixed quarter, signed in. */
  static async make(): Promise<CopiedStore> {
    const directory = newFolder();
    const under = await ServiceUnderTest.start({ kind: 'sqlite', directory }, new TestSurroundings(MOMENT));
    const run = await ReleasedRun.start(under);
    run.isQuick = true;
    for (const centre of MIXED_CENTRES) {
      await run.at(centre, 'coordinator');
      await run.at(centre, 'laboratory');
      await run.second(centre);
    }
    await under.stop();
    return new CopiedStore(directory, run);
  }

  /** On a copy of its own, which is thrown away afterwards. */
  async use<Value>(work: (run: ReleasedRun) => Promise<Value>): Promise<Value> {
    const directory = newFolder();
    cpSync(this.#directory, directory, { recursive: true });
    const around = new TestSurroundings(this.#moment, 'copy');
    const under = await ServiceUnderTest.start({ kind: 'sqlite', directory }, around);
    try {
      return await work(this.#run.elsewhere(under));
    } finally {
      await under.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
