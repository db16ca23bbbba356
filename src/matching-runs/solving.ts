/**
 * Brings the attempts of locked runs to their end: whatever the store says is unfinished is taken up, solved and checked. A
 * process that dies in the middle leaves the attempt unfinished, and the next takes it up; whoever comes second with a
 * result finds it recorded.
 */
import { recordEvents } from '../audit/audit-store.ts';
import { PROGRAM_ACTOR, type AuditNote } from '../audit/catalogue.ts';
import { archived } from '../store/archive-store.ts';
import type { Act, Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import {
  recordCheck,
  recordOutcome,
  startAttempt,
  type AttemptOutcome,
  type CheckOutcome,
  type RunActContext,
} from './run-acts.ts';
import { factsOf } from './run-store.ts';
import { readSnapshot } from './snapshot.ts';
import type { CheckSnapshotTask, RunProgress, SolveSnapshotTask } from './solve-snapshot.ts';

/** Whoever computes: the threads of this process. */
export interface Computing {
  solve(task: SolveSnapshotTask, onProgress: (progress: RunProgress) => void): Promise<AttemptOutcome>;
  check(task: CheckSnapshotTask): Promise<CheckOutcome>;
}

export interface SolvingOptions {
  readonly store: Store;
  readonly computing: Computing;
  readonly surroundings: Surroundings;
  /** Wall-clock time after which an attempt ends as interrupted; null for none. */
  readonly deadlineMs: number | null;
}

const PROGRESS_EVERY_MS = 500;

/** Solves one attempt and has the result checked; whatever of it is done already is not done again. */
export async function finishAttempt(runId: string, attempt: number, options: SolvingOptions): Promise<void> {
  const { store, computing } = options;
  const started = await recorded(options, (act, context) => startAttempt(act, runId, attempt, context));
  if (started !== null) {
    const outcome = await outcomeOf(runId, attempt, options);
    await recorded(options, (act, context) => recordOutcome(act, runId, attempt, outcome, context));
  }
  const facts = await factsOf(store.read, runId);
  const last = facts?.attempts.at(-1);
  if (facts?.lock == null || last?.attempt !== attempt || last.outcome !== 'optimal') return;
  const { snapshot, hlaMapping } = await frozenTexts(store, facts.lock.snapshotSha256);
  const result = await archived(store.read, last.resultSha256!);
  const verdict = await computing.check({ kind: 'check', snapshot, hlaMapping, result });
  await recorded(options, (act, context) => recordCheck(act, runId, attempt, verdict, context));
}

/** A failure of the computation is an outcome; a store that cannot be read is thrown. */
async function outcomeOf(runId: string, attempt: number, options: SolvingOptions): Promise<AttemptOutcome> {
  const { store, computing, deadlineMs } = options;
  const facts = await factsOf(store.read, runId);
  const texts = await frozenTexts(store, facts!.lock!.snapshotSha256);
  const progress = progressWriter(runId, attempt, options);
  try {
    return await computing.solve({ kind: 'solve', ...texts, deadlineMs }, progress);
  } catch (error) {
    // A team that is being ended is no fault of the run: the attempt stays unfinished.
    if (isEnding(error)) throw error;
    return { outcome: 'failed', reason: error instanceof Error ? error.message : String(error), result: null };
  }
}

/** Whether the threads were taken away in the middle. */
export function isEnding(error: unknown): boolean {
  return error instanceof Error && /terminat|abort/i.test(`${error.name} ${error.message}`);
}

export async function frozenTexts(
  store: Store,
  snapshotSha256: string,
): Promise<{ readonly snapshot: string; readonly hlaMapping: string | null }> {
  const snapshot = await archived(store.read, snapshotSha256);
  const { hlaMappingSha256 } = readSnapshot(snapshot);
  return { snapshot, hlaMapping: hlaMappingSha256 === null ? null : await archived(store.read, hlaMappingSha256) };
}

/** One act by the program itself. */
async function recorded<T>(
  { store, surroundings }: SolvingOptions,
  work: (act: Act, context: RunActContext) => Promise<T>,
): Promise<T> {
  const at = surroundings.now();
  return store.act(async (act) => {
    const notes: AuditNote[] = [];
    const value = await work(act, { by: PROGRAM_ACTOR, at, note: (note) => void notes.push(note) });
    await recordEvents(act, notes, PROGRAM_ACTOR, at);
    return value;
  });
}

/** Progress is no part of the record: written now and then, overwritten, and not waited for. */
function progressWriter(
  runId: string,
  attempt: number,
  { store, surroundings }: SolvingOptions,
): (progress: RunProgress) => void {
  let writtenAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const at = surroundings.now();
    if (Date.parse(at) - writtenAt < PROGRESS_EVERY_MS) return;
    writtenAt = Date.parse(at);
    const row = { attempt, at, content: JSON.stringify(progress) };
    void store
      .act((act) =>
        act
          .insertInto('runProgress')
          .values({ runId, ...row })
          .onConflict((conflict) => conflict.column('runId').doUpdateSet(row))
          .execute(),
      )
      .catch(() => {});
  };
}
