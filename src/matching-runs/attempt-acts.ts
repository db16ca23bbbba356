/**
 * How an attempt passes through processes that may die. Each that takes it up is counted; one that stops in good order gives
 * it back; one that was taken up too often, or that cannot be finished, is given up with the reason, so that nobody waits
 * for it for ever.
 */
import type { Act } from '../store/store.ts';
import { recordCheck, recordOutcome, type RunActContext } from './run-acts.ts';
import { isPossible, type RunFacts } from './run-status.ts';
import { factsOf } from './run-store.ts';

/** How often an attempt may be taken up to be solved: what ends one process may end the next. */
export const STARTS_MAX = 3;

export type AttemptStage = 'solve' | 'check';

/** The check of what was solved may be taken up as often again. */
const STARTS_MAX_IN: Readonly<Record<AttemptStage, number>> = { solve: STARTS_MAX, check: 2 * STARTS_MAX };

interface AttemptLeft {
  readonly stage: AttemptStage;
  readonly starts: number;
}

/** What is left to do of it; null where it has ended, or counts no more. */
function leftOf(facts: RunFacts | null, attempt: number): AttemptLeft | null {
  const last = facts?.attempts.at(-1);
  if (facts === null || last?.attempt !== attempt) return null;
  if (isPossible('record-outcome', facts)) return { stage: 'solve', starts: last.starts };
  return isPossible('record-check', facts) ? { stage: 'check', starts: last.starts } : null;
}

/** Null where there is nothing left to do: the attempt has ended, or was taken up too often and ends here. */
export async function takeUpAttempt(
  act: Act,
  runId: string,
  attempt: number,
  context: RunActContext,
): Promise<AttemptStage | null> {
  const left = leftOf(await factsOf(act, runId), attempt);
  if (left === null) return null;
  const start = left.starts + 1;
  if (start > STARTS_MAX_IN[left.stage]) {
    await giveUpAttempt(act, runId, attempt, `taken up ${left.starts} times and never brought to an end`, context);
    return null;
  }
  await countStarts(act, runId, attempt, start);
  if (left.stage === 'solve')
    context.note({ event: 'run.solve-started', subjectId: runId, detail: { attempt, start } });
  return left.stage;
}

/** By whoever took it up and is told to stop: no fault of the attempt, so the start does not count. */
export async function giveBackAttempt(
  act: Act,
  runId: string,
  attempt: number,
  { note }: RunActContext,
): Promise<void> {
  const left = leftOf(await factsOf(act, runId), attempt);
  if (left === null || left.starts === 0) return;
  await countStarts(act, runId, attempt, left.starts - 1);
  note({ event: 'run.solve-given-back', subjectId: runId, detail: { attempt } });
}

/** Ends as failed what is not solved, and as refused what is not checked. */
export async function giveUpAttempt(
  act: Act,
  runId: string,
  attempt: number,
  reason: string,
  context: RunActContext,
): Promise<void> {
  const left = leftOf(await factsOf(act, runId), attempt);
  if (left?.stage === 'solve') {
    await recordOutcome(act, runId, attempt, { outcome: 'failed', reason, result: null }, context);
  } else if (left?.stage === 'check') {
    const reasons = [`the check could not be made: ${reason}`];
    await recordCheck(act, runId, attempt, { accepted: false, reasons }, context);
  }
}

/** Whether this was the last start that it had: then it ends here with the reason. */
export async function giveUpAfterLastStart(
  act: Act,
  runId: string,
  attempt: number,
  reason: string,
  context: RunActContext,
): Promise<boolean> {
  const left = leftOf(await factsOf(act, runId), attempt);
  if (left !== null && left.starts < STARTS_MAX_IN[left.stage]) return false;
  await giveUpAttempt(act, runId, attempt, reason, context);
  return true;
}

async function countStarts(act: Act, runId: string, attempt: number, starts: number): Promise<void> {
  await act
    .updateTable('runAttempt')
    .set({ starts })
    .where('runId', '=', runId)
    .where('attempt', '=', attempt)
    .execute();
}
