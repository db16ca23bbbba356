/** A matching run of made-up people, computed without a service, as exports are given it. */
import { gunzipSync } from 'node:zlib';
import { RUN_EXPORT_FORMATS, type ExportTask, type RunExportFormat } from '../../../src/exports/export-run.ts';
import type { ReleaseStamp } from '../../../src/exports/release-stamp.ts';
import { PROGRAM } from '../../../src/matching-runs/result-document.ts';
import { freezeRun } from '../../../src/matching-runs/snapshot.ts';
import { solveSnapshot } from '../../../src/matching-runs/solve-snapshot.ts';
import type { Registrations } from '../../../src/registrations/registration.ts';
import { sha256 } from '../../../src/policy/policy.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';

export interface ExportedRun {
  readonly registrations: Registrations;
  readonly stamp: ReleaseStamp;
  readonly result: string;
  task(format: RunExportFormat): ExportTask;
}

export const FORMATS: readonly RunExportFormat[] = RUN_EXPORT_FORMATS;

/** Every recipient brings one more donor, alike but for the sex, so that exchanges have alternates. */
export async function exportedRun(recipients: number, altruists: number, seed: string): Promise<ExportedRun> {
  const drawn = madeUpRegistrations(recipients, altruists, seed, '2026-10-14');
  const alike = drawn.donors
    .filter(({ recipientId }) => recipientId !== null)
    .map((donor) => ({ ...donor, id: `${donor.id}T`, sex: donor.sex === 'F' ? ('M' as const) : ('F' as const) }));
  return runOf({ ...drawn, donors: [...drawn.donors, ...alike] });
}

async function runOf(registrations: Registrations): Promise<ExportedRun> {
  const frozen = freezeRun({
    kind: 'freeze',
    registrations,
    registryVersion: 1,
    policyId: '2015-04',
    runDate: '2026-10-14',
    hlaMapping: null,
    programDigest: 'f'.repeat(64),
  });
  const snapshot = gunzipSync(frozen.snapshot.content).toString('utf8');
  const solved = await solveSnapshot({ kind: 'solve', snapshot, hlaMapping: null, deadlineMs: null });
  const result = gunzipSync(solved.result!.content).toString('utf8');
  const stamp: ReleaseStamp = {
    run: '2026-q4-01',
    quarter: '2026-Q4',
    runDate: '2026-10-14',
    releasedAt: '2026-10-14T10:20:30.000Z',
    checkedAt: '2026-10-14T10:05:00.000Z',
    verdict: 'accepted',
    policy: '2015-04',
    policyDigest: frozen.lock.policyDigest,
    program: `${PROGRAM.name} ${PROGRAM.version}`,
    programDigest: frozen.lock.programDigest,
    snapshotDigest: frozen.snapshot.sha256,
    poolDigest: frozen.lock.poolDigest,
    resultDigest: sha256(result),
  };
  return {
    registrations,
    stamp,
    result,
    task: (format) => ({ kind: 'export', format, stamp, snapshot, hlaMapping: null, result }),
  };
}
