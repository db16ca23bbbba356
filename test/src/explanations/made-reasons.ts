/** Every reason that somebody can have, in every form that changes what a letter says, by made-up facts. */
import { CRITERION_IDS, type Person } from '../../../solver/index.ts';
import { REASON_CODES } from '../../../src/compatibility/rule.ts';
import type { AlternativeSet, BarCount, PersonExplanation, Reason } from '../../../src/explanations/explanation.ts';
import { ENTRY_FAULT_CODES, type EntryFault } from '../../../src/registrations/quality-gate.ts';

export const SECRET = 'somebody-else';

const secret = { count: 1, ids: [SECRET] };
const best: AlternativeSet = {
  criteria: [],
  exchangeCount: 1,
  exchanges: [],
  gained: secret,
  lost: secret,
  certificate: null,
};
const fault = (code: EntryFault['code']): EntryFault => ({ code, text: SECRET, field: 'fixed.entry', other: SECRET });
const bar = (code: BarCount['code']): BarCount => ({ code, barred: 7, alone: 1, fields: ['fixed.entry'] });

export const REASONS: readonly Reason[] = [
  {
    kind: 'chosen',
    number: 1,
    exchange: { kind: 'cycle', backArcs: 0 },
    gifts: [
      {
        donor: SECRET,
        recipient: SECRET,
        isToWaitingList: false,
        points: '1.00000',
        parts: [{ of: 'arc', points: '1.00000', field: null }],
        mismatches: null,
      },
    ],
    points: '1.00000',
    others: [],
    without: { falls: null, best },
  },
  ...ENTRY_FAULT_CODES.map((code): Reason => ({ kind: 'not-eligible', faults: [fault(code)] })),
  { kind: 'not-eligible', faults: ENTRY_FAULT_CODES.map(fault) },
  { kind: 'no-giver', donors: 7, bars: null },
  ...REASON_CODES.map((code): Reason => ({ kind: 'no-giver', donors: 7, bars: [bar(code)] })),
  { kind: 'no-giver', donors: 7, bars: REASON_CODES.map(bar) },
  { kind: 'no-taker', recipients: 7, donors: [{ id: SECRET, bars: [bar('blood-group')] }] },
  { kind: 'no-exchange', givers: 2, takers: 3 },
  ...CRITERION_IDS.flatMap((criterion) =>
    [1, 12].map((by): Reason => ({
      kind: 'outweighed',
      exchanges: by,
      falls: { criterion, chosen: 30, other: 30 - by, by: criterion === 'score' ? `${by}.00000` : by },
      best,
    })),
  ),
  { kind: 'equal', exchanges: 1, best },
  { kind: 'equal', exchanges: 12, best },
];

const PEOPLE: readonly Person[] = [
  { kind: 'recipient', id: 'R7' },
  { kind: 'altruist', id: 'N7' },
];

export const EXPLANATIONS: readonly PersonExplanation[] = PEOPLE.flatMap((person) =>
  REASONS.map((reason) => ({ person, reason, donorsLeftOut: [{ id: SECRET, faults: [fault('suspended')] }] })),
);
