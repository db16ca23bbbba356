/** What a killed service left behind, looked at in a copy, so that the service itself still has to recover what is there. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import { auditEvents, verifyAudit } from '../../src/audit/audit-store.ts';
import type { AuditEventName } from '../../src/audit/catalogue.ts';
import { possibleActions, statusOf, type RunFacts } from '../../src/matching-runs/run-status.ts';
import { runsBefore } from '../../src/matching-runs/run-store.ts';
import { archived } from '../../src/store/archive-store.ts';
import { openStore, type Reading, type Store } from '../../src/store/store.ts';
import type { AuditEventTable } from '../../src/store/tables.ts';
import { STATES } from '../src/matching-runs/run-states.ts';
import type { Acknowledged } from './stubborn-client.ts';

export interface LeftBehind {
  /** `recipient ID` and `donor ID`, in order. */
  readonly people: readonly string[];
  /** How often the audit tells of each event. */
  readonly acts: ReadonlyMap<string, number>;
  /** Of runs that are not closed. */
  readonly statuses: readonly string[];
}

/** Expects that everything holds together and that all that was acknowledged is there. */
export async function expectSound(directory: string, acknowledged: readonly Acknowledged[]): Promise<LeftBehind> {
  const copy = mkdtempSync(join(tmpdir(), 'lkss-copy-'));
  try {
    cpSync(directory, copy, { recursive: true });
    const store = await openStore({ kind: 'sqlite', directory: copy });
    try {
      expectWholeFile(copy);
      return await lookAt(store, acknowledged);
    } finally {
      await store.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function expectWholeFile(directory: string): void {
  const file = new Sqlite(join(directory, 'lkss.db'), { readonly: true });
  expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
  file.close();
}

async function lookAt({ read }: Store, acknowledged: readonly Acknowledged[]): Promise<LeftBehind> {
  const { faults } = await verifyAudit(read);
  expect(faults).toEqual([]);
  await expectAcknowledged(read, acknowledged);
  const told = await auditEvents(read, { after: 0, limit: 1_000_000 });
  const runs = await runsBefore(read, null, 1_000);
  for (const facts of runs) await expectOneState(read, facts, told);
  const people = await read
    .selectFrom('registration')
    .select(['kind', 'id'])
    .where('kind', '!=', 'exclusion')
    .execute();
  const acts = new Map<string, number>();
  for (const { event } of told) acts.set(event, (acts.get(event) ?? 0) + 1);
  const statuses = runs.map(statusOf).filter((status) => status !== 'closed');
  return { acts, statuses, people: people.map(({ kind, id }) => `${kind} ${id}`).sort() };
}

/** Each answer that was given is kept with the act that it tells of. */
async function expectAcknowledged(read: Reading, acknowledged: readonly Acknowledged[]): Promise<void> {
  const rows = await read.selectFrom('performedRequest').select(['idempotencyKey', 'status', 'body']).execute();
  const kept = new Map(rows.map(({ idempotencyKey, ...answer }) => [idempotencyKey, answer]));
  for (const { request, answer } of acknowledged) {
    expect(kept.get(request.key!), `${request.path} was acknowledged`).toEqual({
      status: answer.status,
      body: answer.text,
    });
  }
}

/** The run is in exactly one state of the table, and the audit tells of each of its facts once. */
async function expectOneState(read: Reading, facts: RunFacts, told: readonly AuditEventTable[]): Promise<void> {
  const { id } = facts.run;
  const alike = STATES.filter(([, state]) => shapeOf(state) === shapeOf(facts));
  expect(alike.length, `${id}: ${shapeOf(facts)}`).toBeGreaterThan(0);
  for (const [name, , status, possible] of alike) {
    expect(statusOf(facts), name).toBe(status);
    expect(possibleActions(facts), name).toEqual(possible);
  }
  const count = (event: AuditEventName): number =>
    told.filter(({ event: name, subjectId }) => name === event && subjectId === id).length;
  const startsTold = (runId: string, attempt: number): number =>
    told.filter(
      ({ event, subjectId, detail }) =>
        event === 'run.solve-started' &&
        subjectId === runId &&
        (JSON.parse(detail) as { readonly attempt: number }).attempt === attempt,
    ).length;
  const ended = facts.attempts.filter(({ outcome }) => outcome !== null);
  expect(eventCounts(count)).toEqual({
    'run.opened': 1,
    'run.locked': facts.lock === null ? 0 : 1,
    'run.solve-requested': facts.attempts.length,
    'run.solved': ended.filter(({ outcome }) => outcome === 'optimal').length,
    'run.not-solved': ended.filter(({ outcome }) => outcome !== 'optimal').length,
    'run.checked': facts.checks.length,
    'run.approved': facts.approvals.length,
    'run.released': facts.approvals.length >= 2 ? 1 : 0,
    'run.closed': facts.closure === null ? 0 : 1,
  });
  for (const { attempt, starts, outcome } of facts.attempts) {
    const solvings = startsTold(id, attempt);
    // Whoever takes up the check alone counts as a start, and starts no solving: that can only be where there is a result.
    if (outcome !== 'optimal') expect(solvings).toBe(starts);
    else expect(solvings >= 1 && solvings <= starts, `${id}/${attempt}: ${solvings} of ${starts} starts`).toBe(true);
  }
  const digests = [facts.lock?.snapshotSha256, facts.lock?.excludedSha256, facts.attempts.at(-1)?.resultSha256];
  for (const digest of digests) if (digest != null) await archived(read, digest);
}

function eventCounts(count: (event: AuditEventName) => number): Record<string, number> {
  const names: readonly AuditEventName[] = [
    'run.opened',
    'run.locked',
    'run.solve-requested',
    'run.solved',
    'run.not-solved',
    'run.checked',
    'run.approved',
    'run.released',
    'run.closed',
  ];
  return Object.fromEntries(names.map((name) => [name, count(name)]));
}

/** What of the facts decides: earlier attempts do not. */
function shapeOf({ lock, attempts, checks, approvals, closure }: RunFacts): string {
  const last = attempts.at(-1);
  const check = checks.find(({ attempt }) => attempt === last?.attempt);
  const counting = approvals.filter(({ resultSha256 }) => resultSha256 === last?.resultSha256);
  return JSON.stringify([
    lock !== null,
    last === undefined ? 'no attempt' : last.outcome,
    check?.verdict ?? null,
    counting.length,
    closure !== null,
  ]);
}
