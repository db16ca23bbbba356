/** Figures of a generated pool that the tests compare with the published ones. */
import type { BloodGroup, Instance } from '../../../instances/instance.ts';

export function arcCount(pool: Instance): number {
  return pool.donors.reduce((sum, donor) => sum + donor.arcRecipients.length, 0);
}

/** Share of the ordered (paired donor, recipient) combinations that are arcs. */
export function pairedDensity(pool: Instance): number {
  const donors = pool.donors.filter((donor) => donor.recipient !== null);
  return arcCount({ ...pool, donors }) / (donors.length * pool.recipients.length);
}

export function groupShare(people: readonly { readonly bloodGroup: BloodGroup | null }[], group: BloodGroup): number {
  return people.filter((person) => person.bloodGroup === group).length / people.length;
}

/** Plain arrays for comparison and digests. */
export function plainPool(pool: Instance): unknown {
  return {
    recipients: pool.recipients,
    donors: pool.donors.map((donor) => ({
      ...donor,
      arcRecipients: Array.from(donor.arcRecipients),
      arcScoreUnits: Array.from(donor.arcScoreUnits),
    })),
  };
}

export function gap(value: number, target: number): number {
  return Math.abs(value - target);
}
