import { describe, expect, test } from 'vitest';
import { linesOf, problemsIn, warningsIn } from './reading.ts';

const DAT_HEADER = 'Pair,Patient,Donor,Wife-P?,%Pra,Out-Deg,Altruist\n';
const OLD = '3,3\n1,Pair 1 \n2,Pair 2 \n3,Alturist 3 \n0,1,1\n2,0,1\n0,2,0\n';
const ALL_PAIRS = '2,1\n1,Pair 1\n2,Pair 2\n1,0,1.0\n';

function modern(arcs: string, { vertices = '2', arcCount = '1', names = ['Pair 1', 'Pair 2'] } = {}): string {
  const rows = names.map((name, index) => `# ALTERNATIVE NAME ${index + 1}: ${name}\n`);
  return `# TITLE: x\n# NUMBER ALTERNATIVES: ${vertices}\n# NUMBER EDGES: ${arcCount}\n${rows.join('')}${arcs}`;
}

describe('PrefLib files are read', () => {
  test('in the old form, with the attributes of the .dat', () => {
    const dat = `${DAT_HEADER}3,O,B,0,0.0,1,1\n1,O,A,0,0.45,1,0\n2,A,AB,1,0.2875,1,0\n`;
    expect(linesOf(OLD)).toEqual([
      'preflib-wmd-old',
      'recipient 1',
      'recipient 2',
      'donor 1 of 1 gives 2=1',
      'donor 2 of 2',
      'altruist 3 gives 1=1',
    ]);
    expect(linesOf(OLD, dat)).toEqual([
      'preflib-wmd-old',
      'recipient 1 crf 0.45 group O',
      'recipient 2 crf 0.2875 group A',
      'donor 1 of 1 group A gives 2=1',
      'donor 2 of 2 group AB',
      'altruist 3 group B gives 1=1',
    ]);
  });

  test('with the .dat deciding where every label says pair, and a warning where there is none', () => {
    expect(linesOf(ALL_PAIRS, `${DAT_HEADER}1,O,A,0,0.5,0,0\n2,O,O,0,0.0,1,1\n`)).toEqual([
      'preflib-wmd-old',
      'recipient 1 crf 0.5 group O',
      'donor 1 of 1 group A',
      'altruist 2 group O gives 1=1',
    ]);
    expect(linesOf(ALL_PAIRS).slice(1)).toEqual([
      'recipient 1',
      'recipient 2',
      'donor 1 of 1',
      'donor 2 of 2 gives 1=1',
    ]);
    expect(warningsIn(ALL_PAIRS)).toEqual(['no-altruist']);
    expect(warningsIn(ALL_PAIRS, `${DAT_HEADER}1,O,A,0,0.5,0,0\n2,O,O,0,0.0,1,0\n`)).toEqual([]);
  });

  test('in the new form', () => {
    expect(linesOf(modern('1,2,2.50\n', { names: ['Pair 1', 'Altruist 2'] }))).toEqual([
      'preflib-wmd-new',
      'recipient 1',
      'donor 1 of 1',
      'altruist 2',
    ]);
    expect(linesOf(modern('1,2,2.50\n')).at(-2)).toBe('donor 1 of 1 gives 2=2.5');
  });
});

describe('PrefLib files are refused with', () => {
  test.each([
    ['labels missing', ['3,1\n1,Pair 1\n'], ['truncated 2']],
    ['arcs missing', ['2,2\n1,Pair 1\n2,Alturist 2\n1,0,1\n'], ['truncated 4']],
    ['arcs too many', ['2,1\n1,Pair 1\n2,Alturist 2\n1,0,1\n0,1,0\n'], ['wrong-count 5']],
    ['a label twice', ['2,0\n1,Pair 1\n1,Alturist 1\n'], ['duplicate-id 3']],
    ['a label out of range', ['2,0\n1,Pair 1\n3,Alturist 3\n'], ['out-of-range 3']],
    ['a label that says neither', ['2,0\n1,Pair 1\n2,Candidate\n'], ['bad-attribute 3']],
    ['indices out of range', ['2,2\n1,Pair 1\n2,Alturist 2\n1,2,1\n-1,0,1\n'], ['out-of-range 4', 'out-of-range 5']],
    ['an arc to itself', ['2,1\n1,Pair 1\n2,Alturist 2\n0,0,1\n'], ['self-loop 4']],
    ['an arc twice', ['2,2\n1,Pair 1\n2,Alturist 2\n1,0,1\n1,0,1\n'], ['duplicate-arc 5']],
    ['a bad score', ['2,1\n1,Pair 1\n2,Alturist 2\n1,0,-1\n'], ['bad-score 4']],
    ['a cell too many', ['2,1\n1,Pair 1\n2,Alturist 2\n1,0,1,1\n'], ['syntax 4']],
    [
      'a .dat that calls an altruist a pair',
      [OLD, `${DAT_HEADER}1,O,A,0,0,1,0\n2,O,A,0,0,1,0\n3,O,A,0,0,1,0\n`],
      ['altruist-conflict file2 4'],
    ],
    [
      'a .dat that calls a pair an altruist',
      [OLD, `${DAT_HEADER}1,O,A,0,0,1,1\n2,O,A,0,0,1,0\n3,O,A,0,0,1,1\n`],
      ['altruist-conflict file2 2'],
    ],
    ['a .dat cut off', [ALL_PAIRS, `${DAT_HEADER}1,O,A,0,0.5,1,0\n`], ['truncated file2 2']],
    [
      'a .dat with a row cut off',
      [ALL_PAIRS, `${DAT_HEADER}1,O,A,0,0.5,1,0\n2,O,A,0`],
      ['wrong-count file2 3', 'missing-field file2 3'],
    ],
    ['a .dat without columns', [ALL_PAIRS, 'Pair,Patient,Donor,Wife-P?\n1,O,A,0\n'], ['missing-field file2 1']],
    [
      'a .dat with bad cells',
      [ALL_PAIRS, `${DAT_HEADER}1,X,A,0,5,1,2\n1,O,A,0,0.5,1,0\n9,O,A,0,0,1,0\n`],
      [
        'out-of-range file2 2',
        'bad-attribute file2 2',
        'bad-attribute file2 2',
        'duplicate-id file2 3',
        'out-of-range file2 4',
        'truncated file2 4',
      ],
    ],
    ['new form: arcs missing', [modern('1,2,1\n', { arcCount: '2' })], ['truncated 6']],
    ['new form: arcs too many', [modern('1,2,1\n2,1,1\n')], ['wrong-count 7']],
    ['new form: names missing', [modern('1,2,1\n', { names: ['Pair 1'] })], ['wrong-count 2']],
    [
      'new form: names too many',
      [modern('1,2,1\n', { vertices: '1', arcCount: '0' })],
      ['out-of-range 5', 'wrong-count 6'],
    ],
    ['new form: a count in words', [modern('', { arcCount: 'many' })], ['wrong-type 3']],
    ['new form: an arc from 0', [modern('0,1,1\n')], ['out-of-range 6']],
  ])('%s', (_, texts, expected) => {
    expect(problemsIn(...texts)).toEqual(expected);
  });
});
