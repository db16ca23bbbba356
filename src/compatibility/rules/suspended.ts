/** Nobody suspended gives or receives. */
import type { Status } from '../../registrations/registration.ts';
import type { Rule } from '../rule.ts';

export const suspendedRule: Rule = {
  code: 'suspended',
  bars: (donor, recipient) =>
    donor.registration.status.state === 'suspended' || recipient.registration.status.state === 'suspended',
  reasons: (donor, recipient) => [
    ...reasonOf('donor', donor.registration.status),
    ...reasonOf('recipient', recipient.registration.status),
  ],
};

function reasonOf(who: string, status: Status): { text: string; field: null }[] {
  return status.state === 'suspended' ? [{ text: `the ${who} is suspended: ${status.reason}`, field: null }] : [];
}
