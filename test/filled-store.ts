/** A store with rows in every table there is, whatever the schema: odd texts, nulls, the largest integers, bytes. */
import { recordEvents } from '../src/audit/audit-store.ts';
import { archive, archiveDocument } from '../src/store/archive-store.ts';
import { giveStoreId } from '../src/store/store-id.ts';
import type { Reading, Store } from '../src/store/store.ts';
import { insertRows, rowsOf, storeTables, type StoreTable, type Value } from '../src/store/table-rows.ts';
import { atOneMoment } from '../src/store/one-moment.ts';
import { TestSurroundings } from './test-surroundings.ts';

const ROWS = 7;
/** Rows that must fit each other are made by the code that they belong to. */
const MADE_OTHERWISE = ['archive', 'audit_event', 'audit_head', 'store_info'];

export async function fillStore(store: Store, surroundings = new TestSurroundings()): Promise<void> {
  await store.act(async (act) => {
    await giveStoreId(act, surroundings.newId());
    for (let row = 0; row < ROWS; row++) {
      const text = `document ${row} ${'Łódź\n'.repeat(row * 200)}`;
      await archive(act, archiveDocument('snapshot', text), surroundings.now());
      const note = {
        event: 'run.closed',
        subjectId: `run-${row}`,
        centre: 'RJ1',
        detail: { reason: `"${row}\\ Łódź` },
      } as const;
      await recordEvents(act, [note, note], 'anna', surroundings.now());
      surroundings.pass(1000);
    }
    for (const table of await storeTables(act, store.kind)) {
      if (MADE_OTHERWISE.includes(table.name)) continue;
      const nullable = await nullableColumns(act, table.name);
      const rows = Array.from({ length: ROWS }, (_, row) => rowOf(table, nullable, row, surroundings));
      await insertRows(act, table, rows);
    }
  });
}

async function nullableColumns(reading: Reading, table: string): Promise<readonly string[]> {
  const tables = await reading.introspection.getTables();
  const { columns } = tables.find(({ name }) => name === table)!;
  return columns.filter(({ isNullable }) => isNullable).map(({ name }) => name);
}

function rowOf(table: StoreTable, nullable: readonly string[], row: number, surroundings: TestSurroundings): Value[] {
  return table.columns.map(({ name, kind }) => {
    if (row % 3 === 1 && nullable.includes(name)) return null;
    if (kind === 'integer') return row % 2 === 0 ? row : Number.MAX_SAFE_INTEGER - row;
    if (kind === 'bytes') return surroundings.randomBytes(row * 31);
    return `${name} ${String.fromCodePoint(0x7a - row)} "\\ \u2028 Łódź 🫘 ${row}`;
  });
}

/** Everything in the store, by table; bytes as hexadecimal. */
export async function contentOf(store: Store): Promise<Record<string, readonly (readonly unknown[])[]>> {
  return atOneMoment(store, async (reading) => {
    const content: Record<string, (readonly unknown[])[]> = {};
    for (const table of await storeTables(reading, store.kind)) {
      content[table.name] = [];
      for await (const row of rowsOf(reading, store.kind, table)) {
        const plain = row.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value));
        content[table.name].push(plain);
      }
    }
    return content;
  });
}
