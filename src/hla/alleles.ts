/** HLA alleles: their names, and the antigen each shows by the rule of its first field. */
import type { Locus } from './antigen-table.ts';

export interface Allele {
  /** Gene and two fields (`A*02:01`), with `N` where it is not expressed. Later fields do not change the protein. */
  readonly name: string;
  readonly gene: Gene;
  readonly firstField: string;
  readonly isNull: boolean;
}

export type Gene = 'A' | 'B' | 'C' | 'DRB1' | 'DRB3' | 'DRB4' | 'DRB5' | 'DQA1' | 'DQB1' | 'DPA1' | 'DPB1';

interface GeneFacts {
  readonly locus: Locus;
  /** What stands before the number of the gene's antigens, or null where it is held at the level of alleles. */
  readonly antigenPrefix: string | null;
  /** First fields in use; null where any is (DPB1 counts alleles, not families). */
  readonly firstFields: readonly string[] | null;
}

function facts(locus: Locus, antigenPrefix: string | null, firstFields: string | null): GeneFacts {
  return { locus, antigenPrefix, firstFields: firstFields?.split(' ') ?? null };
}

const GENES: Readonly<Record<Gene, GeneFacts>> = {
  A: facts('A', 'A', '01 02 03 11 23 24 25 26 29 30 31 32 33 34 36 43 66 68 69 74 80'),
  B: facts(
    'B',
    'B',
    '07 08 13 14 15 18 27 35 37 38 39 40 41 42 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 67 73 78 81 82',
  ),
  C: facts('C', 'Cw', '01 02 03 04 05 06 07 08 12 14 15 16 17 18'),
  DRB1: facts('DR', 'DR', '01 03 04 07 08 09 10 11 12 13 14 15 16'),
  DRB3: facts('DR51-53', 'DR', '01 02 03'),
  DRB4: facts('DR51-53', 'DR', '01'),
  DRB5: facts('DR51-53', 'DR', '01 02'),
  DQB1: facts('DQ', 'DQ', '02 03 04 05 06'),
  DQA1: facts('DQA1', null, '01 02 03 04 05 06'),
  DPA1: facts('DPA1', null, '01 02 03 04 05'),
  DPB1: facts('DPB1', null, null),
};

/** Genes that show one antigen, whichever the allele. */
const ANTIGEN_OF_GENE: Readonly<Record<string, string>> = { DRB3: 'DR52', DRB4: 'DR53', DRB5: 'DR51' };

/** Where the antigen's number is not that of the first field: alleles, by antigen. */
const OWN_ANTIGENS: readonly (readonly [antigen: string, alleles: string])[] = [
  ['A203', 'A*02:03'],
  ['A210', 'A*02:10'],
  ['A2403', 'A*24:03'],
  ['B703', 'B*07:03'],
  ['B64', 'B*14:01'],
  ['B65', 'B*14:02'],
  ['B62', 'B*15:01 B*15:04 B*15:05 B*15:06 B*15:07 B*15:20 B*15:24 B*15:25 B*15:27'],
  ['B63', 'B*15:16 B*15:17'],
  ['B75', 'B*15:02 B*15:08 B*15:11 B*15:15 B*15:21'],
  ['B76', 'B*15:12 B*15:14'],
  ['B77', 'B*15:13'],
  ['B70', 'B*15:09 B*15:37'],
  ['B71', 'B*15:10 B*15:18'],
  ['B72', 'B*15:03'],
  ['B2708', 'B*27:08'],
  ['B3901', 'B*39:01'],
  ['B3902', 'B*39:02'],
  ['B60', 'B*40:01 B*40:07 B*40:10 B*40:14'],
  ['B61', 'B*40:02 B*40:03 B*40:04 B*40:06 B*40:09 B*40:11 B*40:16'],
  ['B4005', 'B*40:05'],
  ['B45', 'B*50:02'],
  ['B5102', 'B*51:02'],
  ['B5103', 'B*51:03'],
  ['Cw9', 'C*03:03'],
  ['Cw10', 'C*03:02 C*03:04'],
  ['DR103', 'DRB1*01:03'],
  ['DR17', 'DRB1*03:01'],
  ['DR18', 'DRB1*03:02 DRB1*03:03'],
  ['DR1403', 'DRB1*14:03'],
  ['DR1404', 'DRB1*14:04'],
  ['DQ7', 'DQB1*03:01 DQB1*03:04'],
  ['DQ8', 'DQB1*03:02 DQB1*03:05'],
  ['DQ9', 'DQB1*03:03'],
];

const OWN_ANTIGEN_OF = new Map(
  OWN_ANTIGENS.flatMap(([antigen, alleles]) => alleles.split(' ').map((allele): [string, string] => [allele, antigen])),
);

const PATTERN = /^(?:HLA-)?([A-Z]+\d?)\*(\d{2,4})(?::(\d{2,4})((?::\d{2,4}){0,2})([NLSCAQPG]?))?$/;

export type AlleleReading =
  | { readonly kind: 'allele'; readonly allele: Allele }
  /** Only the first field is known (`B*44`): an antigen. */
  | { readonly kind: 'family'; readonly antigen: string }
  | { readonly kind: 'refused'; readonly expected: string };

/** Reads a name with a star in it. */
export function readAllele(text: string): AlleleReading {
  const [, gene, firstField, secondField, , ending] = PATTERN.exec(text) ?? [];
  if (gene === undefined) return refused('an allele of two to four fields, as A*02:01');
  if (!isGene(gene)) return refused(`an allele of one of ${Object.keys(GENES).join(', ')}`);
  const { firstFields } = GENES[gene];
  if (firstFields !== null && !firstFields.includes(firstField)) {
    return refused(`an allele whose first field is one of ${gene}*${firstFields.join(', ')}`);
  }
  if (secondField === undefined) {
    const antigens = familyAntigens(gene, firstField);
    if (antigens.length === 1) return { kind: 'family', antigen: antigens[0] };
    return refused(
      `${gene}*${firstField} with a second field, as ${gene}*${firstField}:01: alone it names no one antigen`,
    );
  }
  const isNull = ending === 'N';
  const name = `${gene}*${firstField}:${secondField}${isNull ? 'N' : ''}`;
  return { kind: 'allele', allele: { name, gene, firstField, isNull } };
}

export function alleleLocus({ gene }: Allele): Locus {
  return GENES[gene].locus;
}

/**
 * The antigens by the rule that needs no table of alleles: the few alleles listed above show an antigen of their own, every
 * other the one of its first field (`A*24:02` A24, `C*07:01` Cw7). The family B*15 is shared by two broad antigens, so an
 * allele of it that is not listed may be either. None where the allele is not expressed or its gene has no antigens.
 */
export function firstFieldAntigens({ name, gene, firstField, isNull }: Allele): readonly string[] {
  if (isNull) return [];
  const own = OWN_ANTIGEN_OF.get(name);
  return own === undefined ? familyAntigens(gene, firstField) : [own];
}

function familyAntigens(gene: Gene, firstField: string): readonly string[] {
  const { antigenPrefix } = GENES[gene];
  if (antigenPrefix === null) return [];
  if (gene === 'B' && firstField === '15') return ['B15', 'B70'];
  return [ANTIGEN_OF_GENE[gene] ?? `${antigenPrefix}${Number(firstField)}`];
}

function isGene(text: string): text is Gene {
  return Object.hasOwn(GENES, text);
}

function refused(expected: string): AlleleReading {
  return { kind: 'refused', expected };
}
