/**
 * Where a matching run stands. The status is never stored: it follows from the recorded facts, and what may be done next
 * follows from the status.
 */
import type {
  MatchingRunTable,
  RunApprovalTable,
  RunAttemptTable,
  RunCheckTable,
  RunClosureTable,
  RunLockTable,
} from '../store/tables.ts';

export interface RunFacts {
  readonly run: MatchingRunTable;
  readonly lock: RunLockTable | null;
  /** In order. */
  readonly attempts: readonly RunAttemptTable[];
  readonly checks: readonly RunCheckTable[];
  /** In the order of time. */
  readonly approvals: readonly RunApprovalTable[];
  readonly closure: RunClosureTable | null;
}

export const RUN_STATUSES = ['open', 'locked', 'solving', 'solved', 'checked', 'released', 'closed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Different people who must approve the same result before it is released. */
export const APPROVERS_MIN = 2;

export function statusOf(facts: RunFacts): RunStatus {
  const { lock, approvals, closure } = facts;
  if (closure !== null) return 'closed';
  if (lock === null) return 'open';
  const attempt = facts.attempts.at(-1);
  if (attempt === undefined) return 'locked';
  if (attempt.outcome === null) return 'solving';
  if (attempt.outcome !== 'optimal') return 'locked';
  const check = checkOf(facts, attempt);
  if (check === undefined) return 'solved';
  if (check.verdict === 'refused') return 'locked';
  // An approval is of one result, and of no other.
  const counting = approvals.filter(({ resultSha256 }) => resultSha256 === attempt.resultSha256);
  return counting.length >= APPROVERS_MIN ? 'released' : 'checked';
}

function checkOf({ checks }: RunFacts, { attempt }: RunAttemptTable): RunCheckTable | undefined {
  return checks.find((check) => check.attempt === attempt);
}

/** Digest of the result that the checker accepted; null where there is none. */
export function acceptedResultOf(facts: RunFacts): string | null {
  const status = statusOf({ ...facts, closure: null });
  return status === 'checked' || status === 'released' ? facts.attempts.at(-1)!.resultSha256 : null;
}

/** Whether it was released, closed since or not. */
export function wasReleased(facts: RunFacts): boolean {
  return statusOf({ ...facts, closure: null }) === 'released';
}

/** What people should know beside the status; null where all went well. */
export function concernOf(facts: RunFacts): string | null {
  const attempt = facts.attempts.at(-1);
  if (attempt === undefined || attempt.outcome === null) return null;
  if (attempt.outcome === 'failed') return `the last attempt at solving failed: ${attempt.reason}`;
  if (attempt.outcome === 'interrupted') {
    return 'the last attempt at solving was stopped before the set was proved to be best: it cannot be released';
  }
  const check = checkOf(facts, attempt);
  if (check?.verdict !== 'refused') return null;
  const [reason] = JSON.parse(check.reasons) as readonly string[];
  return `the independent check did not accept the result, which cannot be released${reason === undefined ? '' : `: ${reason}`}`;
}

export const RUN_ACTIONS = [
  'lock',
  'solve',
  'record-outcome',
  'record-check',
  'approve',
  'close',
  'export',
  'replay',
] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

/** When each action is possible. */
const POSSIBLE: Readonly<Record<RunAction, readonly RunStatus[]>> = {
  lock: ['open'],
  solve: ['locked'],
  'record-outcome': ['solving'],
  'record-check': ['solved'],
  approve: ['checked'],
  close: ['open', 'locked', 'solved', 'checked', 'released'],
  export: ['released'],
  replay: ['checked', 'released'],
};

/** A closed run that was released stays what it was: it can still be exported and computed again. */
export function isPossible(action: RunAction, facts: RunFacts): boolean {
  const status = statusOf(facts);
  if (status === 'closed' && (action === 'export' || action === 'replay')) return wasReleased(facts);
  return POSSIBLE[action].includes(status);
}

export function possibleActions(facts: RunFacts): readonly RunAction[] {
  return RUN_ACTIONS.filter((action) => isPossible(action, facts));
}
