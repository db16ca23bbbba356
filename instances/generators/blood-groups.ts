/** ABO blood groups as the generators draw them; tables of chances stand in the order of `BLOOD_GROUPS`. */
import type { BloodGroup } from '../instance.ts';
import type { Random } from './random.ts';

export const BLOOD_GROUPS = ['O', 'A', 'B', 'AB'] as const satisfies readonly BloodGroup[];

export function drawBloodGroup(weights: readonly number[], random: Random): BloodGroup {
  return BLOOD_GROUPS[random.weightedIndex(weights)];
}

/** Whether the donor has no antigen that the recipient lacks. */
export function isBloodCompatible(donor: BloodGroup, recipient: BloodGroup): boolean {
  return donor === 'O' || donor === recipient || recipient === 'AB';
}
