/**
 * Recipients and transplants differ by the altruists, each of whom gives one kidney in any case: where one is settled, so is the other. Its
 * evidence is that of the one before, and 1 for the row of each altruist, more or less.
 */
import type { Goal } from './master.ts';
import type { PricedSearch } from './priced-search.ts';
import type { PricedLevel } from './prove-level.ts';

/** The level of this criterion, if it follows from an earlier one, these being their values; else null. */
export function impliedLevel(
  { criteria, adjacency }: PricedSearch,
  level: number,
  values: readonly number[],
): PricedLevel | null {
  const earlier = impliedBy(criteria, level);
  if (earlier === null) return null;
  const { rowCount, recipientCount } = adjacency;
  // Less than 0 may only be said of rows that are used up; transplants before have found that of the altruists.
  const ofAltruist = criteria[level] === 'transplants' ? 1 : -1;
  const ofRow = new Float64Array(rowCount).fill(ofAltruist, recipientCount);
  const ofLevel = new Float64Array(level);
  ofLevel[earlier] = 1;
  const bound = values[earlier] + ofAltruist * (rowCount - recipientCount);
  return { proof: { scale: 1, oddSets: [], ofRow, ofSet: new Float64Array(0), ofLevel }, bound, gap: 0 };
}

/** The earlier criterion that this one follows from, if any. */
export function impliedBy(criteria: PricedSearch['criteria'], level: number): number | null {
  const other = { recipients: 'transplants', transplants: 'recipients' } as const;
  const criterion = criteria[level];
  if (criterion !== 'recipients' && criterion !== 'transplants') return null;
  const earlier = criteria.indexOf(other[criterion]);
  return earlier >= 0 && earlier < level ? earlier : null;
}

/** To go on with the next criterion, those before having these values. */
export function goalOf(criteria: PricedSearch['criteria'], values: readonly number[]): Goal {
  const earlier = values.map((value, level) => {
    return { criterion: criteria[level], value, isImplied: impliedBy(criteria, level) !== null };
  });
  return { criterion: criteria[values.length], earlier };
}
