/** Acts that each write to several tables, so that half of one would show. */
import { expect } from 'vitest';
import { recordEvents, verifyAudit } from '../../src/audit/audit-store.ts';
import { archived } from '../../src/store/archive-store.ts';
import { storeFaults } from '../../src/store/integrity.ts';
import type { Store } from '../../src/store/store.ts';
import { referenceDocument } from './reference-act.ts';

/** All that was acknowledged is there, whatever else is there is whole, and the audit holds. Gives the acts that are there. */
export async function expectWholeActs(store: Store, acknowledged: readonly number[]): Promise<readonly number[]> {
  // Behind whatever another process, now dead, had begun.
  await store.act((act) => recordEvents(act, [], '', ''));
  const rows = await store.read.selectFrom('storeInfo').select(['name', 'value']).execute();
  const there = rows.map(({ value }) => Number(value)).sort((a, b) => a - b);
  expect(acknowledged.filter((index) => !there.includes(index))).toEqual([]);
  for (const index of there) {
    const { sha256 } = referenceDocument(index);
    expect((await archived(store.read, sha256)).startsWith(`${index} `)).toBe(true);
  }
  const count = async (table: 'archive' | 'auditEvent'): Promise<number> => {
    const { rows: count } = await store.read
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    return Number(count);
  };
  expect(await count('archive')).toBe(there.length);
  expect(await count('auditEvent')).toBe(2 * there.length);
  const registry = await store.read.selectFrom('registry').select('version').executeTakeFirst();
  expect(registry?.version ?? 0).toBe(there.length);
  expect((await verifyAudit(store.read)).faults).toEqual([]);
  expect(await storeFaults(store)).toEqual([]);
  return there;
}
