/** The steps of an exchange with the parts of their scores, as the scheme's result lists them. */
import type { Instance, InstanceDonor } from '../../instances/instance.ts';
import type { Exchange } from '../../solver/index.ts';
import { agePartsOf } from '../policy/donor-age.ts';
import type { DonorAgeRule } from '../policy/policy.ts';

/** One donor of an exchange and the donor's gift to the recipient of the next; nothing is added for the waiting list. */
export interface Step {
  readonly donor: string;
  /** The donor's own recipient; null for an altruist. */
  readonly recipient: string | null;
  /** Score of the gift without its age parts. */
  readonly scoreUnits: number;
  /** Points for ages close to each other. */
  readonly agePoints: number;
  readonly tieBreakerUnits: number;
}

/** A function that lists the steps of any exchange of the instance. */
export function exchangeSteps(instance: Instance, rule: DonorAgeRule): (exchange: Exchange) => Step[] {
  const donorById = new Map(instance.donors.map((donor) => [donor.id, donor]));
  const unitsOf = arcUnits();
  return ({ kind, donors: ids }) => {
    const donors = ids.map((id) => donorById.get(id)!);
    return donors.map((donor, at) => {
      const next = at + 1 < donors.length ? donors[at + 1] : kind === 'cycle' ? donors[0] : null;
      const parts = next === null ? NOTHING : agePartsOf(rule, donor.ageYears, next.ageYears);
      return {
        donor: donor.id,
        recipient: donor.recipient === null ? null : instance.recipients[donor.recipient].id,
        scoreUnits: next === null ? 0 : unitsOf(donor, next.recipient!),
        agePoints: parts.points,
        tieBreakerUnits: parts.tieBreakerUnits,
      };
    });
  };
}

const NOTHING = { points: 0, tieBreakerUnits: 0 };

/** Scores by donor and recipient; each donor's are indexed when first asked for. */
function arcUnits(): (donor: InstanceDonor, recipient: number) => number {
  const indexed = new Map<InstanceDonor, Map<number, number>>();
  return (donor, recipient) => {
    let units = indexed.get(donor);
    if (units === undefined) {
      units = new Map(Array.from(donor.arcRecipients, (to, arc) => [to, donor.arcScoreUnits[arc]]));
      indexed.set(donor, units);
    }
    const found = units.get(recipient);
    if (found === undefined) throw new Error(`donor ${donor.id} cannot give to recipient number ${recipient}`);
    return found;
  };
}
