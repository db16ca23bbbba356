/** The facts of matching runs in the store. */
import type { Reading } from '../store/store.ts';
import type { MatchingRunTable, RunAttemptTable } from '../store/tables.ts';
import type { RunFacts } from './run-status.ts';

export async function factsOf(reading: Reading, runId: string): Promise<RunFacts | null> {
  const run = await reading.selectFrom('matchingRun').selectAll().where('id', '=', runId).executeTakeFirst();
  return run === undefined ? null : (await factsOfRuns(reading, [run]))[0];
}

/** Of all the runs at once, so that a list costs no more questions than one run. */
async function factsOfRuns(reading: Reading, runs: readonly MatchingRunTable[]): Promise<readonly RunFacts[]> {
  if (runs.length === 0) return [];
  const ids = runs.map(({ id }) => id);
  // One after the other: in an act there is one connection, which answers one question at a time.
  const locks = await reading.selectFrom('runLock').selectAll().where('runId', 'in', ids).execute();
  const attempts = await reading
    .selectFrom('runAttempt')
    .selectAll()
    .where('runId', 'in', ids)
    .orderBy('attempt')
    .execute();
  const checks = await reading
    .selectFrom('runCheck')
    .selectAll()
    .where('runId', 'in', ids)
    .orderBy('attempt')
    .execute();
  const approvals = await reading
    .selectFrom('runApproval')
    .selectAll()
    .where('runId', 'in', ids)
    .orderBy('approvedAt')
    .execute();
  const closures = await reading.selectFrom('runClosure').selectAll().where('runId', 'in', ids).execute();
  const [lockOf, closureOf] = [oneByRun(locks), oneByRun(closures)];
  const [attemptsOf, checksOf, approvalsOf] = [
    Map.groupBy(attempts, runIdOf),
    Map.groupBy(checks, runIdOf),
    Map.groupBy(approvals, runIdOf),
  ];
  return runs.map((run) => ({
    run,
    lock: lockOf.get(run.id) ?? null,
    attempts: attemptsOf.get(run.id) ?? [],
    checks: checksOf.get(run.id) ?? [],
    approvals: approvalsOf.get(run.id) ?? [],
    closure: closureOf.get(run.id) ?? null,
  }));
}

function runIdOf({ runId }: { readonly runId: string }): string {
  return runId;
}

function oneByRun<Row extends { readonly runId: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.runId, row]));
}

/** The latest first. */
export async function runsBefore(reading: Reading, before: string | null, limit: number): Promise<readonly RunFacts[]> {
  let query = reading.selectFrom('matchingRun').selectAll();
  if (before !== null) query = query.where('id', '<', before);
  return factsOfRuns(reading, await query.orderBy('id', 'desc').limit(limit).execute());
}

/** Those that somebody still has to do something about. */
export async function runsNotClosed(reading: Reading): Promise<readonly RunFacts[]> {
  const runs = await reading
    .selectFrom('matchingRun')
    .selectAll('matchingRun')
    .leftJoin('runClosure', 'runClosure.runId', 'matchingRun.id')
    .where('runClosure.runId', 'is', null)
    .orderBy('matchingRun.id')
    .execute();
  return factsOfRuns(reading, runs);
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
