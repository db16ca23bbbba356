/** The kinds of column that both databases hold alike. */
import type { ColumnDataType } from 'kysely';

export type StoreKind = 'sqlite' | 'postgres';

export interface ColumnKinds {
  readonly text: ColumnDataType;
  /** Within the integers that a number holds exactly. */
  readonly integer: ColumnDataType;
  readonly bytes: ColumnDataType;
}

export function columnKinds(kind: StoreKind): ColumnKinds {
  return kind === 'sqlite'
    ? { text: 'text', integer: 'integer', bytes: 'blob' }
    : { text: 'text', integer: 'bigint', bytes: 'bytea' };
}
