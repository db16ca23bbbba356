/** What changed from one import to the next. */
import type { TableName } from './columns.ts';
import { keyOf, type RegistrationTable, type TableRow } from './registration-table.ts';

export interface TableChanges {
  readonly table: TableName;
  /** Ids; of exclusions, both ids and the reason. In order. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Only columns in which something changed. */
  readonly changed: readonly ColumnChange[];
  /** In both imports. */
  readonly keptCount: number;
}

export interface ColumnChange {
  readonly column: string;
  readonly ids: readonly string[];
}

export function changesBetween(before: RegistrationTable, after: RegistrationTable): TableChanges {
  const old = byKey(before);
  const fresh = byKey(after);
  const kept = [...fresh].filter(([key]) => old.has(key));
  const changed = after.columns.map((column) => ({
    column,
    ids: kept.filter(([key, row]) => row[column] !== old.get(key)![column]).map(([key]) => key),
  }));
  return {
    table: after.table,
    added: [...fresh.keys()].filter((key) => !old.has(key)).sort(),
    removed: [...old.keys()].filter((key) => !fresh.has(key)).sort(),
    changed: changed.filter(({ ids }) => ids.length > 0).map(({ column, ids }) => ({ column, ids: ids.sort() })),
    keptCount: kept.length,
  };
}

function byKey({ table, rows }: RegistrationTable): ReadonlyMap<string, TableRow> {
  return new Map(rows.map((row) => [keyOf(table, row), row]));
}
