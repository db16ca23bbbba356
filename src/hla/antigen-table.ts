/**
 * Every HLA antigen the scheme knows, and which stands below which. A broad antigen stands above its splits; an antigen
 * stands above those associated with it (variants that were found within it). Public epitopes (Bw4, Bw6) stand above the
 * antigens that carry them.
 *
 * Source: the WHO Nomenclature Committee's list of recognised serological specificities, as in the relation table of
 * IPD-IMGT/HLA (`rel_ser_ser`, version 3.58.0). Cw12 to Cw18 and DPB1, DPA1 and DQA1 have no serological name: the
 * former are named by the first field of their alleles, as laboratories do, the latter are held as alleles.
 */
export type Locus = 'A' | 'B' | 'Bw' | 'C' | 'DR' | 'DR51-53' | 'DQ' | 'DQA1' | 'DPB1' | 'DPA1';

export interface Antigen {
  readonly name: string;
  readonly locus: Locus;
}

const NUMBERS: readonly (readonly [locus: Locus, prefix: string, numbers: string])[] = [
  ['A', 'A', '1 2 203 210 3 9 10 11 19 23 24 2403 25 26 28 29 30 31 32 33 34 36 43 66 68 69 74 80'],
  [
    'B',
    'B',
    '5 7 703 8 12 13 14 15 16 17 18 21 22 27 2708 35 37 38 39 3901 3902 40 4005 41 42 44 45 46 47 48 49 50 51 5102 5103 ' +
      '52 53 54 55 56 57 58 59 60 61 62 63 64 65 67 70 71 72 73 75 76 77 78 81 82',
  ],
  ['Bw', 'Bw', '4 6'],
  ['C', 'Cw', '1 2 3 4 5 6 7 8 9 10 12 14 15 16 17 18'],
  ['DR', 'DR', '1 103 2 3 4 5 6 7 8 9 10 11 12 13 14 1403 1404 15 16 17 18'],
  ['DR51-53', 'DR', '51 52 53'],
  ['DQ', 'DQ', '1 2 3 4 5 6 7 8 9'],
];

export const ANTIGENS: readonly Antigen[] = NUMBERS.flatMap(([locus, prefix, numbers]) =>
  numbers.split(' ').map((number) => ({ name: `${prefix}${number}`, locus })),
);

const LOCUS_OF = new Map(ANTIGENS.map(({ name, locus }) => [name, locus]));

/** The locus of a known antigen, or undefined. */
export function antigenLocus(name: string): Locus | undefined {
  return LOCUS_OF.get(name);
}

export type Relation = 'split' | 'associated' | 'epitope';

export interface AntigenRelation {
  readonly relation: Relation;
  readonly above: string;
  readonly below: readonly string[];
}

/** One row a broad antigen, an antigen with associated ones, or an epitope: `above: below below`. */
const ROWS: Readonly<Record<Relation, readonly string[]>> = {
  split: [
    'A9: A23 A24',
    'A10: A25 A26 A34 A66',
    'A19: A29 A30 A31 A32 A33 A74',
    'A28: A68 A69',
    'B5: B51 B52',
    'B12: B44 B45',
    'B14: B64 B65',
    'B15: B62 B63 B75 B76 B77',
    'B16: B38 B39',
    'B17: B57 B58',
    'B21: B49 B50',
    'B22: B54 B55 B56',
    'B40: B60 B61',
    'B70: B71 B72',
    'Cw3: Cw9 Cw10',
    'DR2: DR15 DR16',
    'DR3: DR17 DR18',
    'DR5: DR11 DR12',
    'DR6: DR13 DR14',
    'DQ1: DQ5 DQ6',
    'DQ3: DQ7 DQ8 DQ9',
  ],
  associated: [
    'A2: A203 A210',
    'A24: A2403',
    'B7: B703',
    'B21: B4005',
    'B27: B2708',
    'B39: B3901 B3902',
    'B51: B5102 B5103',
    'DR1: DR103',
    'DR14: DR1403 DR1404',
  ],
  epitope: [
    'Bw4: A9 A23 A24 A2403 A25 A32 B5 B13 B17 B27 B37 B38 B44 B47 B49 B51 B5102 B5103 B52 B53 B57 B58 B59 B63 B77',
    'Bw6: B7 B703 B8 B14 B18 B22 B2708 B35 B39 B3901 B3902 B40 B4005 B41 B42 B45 B46 B48 B50 B54 B55 B56 B60 B61 B62 B64 ' +
      'B65 B67 B70 B71 B72 B73 B75 B76 B78 B81 B82',
  ],
};

export const ANTIGEN_RELATIONS: readonly AntigenRelation[] = Object.entries(ROWS).flatMap(([relation, rows]) =>
  rows.map((row) => {
    const [above, below] = row.split(': ');
    return { relation: relation as Relation, above, below: below.split(' ') };
  }),
);

/** The DRB3, DRB4 and DRB5 genes go with the DR antigen on the same chromosome, nearly always. */
export const DR51_TO_53_OF: ReadonlyMap<string, string> = new Map(
  [
    ['DR51', 'DR2 DR15 DR16'],
    ['DR52', 'DR3 DR17 DR18 DR5 DR11 DR12 DR6 DR13 DR14 DR1403 DR1404'],
    ['DR53', 'DR4 DR7 DR9'],
  ].flatMap(([gene, antigens]) => antigens.split(' ').map((name): [string, string] => [name, gene])),
);
