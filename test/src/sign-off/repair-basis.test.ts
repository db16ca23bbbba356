import { describe, expect, it } from 'vitest';
import { NOT_TRANSPLANTED_CODES, notTransplantedReason } from '../../../src/sign-off/not-transplanted.ts';
import { REASONS } from '../../../src/sign-off/decisions.ts';
import {
  basisDigest,
  forbiddenBy,
  partyOfRun,
  peopleByWay,
  type BasisFacts,
  type Failure,
  type Party,
} from '../../../src/sign-off/repair/repair-basis.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';

const made = madeUpRegistrations(30, 4, 'basis', '2026-10-14');
const pairOf = (index: number): string => made.donors.find(({ recipientId }) => recipientId === idAt(index))!.id;
const idAt = (index: number): string => made.recipients[index].id;
const altruists = made.donors.filter(({ recipientId }) => recipientId === null).map(({ id }) => id);

/** The first two recipients exchange, and were stopped; the next two are committed, by the first altruist. */
const facts: BasisFacts = {
  registrations: made,
  inRun: partyOfRun(made),
  stopped: party([0, 1], []),
  committed: party([2, 3], [altruists[0]]),
  failures: [],
};

function party(recipients: readonly number[], others: readonly string[]): Party {
  return { recipients: new Set(recipients.map(idAt)), donors: new Set([...recipients.map(pairOf), ...others]) };
}

const failure = (kind: string, reason: string): Failure => ({
  donorId: pairOf(0),
  recipientId: idAt(1),
  kind,
  reason,
});

const digestOf = (of: BasisFacts): string =>
  basisDigest({ runId: 'r', date: '2026-10-20', policyDigest: 'p', ways: peopleByWay(of), standing: [] });

describe('who takes part in a way on', () => {
  it('are the same recipients with all their donors, or everybody not committed', () => {
    const { 'same-recipients': same, uncommitted } = peopleByWay(facts);
    expect(same.recipients.map(({ id }) => id)).toEqual([idAt(0), idAt(1)]);
    expect(same.donors).toEqual(
      made.donors.filter(({ recipientId }) => [idAt(0), idAt(1)].includes(recipientId ?? '')),
    );
    expect(uncommitted.recipients).toHaveLength(made.recipients.length - 2);
    const left = uncommitted.donors.map(({ id }) => id);
    expect(left).toEqual(expect.arrayContaining(altruists.slice(1)));
    for (const id of [altruists[0], pairOf(2), pairOf(3)]) expect(left).not.toContain(id);
  });

  it('are nobody who was not in the run', () => {
    const late = { ...made.recipients[0], id: 'R9999' };
    const registrations = { ...made, recipients: [...made.recipients, late] };
    expect(peopleByWay({ ...facts, registrations })).toEqual(peopleByWay(facts));
  });

  it('are without the pair, the donor or the recipient that failed, whatever the reason', () => {
    for (const [kind, reasons] of Object.entries(REASONS)) {
      for (const reason of Object.keys(reasons)) {
        const failures = [failure(kind, reason)];
        const { exclusions, donors, recipients } = forbiddenBy(failures);
        expect(exclusions.length + donors.size + recipients.size, `${kind} ${reason}`).toBe(1);
        for (const people of Object.values(peopleByWay({ ...facts, failures }))) {
          const hasDonor = people.donors.some(({ id }) => id === pairOf(0));
          const hasRecipient = people.recipients.some(({ id }) => id === idAt(1));
          const isBarred = people.exclusions.some((of) => of.donorId === pairOf(0) && of.recipientId === idAt(1));
          expect(!hasDonor || !hasRecipient || isBarred, `${kind} ${reason}`).toBe(true);
        }
      }
    }
  });

  it('are without whom the outcome of the day speaks of, where it speaks of anybody', () => {
    for (const code of NOT_TRANSPLANTED_CODES) {
      const { exclusions, donors, recipients } = forbiddenBy([failure('outcome', code)]);
      const counts = { pair: exclusions.length, donor: donors.size, recipient: recipients.size };
      const { about } = notTransplantedReason(code);
      const none = { pair: 0, donor: 0, recipient: 0 };
      expect(counts, code).toEqual(about === 'nobody' ? none : { ...none, [about]: 1 });
    }
  });

  it('has another digest when anything of it is other', () => {
    const same = digestOf(facts);
    expect(digestOf({ ...facts })).toBe(same);
    expect(digestOf({ ...facts, failures: [failure('crossmatch', 'positive-crossmatch')] })).not.toBe(same);
    expect(digestOf({ ...facts, committed: party([2], []) })).not.toBe(same);
    const recipients = made.recipients.map((recipient, at) => (at === 9 ? { ...recipient, crfPercent: 1 } : recipient));
    expect(digestOf({ ...facts, registrations: { ...made, recipients } })).not.toBe(same);
  });
});
