/**
 * HLA of made-up people about as frequent as among people in the United Kingdom: the common haplotypes as wholes, all else
 * locus by locus with C following B and DQ following DR. Figures are rounded from what is generally published of
 * north-west European populations; they serve for trying things out and for plausibility, never for a person's care.
 */
import { DR51_TO_53_OF } from '../hla/antigen-table.ts';
import type { Random } from '../../instances/generators/random.ts';

/** One chromosome's antigens: A, B, C, DR, DQ, and DR51 to DR53 where the DR antigen goes with one. */
export type Haplotype = readonly string[];

type Weighted = readonly (readonly [name: string, weight: number])[];

/** `A1 20 A2 28`: names and weights in turn. */
function weighted(text: string): Weighted {
  const parts = text.split(' ');
  return Array.from({ length: parts.length / 2 }, (_, index) => [parts[2 * index], Number(parts[2 * index + 1])]);
}

/** A, B and DR together, per thousand; the rest of the thousand is drawn locus by locus. */
const COMMON_HAPLOTYPES = weighted(
  'A1-B8-DR17 70 A2-B44-DR4 28 A3-B7-DR15 26 A2-B7-DR15 22 A29-B44-DR7 16 A2-B62-DR4 13 A1-B57-DR7 11 A2-B60-DR13 9 ' +
    'A3-B35-DR1 9 A2-B8-DR17 7 A11-B35-DR1 6 A24-B7-DR15 6 A2-B44-DR13 6 A2-B27-DR1 5 A30-B13-DR7 5 A33-B65-DR1 4',
);
const COMMON_SHARE = COMMON_HAPLOTYPES.reduce((sum, [, weight]) => sum + weight, 0) / 1000;

const A_ANTIGENS = weighted(
  'A1 145 A2 280 A3 140 A11 68 A23 22 A24 80 A25 19 A26 34 A29 28 A30 22 A31 30 A32 40 A33 13 A34 3 A66 4 A68 46 A69 3 A74 3',
);
const B_ANTIGENS = weighted(
  'B7 115 B8 75 B13 15 B18 42 B27 42 B35 58 B37 17 B38 16 B39 21 B41 7 B42 4 B44 150 B45 7 B47 5 B48 2 B49 18 B50 12 ' +
    'B51 60 B52 14 B53 9 B54 2 B55 24 B56 8 B57 33 B58 13 B60 58 B61 20 B62 58 B63 7 B64 8 B65 23 B71 3 B72 7 B75 3',
);
const DR_ANTIGENS = weighted(
  'DR1 100 DR103 24 DR15 125 DR16 13 DR17 80 DR18 6 DR4 190 DR7 130 DR8 31 DR9 17 DR10 10 DR11 75 DR12 24 DR13 118 DR14 31',
);

const C_WITH_B = new Map(
  [
    'Cw7: B7 B8 B49 B63',
    'Cw6: B13 B37 B47 B50 B57',
    'Cw4: B35 B53',
    'Cw12: B38 B52',
    'Cw8: B64 B65 B48 B75',
    'Cw17: B41 B42',
    'Cw1: B54 B56',
    'Cw10: B60 B71',
    'Cw9: B55',
    'Cw2: B72',
  ].flatMap((row) => {
    const [antigen, carriers] = row.split(': ');
    return carriers.split(' ').map((carrier): [string, Weighted] => [carrier, [[antigen, 1]]]);
  }),
)
  .set('B18', weighted('Cw7 6 Cw5 3 Cw12 1'))
  .set('B27', weighted('Cw1 4 Cw2 6'))
  .set('B39', weighted('Cw7 6 Cw12 4'))
  .set('B44', weighted('Cw5 6 Cw16 3 Cw4 1'))
  .set('B45', weighted('Cw6 5 Cw16 5'))
  .set('B51', weighted('Cw15 4 Cw14 3 Cw2 3'))
  .set('B58', weighted('Cw7 6 Cw10 4'))
  .set('B61', weighted('Cw2 7 Cw15 3'))
  .set('B62', weighted('Cw9 6 Cw10 3 Cw4 1'));

const DQ_WITH_DR = new Map<string, Weighted>([
  ['DR1', weighted('DQ5 1')],
  ['DR103', weighted('DQ5 6 DQ7 4')],
  ['DR15', weighted('DQ6 1')],
  ['DR16', weighted('DQ5 1')],
  ['DR17', weighted('DQ2 1')],
  ['DR18', weighted('DQ4 1')],
  ['DR4', weighted('DQ7 4 DQ8 6')],
  ['DR7', weighted('DQ2 7 DQ9 3')],
  ['DR8', weighted('DQ4 1')],
  ['DR9', weighted('DQ9 1')],
  ['DR10', weighted('DQ5 1')],
  ['DR11', weighted('DQ7 1')],
  ['DR12', weighted('DQ7 1')],
  ['DR13', weighted('DQ6 85 DQ7 15')],
  ['DR14', weighted('DQ5 1')],
]);

export function drawHaplotype(random: Random): Haplotype {
  const isCommon = random.float() < COMMON_SHARE;
  const [a, b, dr] = isCommon
    ? drawFrom(COMMON_HAPLOTYPES, random).split('-')
    : [A_ANTIGENS, B_ANTIGENS, DR_ANTIGENS].map((antigens) => drawFrom(antigens, random));
  const linked = [b, dr].map((name, index) => drawFrom((index === 0 ? C_WITH_B : DQ_WITH_DR).get(name)!, random));
  const extra = DR51_TO_53_OF.get(dr);
  return [a, b, linked[0], dr, linked[1], ...(extra === undefined ? [] : [extra])];
}

/** Both chromosomes as a laboratory reports them: locus by locus, an antigen on both only once. */
export function typingOf(one: Haplotype, other: Haplotype): readonly string[] {
  const names = one.flatMap((name, index) => [name, other[index] ?? name]);
  return [...new Set([...names, ...other.slice(one.length)])];
}

function drawFrom(choices: Weighted, random: Random): string {
  return choices[random.weightedIndex(choices.map(([, weight]) => weight))][0];
}
