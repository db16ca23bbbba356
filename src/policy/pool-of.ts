/** From an instance to the solver's pool: the policy's age rule becomes plain numbers, and the people become indices. */
import type { Instance } from '../../instances/instance.ts';
import type { Pool } from '../../solver/index.ts';
import { agePartsOf, ageUnitsOf } from './donor-age.ts';
import type { Policy } from './policy.ts';

export interface PoolOfInstance {
  readonly pool: Pool;
  /** Donors whose age is missing, so that their gifts earn no age points. */
  readonly missingAges: number;
}

/** One succession class for each distinct age, youngest first, and one for missing ages (adding nothing) at the end. */
export function poolOf(instance: Instance, policy: Policy): PoolOfInstance {
  const ages = [...new Set(instance.donors.map((donor) => donor.ageYears))].sort(byAge);
  const classOf = new Map(ages.map((age, index) => [age, index]));
  const successionUnits = ages.map((age) => ages.map((next) => ageUnitsOf(agePartsOf(policy.donorAge, age, next))));
  const pool: Pool = {
    recipients: instance.recipients.map(({ id }) => id),
    donors: instance.donors.map(({ id, recipient, ageYears, arcRecipients, arcScoreUnits }) => ({
      id,
      recipient,
      arcRecipients,
      arcScoreUnits,
      successionClass: classOf.get(ageYears)!,
    })),
    successionUnits,
  };
  return { pool, missingAges: instance.donors.filter(({ ageYears }) => ageYears === null).length };
}

function byAge(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a - b;
}
