/**
 * Solving in threads: enumeration spread over a team where it is large, the search in a thread of its own that a deadline can
 * end, and the two engines side by side where both are asked for.
 */
import { problemsOfConditions } from './criteria/conditions.ts';
import { TooManyColumns, joinBlocks, type ColumnBlock, type Columns } from './exchanges/columns.ts';
import { strideOf } from './exchanges/enumerate.ts';
import type { EngineName } from './engines/engine.ts';
import { compileAdjacency, type Adjacency } from './graph/adjacency.ts';
import { reduceArcs } from './graph/reduce.ts';
import { sharedAdjacency } from './graph/shared-adjacency.ts';
import { problemsOfRules, type Rules } from './limits.ts';
import { canonicalPool, problemsOfPool, type Pool } from './pool.ts';
import type { SolveResult } from './result.ts';
import type { Progress } from './book.ts';
import { planFor, problemsOfMethod, type MethodChoice } from './plan.ts';
import { Rejected } from './run.ts';
import { Team } from './threads/team.ts';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { EnumerateTask, ScoutTask, SolveAnswer, SolveTask } from './worker.ts';

export type EngineChoice = EngineName | 'both' | 'automatic';

export interface SolveOptions {
  readonly engine?: EngineChoice;
  /** Whether exchanges are listed, listed and matched, or priced; automatic by the limits and their number. */
  readonly method?: MethodChoice;
  /** Most threads at once; at least 1. */
  readonly threads?: number;
  /** Wall-clock time after which the best set found so far is returned, with its bounds, as `interrupted`. */
  readonly deadlineMs?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Threads that stand ready, for solves one after the other (`solverTeam`); else a team is started, and ended. */
  readonly team?: Team;
  /** Work, by estimate, from which on a pass of pricing is shared with threads that scout; else as it was measured to be worth it. */
  readonly scoutedWorkMin?: number;
}

/** The engines came to different values: at least one of them is wrong, and neither answer may be used. */
export class EngineDisagreement extends Error {}

/** The deadline passed before there was anything to report. */
export class StoppedTooEarly extends Error {}

/** Recipients and altruists up to which the engine in JavaScript is the quicker one, start-up included (bench/README.md). */
const JAVASCRIPT_ROWS_MAX = 700;
/** Paths to be walked, by estimate, above which enumeration is worth a second thread's start. */
const TEAM_PATHS_MIN = 30_000_000;
/** Ranges handed out for each thread, so that an uneven range does not keep the others waiting. */
const RANGES_A_THREAD = 8;

/**
 * The optimal set of exchanges of a pool, proved and checked.
 *
 * Throws `Rejected` (pool or rules unusable; all problems), `NotProved` or `EngineDisagreement` (faults of this program),
 * `StoppedTooEarly`.
 */
export async function solve(pool: Pool, rules: Rules, options: SolveOptions = {}): Promise<SolveResult> {
  const problems = [
    ...problemsOfRules(rules),
    ...problemsOfPool(pool),
    ...problemsOfConditions(pool, rules.conditions ?? {}),
    ...problemsOfMethod(options.method, pool, rules),
  ];
  if (problems.length > 0) throw new Rejected(problems);
  const engine = engineFor(pool, options.engine ?? 'automatic');
  const threads = Math.max(1, options.threads ?? 1);
  const team = options.team ?? solverTeam(engine === 'both' ? Math.max(2, threads) : threads);
  const deadline = new Deadline(options.deadlineMs);
  try {
    const start = performance.now();
    const plan = planFor(pool, rules, options.method);
    const columns = plan.method === 'pricing' ? undefined : await enumerateInTeam(team, pool, rules, deadline.signal);
    const enumerationSeconds = columns === undefined ? undefined : (performance.now() - start) / 1000;
    const task = {
      kind: 'solve' as const,
      pool,
      rules,
      plan,
      threads,
      scoutedWorkMin: options.scoutedWorkMin,
      ...(columns === undefined ? {} : { columns, enumerationSeconds }),
    };
    if (engine !== 'both') return await runScouted(team, { ...task, engine }, options, deadline);
    const [first, second] = await Promise.all([
      runSolve(team, { ...task, engine: 'highs' }, options, deadline),
      runSolve(team, { ...task, engine: 'javascript' }, {}, deadline),
    ]);
    return agreed(first, second);
  } catch (error) {
    if (deadline.passed && !(error instanceof StoppedTooEarly)) throw tooEarly();
    if (error instanceof TooManyColumns) throw new Rejected([error.message]);
    throw error;
  } finally {
    deadline.clear();
    if (options.team === undefined) await team.end();
  }
}

/** To be ended by whoever started it. */
export function solverTeam(threads: number): Team {
  return new Team(new URL('./worker.ts', import.meta.url), threads);
}

function engineFor(pool: Pool, choice: EngineChoice): EngineName | 'both' {
  return choice === 'automatic' ? quickerEngine(pool) : choice;
}

export function quickerEngine(pool: Pool): EngineName {
  const altruists = pool.donors.filter(({ recipient }) => recipient === null).length;
  return pool.recipients.length + altruists <= JAVASCRIPT_ROWS_MAX ? 'javascript' : 'highs';
}

/** With scouts in all other threads of the team, where exchanges are priced. */
async function runScouted(
  team: Team,
  task: SolveTask,
  options: SolveOptions,
  deadline: Deadline,
): Promise<SolveResult> {
  const count = task.plan.method === 'pricing' ? team.threads - 1 : 0;
  const lines = Array.from({ length: count }, () => new MessageChannel());
  const scoutPorts = lines.map(({ port1 }) => port1);
  const waiting = lines.map(({ port2 }) => port2);
  const onProgress = (progress: Progress): void => {
    // Not before: a scout in the thread that its own solve waits for would never be dismissed.
    for (const port of waiting.splice(0)) startScout(team, port, deadline.signal);
    options.onProgress?.(progress);
  };
  try {
    return await runSolve(team, { ...task, scoutPorts }, { ...options, onProgress }, deadline);
  } finally {
    for (const port of waiting) port.close();
  }
}

/** It only saves time: where it never starts, or dies, the result is the same. It ends when it is dismissed, or with the thread that solves. */
function startScout(team: Team, scoutPort: MessagePort, signal: AbortSignal): void {
  const task: ScoutTask = { kind: 'scout', scoutPort };
  team.run<ScoutTask, void>(task, { ports: [scoutPort], signal }).catch(() => {});
}

async function runSolve(team: Team, task: SolveTask, options: SolveOptions, deadline: Deadline): Promise<SolveResult> {
  let last: Progress | null = null;
  const onMessage = (message: unknown): void => {
    last = message as Progress;
    options.onProgress?.(last);
  };
  try {
    const { scoutPorts: ports = [] } = task;
    const answer = await team.run<SolveTask, SolveAnswer>(task, { onMessage, signal: deadline.signal, ports });
    if ('rejected' in answer) throw new Rejected(answer.rejected);
    return answer.result;
  } catch (error) {
    if (!deadline.passed) throw error;
    return interrupted(last);
  }
}

function interrupted(last: Progress | null): SolveResult {
  if (last === null) throw tooEarly();
  const { criteria, exchanges, unusedAltruists, statistics } = last;
  return { status: 'interrupted', criteria, exchanges, unusedAltruists, statistics };
}

function tooEarly(): StoppedTooEarly {
  return new StoppedTooEarly('the deadline passed before the exchanges were enumerated');
}

function agreed(first: SolveResult, second: SolveResult): SolveResult {
  if (first.status !== 'optimal') return first;
  if (second.status !== 'optimal') return second;
  if (valuesText(first) !== valuesText(second)) {
    const engines = [first, second].map((result) => `${result.statistics.engine}: ${valuesText(result)}`);
    throw new EngineDisagreement(`the engines differ: ${engines.join('; ')}`);
  }
  return { ...first, statistics: { ...first.statistics, engine: 'highs and javascript' } };
}

function valuesText({ criteria }: SolveResult): string {
  return criteria.map(({ id, value }) => `${id} ${value}`).join(', ');
}

/** Columns found by the whole team, or undefined where one thread does as well. The order is the same either way. */
async function enumerateInTeam(
  team: Team,
  given: Pool,
  rules: Rules,
  signal: AbortSignal,
): Promise<Columns | undefined> {
  if (team.threads < 2 || pathsOf(given, rules) < TEAM_PATHS_MIN) return undefined;
  const adjacency = sharedAdjacency(compileAdjacency(canonicalPool(given)));
  const reduced = sharedAdjacency(reduceArcs(adjacency, rules.limits));
  const blocks = await Promise.all(
    rangesOf(adjacency, team.threads * RANGES_A_THREAD).map(([from, to]) =>
      team.run<EnumerateTask, ColumnBlock>({ kind: 'enumerate', adjacency, reduced, rules, from, to }, { signal }),
    ),
  );
  return joinBlocks(blocks, strideOf(rules), adjacency.vertexCount, sharedBuffer);
}

/** An estimate of the paths that enumeration walks: those of two arcs, times the mean out-degree for each arc more. */
function pathsOf({ donors, recipients }: Pool, { limits }: Rules): number {
  const into = new Float64Array(recipients.length);
  let arcs = 0;
  for (const { arcRecipients } of donors) {
    arcs += arcRecipients.length;
    for (let arc = 0; arc < arcRecipients.length; arc++) into[arcRecipients[arc]]++;
  }
  let paths = 0;
  for (const { recipient, arcRecipients } of donors) {
    paths += arcRecipients.length * (recipient === null ? 1 : into[recipient]);
  }
  const longest = Math.max(limits.cyclePairsMax, limits.chainPairsMax + 1);
  return paths * (arcs / Math.max(1, donors.length)) ** (longest - 3);
}

/** Ranges of first vertices with about the same number of arcs; chains, from altruists, count as the longest. */
function rangesOf({ vertexCount, starts }: Adjacency, count: number): [number, number][] {
  const share = starts[vertexCount] / count;
  const ranges: [number, number][] = [];
  for (let from = 0, to = 0; from < vertexCount; from = to) {
    while (to < vertexCount && (to === from || starts[to + 1] - starts[from] <= share)) to++;
    ranges.push([from, to]);
  }
  return ranges;
}

function sharedBuffer(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

class Deadline {
  passed = false;
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(ms: number | undefined) {
    if (ms === undefined) return;
    this.timer = setTimeout(() => {
      this.passed = true;
      this.controller.abort();
    }, ms);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  clear(): void {
    clearTimeout(this.timer);
  }
}
