/** What a thread of the service does: everything that takes longer than a request should keep others waiting. */
import { centrePack, type PackTask } from './exports/centre-pack.ts';
import { exportRun, type ExportTask } from './exports/export-run.ts';
import {
  changesOfSnapshot,
  explainSnapshot,
  type ChangesTask,
  type ExplainTask,
} from './explanations/explain-snapshot.ts';
import { poolGraph, type PoolGraphTask } from './matching-runs/pool-graph.ts';
import { runPrice, type PriceTask } from './matching-runs/run-price.ts';
import { whatIf, type WhatIfTask } from './matching-runs/what-if.ts';
import { freezeRun, type FreezeTask } from './matching-runs/snapshot.ts';
import {
  checkSnapshot,
  solveSnapshot,
  type CheckSnapshotTask,
  type SolveSnapshotTask,
} from './matching-runs/solve-snapshot.ts';
import { prepareProposals, type ProposeTask } from './proposals/prepare-proposals.ts';
import { receiveImport, type ReceiveTask } from './registrations/receive-import.ts';
import type { RepairTask } from './sign-off/repair/solve-way.ts';
import { waysOn } from './sign-off/repair/ways-on.ts';

export type ServiceTask =
  | ReceiveTask
  | FreezeTask
  | SolveSnapshotTask
  | CheckSnapshotTask
  | ProposeTask
  | RepairTask
  | PoolGraphTask
  | ExplainTask
  | ChangesTask
  | WhatIfTask
  | PriceTask
  | ExportTask
  | PackTask;

export async function runServiceTask(task: ServiceTask): Promise<object | null> {
  switch (task.kind) {
    case 'receive':
      return receiveImport(task);
    case 'freeze':
      return freezeRun(task);
    case 'solve':
      return solveSnapshot(task);
    case 'check':
      return checkSnapshot(task);
    case 'propose':
      return prepareProposals(task);
    case 'repair':
      return waysOn(task);
    case 'graph':
      return poolGraph(task);
    case 'explain':
      return explainSnapshot(task);
    case 'changes':
      return changesOfSnapshot(task);
    case 'what-if':
      return whatIf(task);
    case 'price':
      return runPrice(task);
    case 'export':
      return exportRun(task);
    case 'pack':
      return centrePack(task);
  }
}

// oxlint-disable-next-line import/no-default-export -- piscina calls a worker module's default export
export default runServiceTask;
