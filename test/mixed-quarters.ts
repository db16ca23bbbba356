/** Quarters of few centres, with donors who are looked after elsewhere than their recipients: what anonymity is tried on. */
import { randomFrom } from '../instances/generators/random.ts';
import type { Registrations } from '../src/registrations/registration.ts';
import { madeUpRegistrations } from './made-up-delivery.ts';

export const MIXED_CENTRES = ['RJ1', 'RRK', 'R0A', 'RTH'];

export function mixedQuarter(seed: string, recipientsMin = 20, recipientsMax = 45): Registrations {
  const random = randomFrom(seed);
  const centre = (): string => MIXED_CENTRES[random.integer(0, MIXED_CENTRES.length - 1)];
  const count = random.integer(recipientsMin, recipientsMax);
  const made = madeUpRegistrations(count, random.integer(0, 4), seed, '2026-10-01');
  const recipients = made.recipients.map((recipient) => ({ ...recipient, centre: centre() }));
  const centreOf = new Map(recipients.map((recipient) => [recipient.id, recipient.centre]));
  const donors = made.donors.map((donor) => {
    const isElsewhere = donor.recipientId === null || random.float() < 0.2;
    return { ...donor, centre: isElsewhere ? centre() : centreOf.get(donor.recipientId!)! };
  });
  return { ...made, recipients, donors };
}

/** Ids and birth dates of people who are none of the centre's, and not by chance a person's of its own too. */
export function othersOf({ recipients, donors }: Registrations, centre: string): readonly string[] {
  const centreOf = new Map(recipients.map((recipient) => [recipient.id, recipient.centre]));
  const isOwn = (person: (typeof recipients)[number] | (typeof donors)[number]): boolean =>
    person.centre === centre || ('recipientId' in person && centreOf.get(person.recipientId!) === centre);
  const people = [...recipients, ...donors];
  const own = new Set(people.filter(isOwn).flatMap(({ id, birthDate }) => [id, birthDate]));
  return people
    .filter((person) => !isOwn(person))
    .flatMap((person) => [person.id, person.birthDate].filter((text) => !own.has(text)));
}
