/**
 * HLA mismatches at A, B and DR, and the level they make: as in the national scheme for deceased donors (NHSBT POL186, as
 * tabulated in the documentation of the R package transplantr).
 */
import type { HlaRule } from '../policy/policy.ts';
import { ANTIGEN_RELATIONS, ANTIGENS, type Locus } from './antigen-table.ts';
import { finestNames } from './donor-typing.ts';
import type { Specificities } from './specificities.ts';

export type MismatchLevel = 1 | 2 | 3 | 4;

/** Antigens of the donor that the recipient lacks: 0 to 2 at each locus. */
export interface Mismatches {
  readonly a: number;
  readonly b: number;
  readonly dr: number;
}

export function mismatchLevel({ a, b, dr }: Mismatches): MismatchLevel {
  if (dr === 2 || (dr === 1 && b === 2)) return 4;
  if (dr === 1 || b === 2) return 3;
  return a === 0 && b === 0 ? 1 : 2;
}

/** For each of A, B and DR the antigens, by their place in the table; several in one list where it may be any of them. */
export interface MatchingTyping {
  readonly a: readonly (readonly number[])[];
  readonly b: readonly (readonly number[])[];
  readonly dr: readonly (readonly number[])[];
}

const PLACES = new Map(ANTIGENS.map(({ name }, place) => [name, place]));

export function matchingTyping(hla: readonly string[], specificities: Specificities): MatchingTyping {
  const names = finestNames(hla, specificities);
  return {
    a: antigensAt('A', names, specificities),
    b: antigensAt('B', names, specificities),
    dr: antigensAt('DR', names, specificities),
  };
}

/** Two alleles of the same antigen count once. */
function antigensAt(
  locus: Locus,
  names: readonly string[],
  specificities: Specificities,
): readonly (readonly number[])[] {
  const found = new Map<string, readonly number[]>();
  for (const name of names) {
    if (specificities.locusOf(name) !== locus) continue;
    const places = (specificities.antigensOf(name) ?? []).map((antigen) => PLACES.get(antigen)!);
    if (places.length > 0) found.set(places.join(), places);
  }
  return [...found.values()];
}

/** Counts mismatches under one policy. */
export type MismatchCounter = (donor: MatchingTyping, recipient: MatchingTyping) => Mismatches;

export function mismatchCounter(rule: HlaRule): MismatchCounter {
  const alike = likenessOf(rule.mismatchesAt);
  const count = (donor: MatchingTyping['a'], recipient: MatchingTyping['a']): number => {
    if (donor.length === 0 || recipient.length === 0) return rule.untypedMismatches;
    let mismatches = 0;
    for (const one of donor) if (!isAmong(one, recipient, alike)) mismatches++;
    return Math.min(2, mismatches);
  };
  return (donor, recipient) => ({
    a: count(donor.a, recipient.a),
    b: count(donor.b, recipient.b),
    dr: count(donor.dr, recipient.dr),
  });
}

function isAmong(one: readonly number[], others: MatchingTyping['a'], alike: Uint8Array): boolean {
  for (const other of others) {
    for (const place of one)
      for (const otherPlace of other) if (alike[place * ANTIGENS.length + otherPlace] === 1) return true;
  }
  return false;
}

/** Which antigens count as the same: equal, one above the other, or, compared broadly, under the same broad antigen. */
function likenessOf(level: HlaRule['mismatchesAt']): Uint8Array {
  const aboves = ANTIGENS.map(({ name }) => namesAbove(name));
  const alike = new Uint8Array(ANTIGENS.length ** 2);
  ANTIGENS.forEach(({ name }, place) => {
    ANTIGENS.forEach(({ name: other }, otherPlace) => {
      const isSame =
        aboves[place].includes(other) ||
        aboves[otherPlace].includes(name) ||
        (level === 'broad' && aboves[place].at(-1) === aboves[otherPlace].at(-1));
      if (isSame) alike[place * ANTIGENS.length + otherPlace] = 1;
    });
  });
  return alike;
}

/** The antigen itself, and upwards to its broad antigen. */
function namesAbove(name: string): readonly string[] {
  const row = ANTIGEN_RELATIONS.find(({ relation, below }) => relation !== 'epitope' && below.includes(name));
  return row === undefined ? [name] : [name, ...namesAbove(row.above)];
}
