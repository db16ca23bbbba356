/**
 * Notices what looks as if columns were swapped or units mistaken: distributions outside what the scheme's people show, columns
 * that contradict each other, and jumps since the last import. Every value may be possible by itself; the sender confirms.
 */
import { changesBetween } from './changes.ts';
import { dateOrderShifts, orderedMeansShifts, secondEntryShifts, sensitisationShifts } from './column-relations.ts';
import { rangeShifts } from './expected-ranges.ts';
import type { Registrations } from './registration.ts';
import { registrationTables, type RegistrationTable } from './registration-table.ts';
import type { Shift } from './shift.ts';

/** `date` is the day of the import, for ages; without it they are not looked at. */
export function noticeShifts(registrations: Registrations, previous?: Registrations, date?: string): readonly Shift[] {
  const tables = registrationTables(registrations);
  const before = previous && registrationTables(previous);
  return [
    ...rangeShifts(registrations, date),
    ...tables.flatMap((table) => [...orderedMeansShifts(table), ...dateOrderShifts(table)]),
    ...sensitisationShifts(registrations.recipients),
    ...secondEntryShifts('recipients', registrations.recipients),
    ...secondEntryShifts('donors', registrations.donors),
    ...(before ? tables.flatMap((table, index) => changeShifts(before[index], table)) : []),
  ];
}

/** What a person keeps from one import to the next. */
const SETTLED = ['recipient_id', 'centre', 'birth_date', 'sex', 'blood_group', 'hla'];
const SETTLED_CHANGES_SHARE_MAX = 0.1;
const CHANGES_SHARE_MAX = 0.6;
/** Counts one more after every run. */
const COUNTING = 'previous_runs';
const KEPT_MIN = 10;

function changeShifts(before: RegistrationTable, after: RegistrationTable): readonly Shift[] {
  const { table, changed, keptCount } = changesBetween(before, after);
  if (keptCount < KEPT_MIN) return [];
  return changed.flatMap(({ column, ids }) => {
    const shareMax = SETTLED.includes(column) ? SETTLED_CHANGES_SHARE_MAX : CHANGES_SHARE_MAX;
    if (column === COUNTING || ids.length <= shareMax * keptCount) return [];
    const expected = `at most ${shareMax * 100}% of the people of both imports changed`;
    const found = `${ids.length} of ${keptCount} changed`;
    return { code: 'changed-since-previous', table, columns: [column], expected, found } satisfies Shift;
  });
}
