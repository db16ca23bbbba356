/**
 * A panel of made-up donors, always the same, to reckon how many donors a list of unacceptable antigens bars: about what the
 * calculated reaction frequency says. An approximation: the scheme's calculator has real donors, of the same blood group.
 */
import { firstFieldAntigens, readAllele } from '../hla/alleles.ts';
import { ANTIGEN_RELATIONS } from '../hla/antigen-table.ts';
import { randomFrom } from '../../instances/generators/random.ts';
import { drawHaplotype, typingOf } from './hla-population.ts';
import { namesBelow } from './typing-loci.ts';

export interface ReferencePanel {
  readonly donors: number;
  /** Antigens that some donor carries, in order. */
  readonly antigens: readonly string[];
  /** Donors who carry the name, by number; none for a name that nobody carries. */
  carriersOf(name: string): Int32Array;
}

const DONORS = 2048;
const WORDS = DONORS / 32;

let drawn: ReferencePanel | undefined;

export function referencePanel(): ReferencePanel {
  drawn ??= drawPanel();
  return drawn;
}

/** The share of the panel, 0 to 1, that carries at least one of the names. */
export function barredShare(names: readonly string[]): number {
  const panel = referencePanel();
  return shareOf(unionOf(names.map((name) => panel.carriersOf(name))), panel);
}

export function unionOf(sets: readonly Int32Array[]): Int32Array {
  const union = new Int32Array(WORDS);
  for (const set of sets) for (let word = 0; word < WORDS; word++) union[word] |= set[word];
  return union;
}

export function shareOf(set: Int32Array, { donors }: ReferencePanel): number {
  let count = 0;
  for (let rest of set) for (; rest !== 0; rest &= rest - 1) count++;
  return count / donors;
}

function drawPanel(): ReferencePanel {
  const random = randomFrom('reference panel');
  const carriers = new Map<string, Int32Array>();
  for (let donor = 0; donor < DONORS; donor++) {
    for (const name of typingOf(drawHaplotype(random), drawHaplotype(random))) {
      const set = carriers.get(name) ?? new Int32Array(WORDS);
      set[donor >> 5] |= 1 << (donor & 31);
      carriers.set(name, set);
    }
  }
  const antigens = [...carriers.keys()].sort();
  const known = new Map<string, Int32Array>();
  return {
    donors: DONORS,
    antigens,
    carriersOf(name) {
      const set = known.get(name) ?? unionOf(typedAs(name).flatMap((typed) => carriers.get(typed) ?? []));
      known.set(name, set);
      return set;
    },
  };
}

/** The antigens of the panel's typings that a name stands for: an allele for its antigen, an epitope for its carriers. */
function typedAs(name: string): readonly string[] {
  const epitope = ANTIGEN_RELATIONS.find(({ relation, above }) => relation === 'epitope' && above === name);
  if (epitope !== undefined) return epitope.below.flatMap(namesBelow);
  const reading = name.includes('*') ? readAllele(name) : null;
  return reading?.kind === 'allele' ? firstFieldAntigens(reading.allele) : namesBelow(name);
}
