/** People who seem to be registered twice: alike in birth date, sex, blood group and whole HLA typing. */
import type { DonorRegistration, RecipientRegistration, Registrations } from './registration.ts';

export interface PersonReference {
  readonly table: 'recipients' | 'donors';
  readonly id: string;
}

export interface SamePersonPair {
  readonly a: PersonReference;
  readonly b: PersonReference;
}

/** Each with the first of those like them, in the order of tables and ids. */
export function samePersonPairs({ recipients, donors }: Registrations): readonly SamePersonPair[] {
  const first = new Map<string, PersonReference>();
  const pairs: SamePersonPair[] = [];
  const look = (table: PersonReference['table'], person: RecipientRegistration | DonorRegistration): void => {
    const key = likenessOf(person);
    const a = first.get(key);
    if (a === undefined) first.set(key, { table, id: person.id });
    else pairs.push({ a, b: { table, id: person.id } });
  };
  for (const recipient of recipients) look('recipients', recipient);
  for (const donor of donors) look('donors', donor);
  return pairs;
}

function likenessOf({ birthDate, sex, bloodGroup, hla }: RecipientRegistration | DonorRegistration): string {
  return [birthDate, sex, bloodGroup.abo, ...[...new Set(hla)].sort()].join(' ');
}
