import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compatibilityOf } from '../../../src/compatibility/compatibility.ts';
import { readAllele, type Allele } from '../../../src/hla/alleles.ts';
import { FIRST_FIELD_SEROLOGY, readSerologyTable, type Serology } from '../../../src/hla/serology.ts';
import { DATE, donor, POLICY, recipient, registrationsOf } from '../compatibility/people.ts';

/** In the layout of the published table; what it says is made up. */
const TABLE = [
  '# file: rel_dna_ser.txt',
  '# version: IPD-IMGT/HLA 9.99.0',
  'A*;01:01:01:01;1;;;',
  'A*;01:01:01:02N;0;;;',
  'A*;01:01:38L;;0/1;;',
  'A*;02:65;;2/19;;',
  'A*;02:55;;;2;28',
  'A*;02:03:01;203;;;2',
  'A*;02:99;?;;;',
  'A*;24:07;;;;',
  'B*;15:30;75;;;15',
  'C*;12:03;?;;;',
  'C*;03:04;10;;;',
  'DRB1*;03:01;17;;;',
  'DRB3*;02:02;52;;;',
  'DQB1*;03:01;;;7;',
  'DPA1*;01:03;?;;;',
  'DRA*;01:01;?;;;',
].join('\n');

function table(text = TABLE): Serology {
  const reading = readSerologyTable(text);
  if (!reading.ok) throw new Error(reading.expected);
  return reading.serology;
}

function allele(name: string): Allele {
  const reading = readAllele(name);
  if (reading.kind !== 'allele') throw new Error(name);
  return reading.allele;
}

describe('the published table of alleles', () => {
  it.each([
    ['A*01:01', ['A1']],
    ['A*01:01N', []],
    ['A*02:65', ['A19', 'A2']],
    ['A*02:55', ['A2', 'A28']],
    ['A*02:03', ['A203']],
    ['A*02:99', null],
    ['A*24:07', null],
    ['A*30:01', null],
    ['B*15:30', ['B75']],
    ['C*12:03', ['Cw12']],
    ['C*03:04', ['Cw10']],
    ['DRB1*03:01', ['DR17']],
    ['DRB3*02:02', ['DR52']],
    ['DQB1*03:01', ['DQ7']],
    ['DPA1*01:03', []],
    ['DPB1*04:01', []],
  ])('%s shows %j', (name, antigens) => {
    expect(table().antigensOf(allele(name))).toEqual(antigens);
  });

  it('says which it is', () => {
    expect(table().source).toContain('IPD-IMGT/HLA 9.99.0');
    expect(table('A*;01:01;1;;;\r\n').source).toContain('unknown version');
  });

  it.each([
    ['', 1],
    ['# only a comment\n', 1],
    ['# a\nA*;01:01;1', 2],
    ['donor,recipient\n1,2', 1],
  ])('%j is refused', (text, line) => {
    expect(readSerologyTable(text)).toMatchObject({ ok: false, line });
  });

  it('agrees with the text for random rows, read a second way', () => {
    const anyRow = fc.tuple(
      fc.constantFrom('01', '02', '24'),
      fc.integer({ min: 10, max: 30 }),
      fc.constantFrom('', '1', '2', '24', '1/2', '0'),
      fc.constantFrom('', '2', '0/2', '9/24'),
      fc.constantFrom('', '24', '1'),
    );
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 12 }), (rows) => {
        const lines = rows.map(([first, second, ...cells]) => `A*;${first}:${second};${cells.join(';')};`);
        const serology = table(lines.join('\n'));
        const expected = new Map<string, Set<string> | null>();
        for (const [first, second, sure, ...others] of rows) {
          const name = `A*${first}:${second}`;
          const used = sure === '' ? others : [sure];
          if (used.every((cell) => cell === '')) {
            expected.set(name, expected.get(name) ?? null);
            continue;
          }
          const numbers = used.flatMap((cell) => cell.split('/')).filter((number) => !['', '0'].includes(number));
          expected.set(name, new Set([...(expected.get(name) ?? []), ...numbers.map((number) => `A${number}`)]));
        }
        for (const [name, antigens] of expected) {
          const wanted = antigens === null ? null : [...antigens].sort();
          expect([name, serology.antigensOf(allele(name))]).toEqual([name, wanted]);
        }
      }),
    );
  });

  it('leaves to people an allele it does not know, on either side', () => {
    const people = registrationsOf(
      [recipient(), recipient({ id: 'R2', unacceptable: ['A*02:99'] })],
      [donor({ hla: ['A*30:01', 'B7'] }), donor({ id: 'D2' })],
    );
    const { explain } = compatibilityOf(people, POLICY, DATE, { serology: table() });
    expect(explain('D1', 'R1')).toMatchObject({
      arc: false,
      reasons: [
        {
          code: 'unmapped-allele',
          text: 'the table of alleles does not say which antigen allele A*30:01 of the donor shows',
        },
      ],
    });
    expect(explain('D2', 'R2')).toMatchObject({ arc: false, reasons: [{ code: 'unmapped-allele' }] });
    expect(explain('D2', 'R1')).toMatchObject({ arc: true });
  });
});

describe('without the table', () => {
  it.each([
    ['A*24:02', ['A24']],
    ['A*24:03', ['A2403']],
    ['B*15:01', ['B62']],
    ['B*15:30', ['B15', 'B70']],
    ['B*40:05', ['B4005']],
    ['B*40:99', ['B40']],
    ['C*03:03', ['Cw9']],
    ['C*16:01', ['Cw16']],
    ['DRB1*03:01', ['DR17']],
    ['DRB4*01:03', ['DR53']],
    ['DQB1*06:02', ['DQ6']],
    ['DPB1*04:01', []],
    ['A*24:09N', []],
  ])('%s shows %j', (name, antigens) => {
    expect(FIRST_FIELD_SEROLOGY.antigensOf(allele(name))).toEqual(antigens);
  });
});
