/**
 * The antigens of the table together with the alleles that occur among some people, numbered, each with what stands below
 * it. Sets of them are bits in words, so that a crossmatch is a few AND operations.
 */
import { alleleLocus, readAllele, type Allele } from './alleles.ts';
import { ANTIGEN_RELATIONS, ANTIGENS, antigenLocus, type Locus, type Relation } from './antigen-table.ts';
import { readAntigen } from './antigens.ts';
import type { Serology } from './serology.ts';

export interface Step {
  readonly below: string;
  readonly relation: Relation | 'allele';
}

export interface Specificities {
  /** 32-bit words in a set. */
  readonly words: number;
  readonly serologySource: string;
  /** A name as it was given, in the spelling of the table. Throws, as all here, for one that is not among those given. */
  canonical(name: string): string;
  indexOf(name: string): number;
  nameOf(index: number): string;
  locusOf(name: string): Locus;
  /** What stands directly below, in the order of names. */
  stepsBelow(name: string): readonly Step[];
  /** The name itself and all that carry it. */
  closureOf(name: string): ReadonlySet<string>;
  /** The antigens of an allele, an antigen itself; null where the source of antigens does not know the allele. */
  antigensOf(name: string): readonly string[] | null;
}

/** `names` in any order and any spelling that `readAntigen` takes; throws for others, which no reader lets through. */
export function specificitiesOf(names: Iterable<string>, serology: Serology): Specificities {
  const spellings = new Map([...names].map((name) => [name, canonicalName(name)]));
  const alleles = allelesAmong(spellings.values());
  const all = [...ANTIGENS.map(({ name }) => name), ...[...alleles.keys()].sort()];
  const indices = new Map(all.map((name, index) => [name, index]));
  const antigens = new Map([...alleles].map(([name, allele]) => [name, serology.antigensOf(allele)]));
  const steps = stepsOf(antigens);
  const closures = new Map<string, ReadonlySet<string>>();
  return {
    words: Math.ceil(all.length / 32),
    serologySource: serology.source,
    canonical: (name) => known(spellings.get(name), name),
    indexOf: (name) => known(indices.get(name), name),
    nameOf: (index) => all[index],
    locusOf(name) {
      const allele = alleles.get(name);
      return allele === undefined ? antigenLocus(name)! : alleleLocus(allele);
    },
    stepsBelow: (name) => steps.get(name) ?? [],
    closureOf(name) {
      const closure = closures.get(name) ?? closureIn(steps, name);
      closures.set(name, closure);
      return closure;
    },
    antigensOf: (name) => (alleles.has(name) ? antigens.get(name)! : [name]),
  };
}

function canonicalName(name: string): string {
  const reading = readAntigen(name);
  if (!reading.ok) throw new Error(`not an antigen or allele: ${name} (expected ${reading.expected})`);
  return reading.name;
}

function known<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`specificitiesOf: no such antigen or allele: ${name}`);
  return value;
}

function allelesAmong(names: Iterable<string>): Map<string, Allele> {
  const alleles = new Map<string, Allele>();
  for (const name of names) {
    const reading = name.includes('*') && !alleles.has(name) ? readAllele(name) : null;
    if (reading?.kind === 'allele') alleles.set(name, reading.allele);
  }
  return alleles;
}

function stepsOf(antigensOfAlleles: ReadonlyMap<string, readonly string[] | null>): Map<string, Step[]> {
  const steps = new Map<string, Step[]>();
  const add = (above: string, step: Step): void => void steps.set(above, [...(steps.get(above) ?? []), step]);
  for (const { relation, above, below } of ANTIGEN_RELATIONS) {
    for (const name of below) add(above, { below: name, relation });
  }
  for (const [allele, antigens] of antigensOfAlleles) {
    for (const antigen of antigens ?? []) add(antigen, { below: allele, relation: 'allele' });
  }
  for (const list of steps.values()) list.sort((a, b) => (a.below < b.below ? -1 : a.below > b.below ? 1 : 0));
  return steps;
}

/**
 * All that carry an antigen. Below an epitope stand the antigens of its list and their alleles, but not what is associated with
 * them: B27 carries Bw4, B2708 does not.
 */
function closureIn(steps: ReadonlyMap<string, readonly Step[]>, name: string): Set<string> {
  const found = new Set([name]);
  const waiting = [name];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const isEpitope = steps.get(name)?.[0].relation === 'epitope';
    for (const { below, relation } of steps.get(at) ?? []) {
      if (found.has(below) || (isEpitope && at !== name && relation !== 'allele')) continue;
      found.add(below);
      waiting.push(below);
    }
  }
  return found;
}

/** The bits of a set, `words` words of it. */
export function bitsOf(specificities: Specificities, names: Iterable<string>): Int32Array {
  const bits = new Int32Array(specificities.words);
  for (const name of names) {
    const index = specificities.indexOf(name);
    bits[index >> 5] |= 1 << (index & 31);
  }
  return bits;
}

export function intersect(a: Int32Array, b: Int32Array): boolean {
  for (let word = 0; word < a.length; word++) if ((a[word] & b[word]) !== 0) return true;
  return false;
}
