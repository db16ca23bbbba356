/**
 * The snapshot of a run: everything that its result follows from, frozen when the run is locked, in one canonical text.
 * Whoever has the snapshot and the program can compute the run again.
 */
import type { CompatibilityOptions } from '../compatibility/compatibility.ts';
import { runPoolOf, type RunPool } from '../compatibility/run-pool.ts';
import { readSerologyTable, type Serology } from '../hla/serology.ts';
import { policyOf } from '../policy/policies.ts';
import { policyDigest, sha256, type Policy } from '../policy/policy.ts';
import type { Registrations } from '../registrations/registration.ts';
import { archiveDocument } from '../store/archive-store.ts';
import { poolDigestOf, PROGRAM } from './result-document.ts';
import type { FrozenRun } from './run-acts.ts';

export interface Snapshot {
  readonly lkss: 'snapshot';
  readonly version: 1;
  readonly runDate: string;
  readonly policy: Policy;
  /** SHA-256 of the published table of alleles; null where the program's own rule was used. */
  readonly hlaMappingSha256: string | null;
  readonly registrations: Registrations;
}

export interface FreezeTask {
  readonly kind: 'freeze';
  readonly registrations: Registrations;
  readonly registryVersion: number;
  readonly policyId: string;
  readonly runDate: string;
  /** Text of the published table of alleles, or null. */
  readonly hlaMapping: string | null;
  readonly programDigest: string;
}

/** Registrations are in the order of ids, so that the same facts give the same bytes. */
export function freezeRun(task: FreezeTask): FrozenRun {
  const { registrations, registryVersion, policyId, runDate, hlaMapping, programDigest } = task;
  const policy = policyOf(policyId);
  if (policy === undefined) throw new Error(`there is no policy ${policyId}`);
  const snapshot: Snapshot = {
    lkss: 'snapshot',
    version: 1,
    runDate,
    policy,
    hlaMappingSha256: hlaMapping === null ? null : sha256(hlaMapping),
    registrations,
  };
  const { instance, excluded, warnings } = poolOfSnapshot(snapshot, hlaMapping);
  const altruists = instance.donors.filter(({ recipient }) => recipient === null).length;
  return {
    snapshot: archiveDocument('snapshot', JSON.stringify(snapshot)),
    excluded: archiveDocument('excluded', JSON.stringify({ excluded, warnings })),
    hlaMapping: hlaMapping === null ? null : archiveDocument('hla-mapping', hlaMapping),
    excludedCount: excluded.length,
    lock: {
      policyDigest: policyDigest(policy),
      programVersion: PROGRAM.version,
      programDigest,
      poolDigest: poolDigestOf(instance),
      registryVersion,
      recipients: instance.recipients.length,
      donors: instance.donors.length - altruists,
      altruists,
      arcs: instance.donors.reduce((sum, { arcRecipients }) => sum + arcRecipients.length, 0),
    },
  };
}

export function readSnapshot(text: string): Snapshot {
  const snapshot = JSON.parse(text) as Snapshot;
  if (snapshot.lkss !== 'snapshot' || snapshot.version !== 1) throw new Error('the archive holds no snapshot there');
  return snapshot;
}

export function poolOfSnapshot(snapshot: Snapshot, hlaMapping: string | null): RunPool {
  const { registrations, policy, runDate } = snapshot;
  return runPoolOf(registrations, policy, runDate, optionsOf(hlaMapping));
}

/** `hlaMapping`: text of the published table of alleles, or null. */
export function optionsOf(hlaMapping: string | null): CompatibilityOptions {
  return hlaMapping === null ? {} : { serology: serologyOf(hlaMapping) };
}

function serologyOf(text: string): Serology {
  const reading = readSerologyTable(text);
  if (!reading.ok) throw new Error(`the table of alleles, line ${reading.line}: expected ${reading.expected}`);
  return reading.serology;
}
