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
import { giveBackAttempt, giveUpAfterLastStart, giveUpAttempt, takeUpAttempt } from './attempt-acts.ts';
import { recordCheck, recordOutcome, type AttemptOutcome, type CheckOutcome, type RunActContext } from './run-acts.ts';
import { isPossible } from './run-status.ts';
import { factsOf } from './run-store.ts';
import { readSnapshot } from './snapshot.ts';
import type { CheckSnapshotTask, RunProgress, SolveSnapshotTask } from './solve-snapshot.ts';

/** Whoever computes: the threads of this process. Aborting the signal ends the computation and rejects. */
export interface Computing {
  solve(
    task: SolveSnapshotTask,
    onProgress: (progress: RunProgress) => void,
    signal?: AbortSignal,
  ): Promise<AttemptOutcome>;
  check(task: CheckSnapshotTask, signal?: AbortSignal): Promise<CheckOutcome>;
}

export interface SolvingOptions {
  readonly store: Store;
  readonly computing: Computing;
  readonly surroundings: Surroundings;
  /** Wall-clock time after which an attempt ends as interrupted; null for none. */
  readonly deadlineMs: number | null;
  /** Aborted when this process is to end: what it has taken up is cut off and given back. */
  readonly stopping: AbortSignal;
}

const PROGRESS_EVERY_MS = 500;

/**
 * Solves one attempt and has the result checked; whatever of it is done already is not done again. `lost` is aborted where
 * another process has taken the attempt over. Throws where it was cut off, and what the store throws.
 */
export async function finishAttempt(
  runId: string,
  attempt: number,
  options: SolvingOptions,
  lost?: AbortSignal,
): Promise<void> {
  const { stopping } = options;
  const signal = lost === undefined ? stopping : AbortSignal.any([stopping, lost]);
  const stage = await recorded(options, (act, context) => takeUpAttempt(act, runId, attempt, context));
  if (stage === null) return;
  try {
    if (stage === 'solve') await solveAttempt(runId, attempt, options, signal);
    await checkAttempt(runId, attempt, options, signal);
  } catch (error) {
    if (stopping.aborted && lost?.aborted !== true) {
      await recorded(options, (act, context) => giveBackAttempt(act, runId, attempt, context));
    }
    throw error;
  }
}

/** Ends what cannot be finished, for the reason. */
export async function giveUp(runId: string, attempt: number, reason: string, options: SolvingOptions): Promise<void> {
  await recorded(options, (act, context) => giveUpAttempt(act, runId, attempt, reason, context));
}

/** Ends it where it may not be taken up again, and tells whether it did. */
export async function giveUpIfUsedUp(
  runId: string,
  attempt: number,
  reason: string,
  options: SolvingOptions,
): Promise<boolean> {
  return recorded(options, (act, context) => giveUpAfterLastStart(act, runId, attempt, reason, context));
}

/** A failure of the computation is an outcome; a store that cannot be read is thrown. */
async function solveAttempt(
  runId: string,
  attempt: number,
  options: SolvingOptions,
  signal: AbortSignal,
): Promise<void> {
  const { store, computing, deadlineMs } = options;
  const facts = await factsOf(store.read, runId);
  const texts = await frozenTexts(store, facts!.lock!.snapshotSha256);
  const progress = progressWriter(runId, attempt, options);
  let outcome: AttemptOutcome;
  try {
    signal.throwIfAborted();
    outcome = await computing.solve({ kind: 'solve', ...texts, deadlineMs }, progress, signal);
  } catch (error) {
    // Being cut off is no fault of the run: the attempt stays unfinished.
    if (signal.aborted) throw error;
    outcome = { outcome: 'failed', reason: reasonOf(error), result: null };
  }
  await recorded(options, (act, context) => recordOutcome(act, runId, attempt, outcome, context));
}

async function checkAttempt(
  runId: string,
  attempt: number,
  options: SolvingOptions,
  signal: AbortSignal,
): Promise<void> {
  const { store, computing } = options;
  const facts = await factsOf(store.read, runId);
  const last = facts?.attempts.at(-1);
  if (facts?.lock == null || last?.attempt !== attempt || !isPossible('record-check', facts)) return;
  const { snapshot, hlaMapping } = await frozenTexts(store, facts.lock.snapshotSha256);
  const result = await archived(store.read, last.resultSha256!);
  signal.throwIfAborted();
  const verdict = await computing.check({ kind: 'check', snapshot, hlaMapping, result }, signal);
  await recorded(options, (act, context) => recordCheck(act, runId, attempt, verdict, context));
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
