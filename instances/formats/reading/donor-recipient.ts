/**
 * Whose donor somebody is, in the formats of the UK scheme: a list of recipients and a flag, of which old files have one,
 * the other, or both.
 */
import type { Place, ProblemLog } from './problem-log.ts';

/**
 * The donor's recipient, or null for an altruist. The flag wins over the list; without a flag an empty list means an
 * altruist; a flag that denies it needs a recipient.
 */
export function recipientOfDonor(
  recipientIds: readonly string[],
  altruistic: boolean | null,
  place: Place,
  log: ProblemLog,
): string | null {
  if (altruistic === true) {
    if (recipientIds.length > 0) {
      log.warn(
        'altruist-conflict',
        place,
        'no recipient for an altruist: read as an altruist',
        recipientIds.join(', '),
      );
    }
    return null;
  }
  if (recipientIds.length > 1) {
    log.refuse('several-recipients', place, 'one recipient for each donor', recipientIds.join(', '));
  }
  if (recipientIds.length === 0 && altruistic === false) {
    log.refuse('altruist-conflict', place, 'a recipient, since the donor is said not to be altruistic');
  }
  return recipientIds[0] ?? null;
}
