/**
 * Registrations in which certain exchanges are the only ones that their people can be in: everything else that these could give or
 * get is excluded. So a way on that is wanted as it stands is solved, proved and checked like any other.
 */
import type { Exclusion, Registrations } from '../../registrations/registration.ts';

export interface Gift {
  readonly donor: string;
  /** Null for the waiting list. */
  readonly recipient: string | null;
}

export interface Restriction {
  /** Have no person in common. */
  readonly exchanges: readonly (readonly Gift[])[];
  /** Whether everybody else takes part too, among themselves; else only the altruists are there, and give to the waiting list. */
  readonly hasOthers: boolean;
  /**
   * Whether arcs against the direction of an exchange of three stay, which count among its criteria. Any donor of a recipient may
   * have them; else only the donors of the exchanges take part, so that no other gives to the waiting list in their place.
   */
  readonly hasBackArcs: boolean;
}

const NOT_IN_THIS_WAY = 'not-in-this-way';

export function restrictedPeople(people: Registrations, restriction: Restriction): Registrations {
  const { exchanges, hasOthers } = restriction;
  const owner = ownersOf(people);
  const placed = new Map(exchanges.flatMap((gifts, at) => peopleIn(gifts, owner).map((person) => [person, at])));
  const recipients = people.recipients.filter(({ id }) => hasOthers || placed.has(id));
  const ids = new Set(recipients.map(({ id }) => id));
  const isGiver = (donor: string): boolean => {
    const place = placed.get(owner.get(donor)!);
    if (place === undefined) return true;
    return isWithBackArcs(exchanges[place], restriction) || exchanges[place].some((gift) => gift.donor === donor);
  };
  const donors = people.donors.filter(
    ({ id, recipientId }) => (recipientId === null || ids.has(recipientId)) && isGiver(id),
  );
  const steps = exchanges.map((gifts) => stepsOf(gifts, owner, restriction));
  const isAllowed = (donor: string, recipient: string): boolean => {
    const place = placed.get(owner.get(donor)!);
    if (place !== placed.get(recipient)) return false;
    return place === undefined ? hasOthers : steps[place](donor, recipient);
  };
  const barred = donors.flatMap(({ id: donorId, recipientId: own }) =>
    recipients.flatMap(({ id: recipientId }): Exclusion[] =>
      recipientId === own || isAllowed(donorId, recipientId) ? [] : [{ recipientId, donorId, reason: NOT_IN_THIS_WAY }],
    ),
  );
  const donorIds = new Set(donors.map(({ id }) => id));
  const before = people.exclusions.filter(({ recipientId, donorId }) => ids.has(recipientId) && donorIds.has(donorId));
  return { recipients, donors, exclusions: [...before, ...barred] };
}

/** By donor the own recipient; an altruist stands for themselves. */
export function ownersOf({ donors }: Pick<Registrations, 'donors'>): ReadonlyMap<string, string> {
  return new Map(donors.map(({ id, recipientId }) => [id, recipientId ?? altruistName(id)]));
}

/** No recipient has such an id. */
function altruistName(donor: string): string {
  return `altruist ${donor}`;
}

/** Recipients, and altruists by their names. */
export function peopleIn(gifts: readonly Gift[], owner: ReadonlyMap<string, string>): readonly string[] {
  return gifts.map(({ donor }) => owner.get(donor)!);
}

/** Which gifts among the people of an exchange stay possible. */
function stepsOf(
  gifts: readonly Gift[],
  owner: ReadonlyMap<string, string>,
  restriction: Restriction,
): (donor: string, recipient: string) => boolean {
  const forward = new Map(gifts.map(({ donor, recipient }) => [owner.get(donor)!, { donor, recipient }]));
  return (donor, recipient) => {
    const step = forward.get(owner.get(donor)!)!;
    return step.recipient === recipient ? step.donor === donor : isWithBackArcs(gifts, restriction);
  };
}

function isWithBackArcs(gifts: readonly Gift[], { hasBackArcs }: Pick<Restriction, 'hasBackArcs'>): boolean {
  return hasBackArcs && gifts.length === 3;
}
