/** Unacceptable antigens of a made-up recipient, for the sensitisation wanted. */
import type { Random } from '../../instances/generators/random.ts';
import { referencePanel, shareOf, unionOf } from './reference-panel.ts';

/** How near to the share wanted is near enough. */
const TOLERANCE = 0.004;

export interface DrawnAntibodies {
  readonly unacceptable: readonly string[];
  /** Whole per cent of the reference panel that is barred; at least 1 where anything is unacceptable. */
  readonly crfPercent: number;
}

/**
 * Antigens that the recipient does not have, at random, as long as they bar no more of the reference panel than wanted.
 * Sensitised recipients with blood-group compatible donors have antibodies against these donors before all else: or they
 * would not be in the scheme.
 */
export function drawUnacceptable(
  ownHla: readonly string[],
  compatibleDonors: readonly (readonly string[])[],
  crfShare: number,
  random: Random,
): DrawnAntibodies {
  if (crfShare < 0.01) return { unacceptable: [], crfPercent: 0 };
  const panel = referencePanel();
  const strange = panel.antigens.filter((name) => !ownHla.includes(name));
  const against = compatibleDonors.flatMap((hla) => {
    const mismatched = shuffled(
      hla.filter((name) => !ownHla.includes(name)),
      random,
    );
    return mismatched.slice(0, 1);
  });
  const chosen = [...new Set(against)];
  let barred = unionOf(chosen.map((name) => panel.carriersOf(name)));
  for (const name of shuffled(strange, random)) {
    if (shareOf(barred, panel) >= crfShare - TOLERANCE) break;
    const more = unionOf([barred, panel.carriersOf(name)]);
    if (chosen.includes(name) || shareOf(more, panel) > crfShare + TOLERANCE) continue;
    chosen.push(name);
    barred = more;
  }
  if (chosen.length === 0) return { unacceptable: [], crfPercent: 0 };
  return { unacceptable: chosen.sort(), crfPercent: Math.max(1, Math.round(100 * shareOf(barred, panel))) };
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.integer(0, last);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
