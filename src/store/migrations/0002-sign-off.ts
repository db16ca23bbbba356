/** Proposals, their transplants, and what is decided of each: nothing here ever changes or goes. */
import type { StoreKind } from '../column-kinds.ts';
import { TableMaker, type AnyDatabase } from './table-maker.ts';

export async function signOff(db: AnyDatabase, kind: StoreKind): Promise<void> {
  const maker = new TableMaker(db, kind);
  await maker.table('proposal', ['id'], {
    id: 'text',
    run_id: 'text',
    number: 'integer',
    run_date: 'text',
  });
  await maker.index('proposal', ['run_id']);
  await maker.table('proposal_version', ['proposal_id', 'version'], {
    proposal_id: 'text',
    version: 'integer',
    document_sha256: 'text',
    proposed_at: 'text',
    proposed_by: 'text',
  });
  await maker.table('proposed_transplant', ['proposal_id', 'version', 'position'], {
    proposal_id: 'text',
    version: 'integer',
    position: 'integer',
    donor_id: 'text',
    donor_centre: 'text',
    donor_owner_centre: 'text',
    donor_sha256: 'text',
    recipient_id: 'text?',
    recipient_centre: 'text?',
    recipient_sha256: 'text?',
  });
  for (const column of ['donor_centre', 'donor_owner_centre', 'recipient_centre'])
    await maker.index('proposed_transplant', [column]);
  await maker.table('transplant_decision', ['proposal_id', 'version', 'position', 'number'], {
    proposal_id: 'text',
    version: 'integer',
    position: 'integer',
    number: 'integer',
    kind: 'text',
    outcome: 'text',
    reason: 'text?',
    method: 'text?',
    on_date: 'text',
    centre: 'text?',
    shown_sha256: 'text',
    decided_at: 'text',
    decided_by: 'text',
  });
  for (const table of ['proposal', 'proposal_version', 'proposed_transplant', 'transplant_decision'])
    await maker.appendOnly(table);
}
