/** From an archived snapshot to a result, and the check of an archived result: both from the archive's bytes alone. */
import type { MessagePort } from 'node:worker_threads';
import type { Team } from '../../solver/index.ts';
import { archiveDocument } from '../store/archive-store.ts';
import { checkResult } from './check-result.ts';
import { performRun } from './perform-run.ts';
import { reproducible } from './result-document.ts';
import type { AttemptOutcome, CheckOutcome } from './run-acts.ts';
import { poolOfSnapshot, readSnapshot } from './snapshot.ts';

export interface SolveSnapshotTask {
  readonly kind: 'solve';
  readonly snapshot: string;
  readonly hlaMapping: string | null;
  readonly deadlineMs: number | null;
  /** Receives `RunProgress` while solving. */
  readonly port?: MessagePort;
}

/** How far the solving has come, for people who wait. */
export interface RunProgress {
  readonly phase: string;
  readonly level: number;
  readonly criteria: readonly { readonly id: string; readonly value: number; readonly bound: number }[];
}

/** Both engines solve, and must agree: a single solver is no evidence. `team`: the solver's threads, where they stand ready. */
export async function solveSnapshot(task: SolveSnapshotTask, team?: Team): Promise<AttemptOutcome> {
  const { port, deadlineMs } = task;
  const snapshot = readSnapshot(task.snapshot);
  const { instance, warnings } = poolOfSnapshot(snapshot, task.hlaMapping);
  const { document } = await performRun({
    instance,
    format: null,
    policy: snapshot.policy,
    warnings,
    solve: {
      engine: 'both',
      threads: 2,
      ...(team !== undefined && { team }),
      ...(deadlineMs !== null && { deadlineMs }),
      ...(port !== undefined && {
        onProgress: ({ phase, level, criteria }) =>
          port.postMessage({
            phase,
            level,
            criteria: criteria.map(({ id, value, bound }) => ({ id, value, bound })),
          } satisfies RunProgress),
      }),
    },
  });
  port?.close();
  const result = archiveDocument('result', JSON.stringify(reproducible(document)));
  if (document.status === 'optimal') return { outcome: 'optimal', reason: null, result };
  const reason = deadlineMs === null ? 'the search ended without a proof' : 'the time allowed was over';
  return { outcome: 'interrupted', reason, result };
}

export interface CheckSnapshotTask {
  readonly kind: 'check';
  readonly snapshot: string;
  readonly hlaMapping: string | null;
  readonly result: string;
}

export function checkSnapshot({ snapshot, hlaMapping, result }: CheckSnapshotTask): CheckOutcome {
  const { instance } = poolOfSnapshot(readSnapshot(snapshot), hlaMapping);
  const { accepted, reasons } = checkResult(instance, JSON.parse(result));
  return { accepted, reasons };
}
