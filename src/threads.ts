/** The service's own team of threads, and what it can be asked for. */
import { Team } from '../solver/index.ts';
import type { PackTask } from './exports/centre-pack.ts';
import type { ExportedFile, ExportTask } from './exports/export-run.ts';
import type { ChangesTask, ExplainAnswer, ExplainTask } from './explanations/explain-snapshot.ts';
import type { WhatWouldHelp } from './explanations/what-would-help.ts';
import type { PoolGraph, PoolGraphTask } from './matching-runs/pool-graph.ts';
import type { AttemptOutcome, CheckOutcome, FrozenRun } from './matching-runs/run-acts.ts';
import type { FreezeTask } from './matching-runs/snapshot.ts';
import type { CheckSnapshotTask, RunProgress, SolveSnapshotTask } from './matching-runs/solve-snapshot.ts';
import type { PriceDocument } from './matching-runs/price.ts';
import type { PriceTask } from './matching-runs/run-price.ts';
import type { WhatIfAnswer, WhatIfTask } from './matching-runs/what-if.ts';
import type { PreparedProposals, ProposeTask } from './proposals/prepare-proposals.ts';
import type { RepairTask } from './sign-off/repair/solve-way.ts';
import type { ComputedRepair } from './sign-off/repair/ways-on.ts';
import type { ReceiveAnswer, ReceiveTask } from './registrations/receive-import.ts';

export class ServiceThreads {
  readonly #team: Team;

  constructor(threads: number) {
    this.#team = new Team(new URL('./worker.ts', import.meta.url), threads);
  }

  receive(task: ReceiveTask): Promise<ReceiveAnswer> {
    return this.#team.run(task);
  }

  freeze(task: FreezeTask): Promise<FrozenRun> {
    return this.#team.run(task);
  }

  solve(
    task: SolveSnapshotTask,
    onProgress: (progress: RunProgress) => void,
    signal?: AbortSignal,
  ): Promise<AttemptOutcome> {
    const onMessage = (message: unknown): void => onProgress(message as RunProgress);
    return this.#team.run(task, { onMessage, ...(signal !== undefined && { signal }) });
  }

  check(task: CheckSnapshotTask, signal?: AbortSignal): Promise<CheckOutcome> {
    return this.#team.run(task, signal === undefined ? {} : { signal });
  }

  propose(task: ProposeTask): Promise<PreparedProposals> {
    return this.#team.run(task);
  }

  computeWays(task: RepairTask): Promise<ComputedRepair> {
    return this.#team.run(task);
  }

  changes(task: ChangesTask): Promise<WhatWouldHelp> {
    return this.#team.run(task);
  }

  explain(task: ExplainTask): Promise<ExplainAnswer> {
    return this.#team.run(task);
  }

  poolGraph(task: PoolGraphTask): Promise<PoolGraph> {
    return this.#team.run(task);
  }

  whatIf(task: WhatIfTask): Promise<WhatIfAnswer> {
    return this.#team.run(task);
  }

  price(task: PriceTask): Promise<PriceDocument | null> {
    return this.#team.run(task);
  }

  exportRun(task: ExportTask): Promise<ExportedFile> {
    return this.#team.run(task);
  }

  makePack(task: PackTask): Promise<{ readonly pack: ExportedFile | null }> {
    return this.#team.run(task);
  }

  /** Whatever is under way is cut off: what it would have recorded is made up for at the next start. */
  end(): Promise<void> {
    return this.#team.end();
  }
}
