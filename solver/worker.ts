/** What a thread of the team can do. */
import type { MessagePort } from 'node:worker_threads';
import type { Engine, EngineName } from './engines/engine.ts';
import { TooManyColumns, type ColumnBlock, type Columns } from './exchanges/columns.ts';
import { enumerateRange } from './exchanges/enumerate.ts';
import type { Adjacency } from './graph/adjacency.ts';
import type { Rules } from './limits.ts';
import type { Pool } from './pool.ts';
import type { SolveResult } from './result.ts';
import type { Plan } from './plan.ts';
import { Rejected } from './run.ts';
import { scout, Scouts } from './priced/scouts.ts';
import { explainTask, type ExplainAnswer, type ExplainTask } from './explain/explain-task.ts';
import { solveHere } from './solve.ts';

export interface SolveTask {
  readonly kind: 'solve';
  readonly pool: Pool;
  readonly rules: Rules;
  readonly engine: EngineName;
  readonly plan: Plan;
  readonly threads: number;
  /** Found by the team before, in so many seconds; else the task enumerates by itself. */
  readonly columns?: Columns;
  readonly enumerationSeconds?: number | undefined;
  /** Receives `Progress` while solving. */
  readonly port?: MessagePort;
  /** To threads that scout for this one. */
  readonly scoutPorts?: readonly MessagePort[];
  readonly scoutedWorkMin?: number | undefined;
}

/** Until the thread that solves is done. */
export interface ScoutTask {
  readonly kind: 'scout';
  readonly scoutPort: MessagePort;
}

export interface EnumerateTask {
  readonly kind: 'enumerate';
  readonly adjacency: Adjacency;
  readonly reduced: Adjacency;
  readonly rules: Rules;
  readonly from: number;
  readonly to: number;
}

/** Errors lose their class between threads; a refusal is an answer. */
export type SolveAnswer = { readonly result: SolveResult } | { readonly rejected: readonly string[] };

export async function runTask(
  task: SolveTask | EnumerateTask | ScoutTask | ExplainTask,
): Promise<SolveAnswer | ColumnBlock | ExplainAnswer | void> {
  if (task.kind === 'solve') return solveTask(task);
  if (task.kind === 'scout') return scout(task.scoutPort);
  if (task.kind === 'explain') return explainTask(task, await engineOf(task.engine));
  const { adjacency, reduced, rules, from, to } = task;
  return enumerateRange(adjacency, reduced, rules, from, to, (bytes) => new SharedArrayBuffer(bytes));
}

async function solveTask(task: SolveTask): Promise<SolveAnswer> {
  const { pool, rules, plan, threads, columns, enumerationSeconds, port, scoutPorts = [], scoutedWorkMin } = task;
  const engine = await engineOf(task.engine);
  const scouts = new Scouts(scoutPorts, scoutedWorkMin);
  try {
    const result = solveHere(pool, rules, {
      engine,
      plan,
      threads,
      now: () => performance.now(),
      scouts,
      ...(columns === undefined ? {} : { columns, enumerationSeconds }),
      ...(port === undefined ? {} : { onProgress: (progress) => port.postMessage(progress) }),
    });
    return { result };
  } catch (error) {
    if (error instanceof Rejected) return { rejected: error.problems };
    if (error instanceof TooManyColumns) return { rejected: [error.message] };
    // An engine that failed may be broken for good.
    highs = undefined;
    throw error;
  } finally {
    port?.close();
    scouts.dismiss();
  }
}

/** Loaded on demand: WebAssembly is not compiled where it is not used. */
async function engineOf(name: EngineName): Promise<Engine> {
  if (name === 'javascript') return (await import('./engines/javascript.ts')).javascriptEngine();
  const { highsEngine } = await import('./engines/highs.ts');
  highs ??= highsEngine();
  return highs;
}

/**
 * One for all tasks of this thread. WebAssembly that is compiled and dropped again and again in one process brings it down
 * (nodejs/node issue 64500).
 */
let highs: Promise<Engine> | undefined;

// oxlint-disable-next-line import/no-default-export -- piscina calls a worker module's default export
export default runTask;
