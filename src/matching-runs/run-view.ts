/** A matching run as it is shown: its facts, and what follows from them. */
import {
  acceptedResultOf,
  APPROVERS_MIN,
  concernOf,
  possibleActions,
  statusOf,
  type RunAction,
  type RunFacts,
  type RunStatus,
} from './run-status.ts';

export interface RunView {
  readonly id: string;
  readonly quarter: string;
  readonly runDate: string;
  readonly policy: string;
  readonly status: RunStatus;
  /** What people should know beside the status; null where all went well. */
  readonly concern: string | null;
  readonly version: number;
  /** What may be done next. */
  readonly possible: readonly RunAction[];
  readonly opened: { readonly at: string; readonly by: string };
  readonly locked: LockView | null;
  readonly attempts: readonly AttemptView[];
  /** Digest of the result that the checker accepted. */
  readonly result: string | null;
  readonly approvals: readonly { readonly at: string; readonly by: string }[];
  readonly approvalsNeeded: number;
  readonly closed: { readonly at: string; readonly by: string; readonly reason: string } | null;
}

export interface LockView {
  readonly at: string;
  readonly by: string;
  readonly snapshot: string;
  readonly policyDigest: string;
  readonly programVersion: string;
  readonly programDigest: string;
  readonly poolDigest: string;
  readonly registryVersion: number;
  readonly recipients: number;
  readonly donors: number;
  readonly altruists: number;
  readonly arcs: number;
}

export interface AttemptView {
  readonly attempt: number;
  readonly requestedAt: string;
  readonly requestedBy: string;
  readonly finishedAt: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly check: { readonly at: string; readonly verdict: string; readonly reasons: readonly string[] } | null;
}

export function runView(facts: RunFacts): RunView {
  const { run, approvals, closure } = facts;
  return {
    id: run.id,
    quarter: run.quarter,
    runDate: run.runDate,
    policy: run.policyId,
    status: statusOf(facts),
    concern: concernOf(facts),
    version: run.version,
    possible: possibleActions(facts),
    opened: { at: run.openedAt, by: run.openedBy },
    locked: lockView(facts),
    attempts: attemptViews(facts),
    result: acceptedResultOf(facts),
    approvals: approvals.map(({ approvedAt, accountId }) => ({ at: approvedAt, by: accountId })),
    approvalsNeeded: APPROVERS_MIN,
    closed: closure === null ? null : { at: closure.closedAt, by: closure.closedBy, reason: closure.reason },
  };
}

function lockView({ lock }: RunFacts): LockView | null {
  if (lock === null) return null;
  const { lockedAt: at, lockedBy: by, snapshotSha256: snapshot, runId: _, excludedSha256: _excluded, ...rest } = lock;
  return { at, by, snapshot, ...rest };
}

function attemptViews({ attempts, checks }: RunFacts): readonly AttemptView[] {
  return attempts.map(({ attempt, requestedAt, requestedBy, finishedAt, outcome, reason }) => {
    const check = checks.find((of) => of.attempt === attempt);
    return {
      attempt,
      requestedAt,
      requestedBy,
      finishedAt,
      outcome,
      reason,
      check:
        check === undefined
          ? null
          : { at: check.checkedAt, verdict: check.verdict, reasons: JSON.parse(check.reasons) as string[] },
    };
  });
}
