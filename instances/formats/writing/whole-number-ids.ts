/** Recipient ids for formats that know only whole numbers. */
import type { InstanceRecipient } from '../../instance.ts';
import type { Problem } from '../../problem.ts';

const WHOLE_NUMBER = /^(?:0|-?[1-9]\d{0,14})$/;

/**
 * The ids as they are where all are whole numbers; otherwise 1, 2, 3 ... in the order of the recipients as given, which is
 * the order of their ids, and a warning that says so.
 */
export function wholeNumberIds(recipients: readonly InstanceRecipient[]): {
  readonly ids: readonly string[];
  readonly warnings: readonly Problem[];
} {
  const ids = recipients.map(({ id }) => id);
  if (ids.every((id) => WHOLE_NUMBER.test(id))) return { ids, warnings: [] };
  const warning: Problem = {
    code: 'renumbered-ids',
    expected: 'recipient ids that are whole numbers',
    found: `recipients numbered from 1 to ${ids.length} in the order of their ids (by UTF-16 code unit)`,
  };
  return { ids: ids.map((_, index) => String(index + 1)), warnings: [warning] };
}
