/** What a recipient's unacceptable antigens bar: the recipient's side of the virtual crossmatch. */
import type { HlaRule } from '../policy/policy.ts';
import type { Locus } from './antigen-table.ts';
import { bitsOf, type Specificities } from './specificities.ts';

export interface RecipientAntibodies {
  /** Names that bar a donor who carries them, each with the unacceptable antigen it comes from. */
  readonly barred: ReadonlyMap<string, string>;
  readonly bits: Int32Array;
  /** Loci at which something bars, each with the unacceptable antigens there. */
  readonly loci: ReadonlyMap<Locus, readonly string[]>;
}

/**
 * An unacceptable antigen bars all that stand below it (A9 bars A23, A24 and A2403), save what is accepted after all, with
 * all that stands below that.
 */
export function recipientAntibodies(
  unacceptable: readonly string[],
  accepted: readonly string[],
  rule: HlaRule,
  specificities: Specificities,
): RecipientAntibodies {
  const spared = new Set(
    rule.acceptedAntigens === 'pass'
      ? accepted.flatMap((name) => [...specificities.closureOf(specificities.canonical(name))])
      : [],
  );
  const barred = new Map<string, string>();
  const loci = new Map<Locus, string[]>();
  for (const listed of [...new Set(unacceptable.map(specificities.canonical))].sort()) {
    const names = [...specificities.closureOf(listed)].filter((name) => !spared.has(name));
    for (const name of names) if (!barred.has(name) || name === listed) barred.set(name, listed);
    if (names.length === 0) continue;
    const locus = specificities.locusOf(listed);
    loci.set(locus, [...(loci.get(locus) ?? []), listed]);
  }
  return { barred, bits: bitsOf(specificities, barred.keys()), loci };
}
