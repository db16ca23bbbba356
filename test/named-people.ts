/** People of a quarter who are given made-up names and numbers, as their centres would. */
import { checkDigit } from '../src/registrations/identity.ts';
import type { Registrations } from '../src/registrations/registration.ts';
import type { NamedPerson } from './identifying-marks.ts';
import { done, type ReleasedRun } from './released-run.ts';

/** By the coordinator of the centre that answers for each of them. */
export async function nameEverybody(
  run: ReleasedRun,
  { recipients, donors }: Registrations,
  ids: readonly string[],
): Promise<readonly NamedPerson[]> {
  const centreOf = new Map(recipients.map(({ id, centre }) => [id, centre]));
  const donorOf = new Map(donors.map((donor) => [donor.id, donor]));
  const named = [...new Set(ids)].map((id, index) => ({
    id,
    name: `Zebedee Quillfeather the ${index}th`,
    digits: numberAt(index),
  }));
  for (const { id, name, digits } of named) {
    const donor = donorOf.get(id);
    const owner = centreOf.get(donor?.recipientId ?? id) ?? donor!.centre;
    const url = `/api/identities/${donor === undefined ? 'recipient' : 'donor'}/${id}`;
    const headers = { 'idempotency-key': `identity-${id}` };
    const json = { name, number: { system: 'nhs', digits } };
    await done((await run.at(owner, 'coordinator')).ask('PUT', url, { json, etag: '"0"', headers }));
  }
  return named;
}

/** A valid NHS number of the range 999, which is kept for tests. */
export function numberAt(index: number): string {
  for (let nine = 999_000_000 + index * 7; ; nine += 1_000) {
    const last = checkDigit(String(nine));
    if (last !== null) return `${nine}${last}`;
  }
}
