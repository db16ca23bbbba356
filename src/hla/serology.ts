/**
 * Which antigens an allele shows. Two sources: the published table of IPD-IMGT/HLA (`wmda/rel_dna_ser.txt`), read as it is
 * where the operator supplies it, and otherwise the rule of the first field (`alleles.ts`).
 */
import { firstFieldAntigens, readAllele, type Allele } from './alleles.ts';
import { antigenLocus } from './antigen-table.ts';

export interface Serology {
  /** What people are told about where antigens come from. */
  readonly source: string;
  /**
   * Canonical names. Several: it may be any of them. None: the allele shows no antigen (it is not expressed, or its gene
   * is held at the level of alleles). Null: the source does not say, and a person must decide.
   */
  antigensOf(allele: Allele): readonly string[] | null;
}

export const FIRST_FIELD_SEROLOGY: Serology = {
  source: 'antigens by the first field of an allele, without the published table',
  antigensOf: firstFieldAntigens,
};

export type SerologyReading =
  | { readonly ok: true; readonly serology: Serology }
  | { readonly ok: false; readonly expected: string; readonly line: number };

const PREFIXES: Readonly<Record<string, string>> = {
  A: 'A',
  B: 'B',
  C: 'Cw',
  DRB1: 'DR',
  DRB3: 'DR',
  DRB4: 'DR',
  DRB5: 'DR',
  DQB1: 'DQ',
};

/** No antigen of this family is recognised by the table of antigens; laboratories name them by the first field. */
const C_FAMILY_NAMED_BY_FIRST_FIELD = 12;

interface Row {
  readonly allele: Allele;
  /** Null where the row says that nothing is known. */
  readonly antigens: readonly string[] | null;
}

/**
 * Reads the table: lines of `gene*;allele;unambiguous;possible;assumed;expert`, antigens by number with `/` between, `0` for
 * none, `?` for unknown. The unambiguous antigen counts where there is one, else every antigen of the other columns. An
 * allele of two fields has what any of its rows has, rows that are not expressed aside.
 */
export function readSerologyTable(text: string): SerologyReading {
  const found = new Map<string, Set<string> | null>();
  let version = 'of unknown version';
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    version = /^#\s*version:\s*(.+)$/.exec(line)?.[1].trim() ?? version;
    if (line === '' || line.startsWith('#')) continue;
    const row = readRow(line);
    if (row === 'malformed')
      return { ok: false, expected: 'gene*;allele;antigens;antigens;antigens;antigens', line: at + 1 };
    if (row !== null) addRow(found, row);
  }
  if (found.size === 0) return { ok: false, expected: 'a table of alleles and antigens (rel_dna_ser.txt)', line: 1 };
  return { ok: true, serology: serologyOf(found, `antigens of alleles by rel_dna_ser, ${version}`) };
}

function serologyOf(found: ReadonlyMap<string, ReadonlySet<string> | null>, source: string): Serology {
  return {
    source,
    antigensOf(allele) {
      const isAlleleOnly = PREFIXES[allele.gene] === undefined;
      if (allele.isNull || isAlleleOnly) return [];
      if (isNamedByFirstField(allele)) return firstFieldAntigens(allele);
      const antigens = found.get(allele.name) ?? null;
      return antigens === null ? null : [...antigens].sort();
    },
  };
}

function isNamedByFirstField({ gene, firstField }: Allele): boolean {
  return gene === 'C' && Number(firstField) >= C_FAMILY_NAMED_BY_FIRST_FIELD;
}

/** Null for a gene that is not followed. */
function readRow(line: string): Row | null | 'malformed' {
  const cells = line.split(';');
  if (cells.length < 6) return 'malformed';
  const reading = readAllele(`${cells[0]}${cells[1]}`);
  if (reading.kind !== 'allele') return null;
  const { allele } = reading;
  const unambiguous = antigensIn(cells[2], allele);
  if (unambiguous === null || unambiguous.length > 0 || cells[2] === '0') return { allele, antigens: unambiguous };
  const others = cells.slice(3, 6).map((cell) => antigensIn(cell, allele));
  const known = others.filter((antigens) => antigens !== null).flat();
  const saysNone = cells.slice(3, 6).includes('0');
  return { allele, antigens: known.length === 0 && !saysNone ? null : known };
}

/** Null where the cell says that nothing is known, or names an antigen that the program does not know. */
function antigensIn(cell: string, allele: Allele): readonly string[] | null {
  const numbers = cell.split('/').filter((number) => number !== '' && number !== '0');
  const names = numbers.map((number) => `${PREFIXES[allele.gene]}${number}`);
  return names.every((name) => antigenLocus(name) !== undefined) ? names : null;
}

function addRow(found: Map<string, Set<string> | null>, { allele, antigens }: Row): void {
  if (allele.isNull) return;
  const before = found.get(allele.name);
  if (before === undefined) found.set(allele.name, antigens === null ? null : new Set(antigens));
  else if (antigens !== null) found.set(allele.name, new Set([...(before ?? []), ...antigens]));
}
