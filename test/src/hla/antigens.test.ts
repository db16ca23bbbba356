import { describe, expect, it } from 'vitest';
import { ANTIGEN_RELATIONS, ANTIGENS, antigenLocus } from '../../../src/hla/antigen-table.ts';
import { readAntigen } from '../../../src/hla/antigens.ts';

describe('names of antigens and alleles', () => {
  it.each([
    ['A24', 'A24'],
    ['a24', 'A24'],
    ['dr17', 'DR17'],
    ['cw7', 'Cw7'],
    ['bw4', 'Bw4'],
    ['DR51', 'DR51'],
    ['DRB1*15:01', 'DRB1*15:01'],
    ['hla-a*02:01', 'A*02:01'],
    ['DPB1*04:01', 'DPB1*04:01'],
    [' DR17 ', 'DR17'],
    ['HLA-B27', 'B27'],
    ['C7', 'Cw7'],
    ['CW7', 'Cw7'],
    ['Cw10', 'Cw10'],
    ['BW4', 'Bw4'],
    ['A24(9)', 'A24'],
    ['A2403(24)', 'A2403'],
    ['DR17(3)', 'DR17'],
    ['B*44', 'B44'],
    ['C*07', 'Cw7'],
    ['DRB1*03', 'DR3'],
    ['DRB3*02', 'DR52'],
    ['A*02:01', 'A*02:01'],
    ['HLA-A*02:01:01:01', 'A*02:01'],
    ['A*24:02:01:02L', 'A*24:02'],
    ['A*03:01:01:02N', 'A*03:01N'],
    ['DPB1*104:01', 'DPB1*104:01'],
    ['DQA1*05:01', 'DQA1*05:01'],
  ])('%s is read as %s', (text, name) => {
    expect(readAntigen(text)).toEqual({ ok: true, name });
  });

  it.each([
    '',
    'A',
    '24',
    'A2 A3',
    'A4',
    'A99',
    'A02',
    'B15(16)',
    'A24(19)',
    'A*99:01',
    'A*2:1',
    'B*15',
    'E*01:01',
    'DPB1*04',
    'DQA1*05',
    'DP4',
    'DPw4',
    'DQA5',
    'A*02:01X',
    'A*02:ANGA',
    '__proto__',
    'constructor*01:01',
  ])('%j is refused, with what was expected', (text) => {
    const reading = readAntigen(text);
    expect(reading.ok).toBe(false);
    expect(reading.ok ? '' : reading.expected).not.toBe('');
  });

  it('keep every antigen of the table as it stands', () => {
    for (const { name } of ANTIGENS) expect(readAntigen(name)).toEqual({ ok: true, name });
    expect(ANTIGENS.length).toBe(new Set(ANTIGENS.map(({ name }) => name)).size);
  });
});

describe('the table of antigens', () => {
  it('relates only antigens it knows, of one locus unless by an epitope, in one way each', () => {
    for (const { relation, above, below } of ANTIGEN_RELATIONS) {
      expect([above, ...below].filter((name) => antigenLocus(name) === undefined)).toEqual([]);
      if (relation === 'epitope') continue;
      for (const name of below) expect(antigenLocus(name)).toBe(antigenLocus(above));
    }
    const placed = ANTIGEN_RELATIONS.filter(({ relation }) => relation !== 'epitope').flatMap(({ below }) => below);
    expect(new Set(placed).size).toBe(placed.length);
  });

  it('gives every B antigen that is no family of both one of Bw4 and Bw6', () => {
    const [bw4, bw6] = ['Bw4', 'Bw6'].map((name) => ANTIGEN_RELATIONS.find(({ above }) => above === name)!.below);
    const ofB = ANTIGENS.filter(({ locus }) => locus === 'B').map(({ name }) => name);
    const neither = ofB.filter((name) => !bw4.includes(name) && !bw6.includes(name));
    expect(neither).toEqual(['B12', 'B15', 'B16', 'B21']);
    expect(ofB.filter((name) => bw4.includes(name) && bw6.includes(name))).toEqual([]);
  });
});

describe('which antigens stand below which', () => {
  it('is as the published relations have it', () => {
    const written =
      'A2>203,210 A9>23,24 A10>25,26,34,66 A19>29,30,31,32,33,74 A24>2403 A28>68,69 B5>51,52 B7>703 B12>44,45 B14>64,65 ' +
      'B15>62,63,75,76,77 B16>38,39 B17>57,58 B21>4005,49,50 B22>54,55,56 B27>2708 B39>3901,3902 B40>60,61 B51>5102,5103 ' +
      'B70>71,72 Cw3>10,9 DQ1>5,6 DQ3>7,8,9 DR1>103 DR2>15,16 DR3>17,18 DR5>11,12 DR6>13,14 DR14>1403,1404';
    const found = new Map<string, string[]>();
    for (const { relation, above, below } of ANTIGEN_RELATIONS) {
      if (relation === 'epitope') continue;
      const numbers = below.map((name) => name.replace(/^[A-Za-z]+/, ''));
      found.set(above, [...(found.get(above) ?? []), ...numbers].sort());
    }
    const rows = [...found].map(([above, numbers]) => `${above}>${numbers.join()}`);
    expect(rows.sort()).toEqual(written.split(' ').sort());
  });
});
