/** Random small instances: any ids, several donors per recipient, recipients without donors, every attribute present or not. */
import * as fc from 'fast-check';
import { isId } from '../../../instances/formats/reading/values.ts';
import { SCORE_UNITS_MAX } from '../../../instances/formats/reading/size-limits.ts';
import type { BloodGroup, Instance, InstanceDonor, InstanceRecipient } from '../../../instances/instance.ts';

const wildId = fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }).filter(isId);
const awkwardId = fc.constantFrom(
  '__proto__',
  'constructor',
  '007',
  '0x1',
  'null',
  '~',
  '-1',
  '1.0',
  '<&>"',
  "'",
  '\\',
  '{',
  '#',
);
const wholeNumberId = fc.integer({ min: -9, max: 99 }).map(String);
const bloodGroup = fc.constantFrom<BloodGroup | null>('O', 'A', 'B', 'AB', null);
const share = fc.option(fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 10_000));
const age = fc.option(fc.oneof(fc.integer({ min: 0, max: 130 }), fc.double({ min: 0, max: 130, noNaN: true })));
const units = fc.oneof(
  fc.nat(9_000_000),
  fc.constantFrom(0, 1, 10, 99_999, 100_000, SCORE_UNITS_MAX),
  fc.nat(90).map((points) => points * 100_000),
);

/** `ids` says whether recipients are all named by whole numbers; `donors`, how many each has. */
export function anyInstance({ ids = 'wild', donorsPerRecipient = [0, 3] } = {}): fc.Arbitrary<Instance> {
  const id = ids === 'whole-numbers' ? wholeNumberId : fc.oneof(wildId, awkwardId, wholeNumberId);
  const recipient = fc.record({ id, crfShare: share, bloodGroup, hasBloodCompatibleDonor: fc.option(fc.boolean()) });
  return fc.uniqueArray(recipient, { maxLength: 6, selector: (r) => r.id }).chain((recipients) => {
    const [min, max] = donorsPerRecipient;
    const counts = fc.array(fc.integer({ min, max }), { minLength: recipients.length, maxLength: recipients.length });
    return fc.tuple(counts, fc.nat(3)).chain(([own, altruistCount]) => {
      const owners = [
        ...own.flatMap((count, index) => Array.from({ length: count }, () => index)),
        ...Array.from({ length: altruistCount }, () => null),
      ];
      return fc
        .tuple(anyDonors(owners, recipients), fc.boolean())
        .map(([donors, isTrial]) => ({ ...(isTrial && { isTrial }), recipients, donors }));
    });
  });
}

function anyDonors(
  owners: readonly (number | null)[],
  recipients: readonly InstanceRecipient[],
): fc.Arbitrary<InstanceDonor[]> {
  const donorIds = fc.uniqueArray(fc.oneof(wildId, awkwardId, wholeNumberId), {
    minLength: owners.length,
    maxLength: owners.length,
  });
  return donorIds.chain((ids) =>
    fc.tuple(...owners.map((owner, index) => anyDonor(ids[index], owner, recipients.length))),
  );
}

function anyDonor(id: string, recipient: number | null, recipientCount: number): fc.Arbitrary<InstanceDonor> {
  const others = Array.from({ length: recipientCount }, (_, index) => index).filter((index) => index !== recipient);
  const arcs = fc.shuffledSubarray(others).chain((to) =>
    fc.array(units, { minLength: to.length, maxLength: to.length }).map((scores) => ({
      arcRecipients: Int32Array.from(to),
      arcScoreUnits: Float64Array.from(scores),
    })),
  );
  return fc.tuple(age, bloodGroup, arcs).map(([ageYears, group, gifts]) => {
    return { id, recipient, ageYears: ageYears === 0 ? 0 : ageYears, bloodGroup: group, ...gifts };
  });
}

/** The instance with recipients, donors and arcs in reverse. */
export function reversed(instance: Instance): Instance {
  const last = instance.recipients.length - 1;
  const donors = instance.donors.map((donor) => ({
    ...donor,
    recipient: donor.recipient === null ? null : last - donor.recipient,
    arcRecipients: Int32Array.from(donor.arcRecipients, (to) => last - to).toReversed(),
    arcScoreUnits: Float64Array.from(donor.arcScoreUnits).toReversed(),
  }));
  return { ...instance, recipients: instance.recipients.toReversed(), donors: donors.toReversed() };
}
