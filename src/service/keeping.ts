/** What keeps the record: backups, and the audit's proof that nothing was changed. Each is an event of the audit itself. */
import { auditHead, recordEvents, verifyAudit, type AuditVerdict } from '../audit/audit-store.ts';
import { CHAIN_START, type AuditHead } from '../audit/audit-chain.ts';
import type { AuditNote } from '../audit/catalogue.ts';
import { rowsIn, writeBackup, type BackupSummary } from '../store/backup.ts';
import type { BackupProblem } from '../store/load-backup.ts';
import { atOneMoment } from '../store/one-moment.ts';
import { restoreInto, type RestoreOutcome } from '../store/restore.ts';
import { storeIdOf } from '../store/store-id.ts';
import type { Act, Reading, Store, StorePlace } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';

/** Whose wish it is, and the world it happens in. */
export interface Keeper {
  readonly actor: string;
  readonly surroundings: Surroundings;
}

export async function backUp(store: Store, path: string, { actor, surroundings }: Keeper): Promise<BackupSummary> {
  const summary = await writeBackup(store, path, surroundings.now());
  const detail = { head: headOf(summary).hash, rows: rowsIn(summary) };
  await store.act(async (act) => {
    await record(act, { event: 'store.backed-up', subjectId: await subject(act), detail }, actor, surroundings);
  });
  return summary;
}

/** Into a place where there is no store yet. The restored audit goes on with the event of its restoration. */
export function restore(place: StorePlace, path: string, { actor, surroundings }: Keeper): Promise<RestoreOutcome> {
  return restoreInto(place, path, async (act, summary) => {
    const problems = await auditProblems(act, headOf(summary));
    if (problems.length > 0) return problems;
    const detail = { head: headOf(summary).hash, rows: rowsIn(summary) };
    await record(act, { event: 'store.restored', subjectId: await subject(act), detail }, actor, surroundings);
    return [];
  });
}

function headOf({ header }: BackupSummary): AuditHead {
  return header.auditHead ?? CHAIN_START;
}

async function auditProblems(act: Act, head: AuditHead): Promise<readonly BackupProblem[]> {
  const { faults } = await verifyAudit(act, head.seq === 0 ? [] : [head]);
  const problems = faults.map(({ text }): BackupProblem => ({ code: 'audit', expected: `an unbroken audit: ${text}` }));
  const found = await auditHead(act);
  if (found.seq === head.seq && found.hash === head.hash) return problems;
  return [...problems, { code: 'audit', expected: `an audit of ${head.seq} events: it has ${found.seq}` }];
}

/** `witnesses` are heads that were given to somebody outside. */
export async function verifyAuditOf(
  store: Store,
  witnesses: readonly AuditHead[],
  { actor, surroundings }: Keeper,
): Promise<AuditVerdict> {
  const verdict = await atOneMoment(store, (reading) => verifyAudit(reading, witnesses));
  const detail = { events: verdict.events, faults: verdict.faults.length };
  await store.act(async (act) => {
    await record(act, { event: 'audit.verified', subjectId: await subject(act), detail }, actor, surroundings);
  });
  return verdict;
}

export interface ExportedHead extends AuditHead {
  readonly storeId: string;
  readonly at: string;
}

/** The last event before that of the export: what somebody outside countersigns, and later holds against the store. */
export async function exportAuditHead(store: Store, { actor, surroundings }: Keeper): Promise<ExportedHead> {
  return store.act(async (act) => {
    const { seq, hash } = await auditHead(act);
    const storeId = await subject(act);
    const at = surroundings.now();
    await record(
      act,
      { event: 'audit.head-exported', subjectId: storeId, detail: { head: hash } },
      actor,
      surroundings,
    );
    return { storeId, seq, hash, at };
  });
}

async function subject(reading: Reading): Promise<string> {
  return (await storeIdOf(reading)) ?? '';
}

function record(act: Act, note: AuditNote, actor: string, surroundings: Surroundings): Promise<void> {
  return recordEvents(act, [note], actor, surroundings.now());
}
