/** What a format cannot hold, said in warnings; and what it cannot do without. */
import type { Instance } from '../../instance.ts';
import type { Problem } from '../../problem.ts';

/** Attributes a format may be unable to hold, and whether an instance has any. */
const ATTRIBUTES = {
  'the mark of a trial': ({ isTrial }: Instance) => isTrial === true,
  'ages of donors': ({ donors }: Instance) => donors.some((donor) => donor.ageYears !== null),
  'blood groups of donors': ({ donors }: Instance) => donors.some((donor) => donor.bloodGroup !== null),
  'reaction frequencies': ({ recipients }: Instance) => recipients.some(({ crfShare }) => crfShare !== null),
  'blood groups of recipients': ({ recipients }: Instance) => recipients.some(({ bloodGroup }) => bloodGroup !== null),
  'flags of blood-compatible donors': ({ recipients }: Instance) =>
    recipients.some(({ hasBloodCompatibleDonor }) => hasBloodCompatibleDonor !== null),
} as const;

export function warningsOfLostAttributes(
  instance: Instance,
  lost: readonly (keyof typeof ATTRIBUTES)[],
): readonly Problem[] {
  const present = lost.filter((attribute) => ATTRIBUTES[attribute](instance));
  if (present.length === 0) return [];
  return [
    { code: 'not-expressible', expected: 'only what this format holds', found: `left out: ${present.join(', ')}` },
  ];
}

/**
 * The instance without recipients who have no donor, and without the arcs to them: no exchange can include them, and some
 * formats cannot name them.
 */
export function withoutLoneRecipients(instance: Instance): { instance: Instance; warnings: readonly Problem[] } {
  const paired = new Set(instance.donors.map((donor) => donor.recipient));
  const recipients = instance.recipients.filter((_, index) => paired.has(index));
  const left = instance.recipients.length - recipients.length;
  if (left === 0) return { instance, warnings: [] };
  const newIndex = new Map(recipients.map((recipient, index) => [recipient, index]));
  const indexOf = (old: number): number => newIndex.get(instance.recipients[old]) ?? -1;
  const donors = instance.donors.map((donor) => {
    const arcs = Array.from(donor.arcRecipients, (_, arc) => arc).filter(
      (arc) => indexOf(donor.arcRecipients[arc]) >= 0,
    );
    return {
      ...donor,
      recipient: donor.recipient === null ? null : indexOf(donor.recipient),
      arcRecipients: Int32Array.from(arcs, (arc) => indexOf(donor.arcRecipients[arc])),
      arcScoreUnits: Float64Array.from(arcs, (arc) => donor.arcScoreUnits[arc]),
    };
  });
  const found = `left out: ${left} recipients without a donor, and arcs to them`;
  const warning: Problem = { code: 'not-expressible', expected: 'a donor for each recipient', found };
  return { instance: { ...instance, recipients, donors }, warnings: [warning] };
}
