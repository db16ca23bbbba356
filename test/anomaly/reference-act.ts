/** An act that writes to six tables, so that half of it would show. */
import { createHash } from 'node:crypto';
import { recordEvents } from '../../src/audit/audit-store.ts';
import { archive, archiveDocument, type ArchiveDocument } from '../../src/store/archive-store.ts';
import type { Store } from '../../src/store/store.ts';

const AT = '2026-10-01T09:00:00.000Z';

/** Some kilobytes that cannot be compressed much; begins with the index. */
export function referenceDocument(index: number): ArchiveDocument {
  const parts = Array.from({ length: 40 + (index % 7) * 30 }, (_, part) =>
    createHash('sha256').update(`${index}/${part}`).digest('base64'),
  );
  return archiveDocument('snapshot', `${index} ${parts.join('')}`);
}

/** The same index is never given twice. */
export async function referenceAct(store: Store, index: number): Promise<void> {
  const document = referenceDocument(index);
  await store.act(async (act) => {
    await act
      .insertInto('storeInfo')
      .values({ name: `act ${index}`, value: String(index) })
      .execute();
    const note = { event: 'run.closed', subjectId: `run-${index}`, detail: { reason: String(index) } } as const;
    await recordEvents(act, [note], 'anna', AT);
    // Together, as careless code would: where the first fails, the second may come after it.
    await Promise.all([
      archive(act, document, AT),
      act
        .insertInto('registry')
        .values({ one: 1, version: 1 })
        .onConflict((conflict) =>
          conflict.column('one').doUpdateSet(({ eb, ref }) => ({ version: eb(ref('registry.version'), '+', 1) })),
        )
        .execute(),
    ]);
    await recordEvents(act, [note], 'anna', AT);
  });
}
