/** What became of each transplant, and how its recipient and donor fare. Append-only: what is wrong is corrected by a later row. */
import type { StoreKind } from '../column-kinds.ts';
import { TableMaker, type AnyDatabase } from './table-maker.ts';

export async function outcomes(db: AnyDatabase, kind: StoreKind): Promise<void> {
  const maker = new TableMaker(db, kind);
  await maker.table('transplant_outcome', ['proposal_id', 'version', 'position', 'number'], {
    proposal_id: 'text',
    version: 'integer',
    position: 'integer',
    number: 'integer',
    outcome: 'text',
    reason: 'text?',
    kidney_removed: 'text',
    correction_reason: 'text?',
    on_date: 'text',
    centre: 'text?',
    shown_sha256: 'text',
    recorded_at: 'text',
    recorded_by: 'text',
  });
  await maker.table('follow_up', ['proposal_id', 'version', 'position', 'side', 'stage_months', 'number'], {
    proposal_id: 'text',
    version: 'integer',
    position: 'integer',
    side: 'text',
    stage_months: 'integer',
    number: 'integer',
    content: 'text',
    correction_reason: 'text?',
    centre: 'text?',
    shown_sha256: 'text',
    recorded_at: 'text',
    recorded_by: 'text',
  });
  for (const table of ['transplant_outcome', 'follow_up']) await maker.appendOnly(table);
}
