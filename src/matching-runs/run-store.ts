/** The facts of matching runs in the store. */
import type { Reading } from '../store/store.ts';
import type { MatchingRunTable, RunAttemptTable } from '../store/tables.ts';
import type { RunFacts } from './run-status.ts';

export async function factsOf(reading: Reading, runId: string): Promise<RunFacts | null> {
  const run = await reading.selectFrom('matchingRun').selectAll().where('id', '=', runId).executeTakeFirst();
  return run === undefined ? null : factsOfRun(reading, run);
}

async function factsOfRun(reading: Reading, run: MatchingRunTable): Promise<RunFacts> {
  const runId = run.id;
  // One after the other: in an act there is one connection, which answers one question at a time.
  const lock = await reading.selectFrom('runLock').selectAll().where('runId', '=', runId).executeTakeFirst();
  const attempts = await reading
    .selectFrom('runAttempt')
    .selectAll()
    .where('runId', '=', runId)
    .orderBy('attempt')
    .execute();
  const checks = await reading
    .selectFrom('runCheck')
    .selectAll()
    .where('runId', '=', runId)
    .orderBy('attempt')
    .execute();
  const approvals = await reading
    .selectFrom('runApproval')
    .selectAll()
    .where('runId', '=', runId)
    .orderBy('approvedAt')
    .execute();
  const closure = await reading.selectFrom('runClosure').selectAll().where('runId', '=', runId).executeTakeFirst();
  return { run, lock: lock ?? null, attempts, checks, approvals, closure: closure ?? null };
}

/** The latest first. */
export async function runsBefore(reading: Reading, before: string | null, limit: number): Promise<readonly RunFacts[]> {
  let query = reading.selectFrom('matchingRun').selectAll();
  if (before !== null) query = query.where('id', '<', before);
  const runs = await query.orderBy('id', 'desc').limit(limit).execute();
  const facts: RunFacts[] = [];
  for (const run of runs) facts.push(await factsOfRun(reading, run));
  return facts;
}

/** Attempts that no process has brought to an end: to be taken up, or their check to be made up for. */
export async function unfinishedAttempts(reading: Reading): Promise<readonly RunAttemptTable[]> {
  return reading
    .selectFrom('runAttempt')
    .selectAll('runAttempt')
    .leftJoin('runCheck', (join) =>
      join.onRef('runCheck.runId', '=', 'runAttempt.runId').onRef('runCheck.attempt', '=', 'runAttempt.attempt'),
    )
    .leftJoin('runClosure', 'runClosure.runId', 'runAttempt.runId')
    .where('runClosure.runId', 'is', null)
    .where((is) =>
      is.or([is('outcome', 'is', null), is.and([is('outcome', '=', 'optimal'), is('runCheck.runId', 'is', null)])]),
    )
    .orderBy('requestedAt')
    .execute();
}
