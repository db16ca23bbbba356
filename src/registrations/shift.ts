import type { TableName } from './columns.ts';

/** Something that looks as if columns were swapped or units mistaken, for the sender to look at. */
export interface Shift {
  readonly code:
    'share-out-of-range' | 'mean-out-of-range' | 'columns-contradict' | 'order-of-columns' | 'changed-since-previous';
  readonly table: TableName;
  /** One, or those between which something is wrong. */
  readonly columns: readonly string[];
  readonly expected: string;
  readonly found: string;
}
