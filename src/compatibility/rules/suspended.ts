/** Nobody suspended gives or receives. */
import type { Status } from '../../registrations/registration.ts';
import type { Reason, Rule } from '../rule.ts';

export const suspendedRule: Rule = {
  code: 'suspended',
  bars: (donor, recipient) =>
    donor.registration.status.state === 'suspended' || recipient.registration.status.state === 'suspended',
  reasons: (donor, recipient) => [
    ...reasonOf('donor', donor.registration.status),
    ...reasonOf('recipient', recipient.registration.status),
  ],
};

function reasonOf(who: string, status: Status): Omit<Reason, 'code'>[] {
  if (status.state === 'active') return [];
  return [{ text: `the ${who} is suspended: ${status.reason}`, field: 'fixed.suspended' }];
}
