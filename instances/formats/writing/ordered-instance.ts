/** Orders for writing: what a file says must not depend on the order in which its instance came. */
import type { Instance, InstanceDonor } from '../../instance.ts';

export type IdOrder = (a: string, b: string) => number;

/** By UTF-16 code unit. */
export const byCodeUnit: IdOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** As people count: ids that differ only in a final number stand in the order of that number. */
export const byNumber: IdOrder = (a, b) => {
  const [prefixA, numberA] = splitNumber(a);
  const [prefixB, numberB] = splitNumber(b);
  return byCodeUnit(prefixA, prefixB) || numberA - numberB || byCodeUnit(a, b);
};

function splitNumber(id: string): [prefix: string, number: number] {
  const digits = /\d{1,15}$/.exec(id)?.[0] ?? '';
  return [id.slice(0, id.length - digits.length), digits === '' ? -1 : Number(digits)];
}

/** The same instance with recipients, donors and arcs in the order of their ids. */
export function orderedInstance(instance: Instance, order: IdOrder): Instance {
  const recipients = instance.recipients.toSorted((a, b) => order(a.id, b.id));
  const newIndex = new Map(recipients.map((recipient, index) => [recipient, index]));
  const indices = instance.recipients.map((recipient) => newIndex.get(recipient) ?? 0);
  const donors = instance.donors.map((donor) => orderedDonor(donor, indices)).toSorted((a, b) => order(a.id, b.id));
  return { ...instance, recipients, donors };
}

function orderedDonor(donor: InstanceDonor, newIndex: readonly number[]): InstanceDonor {
  const { arcRecipients, arcScoreUnits } = donor;
  const order = Uint32Array.from(arcRecipients, (_, arc) => arc);
  order.sort((a, b) => newIndex[arcRecipients[a]] - newIndex[arcRecipients[b]]);
  return {
    ...donor,
    recipient: donor.recipient === null ? null : newIndex[donor.recipient],
    arcRecipients: Int32Array.from(order, (arc) => newIndex[arcRecipients[arc]]),
    arcScoreUnits: Float64Array.from(order, (arc) => arcScoreUnits[arc]),
  };
}
