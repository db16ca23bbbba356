/**
 * An explanation as a centre may read it: of its own people everything, of others no more than how many there are. The reason, and
 * what a set is worth, stay as they are.
 */
import type { Registrations } from '../registrations/registration.ts';
import type { EntryFault } from '../registrations/quality-gate.ts';
import type { AlternativeSet, Chosen, Gift, PersonExplanation, Reason, Told } from './explanation.ts';

/** Ids of the people whom a centre looks after, a donor also by way of their recipient. */
export interface OwnPeople {
  readonly recipients: ReadonlySet<string>;
  readonly donors: ReadonlySet<string>;
}

export function ownPeople({ recipients, donors }: Registrations, centre: string): OwnPeople {
  const own = new Set(recipients.filter((recipient) => recipient.centre === centre).map(({ id }) => id));
  const isOwn = (donor: Registrations['donors'][number]): boolean =>
    donor.centre === centre || (donor.recipientId !== null && own.has(donor.recipientId));
  return { recipients: own, donors: new Set(donors.filter(isOwn).map(({ id }) => id)) };
}

export function cutDown({ person, reason, donorsLeftOut }: PersonExplanation, own: OwnPeople): PersonExplanation {
  return {
    person,
    reason: reasonFor(reason, own),
    donorsLeftOut: donorsLeftOut.map(({ id, faults }) => ({ id, faults: faultsFor(faults, own) })),
  };
}

function reasonFor(reason: Reason, own: OwnPeople): Reason {
  switch (reason.kind) {
    case 'not-eligible':
      return { ...reason, faults: faultsFor(reason.faults, own) };
    case 'outweighed':
    case 'equal':
      return { ...reason, best: setFor(reason.best, own) };
    case 'chosen':
      return chosenFor(reason, own);
    default:
      return reason;
  }
}

function faultsFor(faults: readonly EntryFault[], { recipients, donors }: OwnPeople): readonly EntryFault[] {
  return faults.map((fault) => {
    const { other, text } = fault;
    if (other === null || recipients.has(other) || donors.has(other)) return fault;
    return { ...fault, other: null, text: text.replace(other, 'somebody of another centre') };
  });
}

function setFor(best: AlternativeSet, own: OwnPeople): AlternativeSet {
  const { gained, lost } = best;
  return { ...best, exchanges: null, gained: toldFor(gained, own), lost: toldFor(lost, own), certificate: null };
}

function toldFor({ count, ids }: Told, { recipients }: OwnPeople): Told {
  return { count, ids: ids.filter((id) => recipients.has(id)) };
}

/** Points only where everybody they are about is the centre's own: those of ages are about the next donor too. */
function chosenFor(reason: Chosen, own: OwnPeople): Chosen {
  const { gifts, others, points, without } = reason;
  const told = gifts.map((gift, at) => giftFor(gift, gifts[(at + 1) % gifts.length], own));
  const isWhole = told.every(
    ({ donor, recipient, isToWaitingList }) => donor !== null && (recipient !== null || isToWaitingList),
  );
  return {
    ...reason,
    gifts: told,
    points: isWhole ? points : null,
    others: isWhole ? others : null,
    without: without === null ? null : { ...without, best: setFor(without.best, own) },
  };
}

function giftFor(gift: Gift, next: Gift, { recipients, donors }: OwnPeople): Gift {
  const { donor, recipient } = gift;
  const [isOwnDonor, isOwnRecipient] = [donors.has(donor!), recipient !== null && recipients.has(recipient)];
  if (isOwnDonor && isOwnRecipient && donors.has(next.donor!)) return gift;
  return {
    ...gift,
    donor: isOwnDonor ? donor : null,
    recipient: isOwnRecipient ? recipient : null,
    points: null,
    parts: [],
    mismatches: null,
  };
}
