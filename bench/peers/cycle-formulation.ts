/** The plain cycle formulation: every exchange a column, and one row for each recipient and altruist. */
import { listExchanges, type CriterionId, type Pool } from '../../solver/index.ts';
import type { CaseRules } from '../suites/bench-case.ts';
import { atMostOne, type OpenRow, type PeerModel } from './peer-model.ts';

export const CYCLE_FORMULATION = 'cycle formulation';

/** All exchanges, then each altruist alone, whose gift to the waiting list is a transplant. */
export function cycleFormulation(pool: Pool, rules: CaseRules): PeerModel {
  const list = listExchanges(pool, rules);
  const rowOf = rowsByDonor(pool);
  const alone = pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => rowOf.get(id)!);
  const columnCount = list.count + alone.length;
  const rows: OpenRow[] = [];
  const cover = (row: number, column: number): void => {
    (rows[row] ??= atMostOne()).plus.push(column);
  };
  for (let column = 0; column < list.count; column++) {
    for (const donor of list.exchange(column).donors) cover(rowOf.get(donor)!, column);
  }
  alone.forEach((row, index) => cover(row, list.count + index));
  const valuesOf = (criterion: CriterionId): Float64Array =>
    Float64Array.from({ length: columnCount }, (_, column) => {
      if (column < list.count) return list.value(column, criterion);
      return criterion === 'transplants' ? 1 : 0;
    });
  const values = Object.fromEntries(rules.criteria.map((criterion) => [criterion, valuesOf(criterion)]));
  // Recipients in no exchange have no row.
  return { formulation: CYCLE_FORMULATION, columnCount, values, rows: rows.filter((row) => row !== undefined) };
}

/** Recipients by index, altruists after them. */
function rowsByDonor({ recipients, donors }: Pool): Map<string, number> {
  let altruists = 0;
  return new Map(donors.map(({ id, recipient }) => [id, recipient ?? recipients.length + altruists++]));
}
