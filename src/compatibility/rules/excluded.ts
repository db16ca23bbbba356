/** A recorded exclusion: this donor must not give to this recipient. */
import type { Rule } from '../rule.ts';

export const excludedRule: Rule = {
  code: 'excluded',
  bars: (donor, recipient) => donor.exclusions.has(recipient.registration.id),
  reasons: (donor, recipient) =>
    donor.exclusions
      .get(recipient.registration.id)!
      .map((reason) => ({ text: `excluded: ${reason}`, field: 'fixed.exclusions' })),
};
