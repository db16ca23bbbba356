/** What has changed in the registrations since a run was locked: none of it is in the run. */
import { changesBetween, type TableChanges } from '../registrations/changes.ts';
import { registrationTables } from '../registrations/registration-table.ts';
import { currentRegistrations, registryVersion } from '../registrations/registration-store.ts';
import { archived } from '../store/archive-store.ts';
import type { Reading } from '../store/store.ts';
import type { RunLockTable } from '../store/tables.ts';
import { readSnapshot } from './snapshot.ts';

/** Tables without any change are left out. */
export async function changesSinceLock(reading: Reading, lock: RunLockTable): Promise<readonly TableChanges[]> {
  if ((await registryVersion(reading)) === lock.registryVersion) return [];
  const { registrations } = readSnapshot(await archived(reading, lock.snapshotSha256));
  const frozen = registrationTables(registrations);
  const now = registrationTables(await currentRegistrations(reading));
  return frozen
    .map((table, index) => changesBetween(table, now[index]))
    .filter(({ added, removed, changed }) => added.length + removed.length + changed.length > 0);
}
