/**
 * The data that a decision on a transplant rests on, by one digest: the proposal, the versions of both registrations, and
 * whatever bars the one from giving to the other. Versions only count up, so that data that are changed and changed back are
 * not the data that were shown.
 */
import { sha256 } from '../policy/policy.ts';
import type { Abo, BloodGroup, Status } from '../registrations/registration.ts';
import type { ProposalVersionTable, ProposedTransplantTable, RegistrationTable } from '../store/tables.ts';
import type { Obstacle, TransplantFacts } from './transplant-status.ts';

type Person = RegistrationTable | undefined;
type ShownData = Pick<
  TransplantFacts,
  'shownSha256' | 'shownParts' | 'obstacle' | 'isChangedSinceRun' | 'donorBloodGroup' | 'recipientBloodGroup'
>;

/** `people`: their registrations as they are now, exclusions among them. */
export function shownData(
  { documentSha256 }: ProposalVersionTable,
  transplant: ProposedTransplantTable,
  people: readonly RegistrationTable[],
): ShownData {
  const { proposalId, version, position, donorId, recipientId } = transplant;
  const find = (kind: string, id: string | null): Person => people.find((row) => row.kind === kind && row.id === id);
  const [donor, recipient] = [find('donor', donorId), find('recipient', recipientId)];
  const exclusions = people.filter(
    ({ kind, id }) => kind === 'exclusion' && recipientId !== null && id.startsWith(`${recipientId}~${donorId}~`),
  );
  const shown = {
    proposal: [proposalId, version, position, documentSha256],
    donor: [donorId, stateOf(donor)],
    recipient: recipientId === null ? null : [recipientId, stateOf(recipient)],
    exclusions: exclusions.map((row) => [row.id, row.version]),
  };
  const { donorSha256, recipientSha256 } = transplant;
  return {
    shownSha256: sha256(JSON.stringify(shown)),
    shownParts: {
      proposal: partDigest(shown.proposal),
      donor: partDigest(shown.donor),
      recipient: partDigest(shown.recipient),
      exclusions: partDigest(shown.exclusions),
    },
    obstacle: obstacleIn(donor, recipientId === null ? null : recipient, exclusions.length > 0),
    isChangedSinceRun:
      isOtherThan(donor, donorSha256) || (recipientSha256 !== null && isOtherThan(recipient, recipientSha256)),
    donorBloodGroup: bloodGroupOf(donor),
    recipientBloodGroup: bloodGroupOf(recipient),
  };
}

/** Enough to tell one state of a part from another; it decides nothing. */
function partDigest(part: unknown): string {
  return sha256(JSON.stringify(part)).slice(0, 16);
}

/** Null where the person is not registered now. */
function bloodGroupOf(person: Person): Abo | null {
  if (person === undefined) return null;
  const { bloodGroup } = JSON.parse(person.content) as { readonly bloodGroup: BloodGroup };
  return bloodGroup.abo;
}

function stateOf(person: Person): readonly [version: number, sha256: string] | null {
  return person === undefined ? null : [person.version, sha256(person.content)];
}

function isOtherThan(person: Person, digest: string): boolean {
  return person === undefined || sha256(person.content) !== digest;
}

/** `recipient` is null for the waiting list. */
function obstacleIn(donor: Person, recipient: Person | null, isExcluded: boolean): Obstacle | null {
  if (donor === undefined) return 'donor-removed';
  if (isSuspended(donor)) return 'donor-suspended';
  if (recipient === undefined) return 'recipient-removed';
  if (recipient !== null && isSuspended(recipient)) return 'recipient-suspended';
  return isExcluded ? 'pair-excluded' : null;
}

function isSuspended({ content }: RegistrationTable): boolean {
  const { status } = JSON.parse(content) as { readonly status: Status };
  return status.state === 'suspended';
}
