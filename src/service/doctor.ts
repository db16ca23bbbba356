/**
 * Is everything as it should be? What the database says of itself, every archived document, the chain of the audit, and every
 * run that was checked, computed again from the archive alone.
 */
import { verifyAudit } from '../audit/audit-store.ts';
import type { AuditHead } from '../audit/audit-chain.ts';
import { replayRun } from '../matching-runs/replay.ts';
import { acceptedResultOf } from '../matching-runs/run-status.ts';
import { runsBefore } from '../matching-runs/run-store.ts';
import type { Computing } from '../matching-runs/solving.ts';
import { storeFaults } from '../store/integrity.ts';
import { atOneMoment } from '../store/one-moment.ts';
import type { Store } from '../store/store.ts';

export interface Finding {
  /** What was looked at: `database`, `audit`, `run 2026-q4-01`. */
  readonly place: string;
  readonly isSound: boolean;
  readonly text: string;
}

const RUNS_AT_ONCE = 50;

/** Tells each finding as it is made. True where all is sound. */
export async function examine(
  store: Store,
  computing: Computing,
  witnesses: readonly AuditHead[],
  tell: (finding: Finding) => void,
): Promise<boolean> {
  let isSound = true;
  const told = (finding: Finding): void => {
    isSound &&= finding.isSound;
    tell(finding);
  };
  for (const finding of await ofDatabase(store)) told(finding);
  for (const finding of await ofAudit(store, witnesses)) told(finding);
  for await (const finding of ofRuns(store, computing)) told(finding);
  return isSound;
}

async function ofDatabase(store: Store): Promise<readonly Finding[]> {
  const faults = await storeFaults(store);
  if (faults.length === 0)
    return [{ place: 'database', isSound: true, text: 'sound, every archived document included' }];
  return faults.map(({ place, text }) => ({ place, isSound: false, text }));
}

async function ofAudit(store: Store, witnesses: readonly AuditHead[]): Promise<readonly Finding[]> {
  const { events, faults } = await atOneMoment(store, (reading) => verifyAudit(reading, witnesses));
  if (faults.length === 0) return [{ place: 'audit', isSound: true, text: `${events} events in one chain` }];
  return faults.map(({ seq, text }) => ({ place: `audit, event ${seq}`, isSound: false, text }));
}

async function* ofRuns(store: Store, computing: Computing): AsyncGenerator<Finding> {
  for (let before: string | null = null; ;) {
    const page = await runsBefore(store.read, before, RUNS_AT_ONCE);
    for (const facts of page) {
      if (acceptedResultOf({ ...facts, closure: null }) === null) continue;
      yield await ofRun(store, facts, computing);
    }
    if (page.length < RUNS_AT_ONCE) return;
    before = page.at(-1)!.run.id;
  }
}

async function ofRun(store: Store, facts: Parameters<typeof replayRun>[1], computing: Computing): Promise<Finding> {
  const place = `run ${facts.run.id}`;
  try {
    const { verdict, archived } = await replayRun(store, facts, computing);
    const text =
      verdict === 'same' ? `computed again: the same, ${archived.slice(0, 16)}…` : `computed again: ${verdict}`;
    return { place, isSound: verdict === 'same', text };
  } catch (error) {
    return { place, isSound: false, text: `cannot be computed again: ${(error as Error).message}` };
  }
}
