/** Reads the name of an antigen or allele as laboratories write it. */
import { readAllele } from './alleles.ts';
import { ANTIGEN_RELATIONS, antigenLocus } from './antigen-table.ts';

export type AntigenReading =
  { readonly ok: true; readonly name: string } | { readonly ok: false; readonly expected: string };

/**
 * The canonical name: antigens as in the table (`A24`, `Cw7`, `DR17`, `Bw4`), alleles with two fields (`A*02:01`). Taken as
 * well: small letters, `HLA-` before a name, `C7` for Cw7, `A24(9)` where the number in brackets is truly above, an allele with more
 * fields or an ending, a first field alone (`B*44`: B44). Whatever is not known is refused.
 */
export function readAntigen(text: string): AntigenReading {
  const given = text.trim().toUpperCase();
  if (given.includes('*')) return fromAllele(given);
  const [, plain, above] = /^(?:HLA-)?([A-Z]+\d+)(?:\((\d+)\))?$/.exec(given) ?? [];
  if (plain === undefined) {
    const hint = /^(HLA-)?[A-Z]+$/.test(given) ? ', its number written to it without a space' : '';
    return { ok: false, expected: `one antigen (A24, DR17) or one allele (A*02:01)${hint}` };
  }
  if (/^(DP|DPW|DQA|DPA|DPB)\d/.test(plain)) {
    return { ok: false, expected: 'DP and DQ alpha as alleles, as DPB1*04:01, DPA1*01:03 or DQA1*05:01' };
  }
  const name = plain.replace(/^CW?(?=\d)/, 'Cw').replace(/^BW(?=\d)/, 'Bw');
  if (antigenLocus(name) === undefined)
    return { ok: false, expected: 'an antigen of the WHO list, as A24, Cw7 or DR17' };
  if (above !== undefined && !standsAbove(above, name)) {
    return { ok: false, expected: `in brackets the antigen that ${name} belongs to` };
  }
  return { ok: true, name };
}

function fromAllele(text: string): AntigenReading {
  const reading = readAllele(text);
  switch (reading.kind) {
    case 'allele':
      return { ok: true, name: reading.allele.name };
    case 'family':
      return { ok: true, name: reading.antigen };
    case 'refused':
      return { ok: false, expected: reading.expected };
  }
}

function standsAbove(number: string, name: string): boolean {
  const above = name.replace(/\d+$/, number);
  return ANTIGEN_RELATIONS.some((row) => row.above === above && row.below.includes(name));
}
