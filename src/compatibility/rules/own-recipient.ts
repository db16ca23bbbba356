/** A donor takes part so that another recipient is given a kidney; their own is never given theirs within the scheme. */
import type { Rule } from '../rule.ts';

export const ownRecipientRule: Rule = {
  code: 'own-recipient',
  bars: (donor, recipient) => donor.registration.recipientId === recipient.registration.id,
  reasons: () => [{ text: 'the donor is registered with this recipient', field: 'fixed.ownRecipient' }],
};
