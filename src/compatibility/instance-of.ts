/** The instance of a run: who takes part, with their arcs. */
import type { Instance, InstanceDonor, InstanceRecipient } from '../../instances/instance.ts';
import type { Policy } from '../policy/policy.ts';
import type { Abo, Registrations } from '../registrations/registration.ts';
import { compatibilityOf, type Compatibility, type CompatibilityOptions } from './compatibility.ts';
import { isCompatible } from './rules/blood-group.ts';

/**
 * Recipients, donors and arcs in the order of ids. All who are registered are in it: throws where one of them is suspended, or
 * a donor is there without the recipient. `run-pool.ts` leaves such people out.
 */
export function instanceOf(
  registrations: Registrations,
  policy: Policy,
  date: string,
  options: CompatibilityOptions = {},
): Instance {
  return instanceOfCompatibility(compatibilityOf(registrations, policy, date, options));
}

export function instanceOfCompatibility(compatibility: Compatibility): Instance {
  const { recipients, donors } = compatibility;
  for (const { registration } of [...recipients, ...donors]) {
    if (registration.status.state === 'suspended') throw new Error(`instanceOf: ${registration.id} is suspended`);
  }
  const indexOf = new Map(recipients.map(({ registration }, index) => [registration.id, index]));
  const ownGroups = recipients.map((): Abo[] => []);
  for (const { registration } of donors) {
    const own = registration.recipientId === null ? undefined : indexOf.get(registration.recipientId);
    if (own === undefined && registration.recipientId !== null) {
      throw new Error(`instanceOf: the recipient of donor ${registration.id} does not take part`);
    }
    if (own !== undefined) ownGroups[own].push(registration.bloodGroup.abo);
  }
  return {
    recipients: recipients.map(({ registration }, index): InstanceRecipient => {
      const { id, crfPercent, bloodGroup } = registration;
      return {
        id,
        crfShare: crfPercent / 100,
        bloodGroup: bloodGroup.abo,
        hasBloodCompatibleDonor: ownGroups[index].some((group) => isCompatible(group, bloodGroup.abo)),
      };
    }),
    donors: donors.map(({ registration, ageYears }, index): InstanceDonor => {
      const { recipients: arcRecipients, scoreUnits: arcScoreUnits } = compatibility.arcsOf(index);
      const { id, recipientId, bloodGroup } = registration;
      const recipient = recipientId === null ? null : indexOf.get(recipientId)!;
      return { id, recipient, ageYears, bloodGroup: bloodGroup.abo, arcRecipients, arcScoreUnits };
    }),
  };
}
