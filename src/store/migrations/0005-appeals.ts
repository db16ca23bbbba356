/** Who asked why they stand where they stand, and what they were answered. Append-only. */
import type { StoreKind } from '../column-kinds.ts';
import { TableMaker, type AnyDatabase } from './table-maker.ts';

const RECORDED = { recorded_at: 'text', recorded_by: 'text' } as const;

export async function appeals(db: AnyDatabase, kind: StoreKind): Promise<void> {
  const maker = new TableMaker(db, kind);
  await maker.table('appeal', ['id'], {
    id: 'text',
    year: 'integer',
    number: 'integer',
    run_id: 'text',
    kind: 'text',
    person_id: 'text',
    centre: 'text',
    in_name_of: 'text',
    asks: 'text',
    received_on: 'text',
    person_sha256: 'text',
    snapshot_sha256: 'text',
    policy_digest: 'text',
    program_version: 'text',
    program_digest: 'text',
    pool_digest: 'text',
    result_sha256: 'text',
    ...RECORDED,
  });
  await maker.index('appeal', ['year', 'number'], { unique: true });
  await maker.table('appeal_owner', ['appeal_id', 'number'], {
    appeal_id: 'text',
    number: 'integer',
    account_id: 'text',
    reason: 'text?',
    ...RECORDED,
  });
  await maker.table('appeal_explanation', ['appeal_id', 'number'], {
    appeal_id: 'text',
    number: 'integer',
    document_sha256: 'text',
    ...RECORDED,
  });
  await maker.table('appeal_answer', ['appeal_id', 'number'], {
    appeal_id: 'text',
    number: 'integer',
    finding: 'text',
    found: 'text',
    changed: 'text',
    registration_kind: 'text?',
    registration_id: 'text?',
    facts: 'text?',
    what_if_sha256: 'text?',
    ...RECORDED,
  });
  await maker.table('appeal_reply', ['appeal_id', 'number'], {
    appeal_id: 'text',
    number: 'integer',
    outcome: 'text',
    reason: 'text?',
    letter_sha256: 'text?',
    ...RECORDED,
  });
  await maker.table('appeal_ending', ['appeal_id'], {
    appeal_id: 'text',
    outcome: 'text',
    reason: 'text?',
    on_date: 'text',
    ...RECORDED,
  });
  for (const table of ['', '_owner', '_explanation', '_answer', '_reply', '_ending']) {
    await maker.appendOnly(`appeal${table}`);
  }
}
