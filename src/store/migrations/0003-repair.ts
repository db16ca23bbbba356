/** Ways on where a proposal is stopped, and who chose which. Append-only. */
import type { StoreKind } from '../column-kinds.ts';
import { TableMaker, type AnyDatabase } from './table-maker.ts';

export async function repair(db: AnyDatabase, kind: StoreKind): Promise<void> {
  const maker = new TableMaker(db, kind);
  await maker.table('repair', ['proposal_id', 'version', 'number'], {
    proposal_id: 'text',
    version: 'integer',
    number: 'integer',
    document_sha256: 'text',
    basis_sha256: 'text',
    computed_at: 'text',
    computed_by: 'text',
  });
  await maker.table('repair_choice', ['proposal_id', 'version', 'number', 'account_id', 'way'], {
    proposal_id: 'text',
    version: 'integer',
    number: 'integer',
    account_id: 'text',
    way: 'text',
    chosen_at: 'text',
  });
  for (const table of ['repair', 'repair_choice']) await maker.appendOnly(table);
}
