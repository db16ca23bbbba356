/** Documents that never change, kept under the SHA-256 of their bytes: what is read back is what was put in, or an error. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Act, Reading } from './store.ts';

export type ArchivedKind =
  | 'registrations'
  | 'read-back'
  | 'snapshot'
  | 'excluded'
  | 'result'
  | 'hla-mapping'
  | 'proposal'
  | 'repair'
  | 'explanation'
  | 'appeal-what-if'
  | 'appeal-letter';

export interface ArchiveDocument {
  readonly sha256: string;
  readonly kind: ArchivedKind;
  readonly sizeBytes: number;
  /** Compressed. */
  readonly content: Uint8Array;
}

/** Ready to be put: compressing a large document takes a while, which no act should wait for. */
export function archiveDocument(kind: ArchivedKind, text: string): ArchiveDocument {
  const bytes = Buffer.from(text, 'utf8');
  return { sha256: sha256Of(bytes), kind, sizeBytes: bytes.byteLength, content: gzipSync(bytes, { level: 6 }) };
}

/** Putting a document again changes nothing. */
export async function archive(act: Act, document: ArchiveDocument, at: string): Promise<void> {
  await act
    .insertInto('archive')
    .values({ ...document, content: Buffer.from(document.content), archivedAt: at })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
}

/** Throws where nothing was put under the digest, or where it is not what was put. */
export async function archived(reading: Reading, sha256: string): Promise<string> {
  const row = await reading.selectFrom('archive').select('content').where('sha256', '=', sha256).executeTakeFirst();
  if (row === undefined) throw new Error(`the archive has nothing under ${sha256}`);
  const bytes = gunzipSync(row.content);
  if (sha256Of(bytes) !== sha256) throw new Error(`what the archive has under ${sha256} is not what was put there`);
  return bytes.toString('utf8');
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
