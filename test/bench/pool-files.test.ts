/** Cases from files and folders, and the optima that lie beside them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BadInput } from '../../bench/bad-input.ts';
import { mostRecipients, SCHEME_RULES } from '../../bench/suites/catalogue.ts';
import { casesFor } from '../../bench/suites/chosen-cases.ts';
import { casesInFolder } from '../../bench/suites/pool-files.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-bench-test-'));
  mkdirSync(at('pools'));
  for (const name of ['pools/a.wmd', 'pools/a.dat', 'pools/b.wmd', 'pools/c.txt', 'notes.md'])
    writeFileSync(at(name), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

const TABLE = [
  'file\tpairs\taltruists\tarcs\tcycle_pairs_max\tchain_arcs_max\trecipients_transplanted',
  'pools/a.wmd\t16\t2\t92\t3\t6\t10',
  'pools/c.txt\t16\t2\t92\t4\t0\t7',
];

describe('a folder for preflib', () => {
  it('gives a case for each row of the optima, with its value, and the pools that no row names', () => {
    writeFileSync(at('some-optima.tsv'), `${TABLE.join('\n')}\n`);
    const cases = casesFor(['preflib'], { folder });
    expect(cases.map(({ name, rules, known }) => ({ name, rules, known }))).toEqual([
      { name: 'a.wmd, K 3, L 6', rules: mostRecipients(3, 6), known: [10] },
      { name: 'c.txt, K 4, L 0', rules: mostRecipients(4, 0), known: [7] },
      { name: 'b.wmd, K 3, L 3', rules: mostRecipients(3, 3), known: undefined },
    ]);
    expect(cases.map(({ source }) => source)).toEqual([
      { kind: 'files', paths: [at('pools/a.wmd'), at('pools/a.dat')] },
      { kind: 'files', paths: [at('pools/c.txt')] },
      { kind: 'files', paths: [at('pools/b.wmd')] },
    ]);
  });

  it('finds the table beside it as well, and takes the rows of its own pools', () => {
    mkdirSync(at('other'));
    writeFileSync(at('other/d.wmd'), '');
    const rows = [...TABLE, 'other/d.wmd\t16\t2\t92\t3\t3\t8'];
    writeFileSync(at('some-optima.tsv'), `${rows.join('\n')}\n`);
    expect(casesInFolder('preflib', at('pools')).map(({ name, known }) => [name, known])).toEqual([
      ['a.wmd, K 3, L 6', [10]],
      ['c.txt, K 4, L 0', [7]],
      ['b.wmd, K 3, L 3', undefined],
    ]);
    // A table in the folder promises its pools.
    rmSync(at('other/d.wmd'));
    expect(() => casesInFolder('preflib', folder)).toThrow(/there is no other\/d\.wmd/);
  });

  it('takes no values from a table of other criteria', () => {
    writeFileSync(at('uk-optima.tsv'), 'file\tscore\npools/a.wmd\t12\n');
    expect(casesInFolder('preflib', folder).map(({ name }) => name)).toEqual(['a.wmd, K 3, L 3', 'b.wmd, K 3, L 3']);
  });

  it('is refused where there is no pool', () => {
    mkdirSync(at('empty'));
    expect(() => casesInFolder('preflib', at('empty'))).toThrow(BadInput);
    expect(() => casesInFolder('preflib', at('nowhere'))).toThrow(BadInput);
  });
});

describe('files named', () => {
  it('twice are measured once, and two of one name are refused', () => {
    expect(casesFor([at('pools/c.txt'), at('pools/c.txt')], {})).toHaveLength(1);
    writeFileSync(at('c.txt'), '');
    expect(() => casesFor([at('pools/c.txt'), at('c.txt')], {})).toThrow(BadInput);
  });

  it('are solved under the default policy, or as asked', () => {
    const [usual] = casesFor([at('pools/c.txt')], {});
    expect(usual).toMatchObject({ suite: 'files', name: 'c.txt', rules: SCHEME_RULES });
    const [asked] = casesFor([at('pools/c.txt')], { criteria: ['recipients'], cyclePairsMax: 4, chainPairsMax: 6 });
    expect(asked).toMatchObject({ name: 'c.txt, K 4, L 6', rules: { ...mostRecipients(4, 6) } });
  });

  it('of a folder are its pools, those in two files once', () => {
    expect(casesFor([folder], {}).map(({ source }) => source)).toEqual([
      { kind: 'files', paths: [at('pools/a.wmd'), at('pools/a.dat')] },
      { kind: 'files', paths: [at('pools/b.wmd')] },
      { kind: 'files', paths: [at('pools/c.txt')] },
    ]);
  });
});
