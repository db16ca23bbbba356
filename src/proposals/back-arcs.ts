/** Which donors could also give to which recipients within an exchange of three: what makes the exchanges embedded in it. */
import type { PoolIndex } from '../matching-runs/exchange-record.ts';
import type { BackArcRule } from '../../solver/index.ts';
import type { BackArc } from './proposal-document.ts';

/**
 * As many as the scheme counts; but that a chain can always stop after its first pair is counted too, and is no arc. Longer
 * exchanges have none by the scheme's definition.
 */
export function backArcsWithin(
  index: PoolIndex,
  kind: 'cycle' | 'chain',
  donors: readonly string[],
  rule: BackArcRule,
): readonly BackArc[] {
  if (donors.length !== 3) return [];
  const [first, second, third] = donors;
  const against: readonly (readonly [giver: string, pair: string])[] =
    kind === 'cycle'
      ? [
          [second, first],
          [third, second],
          [first, third],
        ]
      : [
          [third, second],
          [first, third],
        ];
  return against.flatMap(([giver, pair]) => {
    const recipient = index.donor(pair).recipient!;
    const donor = index.giverBack(index.donor(giver), recipient, rule);
    if (donor === null) return [];
    const { recipients } = index.pool;
    const ownRecipient = donor.recipient === null ? null : recipients[donor.recipient];
    return [{ donor: donor.id, ownRecipient, recipient: recipients[recipient] }];
  });
}
