/**
 * Two kinds of recipient, easy and hard, after Ashlagi, Jaillet and Manshadi, "Kidney exchange in dynamic sparse
 * heterogenous pools" (2013): every donor suits each recipient of the first half with chance one half, and each of the
 * others with chance one in the number of recipients. No blood groups, no ages; altruists as other donors.
 */
import type { Instance, InstanceDonor, InstanceRecipient } from '../instance.ts';
import { arcDrawer } from './arcs.ts';
import { randomFrom } from './random.ts';
import type { PairPoolOptions } from './saidman-2006.ts';
import { scoreDraw } from './scores.ts';

const EASY_SHARE = 0.5;
const EASY_CHANCE = 0.5;

export function heterogeneousPool(options: PairPoolOptions, seed: string): Instance {
  const count = options.recipients;
  const recipients = Array.from({ length: count }, (_, index) => recipientAt(index));
  const drawArcs = arcDrawer(count, scoreDraw(options.scores, recipients, seed));
  const random = randomFrom(`${seed}/arcs`);
  const easyCount = Math.floor(count * EASY_SHARE);
  const donors = Array.from({ length: count + options.altruists }, (_, index): InstanceDonor => {
    const recipient = index < count ? index : null;
    const accepts = (to: number): boolean =>
      to !== recipient && random.float() < (to < easyCount ? EASY_CHANCE : 1 / count);
    return { id: String(index + 1), recipient, ageYears: null, bloodGroup: null, ...drawArcs(accepts) };
  });
  return { recipients, donors };
}

function recipientAt(index: number): InstanceRecipient {
  return { id: String(index + 1), crfShare: null, bloodGroup: null, hasBloodCompatibleDonor: null };
}
