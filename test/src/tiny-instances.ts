/** Instances small enough to work out by hand, for the tests of runs and reports. */
import type { Instance, InstanceDonor } from '../../instances/instance.ts';

type Gifts = Readonly<Record<string, number>>;

function instanceOf(
  recipients: readonly string[],
  donors: readonly (readonly [id: string, own: string | null, ageYears: number | null, gifts: Gifts])[],
): Instance {
  return {
    recipients: recipients.map((id) => ({ id, crfShare: null, bloodGroup: null, hasBloodCompatibleDonor: null })),
    donors: donors.map(([id, own, ageYears, gifts]): InstanceDonor => {
      const arcRecipients = Object.keys(gifts).map((to) => recipients.indexOf(to));
      const arcScoreUnits = Object.values(gifts).map((points) => Math.round(points * 100_000));
      const recipient = own === null ? null : recipients.indexOf(own);
      return { id, recipient, ageYears, bloodGroup: null, arcRecipients, arcScoreUnits };
    }),
  };
}

/**
 * A three-way exchange A, B, C with one back-arc from B to A by B's second donor; two-way exchange of A and B; an altruist who
 * can give to A and to B; an altruist who can give to nobody. Names that XML must escape.
 */
export const MIXED = instanceOf(
  ['A&', '<B>', 'C'],
  [
    ['a', 'A&', 50, { '<B>': 10 }],
    ['b1', '<B>', 40, { C: 20 }],
    ['b2', '<B>', 71, { 'A&': 1.5 }],
    ['c', 'C', null, { 'A&': 30 }],
    ['n', null, 70, { 'A&': 2, '<B>': 5 }],
    ['u', null, 60, {}],
  ],
);

/** Two recipients who can exchange with each other, and nothing else. */
export const TWO = instanceOf(
  ['1', '2'],
  [
    ['1', '1', 50, { '2': 4 }],
    ['2', '2', 61, { '1': 7 }],
  ],
);
