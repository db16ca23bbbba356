/**
 * What can be done to a matching run. Each is one act: it looks at the facts, refuses what they do not allow, records a fact
 * and says so to the audit.
 */
import type { AuditNote } from '../audit/catalogue.ts';
import { archive, type ArchiveDocument } from '../store/archive-store.ts';
import type { Act } from '../store/store.ts';
import type { RunLockTable } from '../store/tables.ts';
import { acceptedResultOf, APPROVERS_MIN, isPossible, statusOf, type RunAction, type RunFacts } from './run-status.ts';
import { factsOf } from './run-store.ts';

/** The facts do not allow it, or are not those that the person saw. */
export class RunRefusal extends Error {
  readonly kind: 'not-found' | 'wrong-state' | 'stale' | 'same-person' | 'quarter-taken' | 'registry-changed';

  constructor(kind: RunRefusal['kind'], text: string) {
    super(text);
    this.kind = kind;
  }
}

/** Who acts, when, and what the act says to the audit. */
export interface RunActContext {
  readonly by: string;
  readonly at: string;
  note(note: AuditNote): void;
}

/** Several runs of a quarter are numbered; only one that is not closed may be there. Gives the run's id. */
export async function openRun(
  act: Act,
  { quarter, runDate, policyId }: { readonly quarter: string; readonly runDate: string; readonly policyId: string },
  { by, at, note }: RunActContext,
): Promise<string> {
  const earlier = await act.selectFrom('matchingRun').select('id').where('quarter', '=', quarter).execute();
  for (const { id } of earlier) {
    if (statusOf((await factsOf(act, id))!) !== 'closed') {
      throw new RunRefusal('quarter-taken', `run ${id} of the same quarter is not closed`);
    }
  }
  const id = `${quarter.toLowerCase()}-${String(earlier.length + 1).padStart(2, '0')}`;
  await act
    .insertInto('matchingRun')
    .values({ id, quarter, runDate, policyId, openedAt: at, openedBy: by, version: 1 })
    .execute();
  note({ event: 'run.opened', subjectId: id, detail: { quarter, policy: policyId } });
  return id;
}

/** What was frozen, made ready outside the act. */
export interface FrozenRun {
  readonly snapshot: ArchiveDocument;
  readonly excluded: ArchiveDocument;
  /** The published table of alleles, where the service has one. */
  readonly hlaMapping: ArchiveDocument | null;
  readonly excludedCount: number;
  readonly lock: Omit<RunLockTable, 'runId' | 'lockedAt' | 'lockedBy' | 'snapshotSha256' | 'excludedSha256'>;
}

/** `frozen` must have been made from the registry as it is now. */
export async function lockRun(
  act: Act,
  runId: string,
  expectedVersion: number | null,
  frozen: FrozenRun,
  context: RunActContext,
): Promise<void> {
  await actOn(act, runId, 'lock', expectedVersion);
  const registry = await act.selectFrom('registry').select('version').executeTakeFirst();
  if ((registry?.version ?? 0) !== frozen.lock.registryVersion) {
    throw new RunRefusal('registry-changed', 'registrations changed while they were being frozen');
  }
  const { by, at, note } = context;
  const { snapshot, excluded, hlaMapping, lock } = frozen;
  for (const document of [snapshot, excluded, hlaMapping]) if (document !== null) await archive(act, document, at);
  const digests = { snapshotSha256: snapshot.sha256, excludedSha256: excluded.sha256 };
  await act
    .insertInto('runLock')
    .values({ runId, lockedAt: at, lockedBy: by, ...digests, ...lock })
    .execute();
  note({
    event: 'run.locked',
    subjectId: runId,
    detail: {
      snapshot: snapshot.sha256,
      policy: lock.policyDigest,
      program: lock.programDigest,
      pool: lock.poolDigest,
      excluded: frozen.excludedCount,
    },
  });
}

/** Gives the number of the attempt. */
export async function requestSolving(
  act: Act,
  runId: string,
  expectedVersion: number | null,
  { by, at, note }: RunActContext,
): Promise<number> {
  const { attempts } = await actOn(act, runId, 'solve', expectedVersion);
  const attempt = attempts.length + 1;
  await act
    .insertInto('runAttempt')
    .values({
      runId,
      attempt,
      requestedAt: at,
      requestedBy: by,
      starts: 0,
      finishedAt: null,
      outcome: null,
      reason: null,
      resultSha256: null,
    })
    .execute();
  note({ event: 'run.solve-requested', subjectId: runId, detail: { attempt } });
  return attempt;
}

export interface AttemptOutcome {
  readonly outcome: 'optimal' | 'interrupted' | 'failed';
  readonly reason: string | null;
  readonly result: ArchiveDocument | null;
}

/** The first outcome of an attempt is kept; one that comes later, from a process thought dead, is dropped. */
export async function recordOutcome(
  act: Act,
  runId: string,
  attempt: number,
  { outcome, reason, result }: AttemptOutcome,
  { at, note }: RunActContext,
): Promise<boolean> {
  const facts = await factsOf(act, runId);
  if (facts === null || facts.attempts.at(-1)?.attempt !== attempt || !isPossible('record-outcome', facts))
    return false;
  if (result !== null) await archive(act, result, at);
  const resultSha256 = result?.sha256 ?? null;
  await act
    .updateTable('runAttempt')
    .set({ finishedAt: at, outcome, reason, resultSha256 })
    .where('runId', '=', runId)
    .where('attempt', '=', attempt)
    .execute();
  await countAct(act, runId);
  if (outcome === 'optimal')
    note({ event: 'run.solved', subjectId: runId, detail: { attempt, result: resultSha256! } });
  else note({ event: 'run.not-solved', subjectId: runId, detail: { attempt, outcome, reason: reason ?? '' } });
  return true;
}

export interface CheckOutcome {
  readonly accepted: boolean;
  readonly reasons: readonly string[];
}

export async function recordCheck(
  act: Act,
  runId: string,
  attempt: number,
  { accepted, reasons }: CheckOutcome,
  { at, note }: RunActContext,
): Promise<boolean> {
  const facts = await factsOf(act, runId);
  const last = facts?.attempts.at(-1);
  if (facts === null || last?.attempt !== attempt || !isPossible('record-check', facts)) return false;
  const verdict = accepted ? 'accepted' : 'refused';
  await act
    .insertInto('runCheck')
    .values({ runId, attempt, checkedAt: at, verdict, reasons: JSON.stringify(reasons) })
    .execute();
  await countAct(act, runId);
  note({ event: 'run.checked', subjectId: runId, detail: { attempt, verdict, result: last.resultSha256! } });
  return true;
}

/** The second of two different people releases the run; both approve the same result. Tells whether this was the second. */
export async function approveRun(
  act: Act,
  runId: string,
  expectedVersion: number | null,
  { by, at, note }: RunActContext,
): Promise<boolean> {
  const facts = await actOn(act, runId, 'approve', expectedVersion);
  if (facts.approvals.some(({ accountId }) => accountId === by)) {
    throw new RunRefusal('same-person', 'you have approved this run: the second approval is another person’s');
  }
  const result = acceptedResultOf(facts)!;
  await act.insertInto('runApproval').values({ runId, accountId: by, approvedAt: at, resultSha256: result }).execute();
  note({ event: 'run.approved', subjectId: runId, detail: { result } });
  const approvers = [...facts.approvals.map(({ accountId }) => accountId), by];
  if (approvers.length < APPROVERS_MIN) return false;
  note({ event: 'run.released', subjectId: runId, detail: { result, approvers } });
  return true;
}

export async function closeRun(
  act: Act,
  runId: string,
  expectedVersion: number | null,
  reason: string,
  { by, at, note }: RunActContext,
): Promise<void> {
  await actOn(act, runId, 'close', expectedVersion);
  await act.insertInto('runClosure').values({ runId, closedAt: at, closedBy: by, reason }).execute();
  note({ event: 'run.closed', subjectId: runId, detail: { reason } });
}

/** The facts, where they allow the action and are those that the person saw; the run's version is counted up. */
async function actOn(act: Act, runId: string, action: RunAction, expectedVersion: number | null): Promise<RunFacts> {
  const facts = await factsOf(act, runId);
  if (facts === null) throw new RunRefusal('not-found', `there is no run ${runId}`);
  if (expectedVersion !== null && facts.run.version !== expectedVersion) {
    throw new RunRefusal('stale', `run ${runId} has changed since you read it`);
  }
  if (!isPossible(action, facts)) {
    throw new RunRefusal('wrong-state', `run ${runId} is ${statusOf(facts)}: ${action} is not possible`);
  }
  await countAct(act, runId);
  return facts;
}

async function countAct(act: Act, runId: string): Promise<void> {
  await act
    .updateTable('matchingRun')
    .set((is) => ({ version: is('version', '+', 1) }))
    .where('id', '=', runId)
    .execute();
}
